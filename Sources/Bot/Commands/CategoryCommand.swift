import Chat
import Ledger
import ReviewSlots

extension Command<CommandContext> {
    static let category = Command(
        "category",
        usage: [
            "check", "alias NAME AS", "merge NAME INTO", "rename NAME NEW", "split NAME INTO NUMBER …",
            "keep NAME NAME", "set NUMBER CATEGORY",
        ],
        summary: "set right how specs are filed; everyone may check", for: .leads,
        examples: [
            Example("erin", "!category check", ["erin: no doubts about 6 categories."]),
            Example(
                "alice", "!category merge Sheduler Scheduler",
                ["alice: there is no category \"Sheduler\". \"!specs\" lists them."]),
            Example(
                "alice", "!category rename Administrative Operations",
                ["alice: Administrative is Operations now. \"!undo\" takes it back for 10 minutes."]),
            Example(
                "alice", "!category split \"Block Storage\" Multi-attach 139580",
                [
                    "alice: 1 spec of Block Storage is in Multi-attach now. \"!undo\" takes it back for 10 minutes."
                ]),
            Example(
                "alice", "!category keep \"API (EC2)\" Security",
                [
                    "alice: API (EC2) and Security are kept apart. \"!undo\" takes it back for 10 minutes."
                ]),
            Example(
                "alice", "!category set 134153 Scheduler",
                [
                    "alice: 134153 \"Implement support for a DRBD driver for Cinder block device access\" (Scheduler, Kilo): proposed. https://review.example.org/134153"
                ]),
        ]
    ) { context, words in
        let form = words[0]?.lowercased() ?? ""
        if form == "check" { return try await context.read { view in Reply(view.doubtsLine()) } }
        if form == "set", let number = words[1].flatMap({ Int($0.drop { $0 == "#" }) }) {
            return try await context.move(number, to: words.rest(from: 2), say: "!category set \(number) CATEGORY")
        }
        guard ["alias", "merge", "rename", "split", "keep"].contains(form), let from = words[1],
            let to = words[2]
        else {
            throw Excuse(
                "say \(code: "!category merge Sheduler Scheduler"); names with blanks go into quotation marks. There are check, alias, merge, rename, split, keep and set."
            )
        }
        if form == "split" {
            let decision = try await context.submit(.splitCategory(from, into: to, try reviewNumbers(words)))
            let specs = Wording.count(decision.movedSpecs, "spec")
            return Reply(
                undoable: "\(specs) of \(from) \(decision.movedSpecs == 1 ? "is" : "are") in \(to) now")
        }
        guard words.count == 3 else {
            throw Excuse(
                "two names, please; one with blanks goes into quotation marks: \(code: "!category \(form) \"API (EC2)\" EC2")."
            )
        }
        switch form {
        case "alias":
            try await context.submit(.aliasCategory(from, as: to))
            return Reply(undoable: "\(from) is shown as \(to)")
        case "merge":
            let decision = try await context.submit(.mergeCategory(from, into: to))
            return Reply(undoable: "\(from) is \(to) now, with \(Wording.count(decision.movedSpecs, "spec"))")
        case "keep":
            try await context.submit(.keepCategories(from, to))
            return Reply(undoable: "\(from) and \(to) are kept apart")
        default:
            try await context.submit(.renameCategory(from, to: to))
            return Reply(undoable: "\(from) is \(to) now")
        }
    }
}

/// Reads the numbers of `split NAME INTO 126527 127123`.
private func reviewNumbers(_ words: Words) throws -> [ChangeNumber] {
    let numbers = try words.list.dropFirst(3).map { word -> ChangeNumber in
        guard let number = Int(word.drop { $0 == "#" }) else {
            throw Excuse(
                "\"\(Wording.short(word, 30))\" is no review: \(code: "!category split \"Block Storage\" Cinder 126527")."
            )
        }
        return number
    }
    guard !numbers.isEmpty else {
        throw Excuse("which specs? Say their reviews' numbers: \(code: "!category split NAME INTO 126527 127123").")
    }
    return numbers
}

extension Decision {
    fileprivate var movedSpecs: Int {
        boardEvents.count { if case .specMoved = $0 { true } else { false } }
    }
}

extension Reply {
    fileprivate init(undoable what: String) {
        self.init("\(Wording.short(what, 200)). \(code: "!undo") takes it back for 10 minutes.")
    }
}

extension BoardView {
    /// What `!category check` has to say, in about two lines of IRC.
    func doubtsLine() -> Document.Line {
        let doubts = board.categoryDoubts()
        guard !doubts.isEmpty else {
            let count = Set(board.categories.map(board.category)).count
            return "no doubts about \(count) \(count == 1 ? "category" : "categories")."
        }
        var line: Document.Line = "\(Wording.count(doubts.count, "doubt")): "
        var room = 600
        var shown = 0
        for doubt in doubts {
            let item = words(for: doubt)
            room -= item.plainText().utf8.count
            if room < 0, shown > 0 { break }
            line += shown == 0 ? item : "; \(item)"
            shown += 1
        }
        return shown == doubts.count ? line + "." : line + " and \(doubts.count - shown) more."
    }

    func words(for doubt: CategoryDoubt) -> Document.Line {
        let names = "\(doubt.doubted.quotedIfNeeded) \(doubt.meant.quotedIfNeeded)"
        let verb = doubt.likeness == .stem ? "may be" : "looks like"
        return
            "\"\(Wording.short(doubt.doubted))\" (\(Wording.count(doubt.doubtedSpecs, "spec"))) \(verb) \"\(Wording.short(doubt.meant))\" (\(doubt.meantSpecs)): \(code: "!category merge \(names)") or \(code: "!category keep \(names)")"
    }
}
