import Chat
import Foundation
import IRCTesting
import MatrixModel
import MatrixProtocol
import MatrixTesting
import Testing

@testable import MatrixNetwork

/// The carrier against a homeserver over HTTP: what goes in comes out, once, whatever goes wrong on the way.
@Suite("A Matrix network", .timeLimit(.minutes(2)))
struct MatrixNetworkTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func listening<Result: Sendable>(
        _ homeserver: ScriptedHomeserver, _ change: (inout MatrixNetworkConfiguration) -> Void = { _ in },
        _ body: (Listening) async throws -> Result
    ) async throws -> Result {
        var configuration = Listening.configuration(homeserver.url, in: folder)
        change(&configuration)
        return try await Listening.run(configuration, body)
    }

    @Test func `What is said is heard with who says it, and answered as a reply`() async throws {
        try await ScriptedHomeserver.run { homeserver in
            let anna = homeserver.person("@anna:example.org")
            try await listening(homeserver) { bot in
                try await homeserver.listens()
                let asked = try await anna.say("!slots", in: "!nova")
                try await homeserver.until("it answers") { !$0.texts.isEmpty }
                let message = try #require(bot.heard.first)
                #expect(message.identity == .account("@anna:example.org"))
                #expect(message.room == Listening.room && message.nick == "@anna:example.org")
                #expect(message.id == asked && message.power == .creator)
                let answer = try #require(homeserver.said(in: "!nova").first?.content)
                #expect(answer["body"] == "done: !slots" && answer["msgtype"] == "m.notice")
                #expect(answer["m.relates_to"]["m.in_reply_to"]["event_id"] == .text(asked))
            }
        }
    }

    @Test func `Edits, numbers on its messages and redactions are heard as such`() async throws {
        try await ScriptedHomeserver.run { homeserver in
            let anna = homeserver.person("@anna:example.org")
            try await listening(homeserver) { bot in
                try await homeserver.listens()
                try await bot.announce("vmware is proposed", key: "nova/1", subject: "nova/b7")
                let post = try #require(homeserver.said(in: "!nova").first?.id)
                let ballot = try await anna.say("!rank a", in: "!nova")
                try await anna.edit(ballot, "!rank b", in: "!nova")
                let mark = try await anna.react("2️⃣", to: post, in: "!nova")
                // Afterwards nobody can see any more what it was.
                try await homeserver.until("it is heard") { _ in bot.heard.count == 3 }
                try await anna.redact(mark, in: "!nova")
                try await homeserver.until("all is heard") { _ in bot.heard.count == 4 }
                #expect(
                    bot.heard.map(\.act) == [
                        .says, .edits(beginning: "!rank a"), .marks(2, subject: "nova/b7"), .takesBack(mark),
                    ])
                #expect(bot.heard[2].id == mark)
            }
        }
    }

    @Test func `An announcement is said once by its name, and can be replaced`() async throws {
        try await ScriptedHomeserver.run { homeserver in
            for _ in 0..<2 {
                try await listening(homeserver) { bot in
                    try await homeserver.listens()
                    try await bot.announce("3 approved", key: "day/1")
                    try await bot.announce("3 approved", key: "day/1")
                }
            }
            #expect(homeserver.texts == ["3 approved"])
            try await listening(homeserver) { bot in
                try await homeserver.listens()
                try await bot.announce("5 approved", key: "day/2", replacing: "day/1")
                try await bot.announce("none approved", key: "day/3", replacing: "day/0")
                try await bot.announce("one approved", key: "day/4", replacing: "day/0")
            }
            #expect(homeserver.texts == ["3 approved", "* 5 approved", "none approved", "* one approved"])
        }
    }

    @Test func `What was said while it was away is done once, and what was there before it came never`() async throws {
        try await ScriptedHomeserver.run { homeserver in
            let anna = homeserver.person("@anna:example.org")
            try await anna.say("!history", in: "!nova")
            try await listening(homeserver) { _ in try await homeserver.listens() }
            for number in 1...3 { try await anna.say("!away \(number)", in: "!nova") }
            for _ in 0..<2 {
                try await listening(homeserver) { _ in
                    try await homeserver.listens()
                    try await homeserver.until("it has answered") { $0.texts.count >= 3 }
                }
            }
            #expect(homeserver.texts == (1...3).map { "done: !away \($0)" })
        }
    }

    @Test func `What a sync leaves out is fetched, and what it repeats is not done again`() async throws {
        try await ScriptedHomeserver.run { homeserver in
            homeserver.with { $0.repeatsEvents = true }
            try await listening(homeserver) { _ in try await homeserver.listens() }
            for number in 1...120 {
                homeserver.with { $0.say("!\(number)", in: "!nova", by: "@anna:example.org") }
            }
            try await listening(homeserver) { _ in
                try await homeserver.until("all is done") { $0.texts.count >= 120 }
                try await homeserver.listens()
            }
            #expect(homeserver.texts == (1...120).map { "done: !\($0)" })
            #expect(!homeserver.calls("/messages").isEmpty)
        }
    }

    @Test func `An answer that never ends is given up, and the next one counts`() async throws {
        try await ScriptedHomeserver.run { homeserver in
            let anna = homeserver.person("@anna:example.org")
            try await listening(homeserver) {
                $0.session.answerLimit = 1_000_000
            } _: { bot in
                try await homeserver.listens()
                homeserver.misbehave(.padded(50_000_000), at: "/sync", times: 3)
                // The poll that is on its way is not befallen.
                for number in 1...2 {
                    try await anna.say("!\(number)", in: "!nova")
                    try await homeserver.until("it answers") { $0.texts.count == number }
                }
                #expect(bot.log.contains("larger than 1000000 bytes"))
            }
        }
    }

    @Test(arguments: ScriptedHomeserver.everyPassingFault + [.hung])
    func `Whatever goes wrong at many a request, nothing is lost and nothing done twice`(
        fault: ScriptedHomeserver.Fault
    ) async throws {
        try await ScriptedHomeserver.run { homeserver in
            let anna = homeserver.person("@anna:example.org")
            // Tokens are refreshed seldom, whatever the server says.
            homeserver.misbehave(fault, every: fault == .loggedOut(isSoft: true) ? 17 : 4)
            let hurried = { (configuration: inout MatrixNetworkConfiguration) in
                if fault == .hung { configuration.session.requestTimeout = 1500 }
            }
            try await listening(homeserver, hurried) { _ in
                try await homeserver.listens()
            }
            let count = 6
            for number in 1...count {
                try await anna.say("!\(number)", in: "!nova")
                if number == 3 {
                    try await listening(homeserver, hurried) { _ in
                        try await homeserver.until("half is done", within: 60) { $0.texts.count >= 2 }
                    }
                }
            }
            try await listening(homeserver, hurried) { bot in
                try await homeserver.listens()
                try await bot.announce("all", key: "nova/1")
                try await homeserver.until("all is done", within: 60) { $0.texts.count > count }
            }
            #expect(homeserver.texts.filter { $0 != "all" } == (1...count).map { "done: !\($0)" })
            #expect(homeserver.texts.count == count + 1)
            #expect(!homeserver.faultsMet.isEmpty)
        }
    }

    @Test(arguments: [
        ScriptedHomeserver.Fault.status(500), .status(502), .page(200), .closed, .cut,
        .limited(milliseconds: nil, seconds: nil),
        .refused(400, "M_BAD_JSON"),
    ])
    func `A homeserver that only fails is asked once a second at most`(fault: ScriptedHomeserver.Fault) async throws {
        try await ScriptedHomeserver.run { homeserver in
            try await listening(homeserver) { bot in
                try await homeserver.listens()
                homeserver.misbehave(fault)
                let before = homeserver.calls.count
                homeserver.with { $0.say("!slots", in: "!nova", by: "@anna:example.org") }
                try await Task.sleep(for: .seconds(5))
                // A poll, an answer and a receipt have each failed once: what is tried again counts together.
                let retries = homeserver.calls.dropFirst(before + 3).map(\.at)
                let (first, last) = (try #require(retries.first), try #require(retries.last))
                // The way to the server may take a moment more or less.
                #expect(last - first >= .milliseconds(1000 * (retries.count - 1) - 500), "\(retries)")
            }
        }
    }

    @Test
    func `A session that was ended softly goes on with the refresh token, one that was ended for good logs in again`()
        async throws
    {
        try await ScriptedHomeserver.run { homeserver in
            homeserver.with { $0.givesRefreshTokens = true }
            try await listening(homeserver) { _ in
                try await homeserver.listens()
                homeserver.with { $0.expireTokens() }
                try await homeserver.until("it is back") { !$0.calls("/refresh").isEmpty && $0.isListening }
                let logins = homeserver.calls("/login").count
                homeserver.with { $0.revokeTokens() }
                try await homeserver.until("it is back") { $0.calls("/login").count > logins && $0.isListening }
            }
        }
    }

    @Test func `With a token alone that is the end, said once, and nobody is asked any more`() async throws {
        try await ScriptedHomeserver.run { homeserver in
            homeserver.with { $0.addToken("by hand") }
            await #expect(throws: MatrixSession.Ending.self) {
                try await listening(homeserver) {
                    $0.session.access = .token(Secret("by hand"), user: UserID(ModelHomeserver.bot))
                } _: { bot in
                    try await homeserver.listens()
                    homeserver.with { $0.revokeTokens() }
                    try await homeserver.until("it ends") { _ in bot.isOver }
                }
            }
            #expect(homeserver.calls.count < 20)
        }
    }

    @Test func `No secret is in the log, at any level, and nobody else can read the file`() async throws {
        try await ScriptedHomeserver.run { homeserver in
            homeserver.misbehave(ScriptedHomeserver.everyPassingFault, every: 5)
            let log = try await listening(homeserver) { bot in
                try await homeserver.listens()
                try await bot.announce("hello")
                return bot.log
            }
            #expect(log.contains("/_matrix/client/v3/sync"))
            for secret in [ModelHomeserver.password, "access1", "refresh1"] { #expect(!log.contains(secret)) }
            for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
                let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + file)[.posixPermissions]
                #expect(mode as? Int == 0o600, "\(file)")
            }
        }
    }

    @Test func `Where it cannot be, it says so and goes on elsewhere`() async throws {
        try await ScriptedHomeserver.run { homeserver in
            homeserver.with { $0.makeRoom("!closed", by: "@bob:example.org", alias: "#closed:example.org") }
            homeserver.with { $0.close("!closed") }
            let anna = homeserver.person("@anna:example.org")
            try await listening(homeserver) {
                $0.session.rooms.append(
                    contentsOf: ["#closed:example.org", "#gone:example.org"].compactMap { Place($0) })
            } _: { bot in
                try await homeserver.listens()
                try await anna.say("!slots", in: "!nova")
                try await homeserver.until("it answers") { !$0.texts.isEmpty }
                let closed = Outgoing(
                    room: Room(network: "matrix", id: "#closed:example.org"), document: Document("hello"),
                    kind: .announcement)
                await #expect(throws: SendError.notInRoom("#closed:example.org")) {
                    try await bot.network.send(closed)
                }
                #expect(bot.log.contains("cannot be in #closed:example.org"))
            }
        }
    }
}

extension ScriptedHomeserver {
    /// Whether the bot is in its room and waits for what happens there.
    fileprivate var isListening: Bool {
        model.rooms["!nova"]?.members.contains(ModelHomeserver.bot) ?? false && polls == 1
    }

    fileprivate func listens() async throws {
        try await until("it listens", within: 60, \.isListening)
    }
}
