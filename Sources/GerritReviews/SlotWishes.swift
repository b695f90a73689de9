import Bot
import GerritProtocol
import Logging
import ReviewSlots

extension ReviewsState {
    /// What the slots say of each open change to the code: those of blueprints without a slot are to be blocked. Changes
    /// that belong to no blueprint, bug fixes say, are nobody's business here.
    func wishes(_ reviews: BoardReviews, _ views: some Sequence<ChangeView>, _ board: Board) -> [ChangeKey: Blocks.Wish]
    {
        guard !areBlocksLifted, board.settings.slots != nil else { return [:] }
        let ranks = Dictionary(uniqueKeysWithValues: board.backlog().enumerated().map { ($1, $0 + 1) })
        var wishes: [ChangeKey: Blocks.Wish] = [:]
        for view in views where view.isOpen && reviews.isCode(view) {
            let blueprints = board.blueprints(ofChange: view.key.number).compactMap { board.blueprints[$0] }
                .filter(\.isOpen)
            guard let first = blueprints.first else { continue }
            if let seated = blueprints.first(where: { $0.seat != nil }) {
                let why = "\(seated.name) has slot \(seated.seat?.slot ?? 0): please review this change"
                wishes[view.key] = Blocks.Wish(isInSlot: true, why: why)
            } else {
                let place = ranks[first.id].map { ", number \($0) of \(ranks.count)" } ?? ""
                let why = "\(first.name) waits for a review slot\(place)"
                wishes[view.key] = Blocks.Wish(isInSlot: false, why: why)
            }
        }
        return wishes
    }
}

extension ReviewKeeper {
    /// Looks after the blocks, soon after something has happened, and each minute, for they end, and the writes are few.
    func keepBlocks() async {
        var ticks = 0
        while await (try? Task.sleep(for: .seconds(1))) != nil {
            ticks += 1
            guard arePlansDue || ticks % 60 == 0 else { continue }
            arePlansDue = false
            do {
                if try await !planBlocks() { arePlansDue = true }
            } catch {
                logger.error("blocks could not be planned", metadata: ["why": "\(error)"])
            }
        }
    }

    /// Compares the blocks with what they should be, and passes on what is to be written now.
    /// - Returns: whether that is all.
    private func planBlocks() async throws -> Bool {
        guard let account, let time = serverTime, cursor.backfill == nil else { return true }
        var isAll = true
        var all: [(board: BoardReviews, wanted: [ChangeKey: Blocks.Wish]?)] = []
        for board in served {
            let views = mirror.views.filter { $0.isOpen && board.isCode($0) }
            let wanted = try await context.read(ReviewsReducer.self, board: board.board) { state, view in
                // In a trial everything is shown and nothing written.
                view.board.settings.isTrial == true ? nil : state.wishes(board, views, view.board)
            }
            all.append((board, wanted))
        }
        for (board, wanted) in all {
            guard let wanted else { continue }
            // What another board wishes for is not this one's to lift.
            let others = all.filter { $0.board != board }.reduce(into: Set<ChangeKey>()) {
                $0.formUnion($1.wanted.map { Array($0.keys) } ?? [])
            }
            let views = mirror.views.filter {
                $0.isOpen && board.isCode($0) && (wanted[$0.key] != nil || !others.contains($0.key))
            }
            guard let steps = blocks[board.board]?.next(wanted, views, own: account, time: time, at: Self.milliseconds)
            else { continue }
            for key in steps.looks { wishes.continuation.yield(.ask(key)) }
            for write in steps.writes { wishes.continuation.yield(.write(write)) }
            isAll = isAll && steps.isEmpty
        }
        return isAll
    }

    /// These changes were read by themselves: a list may show an older state than one that was written.
    func saw(_ keys: [ChangeKey]) {
        for name in blocks.keys { for key in keys { blocks[name]?.saw(key) } }
    }
}
