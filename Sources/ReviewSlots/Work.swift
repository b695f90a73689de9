/// Where the code of a blueprint stands: what one look at each of its changes tells.
public struct Work: Sendable, Hashable {
    /// Changes that are not abandoned; how many of them are merged, and how many are still open.
    public var total = 0
    public var merged = 0
    public var open = 0
    /// Who must act next, as far as that is known.
    public var waiting = Waiting.author
    /// Whether one more +2 would be enough for one of the open changes.
    public var needsLastPlusTwo = false
    /// Since when the first of those that wait for the author does.
    public var authorSince: Timestamp?
}

public enum Waiting: Int, Sendable, Hashable, CaseIterable {
    case reviewers, author, ci, landing
}

extension Board {
    public func work(on blueprint: Blueprint) -> Work {
        var work = Work()
        var isAuthors = false
        var isPending = false
        for number in blueprint.changes {
            guard let change = changes[number], change.status != .abandoned else { continue }
            work.total += 1
            if change.status == .merged { work.merged += 1 }
            guard change.isOpen else { continue }
            work.open += 1
            if change.waitsForAuthor {
                isAuthors = true
                if let since = change.since { work.authorSince = min(work.authorSince ?? since, since) }
            }
            if change.ci == .pending { isPending = true }
            if needsLastPlusTwo(change) { work.needsLastPlusTwo = true }
        }
        if blueprint.landing != nil {
            work.waiting = .landing
        } else if work.open > 0, !isAuthors {
            work.waiting = isPending ? .ci : .reviewers
        }
        return work
    }
}

extension Change {
    /// Open, and not to be reviewed before its author has done something.
    public var waitsForAuthor: Bool {
        isOpen && (status == .wip || ci == .failed || isAnswerAwaited == true || votes.contains { $0.value < 0 })
    }
}
