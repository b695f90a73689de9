/// What the server says about itself in numeric 005.
///
/// Source: modern.ircdocs.horse, "RPL_ISUPPORT Parameters". Tokens may be taken back (`-TOKEN`) and may come again later.
public struct ISupport: Sendable, Hashable {
    /// No server sends more; a hostile one shall not fill our memory.
    static let tokenLimit = 256

    private var tokens: [String: String] = [:]

    public private(set) var caseMapping = CaseMapping.rfc1459
    public private(set) var channelTypes: [UInt8] = Array("#&".utf8)
    /// Prefixes of a target that mean "only those with this status": `@#channel`.
    public private(set) var statusPrefixes: [UInt8] = []
    /// Marks of status before a nick in NAMES and WHO.
    public private(set) var memberPrefixes: [UInt8] = Array("@+".utf8)

    public init() {}

    public subscript(token: String) -> String? { tokens[token] }

    /// The letter of the user mode that marks bots (IRCv3 "Bot Mode").
    public var botMode: String? {
        guard let letter = tokens["BOT"], letter.utf8.count == 1 else { return nil }
        return letter
    }

    public var hasWHOX: Bool { tokens["WHOX"] != nil }

    /// Whether it tells us when a nick comes and goes (IRCv3 "Monitor").
    public var hasMonitor: Bool { tokens["MONITOR"] != nil }

    /// Whether the server passes on a client's own tag, its `+` left out (IRCv3 "Message Tags", "CLIENTTAGDENY").
    public func permitsClientTag(_ name: String) -> Bool {
        let denied = (tokens["CLIENTTAGDENY"] ?? "").split(separator: ",")
        guard denied.first == "*" else { return !denied.contains { $0 == name } }
        return denied.contains { $0 == "-" + name }
    }

    public var nickLength: Int? { tokens["NICKLEN"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }

    /// Takes in the tokens of one line: all parameters but the first (our nick) and the last (the text).
    public mutating func receive(_ parameters: some Sequence<String>) {
        for parameter in parameters {
            if parameter.hasPrefix("-") {
                tokens[String(parameter.dropFirst())] = nil
            } else {
                let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard let name = parts.first, !name.isEmpty else { continue }
                guard tokens.count < Self.tokenLimit || tokens[String(name)] != nil else { continue }
                tokens[String(name)] = parts.count > 1 ? Self.unescape(parts[1]) : ""
            }
        }
        caseMapping = tokens["CASEMAPPING"].map(CaseMapping.init(named:)) ?? .rfc1459
        channelTypes = Array((tokens["CHANTYPES"] ?? "#&").utf8)
        statusPrefixes = Array((tokens["STATUSMSG"] ?? "").utf8)
        memberPrefixes = Self.prefixMarks(tokens["PREFIX"] ?? "(ov)@+")
    }

    /// Whether a target is a channel's name.
    public func isChannel(_ target: String) -> Bool {
        target.utf8.first.map(channelTypes.contains) ?? false
    }

    /// The channel of a target such as `@#channel`; the target itself if it has no such prefix.
    public func withoutStatus(_ target: String) -> String {
        guard let first = target.utf8.first, statusPrefixes.contains(first), !channelTypes.contains(first) else {
            return target
        }
        let rest = target.utf8.drop(while: statusPrefixes.contains)
        return rest.first.map(channelTypes.contains) == true ? String(Substring(rest)) : target
    }

    /// `(qaohv)~&@%+` gives `~&@%+`.
    private static func prefixMarks(_ value: String) -> [UInt8] {
        guard let end = value.utf8.firstIndex(of: UInt8(ascii: ")")) else { return [] }
        return Array(value.utf8[value.utf8.index(after: end)...])
    }

    /// `\x20` in a value stands for a blank, and so on.
    private static func unescape(_ value: Substring) -> String {
        guard value.contains("\\x") else { return String(value) }
        let pieces = value.split(separator: "\\x", omittingEmptySubsequences: false)
        return pieces.dropFirst().reduce(into: String(pieces[0])) { text, piece in
            guard let code = UInt8(piece.prefix(2), radix: 16), code < 0x80, piece.utf8.count >= 2 else {
                text += "\\x" + piece
                return
            }
            text.unicodeScalars.append(Unicode.Scalar(code))
            text += piece.dropFirst(2)
        }
    }
}
