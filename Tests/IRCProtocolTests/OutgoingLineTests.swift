import Testing

@testable import IRCProtocol

@Suite("One line goes out, whatever is in it")
struct OutgoingLineTests {
    private func text(_ line: OutgoingLine) -> String { String(decoding: line.bytes, as: UTF8.self) }

    @Test(arguments: [
        (["PRIVMSG", "#c", "two words"], "PRIVMSG #c :two words\r\n"),
        (["PRIVMSG", "#c", "one"], "PRIVMSG #c :one\r\n"),
        (["NICK", "slotkeeper"], "NICK slotkeeper\r\n"), (["CAP", "LS", "302"], "CAP LS 302\r\n"),
        (["CAP", "REQ", "sasl batch"], "CAP REQ :sasl batch\r\n"), (["PING", ""], "PING :\r\n"),
        (["PING", ":a"], "PING ::a\r\n"),
        (["PRIVMSG", "#c", "a\r\nQUIT :x\nJOIN #y\0"], "PRIVMSG #c :aQUIT :xJOIN #y\r\n"),
        (["PRIVMSG", "#c\r\nQUIT", "a"], "PRIVMSG #cQUIT :a\r\n"),
        (["PRIVMSG", "#c evil", "a"], "PRIVMSG #cevil :a\r\n"),
        (["PRIVMSG", ":x", "a"], "PRIVMSG x :a\r\n"), (["PRIVMSG", "", "a"], "PRIVMSG * :a\r\n"),
        (["PRIVMSG", "#c", "\u{1}DCC SEND\u{1} \u{3}4x\u{7F}"], "PRIVMSG #c :DCC SEND 4x\r\n"), (["QUIT"], "QUIT\r\n"),
    ])
    func isOneLine(parts: [String], expected: String) {
        #expect(text(OutgoingLine(parts[0], Array(parts.dropFirst()))) == expected)
    }

    @Test func aLabelGoesBeforeTheLineAndDoesNotCount() {
        let line = OutgoingLine("PRIVMSG", ["#c", String(repeating: "x", count: 600)], tags: ["label": "a b;c"])
        #expect(text(line).hasPrefix(#"@label=a\sb\:c PRIVMSG #c :xxx"#))
        #expect(line.bytes.count == #"@label=a\sb\:c "#.utf8.count + 512)
    }

    @Test func noTagCanSmuggleALine() {
        let line = OutgoingLine("PRIVMSG", "#c", "x", tags: ["+draft/reply": "a\r\nQUIT\0 b\\", "k x": ""])
        #expect(text(line) == #"@+draft/reply=a\r\nQUIT\sb\\;kx= PRIVMSG #c :x"# + "\r\n")
    }

    @Test(arguments: ["a", "é", "€", "😀"])
    func itIsCutBetweenCharacters(_ character: String) {
        let line = OutgoingLine("PRIVMSG", "#c", String(repeating: character, count: 600))
        #expect(line.bytes.count <= 512 && line.bytes.count > 508)
        #expect(String(validating: line.bytes, as: UTF8.self) != nil)
        #expect(line.bytes.suffix(2) == [13, 10])
    }

    @Test(arguments: ["a b", ":x", "x y z", "a :b", "\u{1F600}"])
    func aPongCarriesItsTokenByteForByte(_ token: String) throws {
        let ping = try #require(IRCMessage("PING :\(token)"))
        #expect(text(OutgoingLine(answering: ping)) == "PONG :\(token)\r\n")
    }

    @Test func aPongCarriesBrokenUTF8AsItCame() throws {
        let ping = try #require(IRCMessage(Array("PING :".utf8)[...] + [0xFF, 0xFE]))
        #expect(OutgoingLine(answering: ping).bytes == Array("PONG :".utf8) + [0xFF, 0xFE, 13, 10])
    }

    @Test(arguments: [
        ["PASS", "hunter2"], ["JOIN", "#secret", "hunter2"], ["AUTHENTICATE", "hunter2"],
        ["PRIVMSG", "NickServ", "IDENTIFY slotkeeper hunter2"],
        ["PRIVMSG", "NickServ", "identify hunter2"], ["NS", "IDENTIFY hunter2"], ["OPER", "x", "hunter2"],
    ])
    func secretsAreNeverShown(_ parts: [String]) throws {
        let line = OutgoingLine(parts[0], Array(parts.dropFirst()))
        #expect(!line.description.contains("hunter2"))
        #expect(text(line).contains("hunter2"))
    }

    @Test(arguments: [":bot!u@h PRIVMSG NickServ :IDENTIFY hunter2", "AUTHENTICATE hunter2"])
    func secretsThatComeBackAreNotShownEither(_ line: String) throws {
        #expect(try #require(IRCMessage(line)).description.contains("hunter2") == false)
    }

    @Test func whatIsShownOfALineHoldsNoControlCharacters() throws {
        #expect(try #require(IRCMessage("X :a\u{1B}[2J\rb")).description == "X :a?[2J?b")
    }
}

@Suite("A line of ours fits what the server relays")
struct LineLimitTests {
    @Test func theRealPrefixCounts() {
        var limit = LineLimit()
        limit.learn(userAndHost: "~bot@example.org")
        // ":nick!~bot@example.org PRIVMSG #c :" and CR LF.
        #expect(limit.text(nick: "nick", target: "#c") == 512 - 2 - ":nick!~bot@example.org PRIVMSG #c :".utf8.count)
    }

    @Test func beforeItIsKnownTheLongestIsAssumed() {
        let unknown = LineLimit().text(nick: "nick", target: "#c")
        var known = LineLimit()
        known.learn(userAndHost: "~0123456789@" + String(repeating: "h", count: 63))
        #expect(unknown == known.text(nick: "nick", target: "#c"))
    }

    @Test func hostsChange() {
        var limit = LineLimit()
        limit.learn(userAndHost: "~bot@example.org")
        limit.learn(host: "cloak/of/slotkeeper")
        #expect(limit.userAndHost == "~bot@cloak/of/slotkeeper")
        limit.learn(host: "new.host", user: "b")
        #expect(limit.userAndHost == "b@new.host")
        limit.learn(host: "u@whole")
        #expect(limit.userAndHost == "u@whole")
    }

    @Test func anAbsurdPrefixLeavesRoomToSpeak() {
        var limit = LineLimit()
        limit.learn(userAndHost: "u@" + String(repeating: "h", count: 600))
        #expect(limit.text(nick: "nick", target: "#c") == 64)
    }
}
