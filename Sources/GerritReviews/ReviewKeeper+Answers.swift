import Bot
import Chat
import GerritProtocol
import Ledger
import struct Ledger.Account
import ReleaseCalendar
import ReviewSlots

extension BlueprintLink.Evidence {
    /// How it is known, in a few words.
    var phrase: String {
        switch self {
        case .explicit: "by hand"
        case .footer(_, let line): "its message says \"\(Wording.short(line, 60))\""
        case .topic(let topic): "topic \(Wording.short(topic, 40))"
        case .hashtag(let hashtag): "hashtag \(Wording.short(hashtag, 40))"
        case .trackerURL: "its message has the address"
        }
    }
}

extension BoardReviews {
    /// - Parameter own: the bot's own account there, whose votes are no approvals.
    func openReviews(_ views: some Sequence<ChangeView>, own: GerritProtocol.Account?) -> [OpenReview] {
        var rules = rules
        rules.ownAccount = own
        return views.filter { $0.isOpen && follows($0) }.map { view in
            let isSpec = !view.specActions(specs).isEmpty
            let needed = isSpec && view.previouslyApproved != nil ? 1 : rules.approvalsNeeded
            return OpenReview(
                change: Change(view, rules, owner: nil, old: nil),
                owner: view.owner?.accountName.map { Account(network: server, name: $0) }, isSpec: isSpec,
                missing: max(0, needed - view.approvals(rules).count))
        }
    }
}

extension ReviewKeeper {
    /// Since when what is known is old; `nil` while it is fresh.
    /// - Parameter pollEvery: milliseconds.
    nonisolated func caveat(
        _ report: Sync.Report, pollEvery: Int, now: Timestamp, in zone: Zone
    ) -> Document.Line? {
        if let read = report.backfill, read > 0 || report.skew != nil {
            return "\(server) is being read for the first time (\(read) changes so far)."
        }
        let age = report.sincePoll.map { $0 / 1000 } ?? report.polledAt.map { max(0, now.seconds - $0 / 1000) }
        guard let age else { return "\(server) has not answered yet." }
        // A poll or two may fail without anybody having to know.
        guard age > max(180, 3 * pollEvery / 1000) else { return nil }
        return
            "\(server) has not answered for \(Wording.duration(age)), so this is as of \(Wording.moment(now + -age, now: now, in: zone))."
    }

    func statusLines(_ report: Sync.Report, budget: Int, board: String) -> [Document.Line] {
        var parts: [String] = []
        parts.append(report.sincePoll.map { "answered \(Self.ago($0))" } ?? "has not answered yet")
        parts.append(report.sinceEvent.map { "last event \(Self.ago($0))" } ?? "no stream")
        parts.append("\(report.budget) of \(budget) requests free")
        if report.waiting > 0 { parts.append("\(Wording.count(report.waiting, "change")) to be read again") }
        if let backfill = report.backfill { parts.append("first reading: \(Wording.count(backfill, "change")) so far") }
        if report.failures > 0 { parts.append("\(Wording.count(report.failures, "failure")) in a row") }
        if let skew = report.skew, abs(skew) >= 60_000 {
            parts.append("clocks \(Wording.duration(abs(skew) / 1000)) apart")
        }
        let lines: [Document.Line] = ["\(server): \(parts.joined(separator: ", ")).\(trouble.map { " \($0)" } ?? "")"]
        guard let reviews = boards.first(where: { $0.board == board }) else { return lines }
        return lines + [load(reviews)]
    }

    /// How much is open, and whom it waits for (R38).
    private func load(_ reviews: BoardReviews) -> Document.Line {
        var (reviewers, authors, ci, done, specs) = (0, 0, 0, 0, 0)
        let views = mirror.views.filter { $0.isOpen && reviews.follows($0) && mirror.isVisible($0.key) }
        for view in views {
            if reviews.specs.projects.contains(view.key.project) { specs += 1 }
            switch view.turn(reviews.rules) {
            case .reviewer: reviewers += 1
            case .author: authors += 1
            case .ci: ci += 1
            case .nobody, nil: done += 1
            }
        }
        return
            "Open on this board: \(Wording.count(reviewers + authors + ci + done, "change")) (\(specs) of specs): \(reviewers) wait for reviewers, \(authors) for their author, \(ci) for CI, \(done) are approved."
    }

    private static func ago(_ milliseconds: Int) -> String {
        milliseconds < 120_000 ? "\(milliseconds / 1000) s ago" : "\(Wording.duration(milliseconds / 1000)) ago"
    }

    // MARK: Reviews

    func openReviews(on board: String) -> [OpenReview] {
        guard let reviews = boards.first(where: { $0.board == board }) else { return [] }
        return reviews.openReviews(mirror.views.filter { mirror.isVisible($0.key) }, own: account)
    }

    /// Who voted on current patch sets, once for each change; neither CI nor the bot.
    func reviews(on board: String, from start: Timestamp, to end: Timestamp) -> [GivenReview] {
        guard let reviews = boards.first(where: { $0.board == board }) else { return [] }
        let label = reviews.rules.reviewLabel
        let own = account?.accountName
        return mirror.views.filter { reviews.follows($0) && mirror.isVisible($0.key) }.flatMap { view in
            let isSpec = !view.specActions(reviews.specs).isEmpty
            return view.votes.compactMap { vote -> GivenReview? in
                guard vote.label == label, let at = vote.at, start.seconds <= at.seconds, at.seconds < end.seconds,
                    let name = vote.account.accountName, name != own,
                    !reviews.rules.ciAccounts.contains(where: { vote.account.isCalled($0) })
                else { return nil }
                return GivenReview(
                    by: Account(network: server, name: name), change: view.key.number, isSpec: isSpec)
            }
        }
    }

    // MARK: Blueprints

    /// How its changes came to be its own, what may belong to it too, and what has to be merged before them.
    func remarks(on id: BlueprintID, _ context: CommandContext) async throws -> [Document.Line] {
        guard let reviews = boards.first(where: { $0.board == context.board.name }) else { return [] }
        let views = mirror.views.filter(reviews.follows)
        let review = try await context.read { view in
            view.board.blueprints[id]?.spec.flatMap { view.board.specs[$0]?.current?.number }
        }
        let spec = review.flatMap { remarks(onReview: $0, of: context.board.name, day: context.day) }
        return try await context.read(ReviewsReducer.self) { state, view in
            guard let blueprint = view.board.blueprints[id] else { return [] }
            return [
                spec.map { "Spec " + $0 }, Self.evidence(blueprint, state), Self.chain(blueprint, views, state),
                Self.suggestions(blueprint, views, view.board),
            ].compactMap(\.self)
        }
    }

    /// `126866: +2 bob, 3 x +1, needs one more +2, last patch set Wed 10 Dec.`, of an open change.
    /// - Parameter day: how a day is written.
    func remarks(onReview number: ChangeNumber, of board: String, day: (Timestamp) -> String) -> Document.Line? {
        guard let reviews = boards.first(where: { $0.board == board }),
            let view = mirror.views.first(where: { $0.key.number == number && reviews.follows($0) && $0.isOpen })
        else { return nil }
        var rules = reviews.rules
        rules.ownAccount = account
        let isSpec = !view.specActions(reviews.specs).isEmpty
        let needed = isSpec && view.previouslyApproved != nil ? 1 : rules.approvalsNeeded
        let approvals = view.approvals(rules)
        let others = view.votes.count { vote in
            vote.label == rules.reviewLabel && vote.value > 0 && !approvals.contains(vote)
        }
        var parts = approvals.map { "+2 \(Wording.short($0.account.handle, 30))" }
        if others > 0 { parts.append("\(others) x +1") }
        parts += view.objections(rules).map { "\($0.value) \(Wording.short($0.account.handle, 30))" }
        let missing = needed - approvals.count
        if missing > 0 { parts.append(missing == 1 ? "needs one more +2" : "needs \(missing) +2") }
        switch view.turn(rules, approvalsNeeded: needed) {
        case .author: parts.append("waits for its author")
        case .ci: parts.append("waits for CI")
        case .reviewer, .nobody, nil: break
        }
        if let at = view.patchSetAt {
            parts.append("last patch set \(day(Timestamp(at.seconds)))")
        }
        return parts.isEmpty ? nil : "\(number): \(parts.joined(separator: ", "))."
    }

    private static func evidence(_ blueprint: Blueprint, _ state: ReviewsState) -> Document.Line? {
        let items = blueprint.changes.map { "\($0) \(state.evidence($0, of: blueprint.id).phrase)" }
        return items.isEmpty ? nil : "Its changes: \(Wording.some(items, 4, bytes: 200))."
    }

    /// Open changes that must be merged before one of its own, by relation or `Depends-On` (R62).
    private static func chain(_ blueprint: Blueprint, _ views: [ChangeView], _ state: ReviewsState) -> Document.Line? {
        let byRevision = Dictionary(views.compactMap { view in view.revision.map { ($0, view) } }) { first, _ in first }
        let byChangeID = Dictionary(grouping: views, by: \.changeID)
        let byNumber = Dictionary(views.map { ($0.key.number, $0) }) { first, _ in first }
        var waits: [String] = []
        for view in blueprint.changes.compactMap({ byNumber[$0] }) where view.isOpen {
            var before = view.parents.compactMap { byRevision[$0] }
            for dependency in view.dependsOn {
                switch dependency {
                case .changeID(let id): before += byChangeID[id] ?? []
                case .number(let number, _, _): before += [byNumber[number]].compactMap(\.self)
                case .url: break
                }
            }
            for other in before where other.isOpen && other.key != view.key {
                let isOwn = blueprint.changes.contains(other.key.number)
                waits.append(
                    "\(view.key.number) after \(other.key.number)\(isOwn ? "" : " (\"\(Wording.short(other.title, 40))\")")"
                )
            }
        }
        return waits.isEmpty ? nil : "To be merged in order: \(Wording.some(waits, 4, bytes: 160))."
    }

    private static func suggestions(_ blueprint: Blueprint, _ views: [ChangeView], _ board: Board) -> Document.Line? {
        let found = views.filter { view in
            view.isOpen && !blueprint.changes.contains(view.key.number)
                && view.suggestions(known: [blueprint.name]).contains(blueprint.name)
        }.map { "\($0.key.number)" }
        guard !found.isEmpty else { return nil }
        return
            "May belong to it: \(Wording.some(found, 3)); \(code: "!change add \(blueprint.name) \(found[0])") says so."
    }
}
