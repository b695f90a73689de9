import Testing

@testable import Tally

@Suite struct PrefLibWriterTests {
    private func election(
        _ ballots: [Ballot], id: Name? = "Small", unranked: Election.Unranked? = nil,
        candidates: [Name] = ["Ann", "Bob", "Cy"]
    ) throws -> Election {
        try Election(id: id, unranked: unranked, candidates: candidates, ballots: ballots)
    }

    private func ballot(_ levels: [[Int]], weight: Int = 1, rest: Ballot.Rest = .abstain) -> Ballot {
        Ballot(checked: levels, weight: weight, rest: rest)
    }

    @Test func `The file has PrefLib's header, and ballots that say the same are one line`() throws {
        let file = try election([
            ballot([[0]]), ballot([[1], [2, 0]], weight: 3), ballot([[1], [0, 2]], weight: 4), ballot([[2]], weight: 0),
            ballot([]),
        ]).prefLib(.toi, date: "2014-12-15")
        #expect(
            file.text == """
                # FILE NAME: Small.toi
                # TITLE: Small
                # DESCRIPTION:\u{20}
                # DATA TYPE: toi
                # MODIFICATION TYPE: original
                # RELATES TO:\u{20}
                # RELATED FILES:\u{20}
                # PUBLICATION DATE: 2014-12-15
                # MODIFICATION DATE: 2014-12-15
                # NUMBER ALTERNATIVES: 3
                # NUMBER VOTERS: 8
                # NUMBER UNIQUE ORDERS: 2
                # ALTERNATIVE NAME 1: Ann
                # ALTERNATIVE NAME 2: Bob
                # ALTERNATIVE NAME 3: Cy
                7: 2,{1,3}
                1: 1

                """)
        #expect(file.remarks == ["1 ballot of weight 0 is left out", "1 ballot that names nobody is left out"])
    }

    @Test(arguments: DebianTests.winners.map(\.0))
    func `Debian's elections come back as they were`(name: String) throws {
        let election = try DebianTests.election(name)
        let file = try election.prefLib(.toi)
        let back = try Election(prefLib: Array(file.text.utf8))
        #expect(file.remarks == [])
        #expect(back.id == election.id)
        #expect(back.candidates == election.candidates)
        #expect(Dictionary(grouping: back.ballots, by: \.self) == Dictionary(grouping: election.ballots, by: \.self))
        #expect(try back.prefLib(.toi).text == file.text)
    }

    @Test(arguments: 0..<300)
    func `A random election comes back with the same votes, or is refused for a reason`(seed: Int) throws {
        let random = RandomElection(seed, items: 1...6, ballots: 0...12)
        let candidates = (0..<random.count).map { Name.text("item \($0)") }
        let unranked = Election.Unranked.allCases[seed % 3]
        let election = try election(random.ballots, unranked: unranked, candidates: candidates)
        let ballots = election.ballots().filter { $0.weight > 0 && !$0.items.isEmpty }
        let hasTies = ballots.contains { $0.levels.contains { $0.count > 1 } }
        let isComplete = ballots.allSatisfy { $0.items.count == random.count }
        for kind in Election.PrefLibKind.allCases {
            guard kind.hasTies || !hasTies, isComplete || !kind.isComplete else {
                #expect(throws: InputError.self) { try election.prefLib(kind) }
                continue
            }
            let (text, remarks) = try election.prefLib(kind)
            let back = try Election(prefLib: Array(text.utf8))
            #expect(back.id == election.id)
            #expect(back.candidates == candidates)
            #expect(back.ballots.reduce(0) { $0 + $1.weight } == ballots.reduce(0) { $0 + $1.weight })
            #expect(Set(back.ballots.map { $0.weighing(1) }).count == back.ballots.count, "an order has two lines")
            // Without a remark on the rest it is ranked as before; with one, nothing is said of the rest but that.
            let tells = remarks.filter { $0.hasPrefix("PrefLib") }
            let before = Matrix(count: random.count, ballots: election.ballots())
            let last = Matrix(count: random.count, ballots: back.ballots(unranked: .last))
            let abstain = Matrix(count: random.count, ballots: back.ballots(unranked: .abstain))
            switch tells.first {
            case nil: #expect(last == before)
            case .some(let remark) where remark.hasSuffix("rank the file with --unranked abstain"):
                #expect(abstain == before)
            default: #expect(unranked == .seen)
            }
        }
    }

    @Test(
        arguments: [
            ([[0], [1], [2]], Ballot.Rest.abstain, nil), ([[0], [1]], .last, nil), ([[0]], .seen([0, 1, 2]), nil),
            ([[0], [1]], .abstain, "PrefLib does not tell that ballots judge only"),
            ([[0], [1]], .seen([0]), "PrefLib does not tell that ballots judge only"),
            ([[0]], .seen([1]), "PrefLib does not tell which of the candidates"),
        ] as [([[Int]], Ballot.Rest, String?)])
    func `What becomes of the rest is remarked only where the file does not tell`(
        levels: [[Int]], rest: Ballot.Rest, remark: String?
    ) throws {
        let unranked: Election.Unranked =
            switch rest {
            case .last: .last
            case .abstain: .abstain
            case .seen: .seen
            }
        let remarks = try election([ballot(levels, rest: rest)], unranked: unranked).prefLib(.toi).remarks
        #expect(remarks.count == (remark == nil ? 0 : 1))
        if let remark { #expect(remarks.first?.hasPrefix(remark) == true) }
    }

    @Test func `What the kind of file cannot say is refused with a sentence`() throws {
        func sentence(_ kind: Election.PrefLibKind, _ levels: [[Int]]) -> String? {
            do {
                _ = try election([ballot([[0], [1], [2]]), ballot(levels)]).prefLib(kind)
                return nil
            } catch {
                return "\(error)"
            }
        }
        #expect(sentence(.soc, [[0], [2, 1]]) == "ballot 2 ties Cy with Bob, which soc cannot say; write toc")
        #expect(sentence(.soi, [[2, 1]]) == "ballot 2 ties Cy with Bob, which soi cannot say; write toi")
        #expect(sentence(.soc, [[1], [0]]) == "ballot 2 leaves out Cy, which soc cannot say; write soi")
        #expect(sentence(.toc, [[1, 0]]) == "ballot 2 leaves out Cy, which toc cannot say; write toi")
        #expect(sentence(.toi, [[1, 0]]) == nil)
        #expect(sentence(.soc, []) == nil)
    }

    @Test func `Names that would break a line, and counts that no line can have, are refused`() throws {
        for name in ["a\nb", "a\rb", "\u{1B}[2J", "a\u{85}b", "a\u{2028}b"] {
            #expect(throws: InputError.self) { try election([], candidates: [.text(name)]).prefLib(.toi) }
            #expect(throws: InputError.self) { try election([], id: .text(name)).prefLib(.toi) }
        }
        #expect(throws: InputError.self) { try election([], candidates: []).prefLib(.toi) }
        let heavy = ballot([[0]], weight: Ballot.greatestWeight)
        #expect(throws: InputError.self) { try election([heavy, ballot([[0]])]).prefLib(.toi) }
        #expect(try election([heavy, ballot([[1]])]).prefLib(.toi).text.contains("1000000: 1\n1: 2\n"))
    }

    @Test func `Whatever names there are, what is written can be read`() throws {
        let names: [Name] = ["", " ", "b", "b ", "# TITLE: x", "1: 2", 7, "7", "{1,2}", "ü"]
        let written = try election([], candidates: names).prefLib(.toc)
        let back = try Election(prefLib: Array(written.text.utf8))
        #expect(back.candidates.count == names.count)
        #expect(back.candidates.last == "ü")
        #expect(try election([], id: nil).prefLib(.soc).text.hasPrefix("# FILE NAME: \n# TITLE: \n"))
    }
}
