import Chat
import Ledger
import ReviewSlots

extension Command<CommandContext> {
    /// All slots at a glance; for leads, how many there are.
    static let slots = Command(
        "slots",
        usage: ["", "NAME", "set COUNT|off [why]", "reserve KIND COUNT", "lend on|off"],
        summary: "what is under review, what moves in next, and whom it waits for",
        examples: [
            Example(
                "erin", "!slots",
                [
                    "erin: 4 slots: 3 busy, 1 free (kept for debt). 1 ready in the backlog, next: vmware-ephemeral-disk. Oldest: vmware-vsan, 12 days. https://slots.example.org/nova",
                    "Need reviews: vmware-vsan 2/3 (2nd +2). Need their author: tag-instances 0/1 (for 3d). Landing: barbican-keys 2/2",
                ]),
            Example(
                "alice", "!slots set 5 more hands after the summit",
                ["alice: slots: 4 -> 5. \"!undo\" takes it back for 10 minutes."]),
            Example(
                "alice", "!slots set -1",
                ["alice: that cannot be: the number of slots is 0 to 1000, or \"off\". Nothing was changed."]),
            Example(
                "erin", "!slots set 5",
                [
                    "erin: only leads can change the slots (you are known as erin, voter). Ask alice."
                ]),
        ]
    ) { context, words in
        switch words[0]?.lowercased() {
        case nil: return try await context.read { Reply($0.slotsLines()) }
        case "set":
            guard let word = words[1]?.lowercased(), word == "off" || Int(word) != nil else {
                throw Excuse("how many? Say \(code: "!slots set 12 [why]"), or \(code: "!slots set off").")
            }
            return try await context.set(.setSlots(Int(word), why: words.rest(from: 2)))
        case "reserve":
            guard let kind = words[1]?.lowercased(), let count = words[2].flatMap({ Int($0) }) else {
                throw Excuse("how many for what? Say \(code: "!slots reserve debt 2").")
            }
            return try await context.set(.reserve(kind, count))
        case "lend":
            guard let word = words[1]?.lowercased(), ["on", "off"].contains(word) else {
                throw Excuse(
                    "say \(code: "!slots lend on") or \(code: "!slots lend off"): whether reserved slots without ready work of their kind are lent."
                )
            }
            return try await context.set(.lend(word == "on"))
        default: return try await Self.slot.run(context, words)
        }
    }

    /// One slot, or one blueprint's way to one.
    static let slot = Command(
        "slot", usage: ["NAME"], summary: "one blueprint: its slot, its changes, who reviews it, what is left",
        examples: [
            Example(
                "alice", "!slot vmware-vsan",
                [
                    "alice: vmware-vsan (carol), slot 1 since Wed 3 Dec (12 days), 2 of 3 merged. Left: 128612 \"Add vSAN datastore driver\", +2 bob, CI ok, waits 2 days for the second +2. Signed up: bob, dave. https://slots.example.org/nova/s/1"
                ]),
            Example(
                "carol", "!slot nfs-image-store",
                [
                    "carol: nfs-image-store (carol) has no slot: #1 of 3. Missing: spec 126866 is still under review; no change is linked (\"!change add nfs-image-store NUMBER\")."
                ]),
            Example(
                "erin", "!slot vmware-van",
                ["erin: no blueprint \"vmware-van\". Did you mean vmware-vsan (slot 1)? \"!find vmware\" lists 3."]),
        ]
    ) { context, words in
        guard let word = words[0] else { return try await context.read { Reply($0.slotsLines()) } }
        let (id, line) = try await context.read { view in
            let id = try view.blueprint(word)
            guard let blueprint = view.board.blueprints[id] else { throw Excuse("no blueprint \(word.harmless).") }
            return (id, view.slotLine(blueprint))
        }
        return try await context.reply(about: id, [line])
    }
}

extension CommandContext {
    /// Carries out a lead's setting, and says what it is now.
    fileprivate func set(_ command: BoardCommand) async throws -> Reply {
        let decision = try await submit(command)
        let settings = decision.boardEvents.compactMap { event -> String? in
            switch event {
            case .slotsSet(let from, let to, _):
                "slots: \(from.map { "\($0)" } ?? "off") -> \(to.map { "\($0)" } ?? "off")"
            case .reservationSet(let kind, let from, let to): "reserved for \(kind): \(from) -> \(to)"
            case .lendingSet(_, let to): "reserved slots without ready work are \(to ? "lent" : "kept idle")"
            default: nil
            }
        }
        return Reply("\(settings.joined(separator: ", ")). \(code: "!undo") takes it back for 10 minutes.")
    }
}
