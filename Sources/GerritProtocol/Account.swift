/// A person or a tool, as an answer or an event names it (REST API accounts, "AccountInfo").
///
/// Answers without `DETAILED_ACCOUNTS` have only the number, events and old servers have no number.
public struct Account: Sendable, Hashable, Codable {
    public var id: Int?
    public var name: String?
    public var email: String?
    public var username: String?
    /// Tagged `SERVICE_USER`: a tool, by the word of the server.
    public var isServiceUser: Bool

    public init(
        id: Int? = nil, name: String? = nil, email: String? = nil, username: String? = nil, isServiceUser: Bool = false
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.username = username
        self.isServiceUser = isServiceUser
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
        id = values.number(.id)
        name = values.text(.name)
        email = values.text(.email)
        username = values.text(.username)
        isServiceUser = (values.list(.tags) as [String]).contains("SERVICE_USER")
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
