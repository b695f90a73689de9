import Bot
import Chat
import Gerrit
import GerritProtocol
import Ledger
import ReviewSlots

extension GerritPlugin {
    var gerritCommand: Command<CommandContext> {
        Command(
            "gerrit", summary: "how fresh the review system's data is, and how much is open",
            examples: [Example("erin", "!gerrit", ["erin: this board follows no review system."])]
        ) { context, _ in
            let running = running(on: context.board.name)
            guard !running.isEmpty else { return Reply("this board follows no review system.") }
            var lines: [Document.Line] = []
            for one in running {
                guard let report = await one.server.report()?.report else { continue }
                let burst = servers.first { $0.configuration.name == one.keeper.server }?.configuration.settings.burst
                lines += await one.keeper.statusLines(report, budget: burst ?? 0, board: context.board.name)
            }
            return Reply(lines)
        }
    }

    var adherenceCommand: Command<CommandContext> {
        Command(
            "adherence", summary: "which share of the cores' votes went to changes with a slot; your own in private",
            examples: [Example("erin", "!adherence", ["erin: this board follows no review system."])]
        ) { context, _ in
            guard let one = running(on: context.board.name).first else {
                return Reply("this board follows no review system.")
            }
            return try await one.keeper.adherence(context)
        }
    }

    var blocksCommand: Command<CommandContext> {
        Command(
            "blocks", usage: ["", "lift all", "set"],
            summary: "the blocks on changes without a slot; a lead lifts them all, or has them set again", for: .leads,
            examples: [Example("erin", "!blocks", ["erin: this board follows no review system."])]
        ) { context, words in
            guard let one = running(on: context.board.name).first else {
                return Reply("this board follows no review system.")
            }
            switch (words[0]?.lowercased(), words[1]?.lowercased()) {
            case ("lift", "all"):
                try await context.submit(.liftBlocks(true), to: ReviewsReducer.self)
                return Reply("all blocks are being lifted, and none is set until \(code: "!blocks set").")
            case ("set", nil):
                try await context.submit(.liftBlocks(false), to: ReviewsReducer.self)
                return Reply("changes without a slot are being blocked again. \(code: "!blocks lift all") ends it.")
            case (nil, nil): return Reply(try await one.keeper.blocksLine(context))
            default:
                throw Excuse("say \(code: "!blocks"), \(code: "!blocks lift all") or \(code: "!blocks set").")
            }
        }
    }
}

extension ReviewKeeper {
    /// The team's figure is everybody's to know, a person's own only that person's.
    func adherence(_ context: CommandContext) async throws -> Reply {
        guard let reviews = boards.first(where: { $0.board == context.board.name }), let now = serverTime else {
            return Reply("\(server) has told nothing of this board yet.")
        }
        let views = mirror.views.filter(reviews.follows)
        let (account, server) = (context.account, server)
        let found = try await context.read(ReviewsReducer.self) { _, view in
            let person = account.flatMap { view.people.person(with: $0) }
            let names = (person.map { view.people.accounts(of: $0) } ?? []).filter { $0.network == server }.map(\.name)
            return Adherence(reviews, views, view.board, names: Set(names), now: now)
        }
        guard found.votes > 0 else { return Reply("no core has voted on any change in the last 4 weeks.") }
        let team: Document.Line =
            "\(Adherence.phrase(found.inSlots, of: found.votes)) of the cores' votes in the last 4 weeks were on changes with a slot."
        guard found.own > 0 else { return Reply(team) }
        let own: Document.Line =
            "Your own: \(Adherence.phrase(found.ownInSlots, of: found.own)). Nobody else is told."
        return Reply(team, privately: Document(own))
    }

    func blocksLine(_ context: CommandContext) async throws -> Document.Line {
        guard let reviews = boards.first(where: { $0.board == context.board.name }) else {
            return "this board follows no review system."
        }
        let views = mirror.views.filter { reviews.projects.contains($0.key.project) && $0.isOpen }
        let (wanted, isLifted, isTrial) = try await context.read(ReviewsReducer.self) { state, view in
            (state.wishes(reviews, views, view.board), state.areBlocksLifted, view.board.settings.isTrial == true)
        }
        if isLifted { return "all blocks are lifted; \(code: "!blocks set") sets them again." }
        let blocked = wanted.count { !$0.value.isInSlot }
        let without = "\(Wording.count(blocked, "open change")) of blueprints without a slot"
        if reviews.blocks.mode == .advise || isTrial {
            let why = isTrial ? "the board is on trial" : "blocks only advise"
            return "\(without); nothing is written to them (\(why))."
        }
        guard let account, let serverTime else { return "\(without); \(server) has not told yet who I am there." }
        let missing = Blocks.plan(wanted, views, own: account, reviews.blocks, time: serverTime).count
        return
            "\(without), blocked by \(reviews.blocks.mode.rawValue); \(missing == 0 ? "all is as it should be" : "\(Wording.count(missing, "write")) to go, \(reviews.blocks.writesPerMinute) a minute")."
    }
}
