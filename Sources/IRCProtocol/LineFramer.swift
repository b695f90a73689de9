/// Cuts a stream of bytes into lines, whatever pieces it comes in.
///
/// A line ends with LF; CR before it is dropped. A line longer than the limit is skipped up to its LF as a whole: its tail
/// never passes for a line of its own. Between reads it holds at most `lineLimit` bytes and what came in the last read.
/// Sources: RFC 1459 section 2.3; IRCv3 "Message Tags", "Size limit" (8191 bytes of tags, 512 for the rest).
public struct LineFramer: Sendable {
    public static let lineLimit = 8191 + 512

    /// Lines that were too long and left out, since the beginning.
    public private(set) var skippedLines = 0

    private var buffer: [UInt8] = []
    private var start = 0
    private var searched = 0
    private var isSkipping = false

    public init() {}

    /// Takes in what was read. Call `next()` until it gives nil before the next read.
    public mutating func append(_ bytes: some Collection<UInt8>) {
        if start > 0 {
            buffer.removeFirst(start)
            searched -= start
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole line without its line end, or nil if there is none yet. Empty lines are left out.
    public mutating func next() -> ArraySlice<UInt8>? {
        while let end = buffer[searched...].firstIndex(of: 10) {
            let line = buffer[start..<end]
            start = end + 1
            searched = start
            if isSkipping {
                isSkipping = false
            } else if line.count > Self.lineLimit {
                skippedLines += 1
            } else if let line = line.withoutCarriageReturns {
                return line
            }
        }
        searched = buffer.count
        if isSkipping || searched - start > Self.lineLimit {
            if !isSkipping { skippedLines += 1 }
            isSkipping = true
            start = searched
        }
        return nil
    }

    /// What is left when the stream has ended: a last line that lacks its line end.
    public mutating func finish() -> ArraySlice<UInt8>? {
        guard !isSkipping else { return nil }
        let line = buffer[start...]
        start = buffer.count
        searched = start
        return line.withoutCarriageReturns
    }
}

extension ArraySlice<UInt8> {
    fileprivate var withoutCarriageReturns: ArraySlice<UInt8>? {
        var line = self
        while line.last == 13 { line.removeLast() }
        return line.isEmpty ? nil : line
    }
}
