/// A server's wish to be spoken to over TLS only, kept for its host name (IRCv3 "Strict Transport Security").
///
/// It comes with the capability `sts`, which is never asked for. In clear text only `port` counts: we leave at once and come
/// back there with TLS. Over TLS only `duration` counts: it is kept at once and outlives a restart, so that later
/// nobody on the way can keep us from TLS by leaving `sts` out.
public struct STSPolicy: Sendable, Hashable {
    /// The port on which the server was reached with TLS.
    public var port: Int
    /// Seconds for which it holds, counted from the end of the last connection.
    public var duration: Int
    /// When it ends, in milliseconds since 1970.
    public var expires: Int

    public init(port: Int, duration: Int, at wallClock: Int) {
        self.port = port
        self.duration = min(duration, Self.longest)
        expires = wallClock + self.duration * 1000
    }

    /// Ten years; a server that says more means "always".
    static let longest = 315_360_000

    public func isValid(at wallClock: Int) -> Bool {
        wallClock < expires
    }

    /// As it has to be kept when a connection ends.
    public func renewed(at wallClock: Int) -> STSPolicy {
        STSPolicy(port: port, duration: duration, at: wallClock)
    }
}

extension STSPolicy {
    /// One line for a file; what cannot be read gives nil.
    public init?(line: some StringProtocol) {
        let numbers = line.split(separator: " ").map { Int($0) }
        guard numbers.count == 3, let port = numbers[0], let duration = numbers[1], let expires = numbers[2],
            STSAdvice.ports.contains(port), duration > 0
        else { return nil }
        self.port = port
        self.duration = duration
        self.expires = expires
    }

    public var line: String { "\(port) \(duration) \(expires)" }
}

/// What the value of the capability says: `port=6697,duration=2592000`. Anything malformed counts as left out.
struct STSAdvice: Hashable {
    static let ports = 1...65_535

    var port: Int?
    /// Seconds; 0 takes a policy back.
    var duration: Int?

    init(_ value: String) {
        for part in value.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(pair[1])
            else { continue }
            switch pair[0] {
            case "port" where Self.ports.contains(number): port = number
            case "duration": duration = number
            default: break
            }
        }
    }
}

extension Session {
    /// Heeds what the server says of TLS before anything else of the list. It cannot be taken back by `DEL`.
    mutating func heedSTS(_ message: IRCMessage) {
        guard ["LS", "NEW"].contains(message.parameter(1).uppercased()),
            let value = Capabilities.value(of: "sts", in: message)
        else { return }
        let advice = STSAdvice(value)
        if !isSecure, let port = advice.port {
            close(.needsTLS(port: port))
        } else if isSecure, let duration = advice.duration {
            actions.append(.requiresTLS(seconds: duration))
        }
    }
}
