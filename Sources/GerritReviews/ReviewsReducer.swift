public import Ledger
public import ReviewSlots

/// Makes a board what the review system says. Kept in the stream `gerrit/BOARD`.
public struct ReviewsReducer: StreamReducer {
    public static let stream = "gerrit"

    public typealias State = ReviewsState
    public typealias Event = ReviewsEvent
    public typealias Command = ReviewsCommand

    public init() {}

    public func initial(board: String) -> State { State() }

    public func decide(_ command: Command, _ state: State, board: Board, by actor: Actor, at: Timestamp)
        throws(LedgerError) -> StreamDecision<Event>
    {
        switch command {
        case .report(let report):
            var reconciliation = Reconciliation(report: report, state: state, board: board)
            return reconciliation.decision
        case .alert(let text): return StreamDecision([.alerted(text)])
        case .prove(let account, let person): return StreamDecision([.proven(account: account, person)])
        case .liftBlocks(let isLifted):
            guard actor.roles.contains(.lead) else { throw .refused(.needs(.lead)) }
            if isLifted == state.areBlocksLifted {
                throw .refused(.already(isLifted ? "all blocks are lifted" : "blocks are set where they belong"))
            }
            return StreamDecision([.blocksLifted(isLifted)])
        }
    }

    public func evolve(_ state: inout State, _ event: Event, at: Timestamp) {
        switch event {
        case .linked(let change, let blueprint, let evidence): state.links[change, default: [:]][blueprint] = evidence
        case .unlinked(let change, let blueprint):
            state.links[change]?[blueprint] = nil
            if state.links[change]?.isEmpty ?? false { state.links[change] = nil }
        case .specTold(let spec, let category, let fastTracked):
            state.specs[spec] = ReviewsState.Told(category: category, fastTracked: fastTracked)
        case .vanished(let change): state.hidden.insert(change)
        case .returned(let change): state.hidden.remove(change)
        case .blocksLifted(let isLifted): state.areBlocksLifted = isLifted
        case .alerted, .proven: break
        }
    }

    public func inverse(of event: Event) -> Event? {
        guard case .blocksLifted(let isLifted) = event else { return nil }
        return .blocksLifted(!isLifted)
    }

    public func parts(of event: Event) -> [String] {
        if case .blocksLifted = event { ["blocks"] } else { [] }
    }

    /// People add blueprints and link changes: then the server's word is to be taken over for them, too.
    public func observe(_ state: inout State, _ event: BoardEvent, board: Board, at: Timestamp) {
        switch event {
        case .blueprintAdded, .blueprintRenamed, .aliasAdded, .changeLinked, .closed, .configured: state.generation += 1
        default: break
        }
    }
}
