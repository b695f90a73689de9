import Foundation
import Testing

/// `tally` as a process.
@Suite struct TallyCommandTests {
    private static let debian = Executable.project.appendingPathComponent(
        "Tests/Fixtures/elections/debian-dataset-D04-last.toi"
    ).path
    private static let cycle = """
        {"id": "c", "candidates": ["a", "b", "c"], "ballots": [{"weight": 4, "ranking": [["a"], ["b"], ["c"]]}, \
        {"weight": 3, "ranking": [["b"], ["c"], ["a"]]}, {"weight": 2, "ranking": [["c"], ["a"], ["b"]]}]}
        """

    private func tally(_ arguments: [String], input: String = "") throws -> Executable.Outcome {
        let program = try Executable()
        defer { program.remove() }
        return try program.run(["tally"] + arguments, input: input)
    }

    @Test func `A PrefLib file is answered with a list`() throws {
        let outcome = try tally([Self.debian])
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                real-debian-dataset-D04-last (ranked-pairs-wv)
                  1. Martin Michlmayr
                  2. Branden Robinson
                  3. None of the Above
                  4. Gergely Nagy

                """)
    }

    @Test func `Standard input is told by its content, and --json answers with a line`() throws {
        let outcome = try tally(
            ["-", "--json", "--method", "kemeny"], input: String(contentsOfFile: Self.debian, encoding: .utf8))
        #expect(
            outcome.output == """
                {"disagreement":506,"expected":[["Martin Michlmayr"],["Branden Robinson"],["None of the Above"],\
                ["Gergely Nagy"]],"expected_strict":["Martin Michlmayr","Branden Robinson","None of the Above",\
                "Gergely Nagy"],"id":"real-debian-dataset-D04-last","method":"kemeny"}

                """)
    }

    @Test(arguments: [
        ("ranked-pairs-wv", "[[\"a\"],[\"b\"],[\"c\"]]"), ("ranked-pairs-margins", "[[\"a\"],[\"b\"],[\"c\"]]"),
        ("schulze-wv", "[[\"a\"],[\"b\"],[\"c\"]]"), ("schulze-margins", "[[\"a\"],[\"b\"],[\"c\"]]"),
        ("borda", "[[\"a\",\"b\"],[\"c\"]]"), ("copeland", "[[\"a\",\"b\",\"c\"]]"),
        ("kemeny", "[[\"a\"],[\"b\"],[\"c\"]]"),
    ])
    func `Each method counts`(method: String, expected: String) throws {
        let outcome = try tally(["-", "--json", "--method", method], input: Self.cycle)
        #expect(outcome.output.contains("\"method\":\"\(method)\""))
        #expect(outcome.output.contains("\"expected\":\(expected),"))
    }

    @Test func `Lines are answered in order, and what a file says of the unranked wins over the option`() throws {
        let ballots = #""candidates": ["a", "b", 3], "ballots": [{"ranking": [["b"]], "seen": [3]}]}"#
        let input = "\u{FEFF}\r\n {\"id\": \"x\", \(ballots)\r\n\n{\"id\": 2, \"unranked\": \"last\", \(ballots)\n"
        let last = #""expected":[["b"],["a",3]],"expected_strict":["b","a",3]"#
        let seen = #""expected":[["a","b"],[3]],"expected_strict":["a","b",3]"#
        for (option, first) in [([], last), (["--unranked", "seen"], seen)] {
            let outcome = try tally(["-", "--json"] + option, input: input)
            #expect(
                outcome.lines == [
                    "{\(first),\"id\":\"x\",\"method\":\"ranked-pairs-wv\"}",
                    "{\(last),\"id\":2,\"method\":\"ranked-pairs-wv\"}",
                ])
        }
    }

    @Test func `A list shows ties, the complete order and Kemeny's disagreement, and no name acts on the terminal`()
        throws
    {
        let input = #"{"candidates": ["a\u001b[2J", "b", "c"], "ballots": [{"ranking": [["c"]]}]}"#
        #expect(
            try tally(["-", "--method", "kemeny"], input: input).output == """
                election (kemeny)
                  1. c
                  2. a[2J = b
                  one by one: c > a[2J > b
                  contradicts 0 votes

                """)
    }

    @Test(arguments: [
        ("{\"candidates\": [\"a\"], \"ballots\": [", ", line 1: this is not JSON, or not all of it"),
        ("{\"candidates\": [\"a\"]}", ", line 1: \"ballots\" is missing in the line; add it"),
        ("\n{\"candidates\": 7, \"ballots\": []}", ", line 2: \"candidates\" is not a list in brackets"),
        ("{\"candidates\": [], \"ballots\": [{}]}", ", line 1: \"ranking\" is missing in \"ballots\" 1; add it"),
        ("{\"candidates\": [], \"ballots\": [3]}", ", line 1: \"ballots\" 1 is not an object in braces"),
        ("{\"candidates\": [], \"ballots\": [], \"unranked\": 1}", ", line 1: \"unranked\" is not a text in quotes"),
        ("{\"candidates\": [], \"ballots\": [{\"ranking\": [[\"\\u001bx\"]]}]}", ", line 1: a ballot names x, which"),
        ("{\"candidates\": [1,2,3,4,5,6,7,8,9,10,11], \"ballots\": []}", ", line 1: kemeny is exact and ranks at most"),
        ("# NUMBER ALTERNATIVES: 2\n1: 1,2\n1: 1,3\n", ", line 3: alternative 3 is not known here"),
        ("", ": \"# NUMBER ALTERNATIVES\" is missing"),
    ])
    func `What is wrong is told in a sentence with its place`(input: String, sentence: String) throws {
        let outcome = try tally(["-", "--json", "--method", "kemeny"], input: input)
        #expect(outcome.status == 65)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("slotkeeper: standard input\(sentence)"))
        #expect(outcome.errors.hasSuffix(".\n"))
    }

    @Test func `Broken lines are passed over and counted`() throws {
        let outcome = try tally(["-"], input: "\(Self.cycle)\n{\n}\n\(Self.cycle)\n")
        #expect(outcome.status == 65)
        #expect(outcome.lines.filter { $0 == "c (ranked-pairs-wv)" }.count == 2)
        #expect(outcome.errors.hasPrefix("slotkeeper: standard input, line 2: "))
        #expect(outcome.errors.hasSuffix(" (2 lines are wrong.)\n"))
    }

    @Test func `An election is written as PrefLib, and ranks as before when it is read`() throws {
        let written = try tally(["-", "--write", "toc"], input: Self.cycle)
        #expect(written.status == 0)
        #expect(written.errors.isEmpty)
        #expect(
            written.lines.filter { !$0.contains(" DATE: 20") } == [
                "# FILE NAME: c.toc", "# TITLE: c", "# DESCRIPTION: ", "# DATA TYPE: toc",
                "# MODIFICATION TYPE: original",
                "# RELATES TO: ", "# RELATED FILES: ", "# NUMBER ALTERNATIVES: 3", "# NUMBER VOTERS: 9",
                "# NUMBER UNIQUE ORDERS: 3", "# ALTERNATIVE NAME 1: a", "# ALTERNATIVE NAME 2: b",
                "# ALTERNATIVE NAME 3: c",
                "4: 1,2,3", "3: 2,3,1", "2: 3,1,2",
            ])
        #expect(
            try tally(["-", "--json"], input: written.output).output
                == tally(["-", "--json"], input: Self.cycle).output)
        #expect(try tally(["-", "--write", "toc"], input: written.output).output == written.output)
    }

    @Test func `What PrefLib cannot say is told, or refused`() throws {
        let election =
            #"{"unranked": "abstain", "candidates": ["a", "b", "c"], "ballots": [{"weight": 0, "ranking": []}, "#
            + #"{"ranking": [["a", "b"]]}]}"#
        let written = try tally(["-", "--write", "toi"], input: election)
        #expect(written.lines.last == "1: {1,2}")
        #expect(
            written.errors == """
                slotkeeper: 1 ballot of weight 0 is left out.
                slotkeeper: PrefLib does not tell that ballots judge only those whom they name; rank the file with \
                --unranked abstain.

                """)
        for (kind, sentence) in [
            ("soi", "ballot 2 ties a with b, which soi cannot say; write toi"),
            ("toc", "ballot 2 leaves out c, which toc cannot say; write toi"),
        ] {
            let refused = try tally(["-", "--write", kind], input: election)
            #expect(refused.status == 65)
            #expect(refused.output.isEmpty)
            #expect(refused.errors == "slotkeeper: standard input: \(sentence).\n")
        }
        let two = try tally(["-", "--write", "toi"], input: "\(election)\n\(election)\n")
        #expect(two.status == 65)
        #expect(two.errors.contains("standard input has 2 elections, and a PrefLib file holds one"))
        #expect(try tally(["-", "--write", "toi", "--method", "borda"], input: election).status == 64)
        #expect(try tally(["-", "--write", "pwg"], input: election).status == 64)
    }

    @Test func `What is no file, or too large a one, is refused`() throws {
        let program = try Executable()
        defer { program.remove() }
        let path = program.folder.appendingPathComponent("elections.jsonl").path
        let missing = try program.run(["tally", path])
        #expect(missing.status == 66)
        #expect(missing.errors == "slotkeeper: there is no file \(path): check the name.\n")
        #expect(try program.run(["tally", program.folder.path]).status == 66)

        try Data("{".utf8).write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: 64 << 20 | 1)
        try file.close()
        let large = try program.run(["tally", path])
        #expect(large.status == 65)
        #expect(large.errors == "slotkeeper: \(path) has more than 64 MB: split it.\n")
    }

    @Test func `A scenario is replayed, and one that is refused says where`() throws {
        let events = #"{"op": "open", "item": "a"}, {"op": "put", "voter": "v", "item": "a", "at": 1}"#
        let outcome = try tally(
            ["--scenario", "-"],
            input: """
                {"id": "s", "min_named": 1, "events": [\(events)]}
                {"id": "t", "events": [\(events), {"op": "close", "item": "b"}]}
                """)
        #expect(outcome.status == 65)
        #expect(
            outcome.output == """
                {"after":[{"ballots":0,"next":[],"order":[],"waiting":[{"item":"a","judged":0,"named":0}]},\
                {"ballots":1,"next":[],"order":["a"],"waiting":[]}],"id":"s"}

                """)
        #expect(outcome.errors.hasPrefix("slotkeeper: standard input, line 2: event 3 (close): b is not known here"))
        #expect(try tally(["--scenario", "-", "--method", "borda"]).status == 64)
    }
}
