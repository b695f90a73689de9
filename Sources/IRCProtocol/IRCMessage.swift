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
    public init?(_ line: borrowing ArraySlice<UInt8>) {
        guard let parts = Parts(line.span) else { return nil }
        let start = line.startIndex
        tagRange = (start + parts.tags.lowerBound)..<(start + parts.tags.upperBound)
        sourceRange = (start + parts.source.lowerBound)..<(start + parts.source.upperBound)
        parameterRange = (start + parts.command.upperBound)..<line.endIndex
        parameterCount = parts.parameterCount
        let verb = String(
            decoding: line[(start + parts.command.lowerBound)..<(start + parts.command.upperBound)], as: UTF8.self)
        command = parts.hasLowercase ? verb.uppercased() : verb
        bytes = copy line
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
        let span = bytes.span
        let start = bytes.startIndex
        var at = parameterRange.lowerBound - start
        for _ in 0..<index {
            at = span.nextBlank(from: span.skipBlanks(from: at))
        }
        at = span.skipBlanks(from: at)
        if span[at] == UInt8(ascii: ":") { return (start + at + 1)..<bytes.endIndex }
        return (start + at)..<(start + span.nextBlank(from: at))
    }
}

/// Where the parts of a line are, counted from its beginning.
private struct Parts {
    var tags: Range<Int>
    var source: Range<Int>
    var command: Range<Int>
    var hasLowercase = false
    var parameterCount = 0

    init?(_ line: Span<UInt8>) {
        var at = line.skipBlanks(from: 0)
        tags = at..<at
        if at < line.count, line[at] == UInt8(ascii: "@") {
            tags = (at + 1)..<line.nextBlank(from: at)
            at = line.skipBlanks(from: tags.upperBound)
        }
        source = at..<at
        if at < line.count, line[at] == UInt8(ascii: ":") {
            source = (at + 1)..<line.nextBlank(from: at)
            at = line.skipBlanks(from: source.upperBound)
        }
        let start = at
        while at < line.count, line[at] != UInt8(ascii: " ") {
            switch line[at] {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "a")...UInt8(ascii: "z"): hasLowercase = true
            default: return nil
            }
            at += 1
        }
        guard at > start else { return nil }
        command = start..<at
        at = line.skipBlanks(from: at)
        while at < line.count {
            parameterCount += 1
            if line[at] == UInt8(ascii: ":") { break }
            at = line.skipBlanks(from: line.nextBlank(from: at))
        }
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

extension Span<UInt8> {
    func skipBlanks(from index: Int) -> Int {
        var at = index
        while at < count, self[at] == UInt8(ascii: " ") { at += 1 }
        return at
    }

    func nextBlank(from index: Int) -> Int {
        var at = index
        while at < count, self[at] != UInt8(ascii: " ") { at += 1 }
        return at
    }
}
