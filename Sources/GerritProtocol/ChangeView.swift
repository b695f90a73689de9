/// What is kept of a change: the facts that a rule, a page or an announcement uses.
///
/// Two answers about the same state give equal views, whatever the age of the server and the order of its JSON.
public struct ChangeView: Sendable, Hashable, Codable {
    /// Characters of a title that are kept.
    static let longestTitle = 500

    public struct Vote: Sendable, Hashable, Codable {
        public var label: String
        public var account: Account
        /// Never 0.
        public var value: Int
        public var at: ServerTime?

        public init(label: String, account: Account, value: Int, at: ServerTime? = nil) {
            self.label = label
            self.account = account
            self.value = value
            self.at = at
        }
    }

    public var key: ChangeKey
    /// Several changes can have it: one a branch.
    public var changeID: String
    public var branch: String
    /// At most `longestTitle` characters of the message's first line.
    public var title: String
    public var status: ChangeInfo.Status
    public var isWorkInProgress: Bool
    public var isPrivate: Bool
    public var owner: Account?
    public var uploader: Account?
    public var patchSet: Int
    /// Of an open change.
    public var revision: String?
    public var patchSetAt: ServerTime?
    public var created: ServerTime?
    public var updated: ServerTime
    public var submitted: ServerTime?
    public var topic: String?
    /// Sorted.
    public var hashtags: [String]
    /// On the current patch set, by label and then account.
    public var votes: [Vote]
    /// The labels that the change has, sorted.
    public var labels: [String]
    /// What keeps it from being merged, by the word of the server; `nil` where the server does not say.
    public var unmet: [String]?
    /// `nil`: the server has no attention sets.
    public var attention: [ChangeInfo.Attention]?
    public var unresolvedComments: Int?
    /// Added and removed.
    public var lines: Int?
    public var mentions: [CommitMessage.Mention]
    public var suggested: [String]
    public var dependsOn: [Dependency]
    /// `nil`: the message says nothing of earlier approval.
    public var previouslyApproved: [String]?
    /// The commits that an open change stands on: those of the changes before it in its chain.
    public var parents: [String]
    /// Only of changes to specs.
    public var files: [FileChange]
    /// Since when somebody else's last word waits for the owner's; from the messages, where they were asked for.
    public var unansweredSince: ServerTime?

    /// - Parameter keepsFiles: whether the project holds specs.
    public init(_ info: ChangeInfo, keepsFiles: Bool) {
        let current = info.current
        let message = CommitMessage(current?.commit?.message ?? info.subject)
        key = info.key
        changeID = info.changeID
        branch = info.branch
        // A server sets no bound, and what is kept of a title stays for good.
        title = String(String.UnicodeScalarView(info.subject.unicodeScalars.prefix(Self.longestTitle)))
        status = info.status
        isWorkInProgress = info.isWorkInProgress
        isPrivate = info.isPrivate
        owner = info.owner
        uploader = current?.uploader
        patchSet = current?.number ?? 0
        // Of a closed change nobody asks what it stands on.
        revision = info.status == .open ? info.currentRevision : nil
        patchSetAt = current?.created
        created = info.created
        updated = info.updated
        submitted = info.submitted
        topic = info.topic
        hashtags = info.hashtags.sorted()
        votes = info.labels.flatMap { label, labelInfo in
            labelInfo.all.compactMap { approval in
                guard let value = approval.value, value != 0 else { return nil }
                return Vote(label: label, account: approval.account, value: value, at: approval.date)
            }
        }.sorted {
            ($0.label, $0.account.handle, $0.account.id ?? 0) < ($1.label, $1.account.handle, $1.account.id ?? 0)
        }
        labels = info.labels.keys.sorted()
        unmet = info.requirements.map { $0.filter(\.isUnmet).map(\.name).sorted() }
        attention = info.attention
        unresolvedComments = info.unresolvedComments
        lines = info.insertions.map { $0 + (info.deletions ?? 0) }
        mentions = message.mentions
        suggested = message.suggestions
        dependsOn = message.dependsOn
        previouslyApproved = message.previouslyApproved
        parents = info.status == .open ? current?.commit?.parents ?? [] : []
        files = keepsFiles ? current?.files ?? [] : []
        unansweredSince = info.messages.flatMap { Self.unanswered($0, owner: info.owner, uploader: current?.uploader) }
    }

    public var isOpen: Bool { status == .open }

    /// The first word of a person after the last one of the owner.
    private static func unanswered(
        _ messages: [ChangeMessage], owner: Account?, uploader: Account?
    ) -> ServerTime? {
        func isOwn(_ message: ChangeMessage) -> Bool {
            guard let author = message.author else { return false }
            return [owner, uploader].contains { $0?.isSame(as: author) ?? false }
        }
        let since = messages.lastIndex(where: isOwn).map { messages[($0 + 1)...] } ?? messages[...]
        return since.first { !$0.isAutogenerated && $0.author.map { !$0.isServiceUser } ?? false }?.date
    }
}
