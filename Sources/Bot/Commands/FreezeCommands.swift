import Chat
import Ledger
import ReviewSlots

extension Command<CommandContext> {
    static let freeze = Command(
        "freeze", aliases: ["freezes"], summary: "what is planned to be frozen, and what needs just one more +2 before",
        examples: [
            Example(
                "erin", "!freeze",
                [
                    "erin: Feature freeze is in 93 days, on Thu 19 Mar 2015 00:00 UTC. Just one more +2: 128612 (vmware-vsan, slot 1)."
                ])
        ]
    ) { context, _ in
        try await context.read { view in
            let freezes = Freeze.Kind.allCases.compactMap { view.board.freezes[$0] }.sorted { $0.at < $1.at }
            guard !freezes.isEmpty else { return Reply("no freeze is planned.") }
            return Reply(freezes.map(view.freezeLine))
        }
    }

    static let exception = Command(
        "exception", aliases: ["exceptions", "ffe"],
        usage: ["", "request NAME why", "sponsor NAME", "decline NAME [why]"],
        summary: "exceptions from a freeze: authors ask, cores sponsor", for: .authors,
        examples: [
            Example(
                "erin", "!exception",
                [
                    "erin: 1 exception: multi-attach (Feature freeze, 0 of 2 sponsors): Cinder's side lands in February."
                ]),
            Example(
                "carol", "!exception request vmware-vsan the driver of the last change is late",
                [
                    "carol: you ask for an exception from Feature freeze for vmware-vsan; 2 cores are to sponsor it. \"!undo\" takes it back for 10 minutes."
                ]),
            Example(
                "bob", "!exception sponsor multi-attach",
                [
                    "bob: you sponsor an exception for multi-attach, 1 of 2: bob. \"!undo\" takes it back for 10 minutes."
                ]),
            Example(
                "erin", "!exception sponsor multi-attach",
                [
                    "erin: only cores can sponsor an exception (you are known as erin, voter). Ask alice, bob or dave. \"!why multi-attach\" says what it waits for."
                ]),
        ]
    ) { context, words in
        let usage = "!exception request|sponsor|decline NAME"
        guard let form = words[0]?.lowercased(), form != "list" else {
            return try await context.read { view in Reply(view.exceptionsLine()) }
        }
        guard ["request", "sponsor", "decline"].contains(form) else {
            throw Excuse("say \(code: usage), or only \(code: "!exception") for the list.")
        }
        let id = try await context.blueprint(words[1], usage: "!exception \(form) NAME")
        switch form {
        case "request":
            guard let why = words.rest(from: 2) else {
                throw Excuse("why? Cores want to know: \(code: "!exception request NAME why").")
            }
            try await context.submit(.requestException(id, why: why))
        case "sponsor": try await context.submit(.sponsorException(id))
        default: try await context.submit(.declineException(id, why: words.rest(from: 2)))
        }
        return try await context.read { view in Reply(view.exceptionReply(id, form)) }
    }
}

extension BoardView {
    /// One freeze, whether it has begun or not.
    func freezeLine(_ freeze: Freeze) -> Document.Line {
        guard let began = freeze.began else { return near(freeze) }
        return
            "\(strong: freeze.title) since \(moment(began)): \(freeze.kind == .feature ? "nothing moves into a slot any more" : "no spec is approved any more"). \(exceptionsLine())"
    }

    func exceptionsLine() -> Document.Line {
        let all = board.exceptions()
        guard !all.isEmpty else {
            return "nobody has asked for an exception. Authors do by \(code: "!exception request NAME why")."
        }
        let items = all.map { blueprint, exception in
            let title = board.freezes[exception.kind]?.title.harmless ?? ""
            let state =
                exception.granted == nil
                ? "\(exception.sponsors.count) of \(board.settings.freeze.sponsors) sponsors" : until(exception)
            return "\(blueprint.name) (\(title), \(state)): \(Wording.short(exception.why, 80))"
        }
        return "\(Wording.count(all.count, "exception")): \(Wording.some(items, bytes: 280, separator: "; "))."
    }

    /// `granted until Thu 25 Dec 00:00 UTC`
    private func until(_ exception: FreezeException) -> String {
        board.end(of: exception).map { "granted until \(moment($0))" } ?? "granted"
    }

    fileprivate func exceptionReply(_ id: BlueprintID, _ form: String) -> Document.Line {
        let undo: Document.Line = " \(code: "!undo") takes it back for 10 minutes."
        guard let exception = board.blueprints[id]?.exception else {
            return "the exception for \(strong: name(id)) is declined.\(undo)"
        }
        let sponsors = board.settings.freeze.sponsors
        if form == "request" {
            return
                "you ask for an exception from \(board.freezes[exception.kind]?.title ?? "the freeze") for \(strong: name(id)); \(Wording.count(sponsors, "core")) \(sponsors == 1 ? "is" : "are") to sponsor it.\(undo)"
        }
        let granted = exception.granted == nil ? "" : "; it is \(until(exception))"
        return
            "you sponsor an exception for \(strong: name(id)), \(exception.sponsors.count) of \(sponsors): \(quiet(exception.sponsors))\(granted).\(undo)"
    }

    /// What the channels hear of an exception: asked for, granted, declined, or over.
    /// - Parameter isClock: its time is over; else somebody has declined it.
    func exceptionNews(
        _ id: BlueprintID, from: FreezeException?, to: FreezeException?, why: String?, by who: Document.Line,
        isClock: Bool
    ) -> Document.Line? {
        guard let (blueprint, title) = excepted(id, from: from, to: to) else { return nil }
        let authors = mentions(board.authors(of: blueprint))
        guard let to else {
            let place = blueprint.seat.map { "it keeps slot \($0.slot)" } ?? "it waits for the end of the freeze"
            return isClock
                ? "\(authors)the exception of \(strong: blueprint.name) from \(title) is over; \(place)."
                : "\(authors)no exception from \(title) for \(strong: blueprint.name): declined\(who)\(Announcements.note(why))."
        }
        if from?.kind != to.kind {
            return
                "\(mentions(here(blueprint.seat?.reviewers ?? [])))an exception from \(title) is asked for\(who) for \(strong: blueprint.name): \(Wording.short(to.why, 120)). Cores, \(code: "!exception sponsor \(blueprint.name)") (\(blueprint.exception?.sponsors.count ?? 0) of \(board.settings.freeze.sponsors))."
        }
        guard to.granted != nil, from?.granted == nil else { return nil }
        return
            "\(authors)\(strong: blueprint.name) is excepted from \(title), \(until(to)); sponsors: \(quiet(to.sponsors))."
    }

    /// The same in a few words.
    func exceptionDigest(_ id: BlueprintID, from: FreezeException?, to: FreezeException?) -> String? {
        guard let (blueprint, _) = excepted(id, from: from, to: to) else { return nil }
        guard let to else { return "no exception for \(blueprint.name)" }
        if from?.kind != to.kind {
            return "an exception for \(blueprint.name) is asked for (!exception sponsor \(blueprint.name))"
        }
        return to.granted != nil && from?.granted == nil ? "\(blueprint.name) is excepted" : nil
    }

    /// The blueprint and the title of the freeze, as long as nothing but more sponsors has come to the exception since.
    private func excepted(_ id: BlueprintID, from: FreezeException?, to: FreezeException?) -> (Blueprint, String)? {
        guard let blueprint = board.blueprints[id], blueprint.isOpen, blueprint.exception?.at == to?.at,
            blueprint.exception?.granted == to?.granted, let kind = (to ?? from)?.kind,
            let title = board.freezes[kind]?.title
        else { return nil }
        return (blueprint, title)
    }
}
