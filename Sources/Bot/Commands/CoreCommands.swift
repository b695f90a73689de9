import Chat
import Ledger
import ReviewSlots

extension Command<CommandContext> {
    static let bump = Command(
        "bump", usage: ["NAME [why]"], summary: "take a blueprint out of its slot; its rank stays", for: .cores,
        examples: [
            Example(
                "bob", "!bump vmware-vsan no answer since 1 Dec",
                [
                    "bob: vmware-vsan leaves slot 1 and returns to #1 of the backlog, the place its rank gives it. carol: no penalty, say \"!ready vmware-vsan\" when you are back. \"!undo\" works for 10 minutes."
                ]),
            Example(
                "erin", "!bump vmware-vsan",
                [
                    "erin: only cores can bump (you are known as erin, voter). Ask alice, bob or dave. \"!why vmware-vsan\" says what it waits for."
                ]),
        ]
    ) { context, words in
        let id = try await context.blueprint(words[0], usage: "!bump NAME [why]")
        let slot = try await context.read { $0.board.blueprints[id]?.seat?.slot ?? 0 }
        try await context.submit(.bump(id, why: words.rest(from: 1)))
        return try await context.read { view in
            guard let blueprint = view.board.blueprints[id] else { return Reply("done.") }
            let authors = view.mentions(view.board.authors(of: blueprint))
            return Reply(
                "\(strong: blueprint.name) leaves slot \(slot) and returns to #\(view.board.rank(of: id) ?? 0) of the backlog, the place its rank gives it. \(authors)no penalty, say \(code: "!ready \(blueprint.name)") when you are back. \(code: "!undo") works for 10 minutes."
            )
        }
    }

    static let take = Command(
        "take", usage: ["NAME"], summary: "sign up to review what is in a slot", for: .cores,
        examples: [
            Example(
                "alice", "!take tag-instances",
                [
                    "alice: you review tag-instances (slot 2), 1 of 2: alice. Next: 126560 \"Tag instances\", -1 zuul, waits 3 days. \"!untake tag-instances\" takes it back."
                ])
        ]
    ) { context, words in
        let id = try await context.blueprint(words[0], usage: "!take NAME")
        try await context.submit(.take(id))
        return try await context.read { view in
            guard let blueprint = view.board.blueprints[id], let seat = blueprint.seat else { return Reply("done.") }
            let next =
                view.board.liveChanges(blueprint).first(where: \.isOpen).map { " Next: \(view.describe($0))." } ?? ""
            return Reply(
                "you review \(strong: blueprint.name) (slot \(seat.slot)), \(view.here(seat.reviewers).count) of \(view.board.settings.coresPerSlot): \(view.quiet(seat.reviewers, withAbsence: true)).\(next) \(code: "!untake \(blueprint.name)") takes it back."
            )
        }
    }

    static let untake = Command(
        "untake", usage: ["NAME"], summary: "take back that you review it", for: .cores,
        examples: [Example("bob", "!untake vmware-vsan", ["bob: you no longer review vmware-vsan; signed up: dave."])]
    ) { context, words in
        let id = try await context.blueprint(words[0], usage: "!untake NAME")
        try await context.submit(.untake(id))
        return try await context.read { view in
            let left = view.board.blueprints[id]?.seat?.reviewers ?? []
            return Reply(
                "you no longer review \(strong: view.name(id)); \(left.isEmpty ? "nobody is signed up" : "signed up: \(view.quiet(left))" as Document.Line)."
            )
        }
    }

    static let extend = Command(
        "extend", usage: ["NAME 7d [why]"], summary: "give more time in a slot, where slots have a time box",
        for: .cores,
        examples: [
            Example(
                "bob", "!extend vmware-vsan 7d",
                ["bob: slots have no time box here; the operator can set one (time_box)."])
        ]
    ) { context, words in
        let id = try await context.blueprint(words[0], usage: "!extend NAME 7d [why]")
        // "7d" is one word, "7 days" two.
        let counts = [1, 2].map { Array(words.list.dropFirst().prefix($0)).joined() }
        guard let count = counts.firstIndex(where: { Wording.seconds($0) != nil }),
            let time = Wording.seconds(counts[count])
        else {
            throw Excuse("by how much? Say \(code: "!extend NAME 7d [why]") (m, h, d or w).")
        }
        try await context.submit(.extend(id, by: time, why: words.rest(from: count + 2)))
        return try await context.read { view in
            guard let blueprint = view.board.blueprints[id], let seat = blueprint.seat,
                let end = view.board.timeBoxEnd(of: blueprint)
            else { return Reply("done.") }
            return Reply(
                "the time box of \(strong: blueprint.name) (slot \(seat.slot)) ends on \(view.moment(end)). \(code: "!undo") takes it back for 10 minutes."
            )
        }
    }

    static let second = Command(
        "second", usage: ["NAME"], summary: "show that a blueprint matters to you", for: .voters,
        examples: [
            Example(
                "erin", "!second nfs-image-store",
                ["erin: you second nfs-image-store, the first to do so. It changes no rank; it shows interest."])
        ]
    ) { context, words in
        let id = try await context.blueprint(words[0], usage: "!second NAME")
        try await context.submit(.second(id))
        return try await context.read { view in
            let others = (view.board.blueprints[id]?.seconds.count ?? 1) - 1
            let company = others == 0 ? "the first to do so" : "with \(Wording.count(others, "other"))"
            return Reply("you second \(strong: view.name(id)), \(company). It changes no rank; it shows interest.")
        }
    }

    static let next = Command(
        "next", usage: ["", "spec"], summary: "the one review that most needs you",
        examples: [
            Example(
                "erin", "!next",
                [
                    "erin: 128612 \"Add vSAN datastore driver\", +2 bob, CI ok, waits 2 days, of vmware-vsan (slot 1, 2 of 3 merged): it needs the second +2. https://review.example.org/128612"
                ]),
            Example(
                "erin", "!next spec",
                [
                    "erin: spec 126866 \"Allow Nova to access a VMWare image store over NFS\" (Hypervisor: VMWare): nfs-image-store (#1) waits for it. https://review.example.org/126866"
                ]),
        ]
    ) { context, words in
        let account = context.account
        let wantsSpec = ["spec", "specs"].contains(words[0]?.lowercased())
        let others = await context.openReviews()
        return try await context.read { view in
            if wantsSpec, let spec = view.nextSpec(for: account, among: others) { return Reply(spec) }
            return Reply(wantsSpec ? view.nextSpec() : view.nextReview(for: account, among: others))
        }
    }
}

/// Who asks for something to review: never for what is their own or has their vote.
private struct Asker {
    let actor: Actor?
    let accounts: [Account]
    let names: Set<String>

    init(_ account: Account?, _ people: People) {
        let person = account.flatMap { people.person(with: $0) }
        accounts = person.map { people.accounts(of: $0) } ?? []
        names = Set(accounts.map { $0.name.lowercased() })
        actor = person.map { Actor(person: $0, formerly: people.formerIDs(of: $0)) }
    }

    func mayReview(_ change: Change) -> Bool {
        change.status == .open && change.objections.isEmpty && change.isAnswerAwaited != true && change.ci != .failed
            && change.ci != .pending && !change.votes.contains { names.contains($0.who.lowercased()) }
    }
}

extension BoardView {
    private struct Candidate {
        var key: [Int]
        var change: Change
        var missing: Int
        var blueprint: Blueprint?

        /// What has all its +2 only waits to be merged, and comes last; then slots before what needs none, and the backlog.
        init(_ change: Change, missing: Int, place: Int, of blueprint: Blueprint? = nil) {
            key = [
                missing > 0 ? 0 : 1, min(place, 2), missing, place, change.since?.seconds ?? 0, change.number,
            ]
            self.change = change
            self.missing = missing
            self.blueprint = blueprint
        }
    }

    /// Not one's own, not voted on, CI not red; slots first, then what needs none, then the backlog; of those the second +2
    /// first, then what waits longest.
    func nextReview(for account: Account?, among others: [OpenReview] = []) -> Document.Line {
        let asker = Asker(account, people)
        var candidates: [Candidate] = []
        let ranks = Dictionary(uniqueKeysWithValues: board.backlog().enumerated().map { ($1, $0) })
        for blueprint in board.open.compactMap({ board.blueprints[$0] }) where blueprint.hold == nil {
            if let actor = asker.actor, board.isAuthor(actor, of: blueprint) { continue }
            let place = blueprint.seat == nil ? 2 + (ranks[blueprint.id] ?? 0) : 0
            candidates += board.liveChanges(blueprint).filter(asker.mayReview).map { change in
                Candidate(
                    change, missing: board.settings.plusTwos - change.plusTwos.count, place: place, of: blueprint)
            }
        }
        for other in others where !other.isSpec && board.blueprints(ofChange: other.change.number).isEmpty {
            guard asker.mayReview(other.change), !asker.accounts.contains(where: { $0 == other.owner }) else {
                continue
            }
            candidates.append(Candidate(other.change, missing: other.missing, place: 1))
        }
        guard let best = candidates.min(by: { $0.key.lexicographicallyPrecedes($1.key) }) else {
            return
                "nothing needs you now: whatever is open is yours, has your vote, or waits for its author or CI. \(code: "!next spec") finds a spec.\(url())"
        }
        let need =
            best.missing <= 0
            ? "it has its +2 and waits to be merged"
            : best.missing == 1 && board.settings.plusTwos == 2
                ? "it needs the second +2" : "it needs \(best.missing) +2"
        guard let blueprint = best.blueprint else {
            return "\(describe(best.change)): \(need).\(url(ofReview: best.change.number))"
        }
        let seat = blueprint.seat.map { "slot \($0.slot)" } ?? "#\((ranks[blueprint.id] ?? 0) + 1) of the backlog"
        return
            "\(describe(best.change)), of \(strong: blueprint.name) (\(seat), \(merged(blueprint))): \(need).\(url(ofReview: best.change.number))"
    }

    /// An open review of a spec that is not one's own and has not one's vote: the last +2 first, then the rank of what
    /// waits for it, then the longest wait. `nil` where no review system tells of any.
    func nextSpec(for account: Account?, among others: [OpenReview]) -> Document.Line? {
        let asker = Asker(account, people)
        let ranks = Dictionary(uniqueKeysWithValues: board.backlog().enumerated().map { ($1, $0) })
        let found = others.filter(\.isSpec).compactMap { other -> (candidate: Candidate, spec: Spec)? in
            guard let spec = board.spec(ofReview: other.change.number), board.isOfThisCycle(spec),
                asker.mayReview(other.change), !asker.accounts.contains(where: { $0 == other.owner })
            else { return nil }
            let blueprint = board.blueprints(ofSpec: spec.id).lazy.compactMap { board.blueprints[$0] }.first {
                $0.isOpen
            }
            let place = blueprint.flatMap { ranks[$0.id] } ?? ranks.count
            var candidate = Candidate(other.change, missing: other.missing, place: place, of: blueprint)
            candidate.key[1] = 0
            return (candidate, spec)
        }
        guard let (best, spec) = found.min(by: { $0.candidate.key.lexicographicallyPrecedes($1.candidate.key) }) else {
            return others.contains(where: \.isSpec)
                ? "no spec needs you now: whatever is open is yours, has your vote, or waits for its author or CI.\(url("specs"))"
                : nil
        }
        let waiting: Document.Line =
            best.blueprint.map { ", of \(strong: $0.name)\(ranks[$0.id].map { " (#\($0 + 1))" } ?? "")" } ?? ""
        let need =
            best.missing <= 0
            ? "it has its +2" : best.missing == 1 ? "it needs one more +2" : "it needs \(best.missing) +2"
        return
            "spec \(describe(best.change)) (\(Wording.short(board.category(spec.category))))\(waiting): \(need).\(url(ofReview: best.change.number))"
    }

    /// A spec that blueprints wait for, by their rank; else a fast tracked one, else the oldest.
    func nextSpec() -> Document.Line {
        for (index, id) in board.backlog().enumerated() {
            guard let blueprint = board.blueprints[id], let spec = blueprint.spec.flatMap({ board.specs[$0] }),
                spec.state == .proposed, board.isOfThisCycle(spec),
                let review = spec.current
            else { continue }
            return
                "spec \(review.number) \"\(Wording.short(spec.title, 120))\" (\(Wording.short(board.category(spec.category)))): \(strong: blueprint.name) (#\(index + 1)) waits for it.\(url(ofReview: review.number))"
        }
        let open = board.specs.values.filter { $0.state == .proposed && $0.listing == .listed }
        guard let spec = open.min(by: { ($0.isFastTracked ? 0 : 1, $0.id) < ($1.isFastTracked ? 0 : 1, $1.id) }),
            let review = spec.current
        else {
            return "no spec is under review.\(url("specs"))"
        }
        let why = spec.isFastTracked ? "fast tracked: one +2 is enough" : "the oldest of \(open.count) under review"
        return
            "spec \(review.number) \"\(Wording.short(spec.title, 120))\" (\(Wording.short(board.category(spec.category)))): \(why).\(url(ofReview: review.number))"
    }
}
