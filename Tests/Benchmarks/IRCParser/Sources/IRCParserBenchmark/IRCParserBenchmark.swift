import CScanner
import IRCProtocol

/// Times `IRCMessage` and the scanner in C, in turn, on the same lines, and prints the best of several rounds of each.
///
/// Without arguments it takes lines as a busy channel has them.
@main
struct IRCParserBenchmark {
    private static let lines = [
        "@account=erin;msgid=63E1033A051D4B41B1AB1FA3CF4B243E;time=2026-03-01T12:00:00.123Z :erin!~erin@user/erin PRIVMSG "
            + "#openstack-nova :I have a question about the scheduler, is anybody around who knows the placement code?",
        ":bob!bob@cloak/bob PRIVMSG #openstack-nova :!slots",
        "@time=2026-03-01T12:00:01.001Z :carol!~c@2001:db8::17 JOIN #openstack-nova carol :Carol C.",
        ":dave!~dave@host.example.org QUIT :Ping timeout: 240 seconds",
        ":irc.example.org 353 slotkeeper = #openstack-nova :@alice!a@h +bob!b@h carol!c@h dave!d@h erin!e@h frank!f@h",
        "PING :irc.example.org",
        ":irc.example.org 005 slotkeeper CASEMAPPING=rfc1459 CHANTYPES=# MONITOR=100 NICKLEN=30 PREFIX=(ov)@+ STATUSMSG=@+ "
            + "WHOX :are supported by this server",
        ":ChanServ!ChanServ@services. MODE #openstack-nova +o alice",
    ].map { Array($0.utf8)[...] }

    static func main() {
        let rounds = 200_000
        var best = (swift: Double.infinity, c: Double.infinity)
        for _ in 0..<7 {
            best.swift = min(best.swift, time(rounds, parse))
            best.c = min(best.c, time(rounds, scan))
        }
        let count = Double(rounds * lines.count)
        print("IRCMessage \(nanoseconds(best.swift / count)) ns a line")
        print("C scanner  \(nanoseconds(best.c / count)) ns a line")
        print("ratio      \(nanoseconds(best.swift / best.c))")
    }

    private static func nanoseconds(_ value: Double) -> String {
        let hundredths = Int(value * 100 + 0.5)
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    /// Both give a sum of what they have found, so that nothing is left out and the sums can be compared.
    @inline(never) private static func parse() -> Int {
        lines.reduce(0) { sum, line in
            guard let message = IRCMessage(line) else { return sum }
            return sum + message.parameterCount + message.command.utf8.count
        }
    }

    @inline(never) private static func scan() -> Int {
        lines.reduce(0) { sum, line in
            line.withUnsafeBufferPointer { buffer in
                var found = scanned()
                guard CScanner.scan(buffer.baseAddress, buffer.count, &found) == 1 else { return sum }
                let command = withUnsafeBytes(of: &found.command) { $0.firstIndex(of: 0) ?? 0 }
                return sum + found.parameter_count + command
            }
        }
    }

    private static func time(_ rounds: Int, _ body: () -> Int) -> Double {
        var sum = 0
        let clock = ContinuousClock()
        let elapsed = clock.measure {
            for _ in 0..<rounds { sum &+= body() }
        }
        precondition(sum == rounds * 61, "something else was found: \(sum / rounds)")
        return Double(elapsed.components.seconds) * 1e9 + Double(elapsed.components.attoseconds) / 1e9
    }
}
