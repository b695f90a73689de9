/// A value of the configuration with the place where it stands.
public struct ConfigValue: Sendable, Hashable {
    public indirect enum Content: Sendable, Hashable {
        /// Text between quotes is only ever text; plain text may also be a number, a duration, true or false.
        case text(String, quoted: Bool)
        case list([ConfigValue])
        case table([Entry])
        /// Nothing. `comment` is what follows it on its line if that begins with an unquoted `#`.
        case nothing(comment: String?)
    }

    public struct Entry: Sendable, Hashable {
        public var key: String
        /// Where the key stands.
        public var place: ConfigPlace
        public var value: ConfigValue

        package init(key: String, place: ConfigPlace, value: ConfigValue) {
            self.key = key
            self.place = place
            self.value = value
        }
    }

    public var content: Content
    public var place: ConfigPlace

    package init(content: Content, place: ConfigPlace) {
        self.content = content
        self.place = place
    }
}

/// A place in a configuration file; line and column count from 1, columns in Unicode scalars.
public struct ConfigPlace: Sendable, Hashable {
    public var file: String
    public var line: Int
    public var column: Int

    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

/// Why a value cannot be used: the rest of the sentence that begins with its key.
public struct ConfigMistake: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}

extension ConfigValue {
    package func text() throws -> String {
        guard case .text(let text, _) = content else { throw mismatch("text") }
        return text
    }

    package func int(in range: ClosedRange<Int>) throws -> Int {
        guard case .text(let text, quoted: false) = content, let number = Int(text) else {
            throw mismatch("a whole number")
        }
        guard range.contains(number) else {
            throw ConfigMistake("\(number) is out of range, allowed is \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    package func bool() throws -> Bool {
        switch content {
        case .text("true", quoted: false): return true
        case .text("false", quoted: false): return false
        default: throw mismatch("true or false")
        }
    }

    package func duration(in range: ClosedRange<Duration>) throws -> Duration {
        guard case .text(let text, _) = content, let duration = Duration(configured: text) else {
            throw mismatch("a duration such as 500ms, 30s, 5m, 24h or 10d")
        }
        guard range.contains(duration) else {
            throw ConfigMistake(
                "\(text) is out of range, allowed is \(range.lowerBound.configured) to \(range.upperBound.configured)")
        }
        return duration
    }

    package func choice<Choice>(_: Choice.Type) throws -> Choice
    where Choice: RawRepresentable<String> & CaseIterable {
        let words = Choice.allCases.map(\.rawValue)
        guard case .text(let text, _) = content else { throw mismatch("one of \(words.joined(separator: ", "))") }
        guard let choice = Choice(rawValue: text) else {
            throw ConfigMistake(
                "\(quoted(text)) is none of \(words.joined(separator: ", "))\(didYouMean(text, among: words))")
        }
        return choice
    }

    /// The mistake of finding this where something else should be.
    package func mismatch(_ expected: String) -> ConfigMistake {
        switch content {
        case .text(let text, quoted: true) where Int(text) != nil || ["true", "false"].contains(text):
            ConfigMistake("expected \(expected), found the text \(quoted(text)): take the quotes away")
        case .text(let text, _): ConfigMistake("expected \(expected), found \(quoted(text))")
        case .list: ConfigMistake("expected \(expected), found a list")
        case .table: ConfigMistake("expected \(expected), found a table")
        case .nothing(let comment?):
            ConfigMistake(
                "nothing is given, because an unquoted # begins a comment: write \(quoted(comment)) in quotes")
        case .nothing(nil): ConfigMistake("expected \(expected), found nothing")
        }
    }
}

/// Text between quotes for a message: on one line, and not too long.
package func quoted(_ text: String) -> String {
    let shown = text.unicodeScalars.prefix(80).map { scalar in
        scalar.properties.generalCategory == .control ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return "\"\(shown.joined())\(text.unicodeScalars.count > 80 ? "..." : "")\""
}
