import Chat
import Ledger
import ReviewSlots

extension Command<CommandContext> {
    static let focus = Command(
        "focus", usage: ["", "NAME", "none"], summary: "what the cycle is about: it says which slots are reserved",
        for: .leads,
        examples: [
            Example("erin", "!focus", ["erin: no focus is set up here; the operator can (focus). Reserved: debt 1."]),
            Example(
                "erin", "!focus stability",
                ["erin: only leads can set the focus (you are known as erin, voter). Ask alice."]),
        ]
    ) { context, words in
        guard let word = words[0]?.lowercased() else { return try await context.read { Reply($0.focusLine()) } }
        try await context.submit(.setFocus(["none", "off"].contains(word) ? nil : word))
        return try await context.read { view in
            Reply("\(view.focusLine()) \(code: "!undo") takes it back for 10 minutes.")
        }
    }
}

extension BoardView {
    /// `the focus of Kilo is stability. Reserved: debt 5. There are features (debt 1) and stability (debt 5).`
    func focusLine() -> Document.Line {
        let focuses = board.settings.focuses
        let reserved = reservations(board.settings.reservations)
        guard !focuses.isEmpty else {
            return "no focus is set up here; the operator can (focus). Reserved: \(reserved)."
        }
        let names = focuses.sorted { $0.key < $1.key }.map { "\($0.key) (\(reservations($0.value)))" }
        let cycle = board.settings.cycle.isEmpty ? "" : " of \(board.settings.cycle)"
        return
            "\(board.focus.map { "the focus\(cycle) is \($0)" } ?? "there is no focus\(cycle)"). Reserved: \(reserved). There \(names.count == 1 ? "is" : "are") \(Wording.some(names, bytes: 200))."
    }

    private func reservations(_ all: [WorkKind: Int]) -> String {
        all.isEmpty ? "nothing" : all.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}
