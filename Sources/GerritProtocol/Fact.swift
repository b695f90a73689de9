/// Something that is different between two states of a change. Facts are never taken from events.
public struct Fact: Sendable, Hashable, Codable {
    public var change: ChangeKey
    /// When the newer state was written, by the server's clock.
    public var at: ServerTime
    public var kind: Kind

    public init(change: ChangeKey, at: ServerTime, kind: Kind) {
        self.change = change
        self.at = at
        self.kind = kind
    }

    public enum Kind: Sendable, Hashable, Codable {
        /// Seen for the first time, in whatever state.
        case appeared(ChangeView)
        case status(from: ChangeInfo.Status, to: ChangeInfo.Status)
        case workInProgress(Bool)
        case isPrivate(Bool)
        case patchSet(from: Int, to: Int)
        /// 0: no vote.
        case vote(label: String, account: Account, from: Int, to: Int)
        case title(from: String, to: String)
        case branch(from: String, to: String)
        case topic(from: String?, to: String?)
        case hashtags(added: [String], removed: [String])
        case owner(from: Account?, to: Account?)
        /// What its message says of blueprints, other changes and earlier approval.
        case message
        /// Which specs it touches, and how.
        case files
        /// What keeps it from being merged.
        case unmet(from: [String]?, to: [String]?)
        /// Whose turn it is, by the server's attention set.
        case attention(from: [ChangeInfo.Attention]?, to: [ChangeInfo.Attention]?)
        case unresolvedComments(from: Int?, to: Int?)
        case unanswered(since: ServerTime?)
        /// The same change under the name of another project.
        case moved(from: ChangeKey)
        /// Not to be seen any more: deleted, private, or our rights have changed. Its history stays.
        case vanished
        case returned
    }
}

extension ChangeView {
    /// What has happened to a change between two states of it, in an order that can be told.
    public static func differences(from old: ChangeView, to new: ChangeView) -> [Fact] {
        var kinds: [Fact.Kind] = []
        if old.key != new.key { kinds.append(.moved(from: old.key)) }
        if old.branch != new.branch { kinds.append(.branch(from: old.branch, to: new.branch)) }
        if old.title != new.title { kinds.append(.title(from: old.title, to: new.title)) }
        if !same(old.owner, new.owner) { kinds.append(.owner(from: old.owner, to: new.owner)) }
        if old.patchSet != new.patchSet { kinds.append(.patchSet(from: old.patchSet, to: new.patchSet)) }
        kinds += votes(from: old.votes, to: new.votes)
        if old.isWorkInProgress != new.isWorkInProgress { kinds.append(.workInProgress(new.isWorkInProgress)) }
        if old.isPrivate != new.isPrivate { kinds.append(.isPrivate(new.isPrivate)) }
        if old.topic != new.topic { kinds.append(.topic(from: old.topic, to: new.topic)) }
        let added = new.hashtags.filter { !old.hashtags.contains($0) }
        let removed = old.hashtags.filter { !new.hashtags.contains($0) }
        if !added.isEmpty || !removed.isEmpty { kinds.append(.hashtags(added: added, removed: removed)) }
        if old.says != new.says { kinds.append(.message) }
        if old.files != new.files { kinds.append(.files) }
        if old.unmet != new.unmet { kinds.append(.unmet(from: old.unmet, to: new.unmet)) }
        if old.attention != new.attention { kinds.append(.attention(from: old.attention, to: new.attention)) }
        if old.unresolvedComments != new.unresolvedComments {
            kinds.append(.unresolvedComments(from: old.unresolvedComments, to: new.unresolvedComments))
        }
        if old.unansweredSince != new.unansweredSince { kinds.append(.unanswered(since: new.unansweredSince)) }
        if old.status != new.status { kinds.append(.status(from: old.status, to: new.status)) }
        return kinds.map { Fact(change: new.key, at: new.updated, kind: $0) }
    }

    private static func votes(from old: [Vote], to new: [Vote]) -> [Fact.Kind] {
        func value(_ vote: Vote, in votes: [Vote]) -> Int {
            votes.first { $0.label == vote.label && $0.account.isSame(as: vote.account) }?.value ?? 0
        }
        let gone = old.filter { value($0, in: new) == 0 }
        let changed = new.filter { value($0, in: old) != $0.value }
        return gone.map { .vote(label: $0.label, account: $0.account, from: $0.value, to: 0) }
            + changed.map { .vote(label: $0.label, account: $0.account, from: value($0, in: old), to: $0.value) }
    }

    private static func same(_ old: Account?, _ new: Account?) -> Bool {
        guard let old, let new else { return old == nil && new == nil }
        return old.isSame(as: new)
    }

    private struct Says: Equatable {
        var mentions: [CommitMessage.Mention]
        var suggested: [String]
        var dependsOn: [Dependency]
        var previouslyApproved: [String]?
    }

    private var says: Says {
        Says(
            mentions: mentions, suggested: suggested, dependsOn: dependsOn, previouslyApproved: previouslyApproved)
    }
}
