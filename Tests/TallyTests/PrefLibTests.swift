import Testing

@testable import Tally

@Suite struct PrefLibTests {
    static let small = """
        # FILE NAME: small.toi
        # TITLE: Small
        # DATA TYPE: toi
        # NUMBER ALTERNATIVES: 3
        # NUMBER VOTERS: 6
        # NUMBER UNIQUE ORDERS: 3
        # ALTERNATIVE NAME 1: Ann: the first
        # ALTERNATIVE NAME 2: Bob
        # ALTERNATIVE NAME 3: Bob
        3: 2,{1,3}
        2: 3
        1: 1, 2, 3

        """

    private func read(_ text: String) throws -> Election {
        try Election(prefLib: Array(text.utf8))
    }

    @Test(arguments: [
        small, small.replacing("\n", with: "\r\n"), "\u{FEFF}" + small, String(small.dropLast()),
        small.replacing(",", with: "\t,  "),
    ])
    func `Line ends, a byte order mark and blanks make no difference`(text: String) throws {
        let election = try read(text)
        #expect(election.id == "Small")
        #expect(election.candidates == ["Ann: the first", "Bob", "Bob (3)"])
        #expect(election.ballots().map(\.levels) == [[[1], [0, 2]], [[2]], [[0], [1], [2]]])
        #expect(election.ballots().map(\.weight) == [3, 2, 1])
        #expect(
            try election.result(by: .rankedPairsWinningVotes).expectedStrict == ["Bob", "Bob (3)", "Ann: the first"])
    }

    @Test func `Unnamed alternatives are called by their numbers`() throws {
        let election = try read("# NUMBER ALTERNATIVES: 2\n1: 2,1\n")
        #expect(election.candidates == [.number(1), .number(2)])
        #expect(election.id == nil)
    }

    @Test func `The rest is last unless the caller says otherwise`() throws {
        let election = try read("# NUMBER ALTERNATIVES: 3\n1: 2\n")
        #expect(try election.result(by: .borda).expected == [[.number(2)], [.number(1), .number(3)]])
        #expect(try election.result(by: .borda, unranked: .abstain).expected.count == 1)
        #expect(try election.result(by: .borda, unranked: .seen).expected.count == 1)
    }

    @Test(arguments: [
        ("", "\"# NUMBER ALTERNATIVES\" is missing"),
        ("\u{0}\u{1}ELF", "line 1: this is no text"),
        ("1: 2,1", "line 1: a ballot comes before"),
        ("# NUMBER ALTERNATIVES: 2", "the file has no ballots; is it cut off?"),
        (small.replacing("VOTERS: 6", with: "VOTERS: 7"), "the header says 7 voters, the file has 6; is it cut off?"),
        (small.replacing("ORDERS: 3", with: "ORDERS: 4"), "the header says 4 different ballots, the file has 3"),
        (small.replacing("toi\n# NUMBER", with: "soi\n# NUMBER"), "line 10: the header says soi, which has no ties"),
        (
            small.replacing("toi\n# NUMBER", with: "toc\n# NUMBER"),
            "line 11: the header says toc, but this ballot leaves"
        ),
        (
            small.replacing("toi\n# NUMBER", with: "wmd\n# NUMBER"),
            "line 3: the data type \"wmd\" is no list of rankings"
        ),
        (small.replacing("{1,3}", with: "{1,3"), "line 10: a \"{\" is not closed; the line is cut off"),
        (small.replacing("{1,3}", with: ""), "line 10: the line ends where a whole number"),
        (small.replacing("{1,3}", with: "1 3"), "line 10: there is no \",\" between two alternatives"),
        (small.replacing("{1,3}", with: "4"), "line 10: alternative 4 is not known here"),
        (small.replacing("{1,3}", with: "0"), "line 10: alternative 0 is not known here"),
        (small.replacing("{1,3}", with: "2"), "line 10: alternative 2 is named twice"),
        (small.replacing("{1,3}", with: "x"), "line 10: there is \"x\" where a whole number"),
        (small.replacing("{1,3}", with: "99999999999999999999"), "line 10: a number is too large"),
        (small.replacing("3: 2", with: "-3: 2"), "line 10: there is \"-3: 2,{1,3}\" where a whole number"),
        (small.replacing("3: 2", with: "2.5: 2"), "line 10: there is no \":\" after the number of voters"),
        (
            small.replacing("3: 2", with: "4611686018427387904: 2"),
            "line 10: the weight 4611686018427387904 is out of range"
        ),
        (small.replacing("ALTERNATIVES: 3", with: "ALTERNATIVES: 2"), "line 10: alternative 3 is not known here"),
        (small.replacing("ALTERNATIVES: 3", with: "ALTERNATIVES: 10000"), "line 4: 10000 items are too many"),
        (
            small.replacing("ALTERNATIVES: 3", with: "ALTERNATIVES: many"),
            "line 4: NUMBER ALTERNATIVES \"many\" is no whole"
        ),
        (small.replacing("NAME 3", with: "NAME 2"), "line 9: alternative 2 is named twice"),
        (small.replacing("NAME 3", with: "NAME 7"), "the header names alternative 7, but says that there are 3"),
    ])
    func `A file that is not sound is refused with a sentence`(text: String, sentence: String) {
        #expect {
            try read(text)
        } throws: { error in
            "\(error)".hasPrefix(sentence)
        }
    }

    @Test func `A file that is no UTF-8 is refused`() {
        #expect(throws: InputError.self) { try Election(prefLib: Array("# TITLE: ".utf8) + [0xFF, 0xFE, 0x0A]) }
    }

    @Test func `Wherever a file is cut off it is refused`() throws {
        let bytes = Array(Self.small.utf8)
        // Within the last ballot nothing tells a shorter one from a cut.
        let lastBallot = bytes.count - "1: 1, 2, 3\n".utf8.count
        for length in 0...lastBallot {
            #expect(throws: InputError.self, "\(length)") { try Election(prefLib: Array(bytes[..<length])) }
        }
    }
}
