public import Bot
public import Chat
public import Ledger
public import Logging
import ReviewSlots

/// The state of the specs in chat and as a site: `!summary`, drafts, publications, and the folders where they lie.
public struct SummariesPlugin: Plugin {
    /// More files for a board's folder. It is asked whenever the ledger has grown.
    public typealias OtherFiles = @Sendable (_ board: String, PluginContext) async throws -> [SiteFile]

    public let name = "summary"
    private let publisher: Publisher
    private let past = PastSummaries()
    private let shown = ShownDrafts()

    /// - Parameters:
    ///   - targets: by board.
    ///   - retry: a folder that could not be written is tried again after that.
    public init(
        _ targets: [String: PublishTarget] = [:], others: @escaping OtherFiles = { _, _ in [] },
        retry: Duration = .seconds(60), logger: Logger
    ) {
        publisher = Publisher(targets, others: others, retry: retry, logger: logger)
    }

    public var commands: [Command<CommandContext>] {
        [
            .summary(
                urls: publisher.targets.compactMapValues(\.url), fault: { publisher.fault(of: $0) }, past: past,
                shown: shown)
        ]
    }

    public func run(_ context: PluginContext) async { await publisher.run(context) }

    /// What is published, and a draft that the bot has made and a person has to approve.
    public func announcement(of records: [Recorded], _ view: BoardView) -> [Document.Line] {
        let url = publisher.targets[view.board.name]?.url
        return records.compactMap { recorded in
            guard case .board(view.board.name, let event) = recorded.event else { return nil }
            switch event {
            case .summaryPublished(let number, _, _):
                guard let page = view.board.listings.page(of: number) else { return nil }
                return "Summary \(number) is published: \"\(Wording.short(page.summary.title, 100))\". \(page.news)"
                    + Document.Line.link(url.map { "\($0)/\(number).html" })
            case .summaryUnpublished(let number, _, _): return "Summary \(number) is taken back, a draft again."
            case .summaryDrafted(_, let draft?) where draft.by == nil:
                guard let page = view.board.draftPage() else { return nil }
                return
                    "\(view.specCores)the draft of a summary waits. \(page.news) \(code: "!summary show"), and then \(code: "!summary approve")."
            default: return nil
            }
        }
    }

    public func digest(of records: [Recorded], _ view: BoardView) -> [String] {
        records.compactMap { recorded -> String? in
            guard case .board(view.board.name, let event) = recorded.event else { return nil }
            switch event {
            case .summaryPublished(let number, _, _): return "summary \(number) is published"
            case .summaryUnpublished(let number, _, _): return "summary \(number) is taken back"
            case .summaryDrafted(_, let draft?) where draft.by == nil && draft == view.board.draft:
                return "a summary draft waits: !summary show"
            default: return nil
            }
        }
    }
}

extension BoardView {
    /// Some of those who can approve a draft, called.
    fileprivate var specCores: Document.Line {
        var line = Document.Line()
        for name in names(with: .specCore).prefix(3) { line += "\(line.isEmpty ? "" : ", ")\(mention: name)" }
        return line.isEmpty ? line : line + ": "
    }
}

extension Document.Line {
    /// ` URL`, or nothing.
    static func link(_ url: String?) -> Document.Line { url.map { " \(link: $0)" } ?? "" }
}

extension SummaryPage {
    /// What has changed, as a sentence that stands alone.
    var news: String {
        guard let difference else { return "The first one: \(numbers)" }
        let older = since.map { "summary \($0)" } ?? "\"\(Wording.short(difference.olderTitle, 80))\""
        return "Since \(older): \(difference.counts)."
    }
}
