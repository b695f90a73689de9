public import ReviewSlots

extension EventLog {
    /// A board as it was at the end of a moment: made of the records of all that was true by then, whenever they were written.
    public func board(_ name: String, asOf moment: Timestamp) async throws(LedgerError) -> Board {
        var board = Board(name: name)
        var position = 0
        while true {
            let records: [Record]
            do {
                records = try await read(after: position, limit: 2000)
            } catch {
                throw .log(error)
            }
            for record in records where record.at <= moment && record.stream == LedgerEvent.boardStream(name) {
                if case .board(_, let event) = try LedgerEvent(record) { board.evolve(event, at: record.at) }
            }
            guard let last = records.last else { return board }
            position = last.position
        }
    }
}
