import Chat
import Ledger
import ReviewSlots

extension Command<CommandContext> {
    static let ready = Command(
        "ready", usage: ["NAME"], summary: "say that your blueprint is ready; it moves in when its turn comes",
        for: .authors,
        examples: [
            Example(
                "carol", "!ready nfs-image-store",
                [
                    "carol: nfs-image-store is not ready: spec 126866 is still under review; no change is linked (\"!change add nfs-image-store NUMBER\"). Your word is kept and counts when that is gone; I will tell you when the spec is approved."
                ]),
            Example(
                "erin", "!ready nfs-image-store",
                [
                    "erin: only its author and cores can call it ready (you are known as erin, voter). Ask alice, bob or dave. \"!why nfs-image-store\" says what it waits for."
                ]),
        ]
    ) { context, words in
        let id = try await context.blueprint(words[0], usage: "!ready NAME")
        let rank = try await context.read { $0.board.rank(of: id) }
        try await context.submit(.ready(id))
        return try await context.read { view in Reply(view.readyLine(id, rank: rank, for: context.account)) }
    }

    static let unready = Command(
        "unready", usage: ["NAME"], summary: "take back that it is ready", for: .authors,
        examples: [
            Example(
                "carol", "!unready vmware-ephemeral-disk",
                ["carol: vmware-ephemeral-disk is no longer called ready; it keeps its place in the backlog, #3."])
        ]
    ) { context, words in
        let id = try await context.blueprint(words[0], usage: "!unready NAME")
        try await context.submit(.unready(id))
        return try await context.read { view in
            let place = view.board.rank(of: id).map { "place in the backlog, #\($0)" } ?? "slot"
            return Reply("\(strong: view.name(id)) is no longer called ready; it keeps its \(place).")
        }
    }

    static let hold = Command(
        "hold", usage: ["NAME 10d", "NAME off"], summary: "ask for time: minutes, hours, days or weeks", for: .authors,
        examples: [
            Example(
                "carol", "!hold vmware-vsan 10d",
                ["carol: vmware-vsan is on hold until Thu 25 Dec 09:00 UTC. \"!hold vmware-vsan off\" ends it."])
        ]
    ) { context, words in
        let id = try await context.blueprint(words[0], usage: "!hold NAME 10d")
        let name = try await context.read { $0.name(id) }
        if let word = words[1]?.lowercased(), word == "off" || word == "end" {
            try await context.submit(.endHold(id))
            return Reply("\(strong: name) is no longer on hold.")
        }
        guard let time = words.rest(from: 1).flatMap(Wording.seconds) else {
            throw Excuse("how long? Say \(code: "!hold \(name) 10d") (m, h, d or w), or \(code: "!hold \(name) off").")
        }
        try await context.submit(.hold(id, until: context.now + time))
        return Reply(
            "\(strong: name) is on hold until \(context.moment(context.now + time)). \(code: "!hold \(name) off") ends it."
        )
    }

    static let withdraw = Command(
        "withdraw", usage: ["NAME [why]"], summary: "take a blueprint off the board", for: .authors,
        examples: [
            Example(
                "carol", "!withdraw nfs-image-store",
                ["carol: nfs-image-store is withdrawn. \"!undo\" takes it back for 10 minutes."])
        ]
    ) { context, words in
        let id = try await context.blueprint(words[0], usage: "!withdraw NAME [why]")
        try await context.submit(.withdraw(id, why: words.rest(from: 1)))
        return try await context.read { view in
            Reply("\(strong: view.name(id)) is withdrawn. \(code: "!undo") takes it back for 10 minutes.")
        }
    }

    static let landed = Command(
        "landed", usage: ["NAME"], summary: "say that a blueprint is done and frees its slot", for: .authors,
        examples: [
            Example(
                "bob", "!landed barbican-keys",
                [
                    "bob: barbican-keys has landed, 2 of 2 merged, and frees slot 3. \"!undo\" takes it back for 10 minutes."
                ])
        ]
    ) { context, words in
        let id = try await context.blueprint(words[0], usage: "!landed NAME")
        let seat = try await context.read { $0.board.blueprints[id]?.seat?.slot }
        try await context.submit(.landed(id))
        return try await context.read { view in
            let merged = view.board.blueprints[id].map { ", \(view.merged($0))" } ?? ""
            let freed = seat.map { ", and frees slot \($0)" } ?? ""
            return Reply(
                "\(strong: view.name(id)) has landed\(merged)\(freed). \(code: "!undo") takes it back for 10 minutes."
            )
        }
    }
}

extension BoardView {
    /// - Parameters:
    ///   - rank: its place before it was called ready.
    ///   - account: who called it so.
    func readyLine(_ id: BlueprintID, rank: Int?, for account: Account?) -> Document.Line {
        guard let blueprint = board.blueprints[id] else { return Document.Line() }
        if let seat = blueprint.seat {
            return
                "\(strong: blueprint.name) is ready: \(readiness(blueprint)). It is #\(rank ?? 1) and slot \(seat.slot) is free, so it moves in now. Cores needed: \(code: "!take \(blueprint.name)") (0 of \(board.settings.coresPerSlot))."
        }
        let obstacles = board.obstacles(blueprint)
        guard obstacles.isEmpty else {
            var isTold = false
            if case .specNotApproved = obstacles.first, let asker = account.flatMap({ people.person(with: $0) }) {
                isTold = board.isAuthor(Actor(person: asker, formerly: people.formerIDs(of: asker)), of: blueprint)
            }
            return
                "\(strong: blueprint.name) is not ready: \(long(obstacles, blueprint)). Your word is kept and counts when that is gone\(isTold ? "; I will tell you when the spec is approved" : "")."
        }
        let rank = board.rank(of: id) ?? 0
        let ahead = board.readyOnes().count { $0.rank < rank }
        var line: Document.Line = "\(strong: blueprint.name) is ready: \(readiness(blueprint)). It is #\(rank)"
        if board.settings.slots == nil {
            line += " of the list; slots are off."
        } else if board.freeSlots() == 0 {
            line +=
                ahead == 0
                ? " and moves in when a slot frees." : ", \(ahead) ready ahead, and moves in when its turn comes."
        } else {
            line +=
                ", but the free \(board.freeSlots() == 1 ? "slot is" : "slots are") kept for \(keptFor ?? "other work")."
        }
        return line
    }
}
