public import Chat
import Ledger
public import ReviewSlots

extension Command<CommandContext> {
    static let repropose = Command(
        "repropose", aliases: ["re-propose"], usage: ["", "CYCLE"],
        summary: "specs that are approved and not implemented, and the tag to propose them again with",
        examples: [
            Example(
                "erin", "!repropose",
                [
                    "erin: 5 specs of Kilo are approved and not implemented: 126527, 126553, 128600, 139580, 140144. Propose each again with \"Previously-approved: kilo\" in its commit message."
                ])
        ]
    ) { context, words in
        try await context.read { view in
            let left = Reproposal(view, cycle: words[0])
            return Reply(left.line, privately: Document(left.items))
        }
    }
}

/// What a cycle has approved and not implemented, to be proposed again for the next (R63).
public struct Reproposal {
    public let cycle: String
    public let specs: [Spec]
    /// A spec each: number, title, category, blueprints.
    public let items: [Document.Line]

    /// - Parameter cycle: `nil`: the board's.
    public init(_ view: BoardView, cycle: String? = nil) {
        let cycle = cycle ?? view.board.settings.cycle
        let specs = view.board.approvedSpecs(of: cycle)
        self.cycle = specs.lazy.compactMap(\.cycle).first ?? cycle
        self.specs = specs
        items = specs.map { spec in
            let number = spec.current?.number ?? spec.id
            let blueprints = view.board.blueprints(ofSpec: spec.id).map(view.name)
            let names = blueprints.isEmpty ? "" : ", \(Wording.some(blueprints, 3, bytes: 100))"
            return
                "\(number) \"\(Wording.short(spec.title, 160))\" (\(Wording.short(view.board.category(spec.category)))\(names))\(view.url(ofReview: number))"
        }
    }

    /// The line for a commit message; `nil` where the board names no cycle.
    public var tag: String? { cycle.isEmpty ? nil : "Previously-approved: \(cycle.lowercased())" }

    private var title: String { cycle.isEmpty ? "" : " of \(Wording.short(cycle, 40))" }

    public var line: Document.Line {
        guard !specs.isEmpty else { return "no spec\(title) is approved and not implemented." }
        let numbers = specs.map { "\($0.current?.number ?? $0.id)" }
        let how: Document.Line =
            tag.map { " Propose each again with \(code: $0) in its commit message." } ?? ""
        return
            "\(Wording.count(specs.count, "spec"))\(title) \(specs.count == 1 ? "is" : "are") approved and not implemented: \(Wording.some(numbers, bytes: 160)).\(how)"
    }

    public var markdown: String {
        "# Approved and not implemented\(title.escapedForMarkdown)\n\n\(line.markdown)\n"
            + (items.isEmpty ? "" : "\n" + Document(items).markdownList)
    }
}
