/// A line of `gerrit stream-events` (or of its relatives: the events and events-log plugins, a web hook's body).
///
/// It is a hint that a change may have changed, never the truth about it: lines get lost, come twice and in another order,
/// and any field may be missing (cmd-stream-events, "Schema").
public struct StreamEvent: Sendable, Hashable, Decodable {
    public var kind: Kind
    public var change: Change?
    public var patchSet: Int?
    /// Who did it.
    public var actor: Account?
    /// All labels of the voter; only those with an old value were changed, where the server says so at all.
    public var approvals: [Approval]
    public var comment: String?
    /// The server's time; old servers leave it out of some kinds.
    public var created: ServerTime?
    /// The ref that was moved, and its project.
    public var ref: String?
    public var project: String?
    /// `STORE:N`, from the events plugin: where to resume after.
    public var id: String?

    public struct Change: Sendable, Hashable, Decodable {
        public var project: String?
        public var branch: String?
        public var changeID: String?
        public var number: Int?
        public var subject: String?
        public var topic: String?
        public var hashtags: [String]
        public var owner: Account?
        public var url: String?
        public var commitMessage: String?
        public var status: ChangeInfo.Status?
        /// Left out where it is false, also in the event that says that it has become false.
        public var isWorkInProgress: Bool
        public var isPrivate: Bool
    }

    public struct Approval: Sendable, Hashable, Decodable {
        /// The label's name; `CRVW`, `VRIF` and `APRV` on servers before 2.6 mean the labels that they stand for.
        public var label: String
        public var value: Int
        public var oldValue: Int?
    }

    /// The change that may have changed, if the event is about one.
    public var key: ChangeKey? {
        if let number = change?.number, let project = change?.project ?? project {
            return ChangeKey(project: project, number: number)
        }
        // refs/changes/33/3033/meta: only the state was written; …/3033/1: a patch set.
        let parts = (ref ?? "").split(separator: "/")
        guard let project, parts.count == 5, parts[0] == "refs", parts[1] == "changes" else { return nil }
        return Int(parts[3]).map { ChangeKey(project: project, number: $0) }
    }
}

extension StreamEvent {
    public enum Kind: Sendable, Hashable {
        case known(Known)
        /// Of a newer server, or of a site's own plugins.
        case other(String)

        public init(_ word: String) {
            self = Known(rawValue: word).map { .known($0) } ?? .other(word)
        }
    }

    public enum Known: String, Sendable, Hashable, CaseIterable {
        case assigneeChanged = "assignee-changed"
        case changeAbandoned = "change-abandoned"
        case changeDeleted = "change-deleted"
        case changeMerged = "change-merged"
        case changeRestored = "change-restored"
        case commentAdded = "comment-added"
        case draftPublished = "draft-published"
        case droppedOutput = "dropped-output"
        case hashtagsChanged = "hashtags-changed"
        case mergeFailed = "merge-failed"
        case patchSetCreated = "patchset-created"
        case privateStateChanged = "private-state-changed"
        case projectCreated = "project-created"
        case refUpdated = "ref-updated"
        case reviewerAdded = "reviewer-added"
        case reviewerDeleted = "reviewer-deleted"
        case topicChanged = "topic-changed"
        case voteDeleted = "vote-deleted"
        case wipStateChanged = "wip-state-changed"

        /// What to ask for with `-s`. Refs are left out: each event of a change has one for company.
        public static let useful: [Known] = [
            .patchSetCreated, .changeMerged, .changeAbandoned, .changeRestored, .changeDeleted, .commentAdded,
            .voteDeleted, .topicChanged, .hashtagsChanged, .wipStateChanged, .privateStateChanged,
        ]
    }

    /// Longer lines are not read: 16 KiB of message and a commit message are far below.
    public static let longestLine = 1024 * 1024

    /// - Returns: `nil` for a line that is no event, such as one that was cut off.
    public init?(line: String) {
        guard line.utf8.count <= Self.longestLine, let event = Answer.decodeLine(StreamEvent.self, line) else {
            return nil
        }
        self = event
    }
}
