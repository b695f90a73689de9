import Tally

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Times the whole path, from ballots to the complete order: `TallyBenchmark [ITEMS BALLOTS FILE]...`
///
/// A file holds one ballot a line: the level of each item, or `item:level` for the named ones. Where FILE.res exists its
/// first line is the order to expect under ranked pairs. Without arguments: from a vote to the new order.
@main
struct TallyBenchmark {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.isEmpty { try timeVotes() }
        for start in stride(from: 0, to: arguments.count - 2, by: 3) {
            guard let count = Int(arguments[start]) else { continue }
            let path = arguments[start + 2]
            let ballots = try read(path).map { try ballot($0, count: count) }
            let expected = try? read(path + ".res").first.map { $0.split(separator: " ").compactMap { Int($0) } }
            print("\(path): \(count) items, \(ballots.count) ballots")
            try time(ballots, count: count, expected: expected ?? nil)
        }
    }

    /// From a vote to the new order, on a backlog of 100 items and 200 ballots that name all of them.
    private static func timeVotes() throws {
        var backlog = Backlog()
        for item in 0..<100 { try backlog.open(item) }
        var numbers = SystemRandomNumberGenerator()
        let rankings = (0..<200).map { _ in (0..<100).shuffled(using: &numbers).map { [$0] } }
        for (voter, ranking) in rankings.enumerated() { try backlog.vote("voter \(voter)", ranking) }
        print("100 items, 200 ballots, 100 votes and orders one after another")
        for method in [Method.rankedPairsWinningVotes, .schulzeWinningVotes] {
            backlog.method = method
            try report(method.rawValue) {
                for voter in 0..<100 {
                    try backlog.vote("voter \(voter)", rankings[199 - voter])
                    _ = try backlog.order()
                }
            }
        }
    }

    private static func time(_ ballots: [Ballot], count: Int, expected: [Int]?) throws {
        let matrix = Matrix(count: count, ballots: ballots)
        report("ballots to matrix") { _ = Matrix(count: count, ballots: ballots) }
        for method in [Method.rankedPairsWinningVotes, .schulzeWinningVotes, .borda, .copeland] {
            try report("matrix to order, \(method.rawValue)") { _ = try Outcome(matrix, by: method) }
        }
        try report("whole path, ranked pairs") {
            _ = try Outcome(Matrix(count: count, ballots: ballots), by: .rankedPairsWinningVotes)
        }
        if let expected {
            let same = try Outcome(matrix, by: .rankedPairsWinningVotes).order == expected
            print(same ? "  the order is the expected one" : "  THE ORDER DIFFERS from the expected one")
        }
    }

    /// Processor time, so that what else the machine does matters little.
    private static func report(_ name: String, _ body: () throws -> Void) rethrows {
        var times: [Double] = []
        for _ in 0..<15 {
            let start = clock()
            try body()
            times.append(Double(clock() - start) * 1000 / Double(CLOCKS_PER_SEC))
        }
        times.sort()
        print("  \(name): best \(times[0]) ms, median \(times[7]) ms")
    }

    private static func ballot(_ line: Substring, count: Int) throws -> Ballot {
        var levels: [Int: [Int]] = [:]
        for (place, word) in line.split(separator: " ").enumerated() {
            let parts = word.split(separator: ":").compactMap { Int($0) }
            if parts.count == 2 { levels[parts[1], default: []].append(parts[0]) }
            if parts.count == 1 { levels[parts[0], default: []].append(place) }
        }
        return try Ballot(levels.sorted { $0.key < $1.key }.map(\.value), count: count)
    }

    private static func read(_ path: String) throws -> [Substring] {
        guard let file = fopen(path, "r") else { throw Missing(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let read = fread(&chunk, 1, chunk.count, file), read > 0 { bytes += chunk[..<read] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: true)
    }

    private struct Missing: Error {
        let path: String
    }
}
