public import ReviewSlots

/// An account on a network: `oftc:alice`, `gerrit:alice`, `local:1000`. Written folded by the network's case mapping.
public struct Account: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    public var network: String
    public var name: String

    public init(network: String, name: String) {
        self.network = network
        self.name = name
    }

    /// Reads `network:account`.
    public init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex, text.index(after: colon) != text.endIndex
        else { return nil }
        network = String(text[..<colon])
        name = String(text[text.index(after: colon)...])
    }

    /// Whether people may mean it by a word, whatever its letters: its name, or `alice` for `@alice:example.org`. For finding
    /// somebody, never for telling who somebody is.
    public func isCalled(_ word: String) -> Bool {
        [name, shortName, "@" + shortName].contains { $0.lowercased() == word.lowercased() }
    }

    /// What to call the person: `alice` for `@alice:example.org` too.
    public var shortName: String {
        guard name.first == "@", let colon = name.firstIndex(of: ":") else { return name }
        return String(name[..<colon].dropFirst())
    }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        self = Account(text) ?? Account(network: "", name: text)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var description: String { "\(network):\(name)" }
    public static func < (left: Account, right: Account) -> Bool { left.description < right.description }
}

/// What happened to people: the only stream that says who an opaque id is.
public enum PeopleEvent: Sendable, Hashable, Codable {
    case personAdded(PersonID, account: Account)
    /// An account that nobody had is this person's.
    case accountLinked(PersonID, account: Account)
    /// Two ids are one person, who goes on under the first.
    case personJoined(PersonID, formerly: PersonID)
}

/// Who has which accounts.
public struct People: Sendable {
    private var ids: [Account: PersonID] = [:]
    private var accounts: [PersonID: [Account]] = [:]
    private var successors: [PersonID: PersonID] = [:]
    /// The accounts with a longer name that have a short one.
    private var shortNames: [Account: [Account]] = [:]
    private var last = 0
    /// Grows with each change.
    public private(set) var revision = 0

    public init() {}

    public func person(with account: Account) -> PersonID? { ids[account] }

    /// The accounts of a person, in the order in which they came; the first one names them.
    public func accounts(of person: PersonID) -> [Account] { accounts[current(person)] ?? [] }

    /// How a person is called: by the first account.
    public func name(of person: PersonID) -> String { accounts(of: person).first.map(name) ?? person.id }

    /// The short name, or the whole one where that is somebody else's too.
    public func name(_ account: Account) -> String { isShared(account) ? account.name : account.shortName }

    /// The accounts on a network whose people may be called by a word.
    public func accounts(called word: String, on network: String) -> [Account] {
        ids.keys.filter { $0.network == network && $0.isCalled(word) }.sorted()
    }

    /// Whether somebody else on the account's network has the same short name.
    public func isShared(_ account: Account) -> Bool {
        shortNames[Account(network: account.network, name: account.shortName)]?.contains { ids[$0] != ids[account] }
            ?? false
    }

    /// The id that a person has now.
    public func current(_ person: PersonID) -> PersonID {
        var person = person
        while let successor = successors[person] { person = successor }
        return person
    }

    /// The ids that a person had before.
    public func formerIDs(of person: PersonID) -> Set<PersonID> {
        Set(successors.keys.filter { current($0) == person })
    }

    var next: PersonID { PersonID("p\(last + 1)") }

    mutating func evolve(_ event: PeopleEvent) {
        revision += 1
        switch event {
        case .personAdded(let person, let account):
            last = max(last, Int(person.id.dropFirst()) ?? 0)
            link(account, to: person)
        case .accountLinked(let person, let account): link(account, to: current(person))
        case .personJoined(let person, let former):
            let person = current(person)
            let former = current(former)
            guard person != former else { return }
            for account in accounts[former] ?? [] { link(account, to: person) }
            accounts[former] = nil
            successors[former] = person
        }
    }

    private mutating func link(_ account: Account, to person: PersonID) {
        if ids[account] == nil, account.shortName != account.name {
            shortNames[Account(network: account.network, name: account.shortName), default: []].append(account)
        }
        ids[account] = person
        accounts[person, default: []].append(account)
    }
}
