import GerritProtocol
import ReviewSlots

/// Which share of the cores' votes went to changes with a slot (R47). Counted from votes on current patch sets.
struct Adherence: Sendable, Hashable {
    static let window = 28 * Timestamp.day

    var votes = 0
    var inSlots = 0
    var own = 0
    var ownInSlots = 0

    /// - Parameters:
    ///   - names: the asker's accounts on the server.
    ///   - now: by the server's clock.
    init(
        _ reviews: BoardReviews, _ views: some Sequence<ChangeView>, _ board: Board, names: Set<String>, now: ServerTime
    ) {
        let views = views.filter(reviews.isCode)
        let label = reviews.rules.reviewLabel
        // Where nobody has said who the cores are, they are those who approve.
        let approvers = Set(
            views.flatMap(\.votes).filter { $0.label == label && $0.value >= reviews.rules.approvingValue }
                .compactMap(\.account.accountName))
        for view in views {
            for vote in view.votes where vote.label == label {
                guard let at = vote.at, at > now - Self.window, let name = vote.account.accountName,
                    reviews.rules.cores.map({ $0.contains { vote.account.isCalled($0) } }) ?? approvers.contains(name)
                else { continue }
                let isInSlot = board.blueprints(ofChange: view.key.number).compactMap { board.blueprints[$0] }
                    .contains { blueprint in
                        blueprint.seat.map { $0.since.seconds <= at.seconds } ?? (blueprint.closed?.outcome == .landed)
                    }
                votes += 1
                inSlots += isInSlot ? 1 : 0
                own += names.contains(name) ? 1 : 0
                ownInSlots += names.contains(name) && isInSlot ? 1 : 0
            }
        }
    }

    static func phrase(_ part: Int, of whole: Int) -> String {
        "\(part) of \(whole) (\((200 * part + whole) / (2 * whole)) %)"
    }
}
