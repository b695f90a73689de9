/// A change that must be merged first, as `Depends-On:` names it.
public enum Dependency: Sendable, Hashable, Codable {
    /// All changes with this Change-Id, on whatever branch.
    case changeID(String)
    /// One change of a Gerrit server; the project is known where the address has it.
    case number(Int, project: String?, host: String)
    /// Something on another kind of server.
    case url(String)

    init?(_ text: String) {
        guard let word = text.split(separator: " ").first.map(String.init) else { return nil }
        if word.first == "I", word.utf8.count == 41, word.dropFirst().allSatisfy(\.isHexDigit) {
            self = .changeID(word)
        } else if word.hasPrefix("http://") || word.hasPrefix("https://") {
            self.init(url: word)
        } else {
            return nil
        }
    }

    /// `https://HOST/N`, `…/#/c/N/PS`, `…/c/PROJECT/+/N`, `…/r/#/c/PROJECT/+/N/PS`, `…/q/Change-Id`
    private init(url: String) {
        let parts = url.split(separator: "/").dropFirst().map(String.init)
        let host = parts.first ?? ""
        let path = parts.dropFirst().filter { $0 != "#" }
        if let plus = path.firstIndex(of: "+"), let number = path[(plus + 1)...].first.flatMap({ Int($0) }) {
            let start = path.firstIndex(of: "c").map { $0 + 1 } ?? path.startIndex
            let project = start < plus ? path[start..<plus].joined(separator: "/") : nil
            self = .number(number, project: project, host: host)
        } else if host == "github.com" || host.hasPrefix("gitlab.") {
            self = .url(url)
        } else if let number = path.lazy.compactMap({ Int($0) }).first {
            self = .number(number, project: nil, host: host)
        } else if let last = path.last, last.first == "I", last.utf8.count == 41 {
            self = .changeID(last)
        } else {
            self = .url(url)
        }
    }
}
