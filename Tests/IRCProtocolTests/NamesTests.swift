import Testing

@testable import IRCProtocol

@Suite("Names are compared as the network compares them")
struct CaseMappingTests {
    @Test(arguments: [
        (CaseMapping.ascii, #"Az09{}|^[]\~_-É"#, #"az09{}|^[]\~_-É"#), (.rfc1459, #"Az[]\^{}|~É"#, "az{}|~{}|~É"),
        (.strictRFC1459, #"Az[]\^~"#, "az{}|^~"),
    ])
    func fold(mapping: CaseMapping, name: String, folded: String) {
        #expect(mapping.fold(name).text == folded)
        #expect(mapping.fold(folded) == mapping.fold(name))
    }

    @Test(arguments: [
        ("rfc1459", CaseMapping.rfc1459), ("RFC1459", .rfc1459), ("rfc1459-strict", .strictRFC1459),
        ("strict-rfc1459", .strictRFC1459),
        ("ascii", .ascii), ("rfc8265", .ascii), ("", .ascii),
    ])
    func names(name: String, mapping: CaseMapping) {
        #expect(CaseMapping(named: name) == mapping)
    }
}

@Suite("Servers say what they are like, and take it back")
struct ISupportTests {
    private func support(_ tokens: String...) -> ISupport {
        var support = ISupport()
        support.receive(tokens)
        return support
    }

    @Test func withoutAnythingItIsAnOldServer() {
        let support = ISupport()
        #expect(support.caseMapping == .rfc1459)
        #expect(support.isChannel("#a") && support.isChannel("&a") && !support.isChannel("a") && !support.isChannel(""))
        #expect(!support.hasWHOX && support.botMode == nil && support.nickLength == nil)
    }

    @Test func tokensCount() {
        let support = support(
            "CASEMAPPING=ascii", "CHANTYPES=#!", "PREFIX=(qaohv)~&@%+", "STATUSMSG=@+", "BOT=B", "WHOX", "NICKLEN=12",
            "NETWORK=A\\x20B")
        #expect(support.caseMapping == .ascii)
        #expect(support.isChannel("!x") && !support.isChannel("&x"))
        #expect(support.memberPrefixes == Array("~&@%+".utf8))
        #expect(support.botMode == "B" && support.hasWHOX && support.nickLength == 12)
        #expect(support["NETWORK"] == "A B")
    }

    @Test func aTokenIsTakenBack() {
        var support = support("CASEMAPPING=ascii", "WHOX", "BOT=B")
        support.receive(["-CASEMAPPING", "-WHOX", "-BOT", "-NEVER"])
        #expect(support.caseMapping == .rfc1459 && !support.hasWHOX && support.botMode == nil)
    }

    @Test(arguments: [
        ("@#c", "#c"), ("+#c", "#c"), ("@+#c", "#c"), ("#c", "#c"), ("@nick", "@nick"), ("nick", "nick"), ("@", "@"),
        ("", ""),
    ])
    func statusPrefixesGo(target: String, channel: String) {
        #expect(support("STATUSMSG=@+").withoutStatus(target) == channel)
    }

    @Test(arguments: [
        "PREFIX=", "PREFIX=(ov", "PREFIX=ov)", "CHANTYPES=", "CASEMAPPING", "=x", "-", "NICKLEN=-5", "BOT=",
        "NETWORK=\\x",
    ])
    func oddTokensDoNoHarm(_ token: String) {
        let support = support(token)
        #expect(support.botMode == nil)
        _ = support.isChannel("#c")
    }

    @Test func aServerCannotFillOurMemory() {
        var support = ISupport()
        for number in 0..<10_000 { support.receive(["T\(number)=x"]) }
        #expect(support["T0"] == "x" && support["T9999"] == nil)
    }
}

@Suite("Masks")
struct MaskTests {
    struct Case: Sendable {
        var mask: String
        var fits: [String]
        var others: [String]
    }

    /// The first six are from the public tests of IRC parsers (mask-match).
    @Test(arguments: [
        Case(
            mask: "*@127.0.0.1", fits: ["coolguy!ab@127.0.0.1", "cooldud3!~bc@127.0.0.1"],
            others: ["coolguy!ab@127.0.0.5", "cooldud3!~d@124.0.0.1"]),
        Case(
            mask: "cool*@*", fits: ["coolguy!ab@127.0.0.1", "cooldud3!~bc@127.0.0.1", "cool132!ab@example.com"],
            others: ["koolguy!ab@127.0.0.5", "cooodud3!~d@124.0.0.1"]),
        Case(
            mask: "cool!*@*", fits: ["cool!guyab@127.0.0.1", "cool!~dudebc@127.0.0.1", "cool!312ab@example.com"],
            others: ["coolguy!ab@127.0.0.1", "cooldud3!~bc@127.0.0.1", "koolguy!ab@127.0.0.5", "cooodud3!~d@124.0.0.1"]),
        Case(
            mask: "cool!?username@*", fits: ["cool!ausername@127.0.0.1", "cool!~username@127.0.0.1"],
            others: ["cool!username@127.0.0.1"]),
        Case(mask: "cool!a?*@*", fits: ["cool!ab@127.0.0.1", "cool!abc@127.0.0.1"], others: ["cool!a@127.0.0.1"]),
        Case(
            mask: "cool[guy]!*@*", fits: ["cool[guy]!guy@127.0.0.1", "cool[guy]!a@example.com"],
            others: ["coolg!ab@127.0.0.1", "cool[!ac@127.0.1.1"]),
        Case(mask: "", fits: [""], others: ["a"]), Case(mask: "*", fits: ["", "a!b@c"], others: []),
        Case(mask: "?", fits: ["a"], others: ["", "ab"]), Case(mask: "**a**", fits: ["a", "xax"], others: ["", "x"]),
        Case(mask: #"a\*b\?"#, fits: ["a*b?"], others: ["axb?", "a*bx"]),
        Case(mask: #"a\b"#, fits: ["a|B"], others: ["ab"]),
        Case(mask: "A[b]!*@H.*", fits: ["a{B}!x@h.net"], others: ["a!x@h.net"]),
    ])
    func `fit whole sources`(_ test: Case) {
        let mask = Mask(test.mask)
        for source in test.fits { #expect(mask.matches(source), "\(test.mask) fits \(source)") }
        for source in test.others { #expect(!mask.matches(source), "\(test.mask) does not fit \(source)") }
    }

    @Test func `fold as the network folds`() {
        #expect(!Mask("a[b]!*@*", .ascii).matches("a{b}!u@h"))
        #expect(Mask("a[b]!*@*", .ascii).matches("A[B]!u@h"))
    }

    @Test func `take no time that grows with the number of stars`() {
        let mask = Mask(String(repeating: "*a", count: 200) + "b")
        #expect(!mask.matches(String(repeating: "a", count: 2000)))
    }
}
