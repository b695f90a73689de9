import Chat
import Ledger

extension Command<CommandContext> {
    static let agenda = Command(
        "agenda", summary: "what the weekly meeting needs; the whole of it in a private message",
        examples: [
            Example(
                "erin", "!agenda",
                [
                    "erin: 1 of 3 in slots stuck: tag-instances; one more +2: 128612; Feature freeze on Thu 19 Mar 2015; 1 exception asked for. Say \"agenda\" in private for all of it."
                ])
        ]
    ) { context, _ in
        var reviews: [OpenReview] = []
        for plugin in context.plugins { reviews += await plugin.openReviews(on: context.board.name) }
        return try await context.read { [reviews] view in
            let agenda = Agenda(view, reviews: reviews)
            if context.message.room.isPrivate { return Reply(agenda.line, privately: agenda.document) }
            return Reply("\(agenda.line) Say \(code: "agenda") in private for all of it.")
        }
    }
}
