import Testing

@testable import IRCProtocol

@Suite("Strict Transport Security")
struct STSTests {
    @Test(arguments: [
        ("sts=port=6697", 6697), ("sts=duration=300,port=7000", 7000), ("sts=port=6697,preload,x=y", 6697),
    ])
    func inClearTextThePortCountsAndNothingMoreIsSaid(offer: String, port: Int) {
        var bench = Bench(isSecure: false)
        bench.clear()
        bench.server(":s CAP * LS * :batch \(offer)", ":s CAP * LS :sasl", "001 slotkeeper :Welcome", "PING :x")
        #expect(bench.ending == .needsTLS(port: port))
        #expect(bench.sent.isEmpty && bench.policies.isEmpty)
    }

    @Test(arguments: [
        "sts", "sts=", "sts=duration=300", "sts=port=0", "sts=port=65536", "sts=port=-1", "sts=port=x", "sts=port=",
        "sts=port=99999999999999999999", "xsts=port=6697", "sts=preload",
    ])
    func inClearTextWhatHasNoPortIsIgnored(_ offer: String) {
        var bench = Bench(isSecure: false)
        bench.server(":s CAP * LS :\(offer)")
        #expect(bench.ending == nil && bench.policies.isEmpty)
        #expect(bench.sent.last == "CAP END")
    }

    @Test(arguments: [
        ("sts=duration=300", [300]), ("sts=port=1,duration=300", [300]), ("sts=duration=0", [0]), ("sts=port=7000", []),
        ("sts", []), ("sts=duration=x", []), ("sts=duration=-5", []),
    ])
    func overTLSTheDurationCounts(offer: String, policies: [Int]) {
        var bench = Bench()
        bench.server(":s CAP * LS * :\(offer)")
        #expect(bench.policies == policies, "at once, though the list goes on")
        bench.server(":s CAP * LS :batch")
        #expect(bench.ending == nil)
        #expect(!bench.sent.contains { $0.contains("sts") }, "it is never asked for")
    }

    @Test func itMayComeLaterAndCannotBeTakenBackByDEL() {
        var bench = Bench.joined()
        bench.server(":s CAP slotkeeper NEW :sts=duration=60", ":s CAP slotkeeper DEL :sts")
        #expect(bench.policies == [60])
        var plain = Bench(isSecure: false)
        plain.server(":s CAP * LS :", ":s 001 slotkeeper :-", ":s CAP slotkeeper NEW :sts=port=6697")
        #expect(plain.ending == .needsTLS(port: 6697))
    }

    @Test func aPolicyEndsAndIsRenewedWhenAConnectionEnds() {
        let policy = STSPolicy(port: 6697, duration: 60, at: 1_000_000)
        #expect(policy.isValid(at: 1_059_999) && !policy.isValid(at: 1_060_000))
        #expect(policy.renewed(at: 1_050_000).expires == 1_110_000)
        #expect(STSPolicy(port: 1, duration: .max, at: 0).expires == 315_360_000_000)
    }

    @Test func aPolicyIsWrittenAndRead() {
        let policy = STSPolicy(port: 6697, duration: 60, at: 1_000_000)
        #expect(policy.line == "6697 60 1060000")
        #expect(STSPolicy(line: policy.line) == policy)
        for line in ["", "x", "1 2", "0 60 1", "6697 -1 5", "6697 60 1 1", "99999 60 1"] {
            #expect(STSPolicy(line: line) == nil)
        }
    }
}
