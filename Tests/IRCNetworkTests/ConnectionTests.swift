import Chat
import IRCProtocol
import IRCTesting
import Logging
import Testing

@testable import IRCNetwork

@Suite("A connection to a server", .timeLimit(.minutes(5)))
struct ConnectionTests {
    @Test func whatIsSaidIsHeardAndAnsweredOverVerifiedTLS() async throws {
        try await ScriptedServer.run { server in
            try await NetworkFixture.run(
                .test(port: server.port),
                answering: { network, message in
                    let answer = Outgoing(
                        room: message.room, document: Document("heard \(message.text)"), kind: .answer(to: message.id))
                    try? await network.send(answer)
                }
            ) { fixture in
                var peer = try await server.accept()
                try await peer.welcome(capabilities: "account-tag server-time")
                try await peer.send("@account=Erin :erin!e@h PRIVMSG #Nova :!slots")
                #expect(try await peer.expect("PRIVMSG") == "PRIVMSG #nova :heard !slots")
                var messages = fixture.messages.makeAsyncIterator()
                let message = try #require(await messages.next())
                #expect(message.room == Room(network: "test", id: "#nova"))
                #expect(message.identity == .account("erin"))
                #expect(message.ownNick == "slotkeeper" && message.nick == "erin")
            }
        }
    }

    @Test func privateMessagesNameTheSharedRooms() async throws {
        try await ScriptedServer.run { server in
            try await NetworkFixture.run(.test(port: server.port)) { fixture in
                var peer = try await server.accept()
                try await peer.welcome()
                try await peer.send(":erin!e@h JOIN #nova", ":erin!e@h PRIVMSG slotkeeper :!next")
                var messages = fixture.messages.makeAsyncIterator()
                let message = try #require(await messages.next())
                #expect(message.room == Room(network: "test", id: "erin", isPrivate: true))
                #expect(message.sharedRooms == ["#nova"] && message.identity == .unavailable)
            }
        }
    }

    @Test func lettersMayComeOneByOne() async throws {
        try await ScriptedServer.run { server in
            try await NetworkFixture.run(.test(port: server.port)) { fixture in
                var peer = try await server.accept()
                try await peer.welcome()
                let text = ":erin!e@h PRIVMSG #nova :grüße\r\nPING :after\r\n"
                try await peer.send(bytes: Array(text.utf8), piece: 1)
                try await peer.expect("PONG :after")
                var messages = fixture.messages.makeAsyncIterator()
                #expect(await messages.next()?.text == "grüße")
            }
        }
    }

    @Test func anAnswerOfSeveralLinesIsOneTLSRecord() async throws {
        try await ScriptedServer.run { server in
            try await NetworkFixture.run(.test(port: server.port)) { fixture in
                var peer = try await server.accept()
                try await peer.welcome()
                try await peer.send("PING :ready")
                try await peer.expect("PONG")
                try await fixture.say("one", "two", "three")
                let lines = [await peer.nextLine(), await peer.nextLine(), await peer.nextLine()].compactMap(\.self)
                #expect(lines.map(\.text) == ["one", "two", "three"].map { "PRIVMSG #nova :\($0)" })
                #expect(Set(lines.map(\.records)).count == 1)
                try await fixture.say("four")
                #expect(await peer.nextLine()?.records == lines[0].records + 1)
            }
        }
    }

    @Test func aLongLineIsBrokenToFit() async throws {
        try await ScriptedServer.run { server in
            try await NetworkFixture.run(.test(port: server.port)) { fixture in
                var peer = try await server.accept()
                try await peer.welcome()
                try await peer.send("PING :ready")
                try await peer.expect("PONG")
                let words = Array(repeating: "häuser", count: 150).joined(separator: " ")
                try await fixture.say(words)
                var heard: [String] = []
                while heard.joined(separator: " ").utf8.count < words.utf8.count, let line = await peer.next() {
                    #expect(":slotkeeper!bot@host \(line)\r\n".utf8.count <= 512)
                    heard.append(String(line.dropFirst("PRIVMSG #nova :".count)))
                }
                #expect(heard.joined(separator: " ") == words)
            }
        }
    }

    @Test func manyMessagesWaitForTheBotAndNoneIsLost() async throws {
        try await ScriptedServer.run { server in
            var configuration = try IRCNetworkConfiguration.test(port: server.port)
            configuration.waitingMessages = 10
            try await NetworkFixture.run(configuration, answering: { _, _ in await Task.yield() }) { fixture in
                var peer = try await server.accept()
                try await peer.welcome()
                for number in 0..<3000 { try await peer.send(":erin!e@h PRIVMSG #nova :\(number)") }
                var messages = fixture.messages.makeAsyncIterator()
                for number in 0..<3000 {
                    guard let message = await messages.next(), message.text == "\(number)" else {
                        Issue.record("message \(number) is missing")
                        return
                    }
                }
            }
        }
    }

    // MARK: Announcements

    @Test func anAnnouncementReturnsWithItsEcho() async throws {
        try await ScriptedServer.run { server in
            try await NetworkFixture.run(.test(port: server.port)) { fixture in
                var peer = try await server.accept()
                try await peer.welcome(capabilities: "batch echo-message labeled-response message-tags")
                try await peer.send("PING :ready")
                try await peer.expect("PONG")
                async let said: Void = fixture.say("slot 4 is free", kind: .announcement)
                let line = try #require(await peer.next())
                let tag = try #require(line.split(separator: " ").first)
                #expect(tag.hasPrefix("@label="))
                try await peer.send("\(tag) :slotkeeper!bot@host PRIVMSG #nova :slot 4 is free")
                try await said
            }
        }
    }

    @Test func anAnnouncementReturnsWithThePONGBehindIt() async throws {
        try await ScriptedServer.run { server in
            try await NetworkFixture.run(.test(port: server.port)) { fixture in
                var peer = try await server.accept()
                try await peer.welcome()
                try await peer.send("PING :ready")
                try await peer.expect("PONG")
                async let said: Void = fixture.say("slot 4 is free", kind: .announcement)
                #expect(await peer.next() == "PRIVMSG #nova :slot 4 is free")
                let token = try await peer.expect("PING ").dropFirst("PING ".count)
                try await peer.send(":s PONG s :\(token)")
                try await said
            }
        }
    }

    @Test func aConnectionThatIsLostBeforeTheConfirmationIsAnError() async throws {
        try await ScriptedServer.run { server in
            try await NetworkFixture.run(.test(port: server.port)) { fixture in
                var peer = try await server.accept()
                try await peer.welcome()
                try await peer.send("PING :ready")
                try await peer.expect("PONG")
                async let refusal = fixture.refusal(of: ["slot 4 is free"], kind: .announcement)
                try await peer.expect("PRIVMSG")
                try await peer.close()
                #expect(await refusal == .unconfirmed)
            }
        }
    }

    @Test func whatCannotBeSaidIsAnError() async throws {
        try await ScriptedServer.run { server in
            let configuration = try IRCNetworkConfiguration.test(port: server.port)
            let idle = IRCNetwork(configuration: configuration, logger: .init(label: "test"))
            await #expect(throws: SendError.notConnected) {
                try await idle.send(
                    Outgoing(room: Room(network: "test", id: "#nova"), document: Document("x"), kind: .announcement))
            }
            try await NetworkFixture.run(configuration) { fixture in
                var peer = try await server.accept()
                try await peer.expect("USER")
                await #expect(throws: SendError.notConnected) { try await fixture.say("too early") }
                try await peer.send(":s 001 slotkeeper :Welcome", "PING :ready")
                try await peer.expect("PONG")
                for kind in [Outgoing.Kind.answer(to: nil), .announcement] {
                    await #expect(throws: SendError.notInRoom("#other")) {
                        try await fixture.say("x", kind: kind, to: "#other")
                    }
                }
            }
        }
    }

    // MARK: Coming back and going away

    @Test func afterALossItComesBack() async throws {
        try await ScriptedServer.run { server in
            try await NetworkFixture.run(.test(port: server.port)) { _ in
                for _ in 0..<3 {
                    var peer = try await server.accept()
                    try await peer.welcome()
                    try await peer.close()
                }
                var last = try await server.accept()
                try await last.welcome()
            }
        }
    }

    @Test func aSilentServerIsLeft() async throws {
        try await ScriptedServer.run { server in
            var configuration = try IRCNetworkConfiguration.test(port: server.port)
            configuration.session.timeouts.idle = 20
            configuration.session.timeouts.pong = 20
            try await NetworkFixture.run(configuration) { _ in
                // After the welcome the server says nothing more.
                var peer = try await server.accept()
                try await peer.send(":s 001 slotkeeper :Welcome")
                try await peer.expect("PING alive")
                var again = try await server.accept()
                try await again.expect("CAP LS")
            }
        }
    }

    @Test func aServerThatNeverSpeaksTLSIsLeft() async throws {
        try await ScriptedServer.run(.clearText) { server in
            var configuration = try IRCNetworkConfiguration.test(port: server.port)
            configuration.handshakeTimeout = 20
            try await NetworkFixture.run(configuration) { _ in
                for _ in 0..<2 {
                    try await server.accept().left()
                }
            }
        }
    }

    @Test func stoppingSaysGoodbye() async throws {
        try await ScriptedServer.run { server in
            var peer: Peer?
            try await NetworkFixture.run(.test(port: server.port)) { _ in
                peer = try await server.accept()
                try await peer?.welcome()
            }
            try await peer?.expect("QUIT :good-bye")
        }
    }

    @Test(arguments: ["handshake", "registration"])
    func stoppingWorksBeforeTheWelcomeToo(_ state: String) async throws {
        try await ScriptedServer.run(state == "handshake" ? .clearText : .tls) { server in
            try await NetworkFixture.run(.test(port: server.port)) { _ in
                var peer = try await server.accept()
                if state == "registration" { try await peer.expect("USER") }
            }
        }
    }

    @Test func stoppingWorksWhileItWaitsToConnectAgain() async throws {
        var configuration = try IRCNetworkConfiguration.test(port: 1)
        configuration.backoff.shortest = 600_000
        configuration.backoff.longest = 600_000
        try await NetworkFixture.run(configuration) { await $0.log.line(with: "next attempt in 600") }
    }

    // MARK: Secrets

    @Test func passwordsGoToTheServerAndIntoNoLog() async throws {
        try await ScriptedServer.run { server in
            var configuration = try IRCNetworkConfiguration.test(port: server.port)
            configuration.session.serverPassword = "opensesame"
            configuration.session.login = .init(account: "bot", password: "hunter2", mechanisms: [.plain])
            try await NetworkFixture.run(configuration) { fixture in
                var peer = try await server.accept()
                try await peer.expect("PASS opensesame")
                try await peer.send(":s CAP * LS :sasl")
                try await peer.expect("CAP REQ sasl")
                try await peer.send(":s CAP * ACK :sasl")
                try await peer.expect("AUTHENTICATE PLAIN")
                try await peer.send("AUTHENTICATE +")
                try await peer.expect("AUTHENTICATE Ym90AGJvdABodW50ZXIy")
                try await peer.send(":s 903 slotkeeper :yes")
                try await peer.expect("CAP END")
                for secret in ["hunter2", "opensesame", "Ym90AGJvdABodW50ZXIy"] {
                    #expect(!fixture.log.contains(secret))
                }
                #expect(fixture.log.contains("AUTHENTICATE (secret)") && fixture.log.contains("CAP END"))
            }
        }
    }

    @Test func whatAServerSaysDoesNothingToATerminal() async throws {
        try await ScriptedServer.run { server in
            try await NetworkFixture.run(.test(port: server.port)) { fixture in
                var peer = try await server.accept()
                try await peer.welcome()
                try await peer.send(
                    ":op!o@h PRIVMSG #nova :\u{1B}]0;title\u{7}", "ERROR :Closing \u{1B}[2J\u{9B}31m link")
                await fixture.log.line(with: "next attempt in")
                #expect(fixture.log.contains("Closing [2J31m link"))
                #expect(!fixture.log.contains("\u{1B}") && !fixture.log.contains("\u{9B}"))
            }
        }
    }

    @Test func noPasswordGoesInClearText() async throws {
        var configuration = try IRCNetworkConfiguration.test(port: 1)
        configuration.tls = nil
        configuration.session.login = .init(account: "bot", password: "hunter2")
        let network = IRCNetwork(configuration: configuration, logger: .init(label: "test"))
        await #expect(throws: IRCConfigurationError.self) { try await network.run { _ in } }
        try await ScriptedServer.run(.clearText) { server in
            configuration.port = server.port
            configuration.allowsPlaintextLogin = true
            try await NetworkFixture.run(configuration) { _ in
                var peer = try await server.accept()
                try await peer.expect("CAP LS")
            }
        }
    }
}
