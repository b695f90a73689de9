import Chat
import Ledger
import ReviewSlots

extension Command<CommandContext> {
    static let direction = Command(
        "direction", usage: ["NAME", "drop NAME"],
        summary: "say that a blueprint is wanted now, apart from how its spec does it",
        for: .cores,
        examples: [
            Example(
                "sam", "!direction nfs-image-store",
                [
                    "sam: nfs-image-store has direction: it is wanted now. No board but one with \"direction: required\" asks for that. \"!undo\" takes it back for 10 minutes."
                ]),
            Example(
                "erin", "!direction nfs-image-store",
                [
                    "erin: only spec cores can give direction (you are known as erin, voter). Ask alice or sam. \"!why nfs-image-store\" says what it waits for."
                ]),
        ]
    ) { context, words in
        let drops = words[0]?.lowercased() == "drop"
        let id = try await context.blueprint(words[drops ? 1 : 0], usage: "!direction \(drops ? "drop " : "")NAME")
        try await context.submit(drops ? .undirect(id) : .direct(id))
        return try await context.read { view in
            let name = view.name(id)
            let undo: Document.Line = " \(code: "!undo") takes it back for 10 minutes."
            if drops { return Reply("\(strong: name) has no direction any more.\(undo)") }
            let board: Document.Line =
                view.board.settings.needsDirection
                ? view.board.rank(of: id).map { " It is #\($0) of the backlog." } ?? ""
                : " No board but one with \(code: "direction: required") asks for that."
            return Reply("\(strong: name) has direction: it is wanted now.\(board)\(undo)")
        }
    }
}
