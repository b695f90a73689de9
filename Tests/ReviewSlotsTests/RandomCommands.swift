import ReviewSlots

/// Commands at random, from small pools of names and numbers, so that they meet each other.
struct RandomCommands {
    var numbers: SeededNumbers
    private var imported: [Summary] = []

    init(seed: Int) {
        numbers = SeededNumbers(seed: seed)
    }

    private static let kinds: [WorkKind?] = [nil, nil, "debt", "perf"]
    private static let categories = ["API", "Scheduler", "Sheduler", "Storage", "Cells"]
    private static let stateSets: [Set<SpecState>] = [
        [], [], [.fastTracked], [.fastTracked, .approved], [.approved], [.approved], [.approved, .implemented],
        [.abandoned],
    ]
    private static let people: [PersonID] = ["alice", "bob", "carol", "dave", "erin"]

    private mutating func one<Value>(of values: [Value], or fallback: Value) -> Value {
        values.randomElement(using: &numbers) ?? fallback
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &numbers) < percent }
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &numbers) }

    mutating func actor() -> Actor {
        switch number(0...9) {
        case 0...3: .lead
        case 4...5: .core
        case 6: .carol
        case 7: Actor(person: "erin", formerly: ["carol", "dave"], roles: [.voter, .specCore])
        case 8: .guest
        default: .bot
        }
    }

    mutating func settings() -> Settings {
        Settings(
            slots: chance(10) ? nil : number(0...4), reservations: reservations(), lends: chance(50),
            landAfter: one(of: [0, Timestamp.hour, Timestamp.day], or: 0),
            cycle: one(of: ["", "Kilo", "Liberty"], or: ""),
            silence: .init(
                warnAfter: number(1...3), actAfter: number(1...2),
                policy: one(of: Settings.Silence.Policy.allCases, or: .off)),
            timeBox: chance(50) ? number(1...9) * Timestamp.day : nil, reviewsPerCore: number(0...2),
            freeze: .init(
                notices: chance(50) ? [] : [number(1...3) * Timestamp.day, Timestamp.hour], sponsors: number(1...2),
                grace: number(1...3) * Timestamp.day),
            quotas: chance(50) ? ["red": number(0...2), "blue": 1] : [:], needsDirection: chance(25),
            focuses: chance(70) ? ["features": [:], "stability": ["debt": number(0...4)]] : [:])
    }

    private mutating func reservations() -> [WorkKind: Int] {
        var reservations: [WorkKind: Int] = [:]
        if chance(50) { reservations["debt"] = number(0...2) }
        if chance(20) { reservations["perf"] = 1 }
        return reservations
    }

    mutating func next(on board: Board, at: Timestamp) -> BoardCommand {
        switch number(0...99) {
        case 0...24: addition()
        case 25...64: step(on: board, at: at)
        case 65...77: specCommand()
        case 78...81: publication(board.draft)
        default: lead(on: board, at: at)
        }
    }

    private mutating func name() -> String {
        one(of: ["vsan", "tags", "keys", "nfs", "drbd", "x509"], or: "") + (chance(40) ? "-\(number(1...9))" : "")
    }

    private mutating func anyID(_ board: Board) -> BlueprintID {
        one(of: chance(90) ? board.open : [], or: BlueprintID(number(0...board.history.lastBlueprint.number + 1)))
    }

    private mutating func change() -> ChangeNumber { number(100...130) }
    private mutating func review() -> ChangeNumber { number(1...20) }

    private mutating func addition() -> BoardCommand {
        .addBlueprint(
            NewBlueprint(
                name: name() + "-\(number(1...40))", spec: chance(40) ? review() : nil,
                changes: (0..<number(0...3)).map { _ in change() }, kind: one(of: Self.kinds, or: nil),
                group: group(), isTrivial: chance(70), authors: [one(of: Self.people, or: "")]))
    }

    /// What happens to a blueprint on its way.
    private mutating func step(on board: Board, at: Timestamp) -> BoardCommand {
        let seated = one(of: board.seated, or: anyID(board))
        switch number(0...24) {
        case 0...4: return .ready(anyID(board))
        case 5: return .unready(anyID(board))
        case 6: return .hold(anyID(board), until: at + number(-1...3) * Timestamp.day)
        case 7: return .endHold(one(of: board.open.filter { board.blueprints[$0]?.hold != nil }, or: anyID(board)))
        case 8: return .bump(seated, why: chance(50) ? "no answer" : nil)
        case 9: return .withdraw(anyID(board), why: nil)
        case 10: return .landed(chance(50) ? seated : anyID(board))
        case 11: return .take(seated)
        case 12: return .untake(seated)
        case 13: return .second(anyID(board))
        case 14: return .addChange(anyID(board), change())
        case 15: return .removeChange(anyID(board), change())
        case 16: return .extend(seated, by: number(-1...9) * Timestamp.day, why: chance(50) ? "holidays" : nil)
        case 20: return .requestException(anyID(board), why: chance(90) ? "nearly done" : " ")
        case 21...23: return .sponsorException(one(of: board.exceptions().map(\.blueprint.id), or: anyID(board)))
        case 24: return .declineException(anyID(board), why: chance(50) ? "too late" : nil)
        case 17: return .away(until: chance(70) ? at + number(0...9) * Timestamp.day : nil)
        default:
            let changes = board.blueprints[seated]?.changes ?? []
            let update = ChangeUpdate(
                status: one(of: [nil, .open, .wip, .merged, .merged, .abandoned], or: nil),
                votes: chance(30) ? [.init(who: one(of: ["zuul", "bob"], or: ""), value: number(-3...2))] : [],
                ci: one(of: [nil, nil, .passed, .failed, .pending], or: nil))
            return .stateChange(one(of: chance(80) ? changes : [], or: change()), update)
        }
    }

    private mutating func specCommand() -> BoardCommand {
        let category = one(of: Self.categories, or: "")
        let other = one(of: Self.categories + ["Block Storage", "Nowhere"], or: "")
        switch number(0...12) {
        case 0...1: return .addSpec(review: review(), title: name(), category: category)
        case 2...5: return .stateSpec(review: review(), one(of: Self.stateSets + [[.implemented]], or: []))
        case 6: return .moveSpec(review(), category: category)
        case 7: return .aliasCategory(other, as: category)
        case 8: return .mergeCategory(category, into: other)
        case 9: return .renameCategory(category, to: other)
        case 10: return .splitCategory(category, into: other, (0...number(0...1)).map { _ in review() })
        case 11: return .keepCategories(category, other)
        default: return .importSummary(summary(), date: Timestamp(number(0...3)))
        }
    }

    private mutating func publication(_ draft: SummaryDraft?) -> BoardCommand {
        switch number(0...5) {
        case 0...1: .draftSummary(of: chance(50) ? "Nova" : nil, introduction: chance(50) ? ["Well.", " "] : [])
        case 2: .approveDraft(draft)
        case 3...4: .publishDraft
        default: .dropDraft
        }
    }

    private mutating func group() -> String? { one(of: [nil, nil, "red", "red", "blue", "Green"], or: nil) }

    private mutating func planFreeze(_ at: Timestamp) -> BoardCommand {
        let kind = one(of: Freeze.Kind.allCases, or: .feature)
        guard chance(70) else { return .planFreeze(kind, nil) }
        let title = one(of: ["Feature freeze", "M3", ""], or: "")
        return .planFreeze(kind, Freeze(title: title, at: at + number(-1...9) * Timestamp.day, kind: kind))
    }

    private mutating func lead(on board: Board, at: Timestamp) -> BoardCommand {
        switch number(0...20) {
        case 19: return .setFocus(one(of: [nil, "features", "stability", "stability", "fun"], or: nil))
        case 16...18: return chance(80) ? .direct(anyID(board)) : .undirect(anyID(board))
        case 15: return .group(chance(50) ? one(of: board.seated, or: anyID(board)) : anyID(board), group())
        case 0: return .configure(settings())
        case 13: return planFreeze(at)
        case 1...2: return .setSlots(chance(10) ? nil : number(-1...5), why: chance(50) ? "too slow" : nil)
        case 3: return .reserve(chance(90) ? "debt" : "Debt", number(-1...3))
        case 4: return .lend(chance(50))
        case 5: return .rename(anyID(board), to: name())
        case 6: return .addAlias(anyID(board), name())
        case 7: return .linkSpec(anyID(board), review())
        case 8: return .pin(anyID(board), place: number(0...board.backlog().count + 1))
        case 9: return .unpin(one(of: board.open.filter { board.blueprints[$0]?.pin != nil }, or: anyID(board)))
        case 10:
            let some = board.open.shuffled(using: &numbers).dropFirst(number(0...3))
            let order = chance(30) ? [] : Array(some) + [anyID(board)]
            return .setOrder(order, method: "ranked pairs", ballot: chance(50) ? 3 : nil)
        case 11...12:
            let ids = (0..<number(0...3)).map { _ in anyID(board) }
            return .prioritize(ids.map { ($0, one(of: Priority.allCases + [nil, nil], or: nil)) })
        default: return .announce(chance(70) ? "the gate is down" : " ")
        }
    }

    /// A list of some of the specs, or one that was imported before.
    private mutating func summary() -> Summary {
        if chance(25), let old = imported.randomElement(using: &numbers) { return old }
        var left = Array(1...20).shuffled(using: &numbers).dropFirst(number(0...12))
        var categories: [Summary.Category] = []
        for name in Self.categories.shuffled(using: &numbers).dropFirst(number(0...2)) {
            var items: [SummaryItem] = []
            for _ in 0..<number(0...4) where !left.isEmpty {
                let reviews = left.prefix(chance(20) ? 2 : 1)
                left = left.dropFirst(reviews.count)
                items.append(
                    SummaryItem(
                        "Spec \(number(1...99))",
                        reviews.map { SummaryReview($0, one(of: Self.stateSets, or: [])) }))
            }
            categories.append(.init(name, items))
        }
        let summary = Summary(title: "Specs", categories: categories)
        imported.append(summary)
        return summary
    }
}
