import Bot
import Logging
import NIOConcurrencyHelpers
import ReviewSlots

/// Where a board publishes its summaries.
public struct PublishTarget: Sendable, Hashable {
    /// A folder that is there.
    public var folder: String
    /// Where readers find it, without a slash at the end.
    public var url: String?

    public init(folder: String, url: String? = nil) {
        self.folder = folder
        self.url = url
    }
}

/// Keeps the folders of all boards equal to what is published.
struct Publisher: Sendable {
    let targets: [String: PublishTarget]
    let others: SummariesPlugin.OtherFiles
    let logger: Logger
    /// Why a board's folder is not up to date.
    private let faults = NIOLockedValueBox<[String: String]>([:])

    init(_ targets: [String: PublishTarget], others: @escaping SummariesPlugin.OtherFiles, logger: Logger) {
        self.targets = targets
        self.others = others
        self.logger = logger
    }

    func fault(of board: String) -> String? { faults.withLockedValue { $0[board] } }

    /// Looks at the start, whenever the ledger has grown, and each minute, for a folder may be writable again.
    func run(_ context: PluginContext) async {
        guard !targets.isEmpty else { return }
        let (looks, look) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withDiscardingTaskGroup { group in
            group.addTask {
                for await _ in await context.changes() { look.yield() }
            }
            group.addTask {
                while await (try? Task.sleep(for: .seconds(60))) != nil { look.yield() }
            }
            var done: [String: Site.Key] = [:]
            for await _ in looks {
                for board in context.boards { await publish(board, &done[board], context) }
            }
            group.cancelAll()
        }
    }

    private func publish(_ board: String, _ done: inout Site.Key?, _ context: PluginContext) async {
        guard let target = targets[board] else { return }
        do {
            var site = try await context.read(board: board) { view in
                Site(
                    board: board, title: view.configuration.title, url: target.url,
                    link: view.configuration.reviewURL.flatMap { SummaryReviewLink($0) }, listings: view.board.listings)
            }
            site.others = try await others(board, context)
            let key = Site.Key(site)
            if key == done { return }
            try SiteFolder(target.folder).update(to: site)
            done = key
            if faults.withLockedValue({ $0.removeValue(forKey: board) }) != nil {
                logger.notice(
                    "summaries are published again", metadata: ["board": "\(board)", "folder": "\(target.folder)"])
            }
        } catch {
            let fault = "\(error)"
            let isNew = faults.withLockedValue { faults in faults.updateValue(fault, forKey: board) != fault }
            guard isNew else { return }
            logger.error(
                "summaries cannot be published; it is tried again each minute",
                metadata: ["board": "\(board)", "why": "\(fault)"])
        }
    }
}
