/// What a string must look like: returns what is wrong with it, or `nil`.
public typealias ConfigCheck = (String) -> String?

extension ConfigTable {
    /// A whole number; the default if it is missing or wrong.
    public mutating func int(_ key: String, default value: Int, in range: ClosedRange<Int>) -> Int {
        self.value(key) { try $0.int(in: range) } ?? value
    }

    /// `true` or `false`; the default if it is missing or wrong.
    public mutating func bool(_ key: String, default value: Bool) -> Bool {
        self.value(key) { try $0.bool() } ?? value
    }

    /// A duration such as `30s`; the default if it is missing or wrong.
    public mutating func duration(
        _ key: String, default value: Duration, in range: ClosedRange<Duration>
    ) -> Duration {
        self.value(key) { try $0.duration(in: range) } ?? value
    }

    /// One of the words of an enum; the default if it is missing or wrong.
    public mutating func choice<Choice>(_ key: String, default value: Choice) -> Choice
    where Choice: RawRepresentable<String> & CaseIterable {
        self.value(key) { try $0.choice(Choice.self) } ?? value
    }

    /// Text; `nil` if it is missing or wrong.
    public mutating func text(_ key: String, _ check: ConfigCheck = { _ in nil }) -> String? {
        value(key) { found in
            let text = try found.text()
            guard !text.isEmpty else { throw ConfigMistake("is empty") }
            if let problem = check(text) { throw ConfigMistake("\(quoted(text)) \(problem)") }
            return text
        }
    }

    /// Text; the default if it is missing or wrong.
    public mutating func text(_ key: String, default value: String, _ check: ConfigCheck = { _ in nil }) -> String {
        text(key, check) ?? value
    }

    /// Text that must be given; empty if it is missing or wrong.
    public mutating func requiredText(_ key: String, _ check: ConfigCheck = { _ in nil }) -> String {
        require(key)
        return text(key, default: "", check)
    }

    /// Notes a mistake if the key is missing.
    public mutating func require(_ key: String) {
        if !has(key) { complain(about: key, "is missing") }
    }

    /// Notes a mistake if a list or table is missing or empty.
    public mutating func requireSome(_ key: String, _ what: String) {
        let isEmpty = value(key) { [.list([]), .table([]), .nothing(comment: nil)].contains($0.content) } ?? true
        if isEmpty { complain(about: key, "name at least one \(what)") }
    }
}
