public import Bot
public import Chat
import Foundation
public import Ledger
import ReviewSlots
import Tally

/// The community ranks the backlog: `!rank a > b = c`, one ballot a person, one order that everybody can have explained.
public struct RankVotesPlugin: Plugin {
    public let name = RankVotesReducer.stream
    public let rules: RankVotesReducer.Rules
    let prompts = Prompts()

    public init(_ rules: RankVotesReducer.Rules = RankVotesReducer.Rules()) {
        self.rules = rules
    }

    /// Reads the plugin's table in the configuration.
    /// - Parameter minBallots: from how many ballots on the votes order a board's backlog, by the board's name.
    /// - Throws: `ConfigurationErrors` that name each mistake's place.
    public init(_ entry: ConfigValue.Entry, minBallots: [String: Int]) throws(ConfigurationErrors) {
        var rules = try ConfigTable.read(entry.value, path: "plugins.rankvotes") { table in
            var rules = RankVotesReducer.Rules()
            rules.method = table.choice("method", default: RankMethod.rankedPairsWinningVotes).method
            rules.placing = Backlog.PlacingRule(
                minNamed: table.int("min_named", default: rules.placing.minNamed, in: 0...1000),
                minJudged: table.int("min_judged_percent", default: rules.placing.minJudged, in: 0...100), of: 100)
            rules.first = table.int("tell_first", default: rules.first, in: 0...20)
            rules.gather = Self.seconds("gather", default: rules.gather, in: .seconds(0)...(.seconds(86_400)), &table)
            let ages = Duration.seconds(86_400)...(.seconds(3650 * 86_400))
            rules.remindAfter = Self.seconds("remind_after", default: rules.remindAfter, in: ages, &table)
            rules.lapseAfter = Self.seconds("lapse_after", default: rules.lapseAfter, in: ages, &table)
            if rules.lapseAfter <= rules.remindAfter {
                table.complain(about: "lapse_after", "a ballot lapses after its voter is reminded: make it longer")
            }
            return rules
        }
        rules.minBallots = minBallots
        self.rules = rules
    }

    private static func seconds(
        _ key: String, default seconds: Int, in range: ClosedRange<Duration>, _ table: inout ConfigTable
    ) -> Int {
        Int(table.duration(key, default: .seconds(seconds), in: range).components.seconds)
    }

    public var reducer: (any StreamReducer)? { RankVotesReducer(rules: rules) }

    public var commands: [Command<CommandContext>] { [.rank(prompts)] }

    public func commandAwaiting(_ context: CommandContext) async -> Command<CommandContext>? {
        await prompts.prompt(for: context) == nil ? nil : .rank(prompts)
    }

    public func announcement(of records: [Recorded], _ view: BoardView) -> [Document.Line] {
        let events = records.compactMap { recorded -> RankVotesReducer.Event? in
            guard case .plugin("\(RankVotesReducer.stream)/\(view.board.name)", let body) = recorded.event else {
                return nil
            }
            return try? JSONDecoder().decode(RankVotesReducer.Event.self, from: Data(body.utf8))
        }
        return events.isEmpty ? [] : view.news(of: events, lapseAfter: rules.lapseAfter)
    }

    /// The running part: what a ballot weighs follows the roles of its voter, which the configuration and links change.
    public func run(_ context: PluginContext) async throws {
        var known: [String: Int] = [:]
        for await _ in await context.changes() {
            for board in context.boards {
                let last = known[board]
                let (revision, weights) = try await context.read(RankVotesReducer.self, board: board) { state, view in
                    let revision = view.people.revision
                    return (revision, revision == last ? [:] : state.weights(view))
                }
                if !weights.isEmpty {
                    try await context.submit(.weigh(weights), to: RankVotesReducer.self, board: board)
                }
                known[board] = revision
            }
        }
    }
}

/// The methods that rank a backlog of any length.
private enum RankMethod: String, CaseIterable {
    case rankedPairsWinningVotes = "ranked-pairs-wv"
    case rankedPairsMargins = "ranked-pairs-margins"
    case schulzeWinningVotes = "schulze-wv"
    case schulzeMargins = "schulze-margins"
    case borda, copeland

    var method: Tally.Method { Tally.Method(rawValue: rawValue) ?? .rankedPairsWinningVotes }
}

extension RankVotesReducer.State {
    /// What ballots should weigh by the roles that their voters have now, where they weigh something else.
    func weights(_ view: BoardView) -> [PersonID: Int] {
        var weights: [PersonID: Int] = [:]
        for person in dates.keys.map({ PersonID($0) }) {
            let weight = view.isVoter(person) ? 1 : 0
            if let ballot = ballot(of: person), ballot.cast.weight != weight { weights[person] = weight }
        }
        return weights
    }
}

extension BoardView {
    func roles(of person: PersonID) -> Roles { configuration.roles(of: people.accounts(of: person)) }
    func isVoter(_ person: PersonID) -> Bool { roles(of: person).contains(.voter) }
}
