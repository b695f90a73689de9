import MatrixModel
import Testing

@testable import MatrixProtocol

@Suite struct ReadingTests {
    @Test func `It logs in, enters its room, and hears what is said there`() {
        var bench = Bench.running()
        #expect(bench.heard.isEmpty)
        bench.server.say("!slots", in: Bench.room, by: Bench.alice)
        bench.serve()
        #expect(bench.words == ["!slots"])
        #expect(bench.lastSaid?.sender.text == Bench.alice)
        #expect(bench.lastSaid?.power == .creator)
        #expect(bench.lastSaid?.isLate == false)
        #expect(bench.alerts.isEmpty)
    }
}
