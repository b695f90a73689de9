import Foundation
import Gerrit
import GerritProtocol
import GerritTesting
import NIOConcurrencyHelpers
import NIOHTTP1
import Testing
import WebTesting

@Suite(.timeLimit(.minutes(5))) struct GerritServerTests {
    @Test func `what is there is read, and who we are`() async throws {
        let following = Following()
        following.world.set(1, title: "one")
        following.world.set(2, title: "two")
        try await following.run { server in
            try await following.waitForTitle("one")
            try await following.waitForTitle("two", of: 2)
            try await following.wait("the progress") {
                await following.keeper.news.contains(.progress(changes: 2, isDone: true))
            }
            #expect(await following.keeper.news.first == .account(Account(id: 7, username: "bot")))
            #expect(await server.report()?.account?.username == "bot")
        }
    }

    @Test func `without a name nothing is said of a password`() async throws {
        let following = Following()
        following.world.set(1, title: "one")
        try await following.run {
            $0.credentials = nil
        } _: { _ in
            try await following.waitForTitle("one")
        }
        #expect(following.world.calls.allSatisfy { $0.authorization == nil && !$0.path.hasPrefix("/a/") })
    }

    static let faults: [(String, WebServer.Reply)] = [
        ("closed", .close),
        ("truncated", .truncated(")]}'\n[")),
        ("silent", .silence),
        ("500", .answer(500, [], "Internal server error")),
        ("429", .answer(429, [("Retry-After", "0")], "slow down")),
        ("a login page", .answer(200, [("Content-Type", "text/html")], "<html>Log in</html>")),
        ("cut short", .answer(200, [("Content-Type", "application/json")], ")]}'\n[{\"_number\":1,")),
        ("a redirect", .answer(302, [("Location", "/login")], "")),
        ("endless", .endless),
    ]

    @Test(arguments: faults.indices) func `after an answer that is of no use it is asked again`(index: Int) async throws
    {
        let following = Following()
        following.world.set(1, title: "one")
        following.world.fail(Self.faults[index].1, Self.faults[index].1)
        try await following.run {
            $0.settings.requestTimeout = 500
            $0.settings.answerLimit = 500_000
        } _: { _ in
            try await following.waitForTitle("one")
        }
        #expect(following.log.contains("a request failed"), "\(Self.faults[index].0)")
    }

    @Test func `an answer that is too large is not kept, compressed or not`() async throws {
        for compresses in [false, true] {
            let following = Following()
            following.world.set(1, title: "one")
            following.world.fail(.endless)
            try await following.run(compresses: compresses) {
                $0.settings.answerLimit = 500_000
            } _: { _ in
                try await following.waitForTitle("one")
            }
            #expect(following.log.contains("the answer is larger than 500000 bytes"))
        }
    }

    @Test func `compressed answers are read`() async throws {
        let following = Following()
        following.world.set(1, title: "one")
        try await following.run(compresses: true) { _ in
            try await following.waitForTitle("one")
        }
        #expect(following.world.calls.allSatisfy { $0.head.headers["Accept-Encoding"] == ["gzip"] })
    }

    @Test func `the password goes to the server alone, as it is now, and not into the log`() async throws {
        let following = Following()
        following.world.set(1, title: "one")
        let elsewhere = World()
        let old = Data("bot:hunter2-secret".utf8).base64EncodedString()
        let new = Data("bot:another-secret".utf8).base64EncodedString()
        try await WebServer.run(answer: elsewhere.answer) { other in
            following.world.fail(.answer(302, [("Location", "\(other.url)/a/changes/")], ""))
            try await following.run { server in
                try await following.waitForTitle("one")
                following.password.withLockedValue { $0 = "another-secret" }
                await server.ask(World.key(1))
                try await following.wait("the new password") {
                    following.world.calls.last?.authorization == "Basic \(new)"
                }
            }
        }
        #expect(following.world.calls.first?.authorization == "Basic \(old)")
        #expect(elsewhere.calls.isEmpty)
        for secret in ["secret", old, new, "Basic"] { #expect(!following.log.contains(secret)) }
    }

    @Test func `a password that cannot be read is a failed request`() async throws {
        struct Unreadable: Error {}
        let following = Following()
        try await following.run {
            $0.credentials = .init(user: "bot") { throw Unreadable() }
        } _: { _ in
            try await following.wait("the alert") {
                await following.keeper.news.contains(.alert(.unreachable("Unreadable()")))
            }
        }
        #expect(following.world.calls.isEmpty)
    }

    @Test func `what could not be stored comes again`() async throws {
        let following = Following()
        following.world.set(1, title: "one")
        await following.keeper.fail(times: 2)
        try await following.run { _ in
            try await following.waitForTitle("one")
        }
        #expect(following.log.contains("a batch could not be stored: Failure()"))
        #expect(await following.keeper.facts.count == 1)
    }

    @Test func `a hint returns when it is stored, and its change is read`() async throws {
        let following = Following()
        following.world.set(1, title: "one")
        try await following.run { server in
            try await following.waitForTitle("one")
            following.world.set(1, title: "two")
            try await server.hint(World.key(1))
            #expect(await following.keeper.storedHints == 1)
            try await following.waitForTitle("two")
            try await following.wait("the hint to be forgotten") { await following.keeper.hints.isEmpty }
        }
        await #expect(throws: CancellationError.self) {
            let server = GerritServer(
                following.configuration("http://127.0.0.1"), keeper: following.keeper, logger: following.log.logger)
            try await withThrowingTaskGroup { group in
                group.addTask { try await server.hint(World.key(1)) }
                group.cancelAll()
                try await group.next()
            }
        }
    }

    @Test func `who hints hears when it cannot be stored`() async throws {
        let following = Following()
        following.world.set(1, title: "one")
        try await following.run { server in
            try await following.waitForTitle("one")
            try await following.wait("an idle server") { await server.report()?.report.isReading == false }
            await following.keeper.fail(times: 1)
            following.world.set(1, title: "two")
            await #expect(throws: MemoryKeeper.Failure.self) { try await server.hint(World.key(1)) }
            try await following.waitForTitle("two")
            try await server.hint(World.key(1))
        }
    }

    @Test func `a write is made once, and what became of it is told`() async throws {
        let following = Following()
        following.world.set(1, title: "one")
        let write = Write(
            World.key(1), .review(revision: "abc", labels: ["Code-Review": -2], message: "No slot."))
        try await following.run { server in
            await server.write(write)
            try await following.wait("the result") {
                await following.keeper.news.contains(.finished(write, .applied))
            }
        }
        let posts = following.world.calls.filter { $0.head.method == .POST }
        #expect(posts.map(\.path) == ["/a/changes/demo~1/revisions/abc/review"])
        #expect(posts.first?.body.contains("\"message\":\"No slot.\"") == true)
        #expect(posts.first?.head.headers["Content-Type"] == ["application/json; charset=UTF-8"])
    }

    @Test func `a silent server does not hold up the end`() async throws {
        let following = Following()
        following.world.fail(.silence)
        try await following.run { _ in
            try await following.wait("a request") { following.world.calls.count == 2 }
        }
    }
}
