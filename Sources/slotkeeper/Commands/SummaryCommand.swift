import ArgumentParser
import Bot
import Foundation
import Ledger
import ReviewSlots
import Summaries

struct SummaryCommand: AsyncParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument { case text, markdown, html, json, atom }
    enum Empty: String, CaseIterable, ExpressibleByArgument { case show, hide }

    static let configuration = CommandConfiguration(
        commandName: "summary", abstract: "Print the state of the specs, or a summary as it was published.",
        discussion: """
            Each form but atom can be imported again ("import summary"). An Atom feed has the newest \
            \(SummaryFeed.most) published summaries.
            """)

    @OptionGroup var file: ConfigurationOption
    @Option(help: "The board, if there are several.") var board: String?
    @Option(name: .customLong("of"), help: "The number of a published summary; its list is printed as it was.")
    var number: Int?
    @Flag(help: "The draft that waits to be published.") var draft = false
    @Option(help: "The state at the end of a day, 2014-12-15; not now.") var asOf: String?
    @Option(help: "Compare with the last summary (LAST), a summary's number, or the state at the end of a day.")
    var since = "LAST"
    @Option(help: "text, markdown, html, json or atom.") var format = Format.text
    @Option(help: "show or hide: categories without specs.") var empty = Empty.show

    func validate() throws {
        if [number != nil, asOf != nil, draft].count(where: { $0 }) > 1 || draft && since != "LAST" {
            throw ValidationError("Say one of --of, --as-of and --draft; a draft is compared with the last summary.")
        }
        if format == .atom, number != nil || asOf != nil || since != "LAST" || draft {
            throw ValidationError("A feed has all that is published: leave out --of, --as-of, --since and --draft.")
        }
    }

    func run() async throws {
        try await reporting {
            let settings = try file.load()
            let configured = try settings.boardName(board)
            let log = try settings.readLog()
            let now = Application.now()
            let moment = try asOf.map { try Self.end(of: $0, now: now) } ?? now
            let shown = try await readable { () async throws(LedgerError) in
                try await log.board(configured.name, asOf: moment)
            }
            let title = configured.title
            let link = configured.reviewURL.flatMap { SummaryReviewLink($0) }
            if format == .atom {
                var pages: [SummaryPage] = []
                shown.listings.forEachPage(link: link) { pages.append($0) }
                return say(SummaryFeed(pages, board: configured.name, title: title).atom, terminator: "")
            }
            if draft {
                guard let page = shown.draftPage(link: link) else {
                    throw Failure("there is no draft on \(configured.name).", code: .badInput)
                }
                return try print(page)
            }
            let base = try await base(log, configured, now: now)
            let found =
                number.map { shown.listings.page(of: $0, since: base, link: link) }
                ?? shown.listings.page(
                    of: shown.summary(of: title, at: moment), date: moment, since: base, link: link)
            guard let found else { throw missing(shown, configured.name, base) }
            if case .state(_, let older) = base, Wording.isoDay(older) > Wording.isoDay(found.date) {
                throw Failure(
                    "it is the state of \(Wording.isoDay(found.date)), and \(Wording.isoDay(older)) comes after that: say an earlier day behind --since.",
                    code: .badInput)
            }
            try print(found)
        }
    }

    private func print(_ page: SummaryPage) throws {
        let page = empty == .show ? page : page.withoutEmptyCategories()
        let text =
            switch format {
            case .text, .atom: page.text
            case .markdown: page.markdown
            case .html: page.html()
            case .json: try page.json()
            }
        say(text, terminator: "")
    }

    private func base(_ log: any EventLog, _ board: BoardConfiguration, now: Timestamp) async throws -> SummaryBase {
        if since.uppercased() == "LAST" { return .last }
        if let number = Int(since) { return .number(number) }
        let moment = try Self.end(of: since, now: now)
        let older = try await readable { () async throws(LedgerError) in
            try await log.board(board.name, asOf: moment)
        }
        return .state(older.summary(of: board.title, at: moment), at: moment)
    }

    private static func end(of day: String, now: Timestamp) throws -> Timestamp {
        do {
            return try Timestamp(endOfPastDay: day, now: now)
        } catch {
            throw Failure("\(error).", code: .badInput)
        }
    }

    private func missing(_ board: Board, _ name: String, _ base: SummaryBase) -> Failure {
        var wanted = number
        if case .number(let older) = base {
            if let number, older >= number {
                return Failure("summary \(number) is compared with an older one, not with \(older).", code: .badInput)
            }
            if let newer = board.listings.first(where: { $0.number == older }),
                let shown = board.listings.first(where: { $0.number == number }), newer.date > shown.date
            {
                return Failure(
                    "summary \(shown.number) was filled in and is of \(Wording.isoDay(shown.date)); \(older) is of \(Wording.isoDay(newer.date)): say an earlier one behind --since.",
                    code: .badInput)
            }
            if number == nil || board.listings.contains(where: { $0.number == number }) { wanted = older }
        }
        let numbers = board.listings.map { String($0.number) }
        let there =
            numbers.isEmpty
            ? "none is published yet" : "there \(numbers.count == 1 ? "is" : "are") \(Wording.list(numbers))"
        return Failure("there is no summary \(wanted ?? 0) on \(name): \(there).", code: .badInput)
    }
}
