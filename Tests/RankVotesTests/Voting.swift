import Bot
import BotTesting
import Chat
import Ledger
import RankVotes
import ReviewSlots

/// Boards to vote on.
enum Voting {
    /// A board with so many blueprints called `item-1x`, `item-2x` …, none of which is ready.
    static func room(
        items: Int, slots: Int? = 0, minBallots: Int = 0, rules: RankVotesReducer.Rules = .init(),
        alsoOn networks: [TestNetwork] = []
    ) async throws -> TestRoom {
        var rules = rules
        rules.minBallots = ["nova": minBallots]
        let room = try await TestRoom.make(
            settings: Settings(slots: slots, cycle: "Kilo"), plugins: [RankVotesPlugin(rules)], alsoOn: networks,
            baseURL: nil)
        for number in 1...items {
            try await room.prepare("<alice> !blueprint add item-\(number)x trivial changes \(100 + number)")
        }
        return room
    }
}
