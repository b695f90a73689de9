/// Sorts changes into categories: the first rule that matches decides.
public struct CategoryRules: Sendable, Hashable {
    public struct Rule: Sendable, Hashable {
        public enum Test: Sendable, Hashable {
            /// Of any file of the change; `*` stands for any characters.
            case path(String)
            case topic(String)
            case hashtag(String)
            /// A regular expression that is found in the title, in whatever case.
            case title(String)
        }

        public var category: String
        public var test: Test

        public init(category: String, test: Test) {
            self.category = category
            self.test = test
        }
    }

    /// A regular expression that cannot be read.
    public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        public var expression: String
        public var description: String { "\"\(expression)\" is no regular expression" }
    }

    private let rules: [Rule]

    /// - Throws: `Fault`.
    public init(_ rules: [Rule] = []) throws(Fault) {
        for case .title(let expression) in rules.map(\.test) where (try? Regex(expression)) == nil {
            throw Fault(expression: expression)
        }
        self.rules = rules
    }

    /// The category of a change, or `nil` if no rule matches.
    public func category(of view: ChangeView) -> String? { rules.first { matches($0.test, view) }?.category }

    private func matches(_ test: Rule.Test, _ view: ChangeView) -> Bool {
        switch test {
        case .path(let pattern): return view.files.contains { glob(pattern, $0.path) }
        case .topic(let pattern): return view.topic.map { glob(pattern, $0) } ?? false
        case .hashtag(let pattern): return view.hashtags.contains { glob(pattern, $0) }
        case .title(let expression):
            // Read each time: a Regex cannot be sent, and titles change seldom. Long titles are cut, not searched for hours.
            guard let regex = try? Regex(expression).ignoresCase() else { return false }
            return view.title.prefix(200).firstMatch(of: regex) != nil
        }
    }
}

/// Whether a text as a whole fits a pattern whose `*` stands for any characters; case does not matter.
func glob(_ pattern: String, _ text: String) -> Bool {
    let parts = pattern.lowercased().split(separator: "*", omittingEmptySubsequences: false)
    var rest = text.lowercased()[...]
    guard parts.count > 1 else { return parts.first ?? "" == rest }
    guard let first = parts.first, let last = parts.last, rest.hasPrefix(first) else { return false }
    rest = rest.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
        guard let found = rest.firstRange(of: part) else { return false }
        rest = rest[found.upperBound...]
    }
    return rest.hasSuffix(last)
}
