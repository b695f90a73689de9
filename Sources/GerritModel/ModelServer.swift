public import GerritProtocol

/// A Gerrit server in memory, with the habits that matter: whole seconds, newest first, pages computed anew, lists that
/// lag, private changes that are not there, and an event for each thing that happens.
public struct ModelServer: Sendable {
    public struct Change: Sendable {
        public var key: ChangeKey
        public var created: Int
        public var updated: Int
        public var status = "NEW"
        public var patchSet = 1
        /// Code-Review, by user name.
        public var votes: [String: Int] = [:]
        /// Review-Slot, by user name.
        public var slotVotes: [String: Int] = [:]
        public var topic = ""
        public var hashtags: Set<String> = []
        public var isWIP = false
        public var isPrivate = false
        public var isDeleted = false
        public var message: String
        /// Of its owner, the oldest first.
        public var comments: [String] = []
        /// Paths, and `A` for added and so on.
        public var files: [String: String] = [:]

        public var isVisible: Bool { !isPrivate && !isDeleted }
        public var revision: String { "abc\(key.number)x\(patchSet)" }
    }

    /// What somebody has written by the REST API.
    public struct Written: Sendable, Hashable {
        public var change: Int
        public var labels: [String: Int] = [:]
        public var message: String?
        public var added: [String] = []
        public var removed: [String] = []
    }

    /// Who makes requests.
    public static let account = "slotbot"

    /// Seconds since 1970 by the server's clock.
    public var clock: Int
    public internal(set) var changes: [Int: Change] = [:]
    /// All that was written by requests, in order.
    public internal(set) var written: [Written] = []
    /// What the stream has to say of it.
    public var unsaid: [String] = []
    /// What lists show, until they have caught up.
    var lagging: [(visibleAt: Int, change: Change)] = []
    var indexed: [Int: Change] = [:]
    public var indexLag = 0
    public var queryLimit = 25
    public var saysMore = true
    /// Whether changes are made private and deleted.
    public var takesAway = true
    public var nextNumber = 100
    let projects: [String]

    public init(clock: Int, projects: [String]) {
        self.clock = clock
        self.projects = projects
    }

    /// Something happens to a change.
    /// - Returns: the lines that the stream has to say about it.
    public mutating func happen(_ random: inout Numbers) -> [String] {
        let open = changes.values.filter { $0.status == "NEW" && $0.isVisible }.map(\.key.number).sorted()
        guard let number = open.randomElement(using: &random), !random.chance(15), var change = changes[number] else {
            return add(projects.randomElement(using: &random) ?? "")
        }
        let kind: String
        switch random.number(0...9) {
        case 0: (change.status, kind) = ("MERGED", "change-merged")
        case 1: (change.status, kind) = ("ABANDONED", "change-abandoned")
        case 2, 3:
            change.patchSet += 1
            change.votes = change.votes.filter { $0.value == -2 }
            kind = "patchset-created"
        case 4: (change.isWIP, kind) = (!change.isWIP, "wip-state-changed")
        case 5: (change.topic, kind) = ("bp/name-\(random.number(0...9))", "topic-changed")
        case 6 where takesAway && random.chance(30): (change.isPrivate, kind) = (true, "private-state-changed")
        case 7 where takesAway && random.chance(30): (change.isDeleted, kind) = (true, "change-deleted")
        default:
            change.votes["core\(random.number(1...4))"] = random.number(-2...2)
            change.votes = change.votes.filter { $0.value != 0 }
            kind = "comment-added"
        }
        return save(change, kind)
    }

    /// Somebody pushes a change.
    public mutating func add(_ project: String, message: String? = nil, files: [String: String] = [:]) -> [String] {
        nextNumber += 1
        let key = ChangeKey(project: project, number: nextNumber)
        let text = message ?? "Change \(nextNumber)"
        return save(
            Change(key: key, created: clock, updated: clock, message: text, files: files), "patchset-created")
    }

    /// Something happens to this change.
    /// - Returns: what the stream has to say about it.
    public mutating func change(_ number: Int, _ kind: String, _ edit: (inout Change) -> Void) -> [String] {
        guard var change = changes[number] else { return [] }
        edit(&change)
        return save(change, kind)
    }

    /// A change as it is now, made open to all again, or moved: nobody is told.
    public mutating func change(_ number: Int, quietly edit: (inout Change) -> Void) {
        _ = change(number, "", edit)
    }

    private mutating func save(_ change: Change, _ kind: String) -> [String] {
        var change = change
        change.updated = clock
        changes[change.key.number] = change
        lagging.append((clock + indexLag, change))
        let subject = "\"project\":\"\(change.key.project)\",\"number\":\(change.key.number)"
        return ["{\"type\":\"\(kind)\",\"change\":{\(subject)},\"eventCreatedOn\":\(clock + 1)}"]
    }
}
