import BotTesting
import Chat
import Ledger
import RankVotes
import ReviewSlots
import Testing

/// Votes by numbers on the bot's messages, and by edits of one's own.
@Suite("Numbers on messages")
struct MarkTests {
    /// Puts numbers on messages about blueprints, or takes one back, and says what the ballot is then.
    private static func ballots(_ steps: [String]) async throws -> String {
        let room = try await Voting.room(items: 6)
        try await room.running {
            for step in steps { await room.network.heard(try message(step, in: room)) }
        }
        return await room.whisper("erin", "!rank mine").first ?? ""
    }

    /// `item number id`, `back id`, or what is said.
    private static func message(_ step: String, in room: TestRoom) throws -> Message {
        var message = room.message("erin", "")
        let words = step.split(separator: " ").map(String.init)
        if words[0] == "back" {
            message.act = .takesBack(words[1])
        } else if let item = Int(words[0]), let number = Int(words[1]) {
            message.act = .marks(number, subject: "nova/b\(item)")
            message.id = words[2]
        } else {
            message.text = step
        }
        return message
    }

    @Test(
        "are levels of the ballot",
        arguments: [
            (["1 1 x"], "1 item-1x;"),
            (["1 1 x", "2 3 y", "3 2 z"], "1 item-1x, 2 item-3x, 3 item-2x;"),
            (["1 4 x", "2 4 y", "3 1 z"], "1 item-3x, 2 item-1x = item-2x;"),
            // Another number on the same takes the place of the first, and when it is taken back the first counts again.
            (["1 1 x", "2 2 y", "1 3 z"], "1 item-2x, 2 item-1x;"),
            (["1 1 x", "2 2 y", "1 3 z", "back z"], "1 item-1x, 2 item-2x;"),
            (["1 1 x", "2 2 y", "back x"], "1 item-2x;"),
            // Heard twice, it is one vote.
            (["1 1 x", "1 1 x", "2 2 y"], "1 item-1x, 2 item-2x;"),
            // What was typed before is there again.
            (["!rank b1 > b2 > b3", "3 1 x", "back x"], "1 item-1x, 2 item-2x, 3 item-3x;"),
            (["!rank b1 > b2 > b3", "3 1 x", "2 1 y", "back x"], "1 item-1x = item-2x, 2 item-3x;"),
            // An undo takes back one, and the others are still known.
            (["1 1 x", "2 3 y", "3 2 z", "!undo", "4 2 w", "back x"], "1 item-4x, 2 item-2x;"),
            // On a ballot that was typed, the number is the level's.
            (["!rank b1 > b2 > b3", "4 2 x"], "1 item-1x, 2 item-2x = item-4x, 3 item-3x;"),
            (["!rank b1 > b2", "3 5 x"], "1 item-1x, 2 item-2x, 3 item-3x;"),
            // What is typed afterwards is not touched by what is taken back.
            (["1 1 x", "!rank b2 > b1", "back x"], "1 item-2x, 2 item-1x;"),
        ])
    func levels(steps: [String], ballot: String) async throws {
        #expect(try await Self.ballots(steps).contains("): \(ballot) "))
    }

    @Test("are no ballot any more when all are taken back") func withdrawn() async throws {
        #expect(try await Self.ballots(["1 1 x", "2 2 y", "back x", "back y"]).isEmpty)
    }

    @Test("count only for whoever is somebody, on what can be voted on, and say so if not") func refused() async throws
    {
        let room = try await Voting.room(items: 2)
        try await room.running {
            var message = try Self.message("1 1 x", in: room)
            message.identity = .notLoggedIn
            await room.network.heard(message)
            message = try Self.message("99 1 y", in: room)
            await room.network.heard(message)
        }
        let lines = await room.network.lines
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("erin: that vote does not count: log in to services first") == true)
        #expect(lines.last?.hasPrefix("erin: that vote does not count: ") == true)
    }

    @Test("can be taken back when the item has a slot") func slotted() async throws {
        let room = try await Voting.room(items: 2, slots: 1)
        try await room.running {
            await room.network.heard(try Self.message("1 1 x", in: room))
            await room.network.heard(try Self.message("2 2 y", in: room))
            await room.network.heard(room.message("alice", "!ready item-1x"))
            await room.network.heard(try Self.message("back x", in: room))
        }
        #expect(await !room.network.lines.contains { $0.contains("does not count") })
        #expect(await room.whisper("erin", "!rank mine").first?.contains("): 1 item-2x") == true)
    }

    @Test("leave no ballot when the last one is on what has landed") func landed() async throws {
        let room = try await Voting.room(items: 3, slots: 1)
        try await room.running {
            await room.network.heard(try Self.message("1 1 x", in: room))
            await room.network.heard(try Self.message("2 2 y", in: room))
            await room.network.heard(room.message("alice", "!withdraw item-2x done elsewhere"))
            await room.network.heard(try Self.message("back x", in: room))
        }
        #expect(
            try await room.ledger.read(RankVotesReducer.self, board: "nova") { state, _, _ in state.people.count } == 0)
    }

    @Test("are advice from whoever is no voter, and that is said once") func advice() async throws {
        let room = try await Voting.room(items: 3)
        try await room.running {
            for (item, id) in [(1, "x"), (2, "y")] {
                var mark = room.message("mallory", "")
                (mark.act, mark.id) = (.marks(item, subject: "nova/b\(item)"), id)
                await room.network.heard(mark)
            }
        }
        #expect(
            await room.network.lines.filter { $0.contains("advice") } == [
                "mallory: that vote does not count: you are no voter on nova, so it weighs nothing and is shown as advice."
            ])
        #expect(await room.whisper("mallory", "!rank mine").first?.contains("1 item-1x, 2 item-2x;") == true)
    }

    @Test("are one ballot with what is typed on another network, once the accounts are linked") func networks()
        async throws
    {
        let matrix = TestNetwork(name: "matrix")
        let room = try await Voting.room(items: 3, alsoOn: [matrix])
        func onMatrix(_ text: String, _ act: Message.Act = .says, id: String? = nil) -> Message {
            var message = room.message("@erin:example.org", text, network: "matrix")
            (message.act, message.id) = (act, id)
            return message
        }
        try await room.running {
            await room.network.heard(room.message("erin", "!rank b3 > b2"))
            room.clock.advance(60)
            await matrix.heard(onMatrix("", .marks(1, subject: "nova/b1"), id: "$x"))
            await room.network.heard(room.message("erin", "!link"))
            await matrix.heard(onMatrix("!link secret42"))
        }
        let people = try await room.ledger.read(RankVotesReducer.self, board: "nova") { state, _, _ in state.people }
        #expect(people.count == 1)
        #expect(await room.whisper("erin", "!rank mine").first?.contains("): 1 item-1x;") == true)
        #expect(
            await room.ledger.readPeople { $0.accounts(of: people[0]).map(\.description).sorted() } == [
                "matrix:@erin:example.org", "oftc:erin",
            ])
    }

    @Test("judge nothing any more when they are taken back") func judged() async throws {
        let room = try await Voting.room(items: 2)
        try await room.running {
            await room.network.heard(room.message("erin", "!rank b1 > b2"))
            await room.network.heard(room.message("alice", "!blueprint add item-3x trivial changes 103"))
            await room.network.heard(try Self.message("3 1 x", in: room))
            await room.network.heard(try Self.message("back x", in: room))
        }
        #expect(await room.say("erin", "!rank keep").first?.contains("1 opened since you cast it") == true)
    }

    @Test("go with the newer ballot when accounts are linked") func linked() async throws {
        for isNewer in [true, false] {
            let room = try await Voting.room(items: 3)
            try await room.running {
                if !isNewer { await room.network.heard(try Self.message("1 1 x", in: room)) }
                room.clock.advance(60)
                await room.network.heard(room.message("frank", "!rank b2 > b1"))
                room.clock.advance(60)
                if isNewer { await room.network.heard(try Self.message("1 1 x", in: room)) }
                var link = room.message("erin", "link")
                link.room = Room(network: "oftc", id: "erin", isPrivate: true)
                await room.network.heard(link)
                await room.network.heard(room.message("frank", "!link secret42"))
                await room.network.heard(try Self.message("back x", in: room))
            }
            let ballot = await room.whisper("erin", "!rank mine").first ?? ""
            #expect(isNewer ? ballot.isEmpty : ballot.contains("1 item-2x, 2 item-1x"), "\(ballot)")
        }
    }

    @Test("nobody takes back another's") func others() async throws {
        let room = try await Voting.room(items: 2)
        try await room.running {
            await room.network.heard(try Self.message("1 1 x", in: room))
            var message = try Self.message("back x", in: room)
            message.identity = .account("bob")
            await room.network.heard(message)
        }
        #expect(await room.whisper("erin", "!rank mine").count == 1)
    }

    @Test("messages about one blueprint say which") func subjects() async throws {
        let room = try await Voting.room(items: 2)
        try await room.running {
            await room.network.heard(room.message("erin", "!why item-2x"))
            await room.network.heard(room.message("erin", "!backlog"))
            await room.network.heard(room.message("alice", "!blueprint add item-3x"))
        }
        let said = await room.network.said
        let subject = { (text: String) in
            said.first { $0.document.lines[0].plainText(quiet: false).contains(text) }?.subject
        }
        #expect(subject("erin: item-2x") == "nova/b2")
        #expect(said.contains { $0.subject == nil })
    }

    @Test("an edit of a whole ballot replaces it, and is nothing where there was none") func edits() async throws {
        let room = try await Voting.room(items: 3)
        func edit(_ text: String, _ beginning: String?) -> Message {
            var message = room.message("erin", text)
            message.act = .edits(beginning: beginning)
            return message
        }
        try await room.running {
            await room.network.heard(room.message("erin", "!rank b1 > b9"))
            await room.network.heard(edit("!rank b1 > b2", "!rank b1 > b9"))
            await room.network.heard(edit("!rank b3", "hello"))
            await room.network.heard(edit("!away 10d", "!away 1d"))
            await room.network.heard(edit("!blueprint drop b1", nil))
            await room.network.heard(edit("hello", "!rank b1"))
        }
        let lines = await room.network.lines
        #expect(lines.count == 2)
        #expect(lines.last?.contains("your ballot: 1 item-1x, 2 item-2x;") == true)
        for step in ["!rank up b3", "!rank b3 1", "!rank"] {
            try await room.running { await room.network.heard(edit(step, nil)) }
            #expect(
                await room.network.lines.last == "erin: an edit replaces only a whole ballot: say \"!rank …\" anew.")
            #expect(await room.whisper("erin", "!rank mine").first?.contains("1 item-1x, 2 item-2x;") == true)
            room.clock.advance(60)
        }
    }

    @Test("can be undone, like any vote") func undo() async throws {
        let room = try await Voting.room(items: 3)
        try await room.running {
            await room.network.heard(try Self.message("1 1 x", in: room))
            await room.network.heard(room.message("erin", "!undo"))
        }
        #expect(await room.whisper("erin", "!rank mine").isEmpty)
        try await room.plays(
            """
            <erin> !rank mine
            <slotkeeper> erin: you have no ballot here. "!rank a > b = c" casts one; "!rank" shows the order.
            """)
    }
}
