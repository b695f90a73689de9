/// A line for the server, CR LF included: the one choke point through which everything goes out.
///
/// Whatever the parts hold, exactly one line comes of it: CR, LF, NUL and every other control character are left out,
/// blanks and a leading colon are taken from all parameters but the last, and without its tags it has at most 512 bytes,
/// cut between characters. Source: RFC 1459 section 2.3; IRCv3 "Message Tags", "Size limit".
public struct OutgoingLine: Sendable, Hashable {
    /// Bytes of a line with CR LF, without tags.
    public static let limit = 512

    public let bytes: [UInt8]

    /// Whether it carries a password or another proof, so that it is never shown.
    private let isSecret: Bool

    public init(_ command: String, _ parameters: String..., tags: KeyValuePairs<String, String> = [:]) {
        self.init(command, parameters, tags: tags)
    }

    /// - Parameter tags: in this order; at most 4094 bytes of them may go to a server, which is the caller's business.
    public init(_ command: String, _ parameters: [String], tags: KeyValuePairs<String, String> = [:]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(96 + (parameters.last?.utf8.count ?? 0))
        for (index, tag) in tags.enumerated() {
            bytes.append(index == 0 ? UInt8(ascii: "@") : UInt8(ascii: ";"))
            bytes.appendMiddle(tag.key)
            bytes.append(UInt8(ascii: "="))
            bytes.appendHarmless(tag.value.escapedForTag)
        }
        if !tags.isEmpty { bytes.append(UInt8(ascii: " ")) }
        let start = bytes.count
        bytes.appendMiddle(command)
        for parameter in parameters.dropLast() {
            bytes.append(UInt8(ascii: " "))
            bytes.appendMiddle(parameter)
        }
        if let last = parameters.last {
            bytes.append(UInt8(ascii: " "))
            // Text always has its colon, since simple servers look for it.
            let isText = ["PRIVMSG", "NOTICE", "QUIT", "PART", "USER"].contains(command)
            if isText || last.isEmpty || last.utf8.first == UInt8(ascii: ":") || last.utf8.contains(UInt8(ascii: " ")) {
                bytes.append(UInt8(ascii: ":"))
            }
            bytes.appendHarmless(last)
        }
        self.init(bytes, start: start, isSecret: Self.isSecret(command, parameters))
    }

    /// An answer to a CTCP query: a NOTICE, so that no two programs can answer each other for ever (RFC 2812 section 3.3.2).
    public init(ctcpReply text: String, to nick: String) {
        var bytes = Array("NOTICE ".utf8)
        bytes.appendMiddle(nick)
        bytes.append(contentsOf: " :\u{1}".utf8)
        bytes.appendHarmless(text)
        bytes.append(1)
        self.init(bytes, start: 0, isSecret: false)
    }

    /// The answer to a PING, its token byte for byte, whatever it is.
    init(answering ping: IRCMessage) {
        let token = ping.bytes[ping.parameterRange].filter { $0 >= 0x20 && $0 != 0x7F }
        self.init(Array("PONG".utf8) + token, start: 0, isSecret: false)
    }

    private init(_ bytes: [UInt8], start: Int, isSecret: Bool) {
        var bytes = bytes
        if bytes.count - start > Self.limit - 2 {
            bytes.cut(to: start + Self.limit - 2)
        }
        bytes.append(13)
        bytes.append(10)
        self.bytes = bytes
        self.isSecret = isSecret
    }

    private static func isSecret(_ command: String, _ parameters: [String]) -> Bool {
        switch command {
        case "PASS", "AUTHENTICATE", "OPER", "NICKSERV", "NS": true
        // A channel's key.
        case "JOIN": parameters.count > 1
        case "PRIVMSG": parameters.count > 1 && parameters[1].isServicesSecret
        default: false
        }
    }
}

extension OutgoingLine: CustomStringConvertible {
    /// The line as it may stand in a log: without its line end and without secrets.
    public var description: String {
        guard !isSecret else {
            return String(decoding: bytes.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self) + " (secret)"
        }
        return String(decoding: bytes.dropLast(2), as: UTF8.self)
    }
}

extension IRCMessage: CustomStringConvertible {
    /// The line as it may stand in a log: control characters shown as `?`, proofs and echoed passwords left out.
    public var description: String {
        if command == "AUTHENTICATE" || (command == "PRIVMSG" && parameter(1).isServicesSecret) {
            return "\(command) (secret)"
        }
        return String(decoding: bytes.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
    }
}

extension String {
    /// Whether a text for services names a password.
    var isServicesSecret: Bool {
        guard let word = split(separator: " ", maxSplits: 1).first?.uppercased() else { return false }
        return ["IDENTIFY", "ID", "REGISTER", "GHOST", "RECOVER", "REGAIN", "RELEASE", "SET", "LOGIN", "AUTH"].contains(
            word)
    }
}

extension [UInt8] {
    /// Appends text without control characters.
    mutating func appendHarmless(_ text: String) {
        for byte in text.utf8 where byte >= 0x20 && byte != 0x7F { append(byte) }
    }

    /// Appends a part that must hold no blank and not begin with a colon; `*` stands for one that is empty.
    mutating func appendMiddle(_ text: String) {
        let start = count
        for byte in text.utf8 where byte > 0x20 && byte != 0x7F {
            if count == start, byte == UInt8(ascii: ":") { continue }
            append(byte)
        }
        if count == start { append(UInt8(ascii: "*")) }
    }

    /// Cuts valid UTF-8 to at most `limit` bytes, never inside a character's encoding.
    mutating func cut(to limit: Int) {
        guard count > limit else { return }
        var end = limit
        while end > 0, self[end] & 0xC0 == 0x80 { end -= 1 }
        removeSubrange(end...)
    }
}
