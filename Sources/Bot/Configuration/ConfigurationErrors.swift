/// All that is wrong with a configuration; the description is what a person reads, one line for each mistake.
public struct ConfigurationErrors: Error, Sendable, Hashable, CustomStringConvertible {
    public struct Problem: Sendable, Hashable, CustomStringConvertible {
        public var place: ConfigPlace
        public var text: String

        public var description: String { "\(place.file):\(place.line):\(place.column): \(text)" }
    }

    /// In the order of the file.
    public let problems: [Problem]

    package init(_ problems: [Problem]) {
        self.problems = problems.sorted {
            ($0.place.line, $0.place.column, $0.text) < ($1.place.line, $1.place.column, $1.text)
        }
    }

    package init(_ place: ConfigPlace, _ text: String) {
        self.init([Problem(place: place, text: text)])
    }

    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
