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
