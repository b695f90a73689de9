import ArgumentParser
import Bot
import CalendarPlugin
import Chat
import Ledger
import ReviewSlots

struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "Print the dates to come, or a file for calendar programs.")

    @OptionGroup var file: ConfigurationOption
    @Option(help: "The board, if there are several.") var board: String?
    @Flag(help: "An iCalendar file (RFC 5545) with all dates, those that are over too.") var ics = false

    func run() async throws {
        try await reporting {
            let settings = try file.load()
            let configured = try settings.boardName(board)
            let (isFile, baseURL, now) = (ics, settings.baseURL, Application.now())
            let text = try await settings.readLedger().read(CalendarReducer.self, board: configured.name) {
                state, board, people in
                guard !isFile else { return state.file(of: configured, baseURL: baseURL, now: now) }
                let view = BoardView(
                    board: board, people: people, configuration: configured, baseURL: baseURL, now: now)
                return view.calendar(state).map { $0.plainText(quiet: false) + "\n" }.joined()
            }
            say(text, terminator: "")
        }
    }
}
