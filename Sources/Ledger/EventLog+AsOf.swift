public import ReviewSlots

extension EventLog {
    /// A board as it was at the end of a moment: made of the records of all that was true by then, whenever they were written.
    ///
    /// What is imported may be older than the board itself: then its first settings tell to which cycle that belongs.
    public func board(_ name: String, asOf moment: Timestamp) async throws(LedgerError) -> Board {
        var board = Board(name: name)
        var setup: BoardEvent?
        var position = 0
        while true {
            let records: [Record]
            do {
                records = try await read(after: position, limit: 2000)
            } catch {
                throw .log(error)
            }
            for record in records where record.stream == LedgerEvent.boardStream(name) {
                if record.at <= moment {
                    if case .board(_, let event) = try LedgerEvent(record) { board.evolve(event, at: record.at) }
                } else if setup == nil, case .board(_, let event)? = try? LedgerEvent(record), case .configured = event
                {
                    setup = event
                }
            }
            guard let last = records.last else {
                if board.base == nil, let setup { board.evolve(setup, at: moment) }
                return board
            }
            position = last.position
        }
    }
}
