import Testing

@testable import IRCProtocol

@Suite("Coming back")
struct BackoffTests {
    private func delays(_ ending: Session.Ending, count: Int, random: Double, registeredFor: Int = 0) -> [Int] {
        var backoff = Backoff()
        return (0..<count).map { _ in backoff.delay(after: ending, registeredFor: registeredFor, random: random) }
    }

    @Test func delaysDoubleUpToFiveMinutes() {
        let ceilings = delays(.lost("x"), count: 12, random: 0.999_999).map { ($0 + 999) / 1000 }
        #expect(ceilings == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])
    }

    @Test func jitterTakesAwayAtMostHalf() {
        #expect(delays(.lost("x"), count: 8, random: 0).map { $0 / 1000 } == [1, 1, 2, 4, 8, 16, 32, 64])
    }

    @Test(arguments: [Session.Ending.lost("a ban in other words"), .timedOut("login"), .banned("x"), .throttled("x")])
    func `Nobody sees more than six of us in 30 seconds, whatever the jitter`(_ ending: Session.Ending) {
        var moments = [0]
        for delay in delays(ending, count: 30, random: 0) { moments.append((moments.last ?? 0) + delay) }
        for start in moments {
            #expect(moments.count { (start..<start + 30_000).contains($0) } <= 6)
        }
    }

    @Test func aSessionThatHeldIsASuccessAndAWelcomeAloneIsNot() {
        var backoff = Backoff()
        for _ in 0..<5 { _ = backoff.delay(after: .lost("x"), registeredFor: 59_999, random: 0.5) }
        #expect(backoff.delay(after: .lost("x"), registeredFor: 59_999, random: 0.5) > 10_000)
        #expect(backoff.delay(after: .lost("x"), registeredFor: 60_000, random: 0.5) == 1000)
    }

    @Test(arguments: [
        Session.Ending.banned("x"), .throttled("x"), .loginFailed("x"), .untrusted("x"), .nickRefused,
    ])
    func whatTryingSoonMakesWorseWaitsLong(_ ending: Session.Ending) {
        let delays = delays(ending, count: 6, random: 0)
        #expect(delays == [300_000, 600_000, 1_200_000, 2_400_000, 3_600_000, 3_600_000])
    }
}
