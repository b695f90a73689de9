import Bot
import Chat
import ReleaseCalendar
import ReviewSlots

extension Command<CommandContext> {
    /// - Parameters:
    ///   - urls: where the pages of a board are.
    ///   - fault: why those of a board are not up to date.
    static func summary(
        urls: [String: String], fault: @escaping @Sendable (_ board: String) -> String?, past: PastSummaries,
        shown: ShownDrafts
    ) -> Command<CommandContext> {
        Command(
            "summary",
            usage: [
                "", "since LAST|NUMBER|DAY", "list", "draft [introduction]", "show", "approve", "publish", "drop",
            ],
            summary: "the state of the specs and what has changed; spec cores draft, approve and publish",
            examples: examples
        ) { context, words in
            let url = urls[context.board.name]
            switch words[0]?.lowercased() {
            case nil:
                var line = try await context.read { view in view.state(url) }
                if let fault = fault(context.board.name) {
                    line.insert(" The pages are old: \(Wording.short(fault, 160)).")
                }
                return Reply(line)
            case "since": return Reply(try await context.changes(since: words.rest(from: 1), past))
            case "list": return Reply(try await context.read { view in view.publications(url) })
            case "show":
                let person = try? await context.actor().person
                return try await context.read { view in
                    let reply = try view.draft()
                    shown.note(view.board.draft, on: view.board.name, to: person)
                    return reply
                }
            case "draft":
                try await context.submit(
                    .draftSummary(of: context.board.title, introduction: introduction(words)))
                let person = try await context.actor().person
                return try await context.read { view in
                    // Somebody else's may have taken its place by now.
                    if view.board.draft?.by == person {
                        shown.note(view.board.draft, on: view.board.name, to: person)
                    }
                    return Reply(
                        "drafted. \(view.board.draftPage()?.news ?? "") \(code: "!summary show") shows it, \(code: "!summary approve") and then \(code: "!summary publish") make it summary \(view.nextNumber)."
                    )
                }
            case "approve":
                try await context.submit(
                    .approveDraft(shown.draft(on: context.board.name, seenBy: try await context.actor().person)))
                return try await context.read { view in
                    Reply("the draft is approved. \(code: "!summary publish") makes it summary \(view.nextNumber).")
                }
            case "publish":
                try await context.submit(.publishDraft)
                return Reply("published. \(code: "!undo") takes it back for 10 minutes.")
            case "drop":
                try await context.submit(.dropDraft)
                return Reply("the draft is dropped. \(code: "!undo") brings it back for 10 minutes.")
            case let form?:
                throw Excuse(
                    "there is no \(code: "!summary \(Wording.short(form, 20))"); there are since, list, draft, show, approve, publish and drop."
                )
            }
        }
    }

    private static let examples = [
        Example(
            "erin", "!summary",
            [
                "erin: 10 specs in 6 categories: 4 proposed, 5 approved, 1 implemented; 4 are fast tracked. 12 reviews, 5 open. Since summary 1: 1 approved."
            ]),
        Example(
            "erin", "!summary since 2014-12-05",
            ["erin: Since \"nova specs for Kilo, 5 December 2014\": no changes."]),
        Example(
            "sam", "!summary draft \"Please read these before the summit.\"",
            [
                "sam: drafted. Since summary 1: 1 approved. \"!summary show\" shows it, \"!summary approve\" and then \"!summary publish\" make it summary 2."
            ]),
        Example("erin", "!summary list", ["erin: 1 summary: 1 \"Specs for Kilo\" (Fri 28 Nov)."]),
    ]

    /// Paragraphs; quotation marks around all of it are left out.
    private static func introduction(_ words: Words) -> [String] {
        let text = words.count == 2 ? words[1] : words.rest(from: 1)
        return (text ?? "").split(whereSeparator: \.isNewline).map(String.init)
    }
}

extension BoardView {
    fileprivate var nextNumber: Int { board.listings.nextNumber }

    fileprivate func page(since base: SummaryBase = .last) -> SummaryPage? {
        board.listings.page(of: board.summary(of: configuration.title, at: now), date: now, since: base)
    }

    /// The answer to `!summary`.
    fileprivate func state(_ url: String?) -> Document.Line {
        guard let page = page() else { return "" }
        var line = Document.Line(page.numbers)
        if page.difference != nil { line += " \(page.news)" }
        if board.draft != nil { line += " \(draftState)" }
        return line + .link(url.map { "\($0)/" })
    }

    /// Who has drafted, and what is to be done.
    private var draftState: Document.Line {
        guard let draft = board.draft else { return "" }
        let next: Document.Line =
            board.draftApproval == nil
            ? "waits: \(code: "!summary show"), \(code: "!summary approve")"
            : "is approved: \(code: "!summary publish")"
        return
            "A draft\(draft.by.map { " by \(person: name($0))" } ?? "") of \(moment(draft.date)) \(next)."
    }

    fileprivate func draft() throws(Excuse) -> Reply {
        guard let page = board.draftPage() else {
            throw Excuse(
                "there is no draft of a summary. A spec core makes one with \(code: "!summary draft \"an introduction\"")."
            )
        }
        let text = page.summary.introduction + (page.difference?.lines ?? []).filter { !$0.isEmpty }
        return Reply(
            "\(draftState) \"\(Wording.short(page.summary.title, 80))\": \(page.numbers) \(page.news)",
            privately: Document(text.map { Document.Line(Wording.short($0, 350)) }))
    }

    fileprivate func publications(_ url: String?) -> Document.Line {
        guard !board.listings.isEmpty else {
            return
                "nothing is published yet. A spec core drafts a summary with \(code: "!summary draft \"an introduction\"")."
        }
        let list = board.listings.reversed().map { listing in
            "\(listing.number) \"\(Wording.short(listing.summary.title, 60))\" (\(Wording.day(listing.date, now: now)))"
        }
        let count = list.count == 1 ? "1 summary" : "\(list.count) summaries"
        return "\(count): \(Wording.some(list))." + .link(url.map { "\($0)/" })
    }
}

extension CommandContext {
    /// What has changed since the last summary, one of a number, or the end of a day.
    fileprivate func changes(since word: String?, _ past: PastSummaries) async throws -> Document.Line {
        let word = word ?? "LAST"
        var base = SummaryBase.last
        if let number = Int(word.drop { $0 == "#" }) {
            base = .number(number)
        } else if word.uppercased() != "LAST" {
            let moment: Timestamp
            do {
                moment = try Timestamp(endOfPastDay: word, now: now)
            } catch {
                throw Excuse("\(error.description).")
            }
            let key = PastSummaries.Key(
                board: board.name, day: Wording.isoDay(moment), position: await position())
            let summary = try await past.summary(key) {
                try await board(asOf: moment).summary(of: board.title, at: moment)
            }
            base = .state(summary, at: moment)
        }
        return try await read { [base] view in
            guard let page = view.page(since: base) else {
                throw Excuse("there is no summary \(word). \(code: "!summary list") shows them.")
            }
            guard page.difference != nil else { return view.publications(nil) }
            return Document.Line(page.news)
        }
    }
}
