public import Bot
import Ledger
import ReleaseCalendar
public import ReviewSlots

extension CalendarReducer.State {
    /// The board's calendar as a file that calendar programs read (RFC 5545): what is published and printed.
    ///
    /// The configuration's dates are taken as they are now, whether a bot has read them yet or not.
    /// - Parameter baseURL: of the pages; its host makes the ids one's own.
    public func file(of board: BoardConfiguration, baseURL: String?, now: Timestamp) -> String {
        let host = baseURL.flatMap { $0.split(separator: "/").dropFirst().first.map(String.init) }
        return ICalendar(
            title: board.title, domain: "\(board.name).\(host ?? "slotkeeper")",
            entries: configured(by: board, now: now).map { ICalendar.Entry($0.occasion, changed: $0.changed) },
            zone: board.calendar.zone
        ).text(now: now)
    }

    /// All dates, the configuration's as they are now.
    public func configured(by board: BoardConfiguration, now: Timestamp) -> [Entry] {
        let reducer = CalendarReducer()
        var state = self
        for event in reducer.listing(board.calendar.occasions, from: CalendarReducer.configuration, self) {
            reducer.evolve(&state, event, at: now)
        }
        return state.entries
    }
}
