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
    /// After that what has failed is tried again.
    let retry: Duration
    private let faults = NIOLockedValueBox<[String: Fault]>([:])

    /// Why a board's folder is not up to date.
    private struct Fault {
        var reason: String
        /// It is tried again at the next look; before, the ledger may grow as often as it will.
        var isDue = false
    }

    init(
        _ targets: [String: PublishTarget], others: @escaping SummariesPlugin.OtherFiles, retry: Duration,
        logger: Logger
    ) {
        self.targets = targets
        self.others = others
        self.retry = retry
        self.logger = logger
    }

    func fault(of board: String) -> String? { faults.withLockedValue { $0[board]?.reason } }

    /// Looks at the start, whenever the ledger has grown, and each minute, for a folder may be writable again.
    func run(_ context: PluginContext) async {
        guard !targets.isEmpty else { return }
        let (looks, look) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withDiscardingTaskGroup { group in
            group.addTask {
                for await _ in await context.changes() { look.yield() }
            }
            group.addTask {
                while await (try? Task.sleep(for: retry)) != nil {
                    faults.withLockedValue { faults in
                        for board in faults.keys { faults[board]?.isDue = true }
                    }
                    look.yield()
                }
            }
            var done: [String: Done] = [:]
            for await _ in looks {
                for board in context.boards { await publish(board, &done[board], context) }
            }
            group.cancelAll()
        }
    }

    private func publish(_ board: String, _ done: inout Done?, _ context: PluginContext) async {
        guard let target = targets[board], faults.withLockedValue({ $0[board]?.isDue ?? true }) else { return }
        do {
            var site = try await context.read(board: board) { view in
                Site(
                    board: board, title: view.configuration.title, url: target.url,
                    link: view.configuration.reviewURL.flatMap { SummaryReviewLink($0) }, listings: view.board.listings)
            }
            site.others = try await others(board, context)
            let now = Done(pages: Site.Key(site), others: site.others)
            // Somebody may have emptied the folder since.
            if !SiteFolder.isWritten(target.folder) { done = nil }
            if now == done { return }
            try SiteFolder(target.folder).update(to: site, rendersPages: now.pages != done?.pages)
            done = now
            if faults.withLockedValue({ $0.removeValue(forKey: board) }) != nil {
                logger.notice(
                    "summaries are published again", metadata: ["board": "\(board)", "folder": "\(target.folder)"])
            }
        } catch {
            let fault = Fault(reason: "\(error)")
            // Whatever was written of it: all of it is looked at again.
            done = nil
            let isNew = faults.withLockedValue { $0.updateValue(fault, forKey: board)?.reason != fault.reason }
            guard isNew else { return }
            logger.error(
                "summaries cannot be published; it is tried again each minute",
                metadata: ["board": "\(board)", "why": "\(fault.reason)"])
        }
    }

    /// What a folder is known to hold.
    private struct Done: Equatable {
        var pages: Site.Key
        var others: [SiteFile]
    }
}
