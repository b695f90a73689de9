import Chat
import Testing

/// Which words are for the bot, and which command they mean.
@Suite("Routing")
struct CommandRouterTests {
    private static let router = CommandRouter<Void>([
        Command("slots", aliases: ["s"], summary: "") { _, _ in Reply("slots") },
        Command("slot", summary: "") { _, _ in Reply("slot") },
        Command("find", aliases: ["search", "slots"], summary: "") { _, _ in Reply("find") },
    ])

    /// The route in words: the command and what is behind it, or what else it is.
    private func route(_ text: String, ownNick: String = "slotkeeper", isPrivate: Bool = false) -> String {
        switch Self.router.route(text, ownNick: ownNick, isPrivate: isPrivate) {
        case .command(let command, let words): ([command.name] + words.list).joined(separator: "|")
        case .unknown(let word, _): "unknown \(word)"
        case .empty: "empty"
        case .notForUs: "not for us"
        }
    }

    @Test(
        "in a channel",
        arguments: [
            ("!slots", "slots"), ("!SLOTS", "slots"), ("!s", "slots"), ("!slot vmware  vsan", "slot|vmware|vsan"),
            ("!slots, please", "slots|please"), ("!slots?!", "slots"), ("! slots x", "slots|x"),
            ("!\u{A0}slots", "slots"),
            ("slotkeeper: slots", "slots"), ("slotkeeper, slots x", "slots|x"), ("SlotKeeper:slots", "slots"),
            ("slotkeeper: !slots", "slots"), ("slotkeeper: ", "empty"), ("slotkeeper,", "empty"),
            ("slotkeeper: !", "empty"),
            ("!slits", "unknown slits"), ("!Slots-", "unknown slots-"), ("slotkeeper: hello", "unknown hello"),
            ("slotkeeper: 42", "unknown 42"), ("!\u{E9}tat", "unknown \u{E9}tat"), ("!search a b", "find|a|b"),
            ("", "not for us"), ("   ", "not for us"), ("slots", "not for us"), ("slotkeeper slots", "not for us"),
            ("slotkeeper", "not for us"), ("slotkeepers: slots", "not for us"), ("!", "not for us"),
            ("!!", "not for us"),
            ("!1", "not for us"), ("! said", "not for us"), ("see !slots", "not for us"),
            ("\u{1F600}!slots", "not for us"),
        ])
    func inChannel(text: String, expected: String) {
        #expect(route(text) == expected)
    }

    @Test(
        "in private",
        arguments: [
            ("slots", "slots"), ("!slots", "slots"), ("slotkeeper: slots", "slots"), ("find \"a b\"", "find|a b"),
            ("", "empty"),
            ("!", "empty"), ("what?", "unknown what"), ("! said", "unknown said"), ("\u{202E}stols", "unknown stols"),
        ])
    func inPrivate(text: String, expected: String) {
        #expect(route(text, isPrivate: true) == expected)
    }

    @Test(
        "the bot answers to the name that it has now",
        arguments: [("slotkeeper_: slots", "slots"), ("slotkeeper: slots", "not for us")])
    func renamed(text: String, expected: String) {
        #expect(route(text, ownNick: "slotkeeper_") == expected)
    }

    @Test("the first of two commands with one name wins, and names are found whatever their case") func names() {
        #expect(
            Self.router["SLOTS"]?.name == "slots" && Self.router["Search"]?.name == "find" && Self.router["x"] == nil)
        #expect(Set(Self.router.names) == ["slots", "s", "slot", "find", "search"])
    }

    @Test("64 KiB are routed at once", arguments: [" ", "!", "a", ":", "!slots ", "\u{301}"])
    func large(piece: String) {
        let text = String(repeating: piece, count: 65_536 / piece.utf8.count)
        _ = route(text)
        #expect(route("!slots" + String(repeating: " ", count: 65_536) + "x") == "slots|x")
    }

    @Test("a command shows its forms") func forms() {
        let command = Command<Void>("bump", usage: ["", "NAME [why]"], summary: "") { _, _ in Reply("") }
        #expect(command.forms == ["!bump", "!bump NAME [why]"])
    }
}
