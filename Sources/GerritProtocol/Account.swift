/// A person or a tool, as an answer or an event names it (REST API accounts, "AccountInfo").
///
/// Answers without `DETAILED_ACCOUNTS` have only the number, events and old servers have no number.
///
/// A word long, however much is known of the account: a mirror of thousands of changes has the same few hundred people in it
/// again and again.
public struct Account: Sendable, Hashable, Codable {
    private final class Parts: Sendable {
        let id: Int?
        let name: String?
        let email: String?
        let username: String?
        let isServiceUser: Bool

        init(_ id: Int?, _ name: String?, _ email: String?, _ username: String?, _ isServiceUser: Bool) {
            self.id = id
            self.name = name
            self.email = email
            self.username = username
            self.isServiceUser = isServiceUser
        }
    }

    private let parts: Parts

    public init(
        id: Int? = nil, name: String? = nil, email: String? = nil, username: String? = nil, isServiceUser: Bool = false
    ) {
        parts = Parts(id, name, email, username, isServiceUser)
    }

    public var id: Int? { parts.id }
    public var name: String? { parts.name }
    public var email: String? { parts.email }
    public var username: String? { parts.username }
    /// Tagged `SERVICE_USER`: a tool, by the word of the server.
    public var isServiceUser: Bool { parts.isServiceUser }

    public static func == (left: Self, right: Self) -> Bool {
        left.parts === right.parts
            || (left.id == right.id && left.username == right.username && left.email == right.email
                && left.name == right.name && left.isServiceUser == right.isServiceUser)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(username)
        hasher.combine(email)
    }

    /// The shortest word that names the account among others.
    public var handle: String { username ?? email ?? name ?? id.map { "#\($0)" } ?? "?" }

    /// Whether both are one account. The number decides where both have one: names change.
    public func isSame(as other: Account) -> Bool {
        if let id, let otherID = other.id { return id == otherID }
        if let username, let otherName = other.username { return username == otherName }
        if let email, let otherEmail = other.email { return email == otherEmail }
        return id == nil && other.id == nil && name != nil && name == other.name
    }

    /// Whether a configured word means this account: an account's number, an e-mail address, or else a user name. Never a
    /// display name, which anybody may choose, nor a user name that looks like another's number or address.
    public func isCalled(_ word: String) -> Bool {
        if word.allSatisfy({ $0.isASCII && $0.isNumber }) { return id != nil && Int(word) == id }
        return word == (word.contains("@") ? email : username)
    }

    private enum Key: String, CodingKey {
        case id = "_account_id"
        case name, email, username, tags
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let tags: [String] = values.list(.tags)
        parts = Parts(
            values.number(.id), values.text(.name), values.text(.email), values.text(.username),
            tags.contains("SERVICE_USER"))
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encodeIfPresent(id, forKey: .id)
        try values.encodeIfPresent(name, forKey: .name)
        try values.encodeIfPresent(email, forKey: .email)
        try values.encodeIfPresent(username, forKey: .username)
        if isServiceUser { try values.encode(["SERVICE_USER"], forKey: .tags) }
    }
}
