import Bot
import BotTesting
import Chat
import Ledger
import ReviewSlots
import Testing

/// Whatever a title, a reason or a name holds: every line fits, stays one line, and acts on no client.
@Suite("Hostile text")
struct HostileTextTests {
    struct Text: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String

        init(_ description: String, _ text: String) {
            testDescription = description
            self.text = text
        }
    }

    static let texts: [Text] = [
        Text("CR LF", "Fix\r\nQUIT :bye"),
        Text("all line breaks", "a\nb\u{85}c\u{2028}d\u{2029}e\u{0B}f\u{0C}g"),
        Text("colours", "\u{3}04,01red\u{2}bold\u{1F}under\u{16}\u{F}"),
        Text("bidi marks", "\u{202E}txet desrever\u{202C} \u{2066}isolated\u{2069} \u{200F}\u{061C}"),
        Text("terminal codes", "\u{1B}[31m\u{7}\u{0}\u{9B}2J"),
        Text("CTCP", "\u{1}ACTION waves\u{1}"),
        Text("one word of 4,000 bytes", String(repeating: "x", count: 4000)),
        Text("4,000 bytes of words", String(repeating: "long words ", count: 360)),
        Text("accents", String(repeating: "e\u{301}\u{302}\u{303}", count: 500)),
        Text("one letter under 2,000 accents", "e" + String(repeating: "\u{301}", count: 2000)),
        Text("families", String(repeating: "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}", count: 200)),
        Text("Han", String(repeating: "\u{6F22}\u{5B57}", count: 600)),
        Text("quotation marks", "\"quoted\" “curly” !undo"),
        Text("other languages", "alice: @nova %s \\ $(id) `id` <b>"),
    ]

    private static func check(_ document: Document, atMost count: Int) {
        #expect(document.lines.count <= count)
        for line in document.plainLines() {
            #expect(line.utf8.count <= Outgoing.lineLimit)
            #expect(
                !line.unicodeScalars.contains { scalar in
                    scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
                        || ["\u{2028}", "\u{2029}"].contains(scalar)
                })
        }
    }

    @Test("in titles, reasons, votes and names", arguments: texts)
    func everywhere(hostile: Text) async throws {
        let text = hostile.text
        let room = try await TestRoom.make(settings: Settings(slots: 1))
        func say(_ nick: String, _ said: String) async {
            guard let response = await room.bot.respond(to: room.message(nick, said)) else { return }
            Self.check(response.answer, atMost: 2)
            Self.check(response.privately, atMost: 20)
        }
        for said in [
            "!spec add 1 Area \(text): A plan \(text)", "!blueprint add one-plan spec 1 changes 11 12 by carol",
            "!blueprint add other-plan trivial changes 13", "!spec 1 set approved", "!change 11 title \(text)",
            "!change 12 +2 \(text)", "!ready one-plan", "!ready other-plan", "!slots", "!slot one-plan", "!next",
            "!bump one-plan \(text)", "!announce \(text)", "!why one-plan", "!log", "!log one-plan", "!spec 1",
            "!specs",
            "!specs area", "!specs approved", "!find plan", "!find \(text)", "!slot \(text)", "!blueprint add \(text)",
            "!help \(text)", "!category alias \(text) Area", "!category rename \"Area \(text)\" \(text)",
            "!link gerrit \(text)", "!\(text)", "slotkeeper: \(text)", "!withdraw other-plan \(text)", "!undo \(text)",
            "!undo",
        ] {
            await say("alice", said)
        }
        await say(text, "!whoami")
        await say(text, "!second one-plan")
        await say(text, "!slots set 5")
        var groups: [[Recorded]] = []
        for record in try await room.log.read(after: 0, limit: 1000) { groups.append([try Recorded(record)]) }
        for lines in try await room.bot.announcements(of: groups, on: room.board) {
            Self.check(Document(lines), atMost: 2)
        }
    }
}
