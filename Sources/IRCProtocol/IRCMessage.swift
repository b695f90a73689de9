/// A line from an IRC server with its parts found but not yet copied.
///
/// Parsing walks the bytes once and allocates nothing; a part becomes a `String` only when it is asked for, with invalid
/// UTF-8 repaired. It follows the RFC 1459 grammar as modern servers really use it: several blanks between parts, a
/// last parameter with or without its colon, any case of the command, numerics without source or with the target `*`.
/// Sources: RFC 1459 section 2.3, modern.ircdocs.horse "Message Format", IRCv3 "Message Tags".
public struct IRCMessage: Sendable {
    let bytes: ArraySlice<UInt8>
    let tagRange: Range<Int>
    let sourceRange: Range<Int>
    let parameterRange: Range<Int>

    /// The verb in capitals, or the three digits of a numeric.
    public let command: String

    /// How many parameters there are; asking for one beyond gives an empty string, so no handler can trap.
    public let parameterCount: Int

    /// Finds the parts of a line that has lost its line end.
    ///
    /// Returns nil for what is no message: an empty line, tags or source without a command, a command of other characters
    /// than letters and digits.
    public init?(_ line: ArraySlice<UInt8>) {
        var at = line.skipBlanks(from: line.startIndex)
        var tags = at..<at
        var source = at..<at
        if at < line.endIndex, line[at] == UInt8(ascii: "@") {
            let end = line.nextBlank(from: at)
            tags = (at + 1)..<end
            at = line.skipBlanks(from: end)
        }
        if at < line.endIndex, line[at] == UInt8(ascii: ":") {
            let end = line.nextBlank(from: at)
            source = (at + 1)..<end
            at = line.skipBlanks(from: end)
        }
        let end = line.nextBlank(from: at)
        guard let command = Self.command(line[at..<end]) else { return nil }
        self.bytes = line
        self.tagRange = tags
        self.sourceRange = source
        self.command = command
        self.parameterRange = end..<line.endIndex
        self.parameterCount = line.parameterCount(in: end..<line.endIndex)
    }

    public init?(_ line: String) {
        self.init(Array(line.utf8)[...])
    }

    /// The parameter at `index`, the colon of the last one taken off; empty if there is none.
    public func parameter(_ index: Int) -> String {
        guard let range = parameterBytes(index) else { return "" }
        return String(decoding: bytes[range], as: UTF8.self)
    }

    public var parameters: [String] {
        (0..<parameterCount).map(parameter)
    }

    /// The last parameter, where numerics carry their text.
    public var lastParameter: String {
        parameter(parameterCount - 1)
    }

    func parameterBytes(_ index: Int) -> Range<Int>? {
        guard index >= 0, index < parameterCount else { return nil }
        var at = parameterRange.lowerBound
        for _ in 0..<index {
            at = bytes.nextBlank(from: bytes.skipBlanks(from: at))
        }
        at = bytes.skipBlanks(from: at)
        if bytes[at] == UInt8(ascii: ":") { return (at + 1)..<bytes.endIndex }
        return at..<bytes.nextBlank(from: at)
    }

    private static func command(_ bytes: ArraySlice<UInt8>) -> String? {
        guard !bytes.isEmpty else { return nil }
        var hasLowercase = false
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): continue
            case UInt8(ascii: "a")...UInt8(ascii: "z"): hasLowercase = true
            default: return nil
            }
        }
        let command = String(decoding: bytes, as: UTF8.self)
        return hasLowercase ? command.uppercased() : command
    }
}

extension IRCMessage {
    /// The sender as it stands: `nick!user@host` or a server's name. Empty where the server left it out.
    public var source: String {
        String(decoding: bytes[sourceRange], as: UTF8.self)
    }

    /// The sender's nick, or the server's name.
    public var nick: String {
        let end = bytes[sourceRange].firstIndex { $0 == UInt8(ascii: "!") || $0 == UInt8(ascii: "@") }
        return String(decoding: bytes[sourceRange.lowerBound..<(end ?? sourceRange.upperBound)], as: UTF8.self)
    }

    /// `user@host` of the sender; empty for a server.
    public var userAndHost: String {
        guard let bang = bytes[sourceRange].firstIndex(of: UInt8(ascii: "!")) else { return "" }
        return String(decoding: bytes[(bang + 1)..<sourceRange.upperBound], as: UTF8.self)
    }
}

extension ArraySlice<UInt8> {
    func skipBlanks(from index: Int) -> Int {
        var at = index
        while at < endIndex, self[at] == UInt8(ascii: " ") { at += 1 }
        return at
    }

    func nextBlank(from index: Int) -> Int {
        var at = index
        while at < endIndex, self[at] != UInt8(ascii: " ") { at += 1 }
        return at
    }

    func parameterCount(in range: Range<Int>) -> Int {
        var count = 0
        var at = skipBlanks(from: range.lowerBound)
        while at < range.upperBound {
            count += 1
            if self[at] == UInt8(ascii: ":") { break }
            at = skipBlanks(from: nextBlank(from: at))
        }
        return count
    }
}
