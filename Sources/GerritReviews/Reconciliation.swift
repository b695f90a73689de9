import GerritProtocol
import Ledger
import ReviewSlots

/// Compares what a server says with a board, and finds the commands that make them equal. The same report again changes
/// nothing, so that it may come as often as it likes.
struct Reconciliation {
    let report: ReviewReport
    let state: ReviewsState
    let board: Board
    private var events: [ReviewsEvent] = []
    private var commands: [BoardCommand] = []
    private var nextBlueprint: Int
    /// Specs that blueprints come to have.
    private var specs: [BlueprintID: ChangeNumber] = [:]
    /// Changes that come to belong to a blueprint.
    private var joining: Set<ChangeNumber> = []

    init(report: ReviewReport, state: ReviewsState, board: Board) {
        self.report = report
        self.state = state
        self.board = board
        nextBlueprint = board.history.lastBlueprint.number + 1
    }

    var decision: StreamDecision<ReviewsEvent> {
        mutating get {
            for spec in report.specs { take(spec) }
            link()
            for view in report.views { state(view) }
            for number in report.lost.sorted() { lose(number) }
            bump()
            return StreamDecision(events, board: commands)
        }
    }

    // MARK: Specs

    private mutating func take(_ news: ReviewReport.SpecNews) {
        let record = news.record
        let cycle = board.settings.cycle
        guard let first = record.reviews.first,
            cycle.isEmpty || record.name.cycle.lowercased() == cycle.lowercased()
        else { return }
        let known = record.reviews.compactMap { board.spec(ofReview: $0.change.number) }.first
        let told = known.flatMap { state.specs[$0.id] }
        let id = known?.id ?? first.change.number
        let category = news.category ?? told?.category ?? known?.category ?? report.reviews.defaultCategory
        let now = ReviewsState.Told(
            category: category, fastTracked: record.reviews.filter(\.isFastTracked).map(\.change.number).sorted())
        // A change that files several specs is as far as the one that lags behind.
        let others = report.specs.map(\.record).filter { $0.name != record.name }
        func isShared(_ review: SpecRecord.Review) -> Bool {
            others.contains { $0.reviews.contains { $0.change == review.change } }
        }
        let reviews = record.reviews.map { review in
            var review = review
            for other in others.flatMap(\.reviews) where other.change == review.change && !other.isImplemented {
                review.isImplemented = false
            }
            return Spec.Review(number: review.change.number, states: states(of: review, known, told))
        }
        // Who moved it by hand, or filed it before the server was asked, knows better than a rule.
        let isOurs = known == nil || (told.map { $0.category == known?.category } ?? false)
        commands.append(
            .reportSpec(
                SpecReport(
                    title: record.title, category: isOurs ? category : nil, reviews: reviews,
                    isGone: record.removedBy != nil && record.implementedBy == nil
                        && !record.reviews.contains(where: isShared))))
        if told != now { events.append(.specTold(id, category: category, fastTracked: now.fastTracked)) }
    }

    private func states(of review: SpecRecord.Review, _ known: Spec?, _ told: ReviewsState.Told?) -> Set<SpecState> {
        if review.isAbandoned { return [.abandoned] }
        var states: Set<SpecState> = []
        if review.isApproved { states.insert(.approved) }
        if review.isImplemented { states.formUnion([.approved, .implemented]) }
        let number = review.change.number
        let old = known?.reviews.first { $0.number == number }?.states
        let isSetByHand = old.map { old in told.map { $0.fastTracked.contains(number) } != old.contains(.fastTracked) }
        let isNews = told.map { $0.fastTracked.contains(number) != review.isFastTracked } ?? true
        let isFastTracked = isSetByHand == true && !isNews ? old?.contains(.fastTracked) ?? false : review.isFastTracked
        if isFastTracked { states.insert(.fastTracked) }
        return states
    }

    // MARK: Links

    /// A blueprint that nobody has added yet, and what its commits say of it.
    private struct Found {
        var spec: ChangeNumber?
        /// When the oldest of them was made.
        var since: ServerTime
        var authors: [PersonID] = []
        var changes: [(number: ChangeNumber, evidence: BlueprintLink.Evidence)] = []
    }

    private mutating func link() {
        var found: [String: Found] = [:]
        // Where two specs name one blueprint, it is that of the one that is called so.
        for news in report.specs { link(news, &found) }
        for (id, review) in specs.sorted(by: { $0.key < $1.key }) { commands.append(.linkSpec(id, review)) }
        for view in report.views where report.reviews.isCode(view) { link(view, &found) }
        for (name, new) in found.sorted(by: { ($0.value.since, $0.key) < ($1.value.since, $1.key) }) {
            let id = BlueprintID(nextBlueprint)
            nextBlueprint += 1
            commands.append(
                .addBlueprint(
                    NewBlueprint(name: name, spec: new.spec, changes: new.changes.map(\.number), authors: new.authors)))
            events += new.changes.map { .linked($0.number, id, $0.evidence) }
        }
    }

    private mutating func link(_ news: ReviewReport.SpecNews, _ found: inout [String: Found]) {
        guard let first = news.record.reviews.first?.change.number, news.record.removedBy == nil else { return }
        let isOver = news.record.implementedBy != nil || news.record.reviews.allSatisfy(\.isAbandoned)
        let ownName = news.record.name.name
        for name in Set(news.record.blueprints + [ownName]).sorted() {
            if let id = board.blueprint(named: name) {
                guard let blueprint = board.blueprints[id], blueprint.isOpen, blueprint.spec == nil else { continue }
                if specs[id] == nil || name == ownName { specs[id] = first }
            } else if report.reviews.makesBlueprints, !isOver, news.record.blueprints.contains(name),
                BlueprintName.fault(in: name) == nil
            {
                var new = found[name] ?? Found(since: news.since)
                if new.spec == nil || name == ownName { new.spec = first }
                new.since = min(new.since, news.since)
                new.authors += news.authors
                found[name] = new
            }
        }
    }

    private mutating func link(_ view: ChangeView, _ found: inout [String: Found]) {
        let number = view.key.number
        let links = view.blueprints { board.blueprint(named: $0) != nil || found[$0] != nil }
        var wanted: Set<BlueprintID> = []
        for link in links {
            if let id = board.blueprint(named: link.name) {
                // Two of its names may be one blueprint's.
                guard wanted.insert(id).inserted else { continue }
                guard let blueprint = board.blueprints[id], blueprint.isOpen, view.status != .abandoned else {
                    continue
                }
                let isLinked = blueprint.changes.contains(number)
                let told = state.links[number]?[id]
                if told != link.evidence, !(isLinked && told == nil) {
                    events.append(.linked(number, id, link.evidence))
                }
                // One that was linked before and is not now was taken out by a person.
                if !isLinked, told == nil {
                    commands.append(.addChange(id, number))
                    joining.insert(number)
                }
            } else if makes(link, view) || found[link.name] != nil {
                let since = view.created ?? view.updated
                var new = found[link.name] ?? Found(since: since)
                new.changes.append((number, link.evidence))
                new.since = min(new.since, since)
                found[link.name] = new
                joining.insert(number)
            }
        }
        for id in (state.links[number] ?? [:]).keys.sorted() where !wanted.contains(id) {
            events.append(.unlinked(number, id))
            if board.blueprints[id]?.changes.contains(number) ?? false, board.blueprints[id]?.isOpen ?? false {
                commands.append(.removeChange(id, number))
            }
        }
    }

    private func makes(_ link: BlueprintLink, _ view: ChangeView) -> Bool {
        guard report.reviews.makesBlueprints, view.isOpen, BlueprintName.fault(in: link.name) == nil,
            case .footer(let kind, _) = link.evidence
        else { return false }
        return kind != .related
    }

    // MARK: States

    /// Says what the server says of a change that belongs to a blueprint, by now or from now on.
    private mutating func state(_ view: ChangeView) {
        let number = view.key.number
        let isHidden = report.hidden.contains(number)
        if isHidden != state.hidden.contains(number), isHidden || board.changes[number] != nil {
            events.append(isHidden ? .vanished(number) : .returned(number))
        }
        guard joining.contains(number) || board.changes[number] != nil else { return }
        commands.append(
            .reportChange(
                Change(
                    view, report.reviews.rules, owner: report.owners[number], old: board.changes[number],
                    isVisible: !isHidden)))
    }

    /// One that the server told of once, and shows no more. What only a person has told of may live elsewhere.
    private mutating func lose(_ number: ChangeNumber) {
        guard var change = board.changes[number], change.isOpen, change.owner != nil else { return }
        (change.status, change.votes, change.ci, change.isAnswerAwaited) = (.abandoned, [], nil, nil)
        commands.append(.reportChange(change))
        if !state.hidden.contains(number) { events.append(.vanished(number)) }
    }

    /// Whose last change cannot be seen any more has nothing to be reviewed in its slot.
    private mutating func bump() {
        for id in board.seated {
            guard let blueprint = board.blueprints[id] else { continue }
            let live = board.liveChanges(blueprint).map(\.number)
            let isGone = !live.isEmpty && live.allSatisfy { report.hidden.contains($0) || report.lost.contains($0) }
            if isGone { commands.append(.bump(id, why: "none of its changes can be seen any more")) }
        }
    }
}

extension SpecRecord {
    /// Of the newest attempt that was not given up.
    var title: String? { (reviews.last { !$0.isAbandoned } ?? reviews.last)?.title }
}
