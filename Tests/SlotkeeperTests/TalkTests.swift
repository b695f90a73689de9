import Bot
import BotTesting
import MatrixTesting
import RankVotes
import ReviewSlots
import Testing

/// One table of talks on three networks: what the bot says is the same everywhere.
@Suite("Talks", .timeLimit(.minutes(5)))
struct TalkTests {
    private static let talks = Talk.all.filter(\.isInOneRoom) + ofPlugins

    @Test(arguments: talks) func `At the terminal`(talk: Talk) async throws {
        try await talk.plays(on: TerminalStage())
    }

    @Test(arguments: talks) func `On IRC, over TLS`(talk: Talk) async throws {
        try await IRCStage.plays(talk)
    }

    /// There everybody has an account.
    @Test(
        .enabled(if: Synapse.isInstalled, "Synapse is not installed: script/install-packages test"),
        arguments: talks.filter { !$0.people.contains { $0.hasPrefix("guest") } })
    func `On Matrix, with Synapse`(talk: Talk) async throws {
        try await talk.plays(on: try await MatrixStage())
    }

    private static let ofPlugins = [
        Talk(
            "!rank moves an item on the own ballot, and lists the order",
            on: {
                let room = try await TestRoom.make(
                    settings: Settings(slots: 0, cycle: "Kilo"), plugins: [RankVotesPlugin()], baseURL: nil)
                for number in 1...6 {
                    try await room.prepare("<alice> !blueprint add item-\(number)x trivial changes \(100 + number)")
                }
                return room
            },
            """
            <erin> !rank item-3x > b1 = 102 -- small and useful
            <slotkeeper> erin: your ballot: 1 item-3x, 2 item-1x = item-2x; the other 3 tie below. It is 1 of the 3 ballots from which on the votes order the backlog. "!undo" takes it back for 10 minutes.
            <erin> !rank up item-1x
            <slotkeeper> erin: item-1x is now 2nd on your ballot (was 2nd with another). It waits for votes: named by 1 of the 2 voters that it needs. "!undo" takes it back for 10 minutes.
            <erin> !rank mine
            <slotkeeper> erin: sent in private.
            -slotkeeper to erin- Your ballot (Mon 15 Dec): 1 item-3x, 2 item-1x, 3 item-2x; the other 3 tie below. Change: "rank a > b > c" (a new ballot), "rank up|down|top|drop NAME", "rank NAME PLACE".
            """)
    ]
}
