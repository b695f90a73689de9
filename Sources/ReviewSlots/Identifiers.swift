/// A blueprint's permanent number; people write it as a code: `b12`.
///
/// Numbers are given in the order of creation and never again, so a smaller one is older.
public struct BlueprintID: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    public var number: Int

    public init(_ number: Int) {
        self.number = number
    }

    /// Reads a code such as `b12`.
    public init?(code: some StringProtocol) {
        guard Self.looksLikeCode(code), let number = Int(code.dropFirst()), number > 0 else { return nil }
        self.number = number
    }

    /// Whether it is a `b` and digits, as all codes are, whether there is such a blueprint or ever can be.
    static func looksLikeCode(_ word: some StringProtocol) -> Bool {
        word.utf8.first == UInt8(ascii: "b") && word.dropFirst().isNumber
    }

    public init(from decoder: any Decoder) throws {
        number = try decoder.singleValueContainer().decode(Int.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }

    public static func < (left: BlueprintID, right: BlueprintID) -> Bool { left.number < right.number }
    public var description: String { "b\(number)" }
}

/// A spec's identity: the number of the review in which it was first seen. It stays when other reviews join.
public typealias SpecID = Int

/// The number of a change (a Gerrit review, a pull request) in its review system.
public typealias ChangeNumber = Int

/// A person, opaquely (`p7`): only the stream `people` says which accounts that is.
public struct PersonID: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    public var id: String

    public init(_ id: String) {
        self.id = id
    }

    public init(from decoder: any Decoder) throws {
        id = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(id)
    }

    public static func < (left: PersonID, right: PersonID) -> Bool { left.id < right.id }
    public var description: String { id }
}

/// What kind of work a blueprint is, for reserved slots: `debt`, or any other word that the project uses.
public typealias WorkKind = String

public enum BlueprintName {
    /// Words that stand for something else in a command, so that no blueprint can be called so.
    public static let reserved: Set<String> = [
        "add", "alias", "all", "ballot", "down", "drop", "export", "feature", "free", "help", "keep", "lend", "like",
        "list", "log", "me", "merge", "mine", "new", "none", "off", "on", "remove", "rename", "reserve", "set", "spec",
        "state", "top", "trivial", "up", "verify", "why", "withdraw",
    ]

    /// What is wrong with a name, as the end of a sentence, or `nil`: names are `[a-z0-9][a-z0-9.-]{1,62}`, and neither
    /// a number, a code nor a word of the commands.
    public static func fault(in name: String) -> String? {
        let bytes = name.utf8
        guard (2...63).contains(bytes.count) else { return "a name has 2 to 63 characters" }
        guard let first = bytes.first, isLetterOrDigit(first) else { return "a name begins with a letter or a digit" }
        guard bytes.allSatisfy({ isLetterOrDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }) else {
            return "a name is made of a-z, 0-9, \".\" and \"-\""
        }
        if name.isNumber { return "a number is a change or a spec" }
        if BlueprintID.looksLikeCode(name) { return "b and a number is a blueprint's code" }
        if reserved.contains(name) { return "it is a word of the commands" }
        return nil
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension StringProtocol {
    /// Digits and nothing else, however many.
    fileprivate var isNumber: Bool {
        !isEmpty && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
