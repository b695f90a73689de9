import Testing

@testable import IRCProtocol

@Suite("Lines are parsed as servers really write them")
struct ParsingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var line: String
        var tags: [String: String] = [:]
        var source = ""
        var command: String
        var parameters: [String] = []

        var testDescription: String { line }
    }

    @Test(arguments: [
        Case(line: "foo bar baz asdf", command: "FOO", parameters: ["bar", "baz", "asdf"]),
        Case(line: ":coolguy foo bar baz asdf", source: "coolguy", command: "FOO", parameters: ["bar", "baz", "asdf"]),
        Case(line: "foo bar baz :asdf quux", command: "FOO", parameters: ["bar", "baz", "asdf quux"]),
        Case(line: "foo bar baz :", command: "FOO", parameters: ["bar", "baz", ""]),
        Case(line: "foo bar baz ::asdf", command: "FOO", parameters: ["bar", "baz", ":asdf"]),
        Case(
            line: ":coolguy foo bar baz :  asdf quux ", source: "coolguy", command: "FOO",
            parameters: ["bar", "baz", "  asdf quux "]),
        Case(
            line: ":coolguy PRIVMSG bar :lol :) ", source: "coolguy", command: "PRIVMSG",
            parameters: ["bar", "lol :) "]),
        Case(line: ":coolguy foo bar baz :  ", source: "coolguy", command: "FOO", parameters: ["bar", "baz", "  "]),
        Case(line: ":coolguy foo b\tar baz", source: "coolguy", command: "FOO", parameters: ["b\tar", "baz"]),
        Case(
            line: "@asd :coolguy foo bar :b", tags: ["asd": ""], source: "coolguy", command: "FOO",
            parameters: ["bar", "b"]),
        Case(line: "@a=b;c=32;k;rt=ql7 foo", tags: ["a": "b", "c": "32", "k": "", "rt": "ql7"], command: "FOO"),
        Case(
            line: #"@a=b\\and\nk;c=72\s45;d=gh\:764 foo"#, tags: ["a": "b\\and\nk", "c": "72 45", "d": "gh;764"],
            command: "FOO"),
        Case(
            line: "@c;h=;a=b :quux ab cd", tags: ["c": "", "h": "", "a": "b"], source: "quux", command: "AB",
            parameters: ["cd"]),
        Case(line: ":src JOIN #chan", source: "src", command: "JOIN", parameters: ["#chan"]),
        Case(line: ":src JOIN :#chan", source: "src", command: "JOIN", parameters: ["#chan"]),
        Case(line: ":src AWAY", source: "src", command: "AWAY"),
        Case(line: ":src AWAY ", source: "src", command: "AWAY"),
        Case(line: ":cool\tguy foo bar baz", source: "cool\tguy", command: "FOO", parameters: ["bar", "baz"]),
        Case(
            line: ":coolguy!ag@net\u{3}5w\u{3}ork.admin PRIVMSG foo :bar baz",
            source: "coolguy!ag@net\u{3}5w\u{3}ork.admin",
            command: "PRIVMSG", parameters: ["foo", "bar baz"]),
        Case(
            line:
                "@tag1=value1;tag2;vendor1/tag3=value2;vendor2/tag4= :irc.example.com COMMAND param1 param2 :param3 param3",
            tags: ["tag1": "value1", "tag2": "", "vendor1/tag3": "value2", "vendor2/tag4": ""],
            source: "irc.example.com",
            command: "COMMAND", parameters: ["param1", "param2", "param3 param3"]),
        Case(line: "COMMAND", command: "COMMAND"),
        Case(line: #"@foo=\\\\\:\\s\s\r\n COMMAND"#, tags: ["foo": "\\\\;\\s \r\n"], command: "COMMAND"),
        Case(line: #"@a=\b;b=val\ x"#, tags: ["a": "b", "b": "val"], command: "X"),
        Case(line: "@a=1;a=2 x", tags: ["a": "2"], command: "X"),
        Case(
            line: ":gravel.mozilla.org 432  #momo :Erroneous Nickname: Illegal characters",
            source: "gravel.mozilla.org",
            command: "432", parameters: ["#momo", "Erroneous Nickname: Illegal characters"]),
        Case(
            line: ":gravel.mozilla.org MODE #tckk +n ", source: "gravel.mozilla.org", command: "MODE",
            parameters: ["#tckk", "+n"]),
        Case(
            line: ":services.esper.net MODE #foo-bar +o foobar  ", source: "services.esper.net", command: "MODE",
            parameters: ["#foo-bar", "+o", "foobar"]),
        Case(
            line: ":SomeOp MODE #channel +oo SomeUser :AnotherUser", source: "SomeOp", command: "MODE",
            parameters: ["#channel", "+oo", "SomeUser", "AnotherUser"]),
        Case(line: "  :a   PRIVMSG   #c    :x", source: "a", command: "PRIVMSG", parameters: ["#c", "x"]),
        Case(line: "001 * :hello", command: "001", parameters: ["*", "hello"]),
        Case(line: "privmsg #c x", command: "PRIVMSG", parameters: ["#c", "x"]),
        Case(line: "X a\rb", command: "X", parameters: ["a\rb"]),
    ])
    func parts(_ expected: Case) throws {
        let message = try #require(IRCMessage(expected.line))
        #expect(message.command == expected.command)
        #expect(message.source == expected.source)
        #expect(message.parameters == expected.parameters)
        #expect(message.parameterCount == expected.parameters.count)
        for (name, value) in expected.tags { #expect(message.tag(name) == value) }
        #expect(message.tag("none") == nil)
    }

    @Test(arguments: [
        "", " ", ":", "@", "@a", "@a=b", ":a", ":a ", "@a :b", "@ :", "é x", ":a :b", "P\u{1}NG x", "-1 x",
    ])
    func whatIsNoMessageIsRefused(_ line: String) {
        #expect(IRCMessage(line) == nil)
    }

    @Test func aMissingParameterIsEmptyAndNoTrap() throws {
        let message = try #require(IRCMessage("X a"))
        #expect(message.parameter(1) == "" && message.parameter(99) == "" && message.parameter(-1) == "")
        #expect(try #require(IRCMessage("X")).lastParameter == "")
    }

    @Test func brokenUTF8IsRepaired() throws {
        let message = try #require(IRCMessage([0x58, 0x20, 0x61, 0xFF, 0x62][...]))
        #expect(message.parameter(0) == "a\u{FFFD}b")
    }

    @Test(arguments: [
        ("nick!user@host", "nick", "user@host"), ("nick@host", "nick", ""), ("irc.example.org", "irc.example.org", ""),
        ("a!b", "a", "b"), ("!x@y", "", "x@y"),
    ])
    func theSourceHasANickAndAHost(source: String, nick: String, host: String) throws {
        let message = try #require(IRCMessage(":\(source) X"))
        #expect(message.nick == nick)
        #expect(message.userAndHost == host)
    }

    @Test(arguments: [
        ("plain", "plain"), ("\u{2}bold\u{2} \u{1D}it\u{F}", "bold it"), ("\u{3}4,12red\u{3}", "red"),
        ("\u{3}04red", "red"),
        ("\u{3}123", "3"), ("\u{3},4x", ",4x"), ("\u{3}4,x", ",x"), ("\u{4}ff00AAx", "x"), ("\u{4}ff00aa,00ff00x", "x"),
        ("a\tb", "a b"), ("a\0b\rc\u{7F}", "abc"), ("é\u{16}è", "éè"), ("", ""),
    ])
    func formattingIsTakenOut(coded: String, plain: String) {
        #expect(String(withoutFormatting: Array(coded.utf8)[...]) == plain)
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00.000Z", 0), ("2011-10-19T16:40:51.620Z", 1_319_042_451_620),
        ("2024-02-29T12:00:00Z", 1_709_208_000_000),
        ("2000-03-01T00:00:00.5Z", 951_868_800_500), ("2026-12-31T23:59:59.123456Z", 1_798_761_599_123),
    ])
    func serverTimesAreRead(text: String, milliseconds: Int) {
        #expect(ServerTime.milliseconds(text) == milliseconds)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (1_319_042_451_620, "2011-10-19T16:40:51Z"), (-5, "1970-01-01T23:59:59Z"),
        (1_709_208_000_000, "2024-02-29T12:00:00Z"), (1_798_761_599_999, "2026-12-31T23:59:59Z"),
    ])
    func timesAreWritten(milliseconds: Int, text: String) {
        #expect(ServerTime.text(milliseconds) == text)
    }

    @Test(arguments: [
        "", "now", "2024-02-29 12:00:00Z", "2024-13-01T00:00:00Z", "2024-02-29T12:00:00+01:00", "20x4-02-29T12:00:00Z",
    ])
    func otherTimesAreNone(_ text: String) {
        #expect(ServerTime.milliseconds(text) == nil)
    }
}
