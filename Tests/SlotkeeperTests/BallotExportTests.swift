import Foundation
import Testing

/// Ballots leave the ledger as a file, and anybody can count them again.
@Suite("Exported ballots")
struct BallotExportTests {
    /// A ledger with three ballots on four blueprints.
    private func voted(voters: Int = 3, rules: String = "rankvotes: {tell_first: 3}") throws -> Executable {
        let program = try Executable()
        try program.enable(rules)
        let history = """
            !blueprint add one-1x trivial
            !blueprint add two-2x trivial
            !blueprint add three-3x trivial
            !blueprint add four-4x trivial
            """
        _ = try program.run(["chat", "--config", program.configuration], input: history)
        for (voter, ballot) in [("alice", "b3 > b1 > b2"), ("bob", "b3 > b2 > b1"), ("erin", "b2 > b3")].prefix(voters)
        {
            _ = try program.run(
                ["chat", "--config", program.configuration, "--as", "\(voter):\(voter)"], input: "!rank \(ballot)\n")
        }
        return program
    }

    @Test("hold the order that tally finds, by line and by the whole ledger") func verified() throws {
        let program = try voted()
        defer { program.remove() }
        let export = try program.run(["export", "--ballots", "--config", program.configuration])
        #expect(export.status == 0)
        #expect(export.output.contains(#""order":["three-3x","two-2x","one-1x"]"#))
        #expect(
            try program.run(["tally", "--verify", "-"], input: export.output).output
                == "nova: the ballots give the order of the export (3 items, ranked-pairs-wv).\n")
        #expect(try program.run(["tally", "-"], input: export.output).output.contains("1. three-3x"))
        let ledger = try program.run(["export", "--config", program.configuration]).output
        #expect(
            try program.run(["tally", "--verify", "-"], input: ledger).output
                == "nova: 3 ballots give the order of the ledger (3 items, ranked-pairs-wv).\n")
    }

    @Test("that were changed are found out") func changed() throws {
        let program = try voted()
        defer { program.remove() }
        let export = try program.run(["export", "--ballots", "--config", program.configuration]).output
        let line = try program.run(
            ["tally", "--verify", "-"],
            input: export.replacing(#""order":["three-3x","two-2x""#, with: #""order":["two-2x","three-3x""#))
        #expect(line.status == 65)
        #expect(
            line.errors
                == "slotkeeper: standard input, line 1: nova: the ballots give another order: at place 1 they have three-3x, and the export two-2x.\n"
        )
        // A ballot that was written into the ledger without the order that would have followed.
        let ledger = try program.run(["export", "--config", program.configuration]).output
        let forged = ledger.replacing(#""levels":[[2],[3]]"#, with: #""levels":[[1],[2]]"#)
        let whole = try program.run(["tally", "--verify", "-"], input: forged)
        #expect(whole.status == 65)
        #expect(whole.errors == "slotkeeper: nova: the board has another order.\n")
    }

    @Test(
        "are asked for where nobody votes, or wrongly",
        arguments: [
            (["export", "--ballots"], "the plugin rankvotes is not in the configuration, so there are no votes"),
            (["export", "--board", "nova"], "--board goes with --ballots"),
        ])
    func mistakes(arguments: [String], sentence: String) throws {
        let program = try Executable()
        defer { program.remove() }
        _ = try program.run(["chat", "--config", program.configuration], input: "!slots\n")
        let outcome = try program.run(arguments + ["--config", program.configuration])
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains(sentence))
    }

    @Test("are counted by the rules that the ledger holds, whatever the configuration says") func rules() throws {
        let program = try voted(rules: "rankvotes: {min_named: 3, method: borda}")
        defer { program.remove() }
        let ledger = try program.run(["export", "--config", program.configuration]).output
        let outcome = try program.run(["tally", "--verify", "-"], input: ledger)
        #expect(outcome.output + outcome.errors == "nova: 3 ballots give the order of the ledger (2 items, borda).\n")
    }

    @Test("of a draft are one, and say so") func draft() throws {
        let program = try voted(voters: 1)
        defer { program.remove() }
        let ledger = try program.run(["export", "--config", program.configuration]).output
        #expect(
            try program.run(["tally", "--verify", "-"], input: ledger).output
                == "nova: 1 ballot is a draft, and the ledger has no order of them (0 items, ranked-pairs-wv).\n")
    }

    @Test(
        "that are none are refused",
        arguments: [
            ("", "standard input is empty: give what"), ("\n \n", "standard input is empty: give what"),
            (
                #"{"candidates":[1],"ballots":[],"method":"coin","order":[]}"#,
                #"there is no method "coin"; known are ranked-pairs-wv,"#
            ),
            (#"{"candidates":[1],"ballots":[],"order":[]}"#, #""method" is missing"#),
        ])
    func refused(text: String, sentence: String) throws {
        let program = try Executable()
        defer { program.remove() }
        let outcome = try program.run(["tally", "--verify", "-"], input: text)
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }

    @Test("and other options do not go together") func options() throws {
        let program = try Executable()
        defer { program.remove() }
        let outcome = try program.run(["tally", "--verify", "--json", "-"])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("An export says itself how it was counted"))
    }
}
