public import ArgumentParser
import Chat
import Foundation
public import Tally

struct TallyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tally", abstract: "Rank the candidates of elections in a file.",
        discussion: """
            A file is a PrefLib .soc, .soi, .toc or .toi, or JSON lines, an election in each:
            {"id": "e1", "unranked": "seen", "candidates": ["a", "b", "c"], "ballots": [{"weight": 3, "ranking": [["b"], \
            ["a", "c"]], "seen": ["a"]}]}; candidates are given oldest first, and "weight", "seen", "id" and "unranked" \
            may be left out. Lines that cannot be counted are passed over, and the exit code is 65. With --write the \
            election is not ranked but printed as a PrefLib file; what that cannot say is told on standard error.
            """)

    /// Larger files are refused.
    static let greatestSize = 64 << 20

    @Argument(help: "The file; - is standard input.", completion: .file()) var path: String
    @Option(help: "How to rank (default: \(Tally.Method.rankedPairsWinningVotes.rawValue)).") var method: Tally.Method?
    @Option(help: "What a ballot says of those that it does not name, if the file does not tell (default: last).")
    var unranked: Election.Unranked?
    @Flag(help: "Answer with a line of JSON for each election.") var json = false
    @Option(help: "Print the one election of the file as a PrefLib file of this kind.")
    var write: Election.PrefLibKind?
    @Flag(help: "Replay changing backlogs, and answer with a line of JSON for each.") var scenario = false
    @Flag(help: "Count an export again (of \"export --ballots\", or a whole one), and say whether its order is right.")
    var verify = false

    var name: String { InputFile.name(path) }

    func validate() throws {
        if verify, scenario || json || write != nil || method != nil || unranked != nil {
            throw ValidationError("An export says itself how it was counted: leave out the other options.")
        }
        if scenario, method != nil || unranked != nil {
            throw ValidationError("A scenario names its own method: leave out --method and --unranked.")
        }
        if write != nil, scenario || method != nil || json {
            throw ValidationError(
                "--write prints an election and ranks nothing: leave out --method, --json and --scenario.")
        }
    }

    func run() async throws {
        try await reporting {
            let text = try read()
            if verify {
                try await verify(text)
            } else if scenario {
                try forEach(Scenario.self, in: text) { say(try Self.line($0.replay())) }
            } else if let write {
                try printElection(in: text, as: write)
            } else {
                try forEachElection(in: text) { say(try count($0)) }
            }
        }
    }

    private func printElection(in text: [UInt8], as kind: Election.PrefLibKind) throws {
        var elections: [Election] = []
        try forEachElection(in: text) { elections.append($0) }
        guard elections.count == 1 else {
            throw Failure(
                "\(name) has \(elections.count) elections, and a PrefLib file holds one: give a file with one.",
                code: .badInput)
        }
        do {
            let date = Date.now.formatted(.iso8601.year().month().day())
            let (file, remarks) = try elections[0].prefLib(kind, unranked: unranked ?? .last, date: date)
            for remark in remarks { FileHandle.standardError.write(Data("slotkeeper: \(remark.harmless).\n".utf8)) }
            say(file, terminator: "")
        } catch {
            throw Failure("\(sentence(for: error)).", code: .badInput)
        }
    }

    private func forEachElection(in text: [UInt8], _ body: (Election) throws -> Void) throws {
        if text.first(where: { !Self.isBlank($0) }) == UInt8(ascii: "{") {
            return try forEach(Election.self, in: text, body)
        }
        do {
            try body(Election(prefLib: text))
        } catch {
            throw Failure("\(sentence(for: error)).", code: .badInput)
        }
    }

    private func read() throws -> [UInt8] {
        let text = try InputFile.read(path, atMost: Self.greatestSize)
        guard text.count <= Self.greatestSize else {
            throw Failure("\(name) has more than \(Self.greatestSize >> 20) MB: split it.", code: .badInput)
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return text.starts(with: mark) ? Array(text.dropFirst(mark.count)) : text
    }

    /// Takes each line as soon as it is read; the first that is wrong is told at the end.
    func forEach<Input: Decodable>(_ type: Input.Type, in text: [UInt8], _ body: (Input) throws -> Void) throws {
        let decoder = JSONDecoder()
        var wrong: [String] = []
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.allSatisfy(Self.isBlank) {
            do {
                try body(decoder.decode(type, from: Data(line)))
            } catch {
                wrong.append(sentence(for: error, line: index + 1))
            }
        }
        guard let first = wrong.first else { return }
        let others = wrong.count == 1 ? "" : " (\(wrong.count) lines are wrong.)"
        throw Failure("\(first).\(others)", code: .badInput)
    }

    private func count(_ election: Election) throws -> String {
        let result = try election.result(by: method ?? .rankedPairsWinningVotes, unranked: unranked ?? .last)
        return try json ? Self.line(result) : result.list
    }

    private static func line(_ answer: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(answer), as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || 0x09...0x0D ~= byte
    }

    /// What is wrong, behind the file and the line.
    private func sentence(for error: any Error, line: Int? = nil) -> String {
        let sentence =
            switch error {
            case let error as InputError: error.sentence
            case let error as DecodingError: error.sentence
            default: "\(error)"
            }
        let line = (error as? InputError)?.line ?? line
        return "\(name)\(line.map { ", line \($0)" } ?? ""): \(sentence.harmless)"
    }
}

extension Tally.Method: ExpressibleByArgument {}
extension Election.Unranked: ExpressibleByArgument {}
extension Election.PrefLibKind: ExpressibleByArgument {}

extension Election.Result {
    /// The tie sets with their places, and the complete order where it tells more.
    fileprivate var list: String {
        var lines = ["\(id?.description.harmless ?? "election") (\(method.rawValue))"]
        var place = 1
        for set in expected {
            lines.append("  \(place). \(set.map(\.description.harmless).joined(separator: " = "))")
            place += set.count
        }
        if expected.count < expectedStrict.count {
            lines.append("  one by one: \(expectedStrict.map(\.description.harmless).joined(separator: " > "))")
        }
        if let disagreement { lines.append("  contradicts \(disagreement) votes") }
        return lines.joined(separator: "\n")
    }
}
