/// A day from which nothing new begins, so that what was begun can land.
public struct Freeze: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Nothing moves into a slot any more.
        case feature
        /// No spec is approved any more. The review system decides about specs: here it is only said.
        case spec
    }

    public var title: String
    public var at: Timestamp
    public var kind: Kind
    /// When it began.
    public internal(set) var began: Timestamp?
    /// So many seconds before it the channels last heard what must be done until then.
    public internal(set) var noticed: Int?

    public init(title: String, at: Timestamp, kind: Kind) {
        self.title = title
        self.at = at
        self.kind = kind
    }

    /// What is wrong with it, as a sentence, or `nil`.
    var fault: String? {
        if title.utf8.allSatisfy({ $0 <= 0x20 }) { return "a freeze has a title" }
        if title.utf8.count > 100 { return "the title of a freeze has at most 100 bytes" }
        if !Self.moments.contains(at.seconds) { return "a freeze is in the years 1970 to 9999" }
        return nil
    }

    private static let moments = 0..<253_402_300_800
}
