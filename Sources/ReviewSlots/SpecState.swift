/// What a review's spec may be called besides merely proposed, in the order in which the words are printed.
///
/// The raw value is the word in summaries and in stored events: it never changes.
public enum SpecState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Approved in an earlier cycle, so one +2 is enough; apart from being approved in this one.
    case fastTracked = "fast tracked"
    case approved
    case implemented
    case abandoned
}

extension SpecState {
    /// The state that `word` names, in whatever case it is written.
    public init?(word: some StringProtocol) {
        self.init(rawValue: word.lowercased())
    }

    /// The states in the order in which they are printed and stored.
    public static func inOrder(_ states: Set<SpecState>) -> [SpecState] { allCases.filter(states.contains) }

    /// The words as they stand in brackets: `fast tracked, approved`; empty for a review that is merely proposed.
    public static func words(_ states: Set<SpecState>) -> String {
        inOrder(states).map(\.rawValue).joined(separator: ", ")
    }

    /// Why no review can be in all these states at once, or nil if it can.
    ///
    /// Implemented needs approved, and abandoned excludes the others.
    public static func fault(in states: Set<SpecState>) -> String? {
        if states.contains(.abandoned), states.count > 1 {
            return "an abandoned review cannot be \(words(states.subtracting([.abandoned]))) too"
        }
        if states.contains(.implemented), !states.contains(.approved) {
            return "an implemented review must be approved too"
        }
        return nil
    }
}

extension KeyedEncodingContainer {
    /// The order of a set changes from run to run; equal events shall be stored as equal bytes. The conformances that the
    /// compiler writes in this module choose this over the set's own way.
    mutating func encode(_ states: Set<SpecState>, forKey key: Key) throws {
        try encode(SpecState.inOrder(states), forKey: key)
    }
}
