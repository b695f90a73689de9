/// Cuts what a command prints into lines, of which none is kept that is too long.
struct StreamLines {
    /// Stands for a line that is too long or no UTF-8: it is no event either.
    static let unreadable = "\u{FFFD}"

    private let limit: Int
    private var bytes: [UInt8] = []
    private var isTooLong = false

    /// - Parameter limit: bytes of a line.
    init(limit: Int = 1024 * 1024) {
        self.limit = limit
    }

    /// The lines that end in these bytes, without their ends.
    mutating func append(_ part: UnsafeRawBufferPointer) -> [String] {
        var rest = part[...]
        var lines: [String] = []
        while let end = rest.firstIndex(of: 0x0A) {
            add(rest[..<end])
            lines.append(line())
            rest = rest[(end + 1)...]
        }
        add(rest)
        return lines
    }

    private mutating func add(_ part: Slice<UnsafeRawBufferPointer>) {
        if bytes.count + part.count > limit {
            isTooLong = true
            bytes = []
        }
        if !isTooLong { bytes += part }
    }

    private mutating func line() -> String {
        defer {
            bytes.removeAll(keepingCapacity: true)
            isTooLong = false
        }
        guard !isTooLong else { return Self.unreadable }
        if bytes.last == 0x0D { bytes.removeLast() }
        return String(validating: bytes, as: UTF8.self) ?? Self.unreadable
    }
}
