import Foundation
import Testing

@testable import Tally

@Suite struct ElectionTests {
    private func decode<T: Decodable>(_ type: T.Type, _ json: String) throws -> T {
        try JSONDecoder().decode(type, from: Data(json.utf8))
    }

    private func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test func `A line of JSON is answered by a line of JSON`() throws {
        let election = try decode(
            Election.self,
            #"""
            {"id": "e1", "unranked": "seen", "candidates": ["a", 2, "c", "d"], "ballots": [
              {"weight": 3, "ranking": [["c"], ["a", 2]], "seen": ["a", 2]}, {"ranking": [["d"]]}, {"weight": 0, "ranking": []}]}
            """#)
        #expect(
            try encode(election.result(by: .rankedPairsWinningVotes))
                == #"{"expected":[["c","d"],["a",2]],"expected_strict":["c","a",2,"d"],"id":"e1","method":"ranked-pairs-wv"}"#
        )
        // The file's own "seen" wins.
        let kemeny = try election.result(by: .kemeny, unranked: .last)
        #expect(kemeny.disagreement == 0)
        #expect(kemeny.expectedStrict == ["c", "a", 2, "d"])
    }

    @Test func `What was decoded encodes to the same`() throws {
        let json =
            #"{"ballots":[{"ranking":[["b"],["a"]],"seen":["c"],"weight":2}],"candidates":["a","b","c"],"id":7,"unranked":"seen"}"#
        #expect(try encode(decode(Election.self, json)) == json)
    }

    @Test(arguments: [
        ("last", [["a"], ["b", "c"]]), ("abstain", [["a", "b", "c"]]), ("seen", [["a", "c"], ["b"]]),
    ])
    func `The file decides what becomes of the unranked`(unranked: String, expected: [[String]]) throws {
        let json =
            #"{"id": 1, "unranked": "\#(unranked)", "candidates": ["a", "b", "c"], "ballots": [{"weight": 1, "ranking": [["a"]], "seen": ["b"]}]}"#
        let result = try decode(Election.self, json).result(by: .rankedPairsMargins, unranked: .abstain)
        #expect(result.expected == expected.map { $0.map { .text($0) } })
    }

    @Test func `An empty ballot in a file ties all that it judges`() throws {
        let json = #"{"id": 1, "candidates": ["a", "b"], "ballots": [{"weight": 1, "ranking": [[]]}]}"#
        #expect(try decode(Election.self, json).result(by: .rankedPairsWinningVotes).expected == [["a", "b"]])
    }

    @Test(arguments: [
        (#""ranking": [["a"], ["x"]]"#, "a ballot names x, which is no candidate"),
        (#""ranking": [["a"], ["b", "a"]]"#, "a is named twice"),
        (#""ranking": [["a"]], "seen": ["x"]"#, "a ballot names x, which is no candidate"),
        (#""ranking": [["a"]], "weight": -1"#, "the weight -1 is out of range"),
        (#""ranking": [["a"]], "weight": 1.5"#, "the weight 1.5 is no whole number"),
        (#""ranking": [["a"]], "weight": 4611686018427387904"#, "the weight 4611686018427387904 is out of range"),
        (#""ranking": [["a"]], "weight": 1e300"#, "the weight 1e+300 is no whole number"),
        (#""ranking": [["a"]], "weight": "many""#, "the weight is no whole number"),
        (#""ranking": [[true]]"#, "a name is neither a text nor a whole number"),
    ])
    func `A bad ballot is refused with a sentence`(ballot: String, sentence: String) {
        let json = #"{"id": 1, "candidates": ["a", "b"], "ballots": [{\#(ballot)}]}"#
        #expect { try decode(Election.self, json) } throws: { "\($0)".hasPrefix(sentence) }
    }

    @Test func `Doubled candidates, too many of them and strange words are refused`() throws {
        func message(_ json: String) -> String {
            do {
                _ = try decode(Election.self, json)
                return "no error"
            } catch {
                return "\(error)"
            }
        }
        #expect(message(#"{"candidates": ["a", "a"], "ballots": []}"#).hasPrefix("the candidate a is listed twice"))
        #expect(message(#"{"candidates": \#(Array(0..<10_000)), "ballots": []}"#).hasPrefix("10000 items are too many"))
        #expect(
            message(#"{"unranked": "first", "candidates": [], "ballots": []}"#)
                == "unranked \"first\" is not known; choose one of last, abstain, seen")
        #expect(try decode(Election.self, #"{"candidates": [], "ballots": []}"#).result(by: .kemeny).expected == [])
    }

    @Test func `A scenario is replayed event by event`() throws {
        let scenario = try decode(
            Scenario.self,
            #"""
            {"id": "s1", "method": "ranked-pairs-wv", "min_named": 2, "min_judged": [1, 2], "events": [
              {"op": "open", "item": "a"}, {"op": "open", "item": "b"},
              {"op": "vote", "voter": "ann", "ranking": [["b"], ["a"]]},
              {"op": "vote", "voter": "bob", "ranking": [["b"]], "weight": 2, "rest": "none"},
              {"op": "up", "voter": "bob", "item": "a"}, {"op": "up", "voter": "bob", "item": "a"},
              {"op": "put", "voter": "bob", "item": "b", "at": 1}, {"op": "down", "voter": "bob", "item": "a", "weight": 0},
              {"op": "slot", "item": "b"}, {"op": "withdraw", "voter": "ann"}, {"op": "close", "item": "b"}]}
            """#)
        let result = try scenario.replay()
        #expect(result.id == "s1")
        #expect(
            result.after.map(\.order) == [[], [], [], ["b"], ["b", "a"], ["a", "b"], ["b", "a"], [], [], [], []])
        #expect(result.after.map(\.next) == [[], [], [], [], [[3, 0]], [[2, 1]], [[3, 0]], [], [], [], []])
        #expect(result.after.map(\.ballots) == [0, 0, 1, 2, 2, 2, 2, 1, 1, 0, 0])
        #expect(
            try encode(result.after[2])
                == #"{"ballots":1,"next":[],"order":[],"waiting":[{"item":"a","judged":1,"named":1},{"item":"b","judged":1,"named":1}]}"#
        )
        #expect(try decode(Scenario.self, encode(scenario)) == scenario)
    }

    @Test(arguments: [
        (#"{"op": "vote", "voter": "v", "ranking": [["zz"]]}"#, "event 2 (vote): zz is not known here"),
        (#"{"op": "vote", "voter": "v", "ranking": []}"#, "event 2 (vote): the ballot names nothing"),
        (#"{"op": "open", "item": "a"}"#, "event 2 (open): a is open already"),
        (#"{"op": "put", "voter": "v", "item": "a", "at": 0}"#, "event 2 (put): there is no place 0"),
        (#"{"op": "vote", "voter": "v", "ranking": [["a"]], "weight": 0.5}"#, "the weight 0.5 is no whole number"),
        (
            #"{"op": "dance"}"#,
            "op \"dance\" is not known; choose one of open, close, slot, vote, withdraw, put, up, down"
        ),
        (#"{"item": "a"}"#, "an event has no \"op\""),
    ])
    func `A scenario that is not sound is refused with a sentence`(event: String, sentence: String) {
        let json = #"{"id": 1, "method": "borda", "events": [{"op": "open", "item": "a"}, \#(event)]}"#
        #expect {
            _ = try decode(Scenario.self, json).replay()
        } throws: { error in
            "\(error)".hasPrefix(sentence)
        }
    }

    @Test func `A placing rule that is no rule is refused`() {
        for rule in [#""min_judged": [1, 0]"#, #""min_judged": [1]"#, #""min_named": -1"#] {
            #expect(throws: InputError.self) { try decode(Scenario.self, #"{\#(rule), "events": []}"#) }
        }
    }
}
