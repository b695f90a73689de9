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
            rules.counting.method = table.choice("method", default: rules.counting.method)
            if rules.counting.method == .kemeny {
                table.complain(about: "method", "kemeny ranks at most ten items: take another method for a backlog")
            }
            rules.counting.minNamed = table.int("min_named", default: rules.counting.minNamed, in: 0...1000)
            rules.counting.minJudged = table.int("min_judged_percent", default: rules.counting.minJudged, in: 0...100)
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

    public func commandAwaiting(_ words: Words, _ context: CommandContext) async -> Command<CommandContext>? {
        guard let prompt = await prompts.prompt(for: context) else { return nil }
        let isMeant =
            switch prompt {
            case .line: (try? await context.read { view in view.mayGoOn(words.all) }) ?? false
            case .insertion(let insertion):
                await RankTalk(context: context, prompts: prompts).choice(words, insertion) != nil
            }
        return isMeant ? .rank(prompts) : nil
    }

    public func hears(_ mark: NumberVote, _ context: CommandContext) async throws -> Bool {
        let deed: RankVotesReducer.Deed =
            switch mark {
            case .put(let value, let id):
                .mark(RankVotesReducer.Event.Mark(id: context.message.id ?? "", blueprint: id, value: value))
            case .takenBack(let id): .unmark(id)
            }
        if case .takenBack(let id) = mark {
            let isOurs = try await context.read(RankVotesReducer.self) { state, view in
                context.account.flatMap { view.people.person(with: $0) }.map { person in
                    state.marks(of: person)?.marks.contains { $0.id == id } ?? false
                } ?? false
            }
            guard isOurs else { return false }
        }
        func isAdvice() async throws -> Bool? {
            try await context.read(RankVotesReducer.self) { state, view in
                context.account.flatMap { view.people.person(with: $0) }.flatMap { state.ballot(of: $0) }
                    .map { $0.cast.weight == 0 }
            }
        }
        let before = try await isAdvice()
        try await context.submit(RankVotesReducer.Command(deed), to: RankVotesReducer.self)
        // Once is enough.
        if before == nil, try await isAdvice() == true {
            throw Excuse("you are no voter on \(context.board.name), so it weighs nothing and is shown as advice.")
        }
        return true
    }

    public func words(for event: String, _ view: BoardView) -> String? {
        RankVotesReducer.event(event).map { view.words(for: $0, namesVoter: false) }
    }

    public func announcement(of records: [Recorded], _ view: BoardView) -> [Document.Line] {
        view.news(
            of: records.compactMap { $0.event(of: RankVotesReducer.self, on: view.board.name) },
            lapseAfter: rules.lapseAfter)
    }

    /// The running part: what a ballot weighs follows the roles of its voter, which the configuration and links change.
    public func run(_ context: PluginContext) async throws {
        var known: [String: Grounds] = [:]
        for await _ in await context.changes() {
            for board in context.boards {
                let last = known[board]
                do {
                    let (grounds, weights) = try await context.read(RankVotesReducer.self, board: board) {
                        state, view in
                        let grounds = Grounds(state, view)
                        return (grounds, grounds == last ? [:] : state.weights(view))
                    }
                    if !weights.isEmpty {
                        try await context.submit(
                            RankVotesReducer.Command(.weigh(weights)), to: RankVotesReducer.self, board: board)
                    }
                    known[board] = grounds
                } catch is LedgerError {
                    // The board may be gone, or the disk full: the next change is another chance.
                    known[board] = nil
                }
            }
        }
    }
}

/// What the weights of ballots follow from.
private struct Grounds: Equatable {
    var people: Int
    var ballots: Int
    var roles: [Account: Roles]
    var operators: Set<Account>

    init(_ state: RankVotesReducer.State, _ view: BoardView) {
        people = view.people.revision
        ballots = state.ballotsSoFar
        roles = view.configuration.roles
        operators = view.configuration.operators
    }
}

extension RankVotesReducer.State {
    /// What ballots should weigh by the roles that their voters have now, where they weigh something else.
    func weights(_ view: BoardView) -> [PersonID: Int] {
        var weights: [PersonID: Int] = [:]
        for person in people {
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
