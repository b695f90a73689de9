public import Chat
public import Ledger
public import ReleaseCalendar
public import ReviewSlots

/// A board as it is talked about: names for ids, reasons for obstacles. Lives only while the ledger is read.
public struct BoardView {
    public let board: Board
    public let people: People
    public let configuration: BoardConfiguration
    let baseURL: String?
    public let now: Timestamp
    /// Where it is talked: people are called by the names that they have there.
    public let network: String?

    public init(
        board: Board, people: People, configuration: BoardConfiguration, baseURL: String?, now: Timestamp,
        network: String? = nil
    ) {
        self.board = board
        self.people = people
        self.configuration = configuration
        self.baseURL = baseURL
        self.now = now
        self.network = network
    }

    // MARK: Times

    /// The channels', in which moments are told.
    public var zone: Zone { configuration.calendar.zone }

    public func day(_ time: Timestamp) -> String { Wording.day(time, now: now, in: zone) }
    public func moment(_ time: Timestamp) -> String { Wording.moment(time, now: now, in: zone) }

    // MARK: Names

    public func name(_ id: BlueprintID) -> String { board.blueprints[id]?.name ?? id.description }

    public func name(_ person: PersonID) -> String {
        let accounts = people.accounts(of: person)
        // Whoever is known only at the machine is known there by a number.
        guard accounts.isEmpty || !accounts.allSatisfy({ $0.network == Account.local }) else { return "the operator" }
        return Wording.short(accountHere(person).map(people.name) ?? people.name(of: person), 64)
    }

    /// The person's account where it is talked.
    private func accountHere(_ person: PersonID) -> Account? {
        network.flatMap { network in people.accounts(of: person).first { $0.network == network } }
    }

    /// How the network calls the person when they must act: by the whole account.
    func handle(_ person: PersonID) -> String { accountHere(person)?.name ?? name(person) }

    /// ` https://slots.example.org/nova/PATH`, or nothing where there are no pages.
    public func url(_ path: String = "") -> Document.Line {
        guard let baseURL else { return Document.Line() }
        return " \(link: "\(baseURL)/\(board.name)\(path.isEmpty ? "" : "/" + path)")"
    }

    func url(ofReview number: ChangeNumber) -> Document.Line {
        guard let url = configuration.url(ofReview: number) else { return Document.Line() }
        return " \(link: url)"
    }

    /// Names, none of them highlighted.
    public func quiet(_ people: [PersonID]) -> Document.Line { quiet(people, withAbsence: false) }

    /// - Parameter withAbsence: whether to say who is away.
    func quiet(_ people: [PersonID], withAbsence: Bool) -> Document.Line {
        var line = Document.Line()
        for person in people.prefix(6) {
            line += "\(line.isEmpty ? "" : ", ")\(person: name(person))\(withAbsence ? absence(person) : "")"
        }
        return people.count > 6 ? line + " and \(people.count - 6) more" : line
    }

    /// The names of those who have a role where it is talked.
    public func names(with role: Roles) -> [String] { configuration.names(with: role, on: network ?? "") }

    /// People who must act, highlighted: `alice, bob: `. Those who would make the line too long are left out.
    ///
    /// Who has no account here is only named: a stranger may be called so on this network.
    public func mentions(_ people: [PersonID]) -> Document.Line {
        let elsewhere = people.filter { network != nil && accountHere($0) == nil }
        return mentions(people.map(handle), quietly: Set(elsewhere.map(handle)))
    }

    func mentions(_ names: [String], quietly: Set<String> = []) -> Document.Line {
        var line = Document.Line()
        var room = 100
        for name in names {
            room -= name.utf8.count + 2
            if room < 0, !line.isEmpty { break }
            let who: Document.Line = quietly.contains(name) ? "\(person: name)" : "\(mention: name)"
            line += (line.isEmpty ? "" : ", ") + who
        }
        return line.isEmpty ? line : line + ": "
    }

    // MARK: Finding

    /// The blueprint that a word means.
    public func blueprint(_ word: String) throws(Excuse) -> BlueprintID {
        // "slot 4" is how people call what is in it.
        if let slot = Int(word), slot <= Settings.mostSlots,
            let id = board.seated.first(where: { board.blueprints[$0]?.seat?.slot == slot })
        {
            return id
        }
        switch board.find(word) {
        case .found(let id): return id
        case .none where Int(word).map { $0 > 0 && $0 <= board.settings.slots ?? 0 } ?? false:
            throw Excuse("slot \(word) is free. \(code: "!slots") shows those that are busy.")
        case .several(let ids):
            throw Excuse(
                "\"\(Wording.short(word, 40))\" may mean \(Wording.list(ids.map(name), "or")); please say which.")
        case .none(let near):
            let what = "no blueprint \"\(Wording.short(word, 40))\"."
            let hits = board.search([word.prefix { $0 != "-" }.lowercased()]).blueprints.count
            let find: Document.Line =
                hits > 0
                ? " \(code: "!find \(Wording.short(String(word.prefix { $0 != "-" }), 30).lowercased())") lists \(hits)."
                : " \(code: "!find") searches names and titles, \(code: "!backlog") lists all."
            guard !near.isEmpty else { throw Excuse("\(what)\(find)") }
            let names = near.map { id in
                let slot = board.blueprints[id]?.seat.map { " (slot \($0.slot))" } ?? ""
                return name(id) + slot
            }
            throw Excuse("\(what) Did you mean \(Wording.list(names, "or"))?\(find)")
        }
    }

    // MARK: Reasons

    /// An obstacle as the shortest reason: `spec not merged`.
    func short(_ obstacle: Obstacle) -> String {
        switch obstacle {
        case .noSpec: "no spec"
        case .specNotApproved(_, let abandoned): abandoned ? "spec abandoned" : "spec not merged"
        case .noChange: "no code yet"
        case .nothingOpen: "nothing open"
        case .workInProgress(let number): "\(number) is work in progress"
        case .rejected(let number, _): "\(number) has -1"
        case .ciFailed(let number): "CI failed on \(number)"
        case .unanswered(let number): "\(number) has comments to answer"
        case .onHold(let until): "on hold until \(day(until))"
        case .noDirection: "no direction"
        case .frozen(let title): title.harmless
        case .quotaFull(let group): "quota of \(group) full"
        case .notClaimed: "not called ready"
        case .slotReserved: "the free slot is kept"
        }
    }

    /// An obstacle as a fact with its next step.
    func long(_ obstacle: Obstacle, _ blueprint: Blueprint) -> Document.Line {
        switch obstacle {
        case .noSpec:
            "no spec is linked (a lead adds it with \(code: "!blueprint spec \(blueprint.name) NUMBER"), or calls it trivial)"
        case .specNotApproved(let review, let abandoned):
            abandoned ? "spec \(review) was abandoned" : "spec \(review) is still under review"
        case .noChange: "no change is linked (\(code: "!change add \(blueprint.name) NUMBER"))"
        case .nothingOpen: "all its changes are merged (\(code: "!landed \(blueprint.name)"), or link the next one)"
        case .workInProgress(let number): "\(number) is work in progress"
        case .rejected(let number, let by): "\(number) has -1 from \(Wording.list(by.map(\.harmless)))"
        case .ciFailed(let number): "CI failed on \(number)"
        case .unanswered(let number): "\(number) has comments for its author to answer"
        case .onHold(let until): "on hold until \(moment(until))"
        case .noDirection: "no direction yet (a spec core gives it: \(code: "!direction \(blueprint.name)"))"
        case .frozen(let title): frozen(title, blueprint)
        case .quotaFull(let group):
            "as many of the group \(group) have slots as may (\(board.settings.quotas[group] ?? 0))"
        case .notClaimed: "its author has not said \(code: "!ready \(blueprint.name)")"
        case .slotReserved: "the free slot is kept for another kind of work"
        }
    }

    private func frozen(_ title: String, _ blueprint: Blueprint) -> Document.Line {
        let how: Document.Line
        if let exception = blueprint.exception, exception.granted == nil,
            board.freezes[exception.kind]?.title == title
        {
            let wanted = board.settings.freeze.sponsors
            how = "an exception is asked for, \(exception.sponsors.count) of \(wanted) sponsors"
        } else {
            how = "\(code: "!exception request \(blueprint.name) why")"
        }
        return "\(title): nothing moves in without an exception (\(how))"
    }

    func long(_ obstacles: [Obstacle], _ blueprint: Blueprint) -> Document.Line {
        obstacles.enumerated().reduce(into: Document.Line()) { line, next in
            line += (next.offset == 0 ? "" : "; ") + long(next.element, blueprint)
        }
    }

    /// Both halves of being ready, as far as they are known: `spec 126527 merged, 3 changes, CI green, no -1`.
    func readiness(_ blueprint: Blueprint) -> String {
        var facts: [String] = []
        if let spec = blueprint.spec.flatMap({ board.specs[$0] }),
            let review = spec.reviews.last(where: { $0.states.contains(.approved) })
        {
            facts.append("spec \(review.number) merged")
        } else if blueprint.isTrivial {
            facts.append("trivial, no spec needed")
        }
        let open = board.liveChanges(blueprint).filter(\.isOpen)
        facts.append(Wording.count(board.work(on: blueprint).total, "change"))
        if !open.isEmpty, open.allSatisfy({ $0.ci == .passed }) { facts.append("CI green") }
        if open.contains(where: { !$0.votes.isEmpty }), open.allSatisfy({ $0.objections.isEmpty }) {
            facts.append("no -1")
        }
        return facts.joined(separator: ", ")
    }

    /// ` (carol)`, or nothing.
    func authors(_ blueprint: Blueprint) -> Document.Line {
        let authors = board.authors(of: blueprint)
        return authors.isEmpty ? Document.Line() : " (\(quiet(authors)))"
    }
}
