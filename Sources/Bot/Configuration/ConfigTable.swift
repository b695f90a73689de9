/// A table of the configuration on its way into a struct.
///
/// Reading goes on after a mistake: the method notes it and returns the default, so that all mistakes are reported at once.
/// A key that nobody has asked for by the end is a mistake, too.
///
///     let settings = try ConfigTable.read(value) { table in
///         KudosSettings(perDay: table.int("per_day", default: 5, in: 1...100))
///     }
public struct ConfigTable {
    /// Where it lies, such as `boards.nova`; empty for the whole file.
    package let path: String
    private let place: ConfigPlace
    private let entries: [ConfigValue.Entry]
    /// In what is no table, for one, each key would be missing, too.
    private var isReadable = true
    private var known: [String] = []
    private var problems: [ConfigurationErrors.Problem] = []

    private init(_ value: ConfigValue, path: String, place: ConfigPlace) {
        self.path = path
        self.place = place
        switch value.content {
        case .table(let entries):
            self.entries = entries
        case .nothing(comment: nil):
            entries = []
        default:
            entries = []
            isReadable = false
            complain(value.mismatch("a table").description)
        }
    }

    /// Reads a whole value as a table.
    /// - Throws: all mistakes that were found in it.
    public static func read<Result>(
        _ value: ConfigValue, path: String = "", _ body: (inout ConfigTable) -> Result
    ) throws(ConfigurationErrors) -> Result {
        var table = ConfigTable(value, path: path, place: value.place)
        let result = body(&table)
        table.complainOfUnknownKeys()
        guard table.problems.isEmpty else { throw ConfigurationErrors(table.problems) }
        return result
    }

    /// The keys that are given, where they are names to choose freely.
    public var keys: [String] { entries.map(\.key) }

    /// Whether the table has this key. Asking makes the key a known one.
    public mutating func has(_ key: String) -> Bool { entry(key) != nil }

    /// Notes a mistake of the whole table.
    public mutating func complain(_ text: String) {
        complain(at: place, path.isEmpty ? text : "\(path): \(text)")
    }

    /// Notes a mistake at a key, or at the table if it does not have the key.
    public mutating func complain(about key: String, _ text: String) {
        let entry = entry(key)
        complain(at: entry?.value.place ?? place, "\(name(key)): \(text)")
    }

    /// Notes no more mistakes, because after the last one it cannot be told what else is wrong.
    public mutating func giveUp() {
        isReadable = false
    }

    // MARK: - How the methods for the single types are made

    /// The value of a key, or `nil` if it is missing or wrong.
    public mutating func value<Value>(
        _ key: String, _ read: (ConfigValue) throws -> Value
    ) -> Value? {
        guard let entry = entry(key) else { return nil }
        do {
            return try read(entry.value)
        } catch {
            complain(about: key, "\(error)")
            return nil
        }
    }

    /// The values of a list, without the wrong ones, or `nil` if the key is missing.
    public mutating func values<Value>(
        _ key: String, _ read: (ConfigValue) throws -> Value
    ) -> [Value]? {
        elements(key)?.compactMap { element in
            do {
                return try read(element)
            } catch {
                complain(at: element.place, "\(name(key)): \(error)")
                return nil
            }
        }
    }

    /// A table in this one, or `nil` if the key is missing.
    public mutating func table<Result>(_ key: String, _ body: (inout ConfigTable) -> Result) -> Result? {
        entry(key).map { read($0.value, path: name(key), place: $0.place, body) }
    }

    /// A list of tables; empty if the key is missing.
    public mutating func tables<Result>(_ key: String, _ body: (inout ConfigTable) -> Result) -> [Result] {
        (elements(key) ?? []).map { read($0, path: name(key), place: $0.place, body) }
    }

    /// A map from names to tables, in the order of the file; empty if the key is missing.
    public mutating func namedTables<Result>(
        _ key: String, _ body: (_ name: String, inout ConfigTable) -> Result
    ) -> [Result] {
        namedValues(key).map { entry in
            read(entry.value, path: "\(name(key)).\(entry.key)", place: entry.place) { body(entry.key, &$0) }
        }
    }

    /// A map from names to anything, in the order of the file; empty if the key is missing.
    public mutating func namedValues(_ key: String) -> [ConfigValue.Entry] {
        guard let entry = entry(key) else { return [] }
        let table = ConfigTable(entry.value, path: name(key), place: entry.place)
        problems += table.problems
        return table.entries
    }

    private mutating func read<Result>(
        _ value: ConfigValue, path: String, place: ConfigPlace, _ body: (inout ConfigTable) -> Result
    ) -> Result {
        var table = ConfigTable(value, path: path, place: place)
        let result = body(&table)
        table.complainOfUnknownKeys()
        problems += table.problems
        return result
    }

    private mutating func elements(_ key: String) -> [ConfigValue]? {
        value(key) { value in
            switch value.content {
            case .list(let elements): return elements
            case .nothing(comment: nil): return []
            default: throw value.mismatch("a list")
            }
        }
    }

    private mutating func entry(_ key: String) -> ConfigValue.Entry? {
        known.append(key)
        return entries.first { $0.key == key }
    }

    private func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private mutating func complain(at place: ConfigPlace, _ text: String) {
        guard isReadable || problems.isEmpty else { return }
        problems.append(ConfigurationErrors.Problem(place: place, text: text))
    }

    private mutating func complainOfUnknownKeys() {
        for entry in entries where !known.contains(entry.key) {
            let inTable = path.isEmpty ? "" : " in \(path)"
            complain(
                at: entry.place, "unknown key \(quoted(entry.key))\(inTable)\(didYouMean(entry.key, among: known))")
        }
    }
}
