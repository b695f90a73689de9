import Bot
import Foundation

/// A password. It does not show itself: not in a description, a log, or a dump of what holds it.
struct Secret: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    private let value: String

    init(_ value: String) {
        self.value = value
    }

    /// The password itself, for those who log in with it.
    func revealed() -> String { value }

    var description: String { "(secret)" }
    var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Secret {
    /// Longest password, in bytes.
    private static let limit = 4096

    /// The first line of a file that nobody else may read.
    static func read(
        _ path: String, _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Secret {
        let bytes = try NamedFile.read(path, limit: limit, isPrivate: !NamedFile.isCredential(path, environment))
        guard let text = String(validating: bytes, as: UTF8.self) else { throw ConfigMistake("\(path) is not text") }
        return try Secret(text.last?.isNewline == true ? String(text.dropLast()) : text, from: path)
    }

    fileprivate init(_ text: String, from origin: String) throws {
        guard !text.isEmpty else { throw ConfigMistake("\(origin) is empty") }
        guard Check.line(text) == nil else { throw ConfigMistake("\(origin) has more than one line of text") }
        self.init(text)
    }
}

extension ConfigTable {
    /// A password from the file `KEY_file` or the environment variable `KEY_env`; `nil` if there is neither, if it is wrong, or
    /// if nobody logs in, so that there is no environment either.
    mutating func secret(_ key: String, _ environment: [String: String]?) -> Secret? {
        if has("\(key)_file"), has("\(key)_env") {
            complain(about: "\(key)_env", "stands beside \(key)_file: give one of them")
        }
        guard let environment else { return nil }
        let fromFile: Secret?? = value("\(key)_file") { value in
            try Secret.read(value.text(), environment)
        }
        let fromEnvironment: Secret?? = value("\(key)_env") { value in
            let name = try value.text()
            guard let text = environment[name] else { throw ConfigMistake("the environment has no variable \(name)") }
            return try Secret(text, from: "the variable \(name)")
        }
        return (fromFile ?? nil) ?? (fromEnvironment ?? nil)
    }

    /// The path of a file that can be read; with `secretIn` by this user alone. `nil` if it is missing or wrong.
    mutating func file(_ key: String, secretIn environment: [String: String]? = nil) -> String? {
        value(key) { value in
            let path = try value.text()
            let isPrivate = environment.map { !NamedFile.isCredential(path, $0) } ?? false
            _ = try NamedFile.read(path, limit: 1 << 20, isPrivate: isPrivate)
            return path
        }
    }
}
