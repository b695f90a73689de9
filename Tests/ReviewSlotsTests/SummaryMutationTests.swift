import Foundation
import ReviewSlots
import Testing

@Suite("Summaries of hostile origin")
struct SummaryMutationTests {
    @Test("whatever becomes of a page, what is read from it is sound and survives being written", arguments: 0..<50)
    func mutated(seed: Int) throws {
        var numbers = SeededNumbers(seed: seed)
        let page = try String(
            contentsOf: KiloSummaries.root.appending(path: "Tests/Fixtures/summaries/kilo-blog.txt"), encoding: .utf8)
        var lines = page.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        lines.removeSubrange(..<Int.random(in: 0..<lines.count / 2, using: &numbers))
        for _ in 0..<Int.random(in: 1...60, using: &numbers) {
            let line = Int.random(in: 0..<lines.count, using: &numbers)
            let place = Int.random(in: 0...lines[line].count, using: &numbers)
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0: lines[line].insert(UInt8.random(in: 1...255, using: &numbers), at: place)
            case 1: lines[line].removeSubrange(place...)
            case 2:
                lines[line].insert(
                    contentsOf: (SeededNumbers.pieces.randomElement(using: &numbers) ?? "").utf8, at: place)
            case 3: lines.swapAt(line, Int.random(in: 0..<lines.count, using: &numbers))
            case 4: lines.insert(lines[line], at: Int.random(in: 0...lines.count, using: &numbers))
            default: lines.insert(Array(numbers.text().utf8), at: line)
            }
        }
        var reader = SummaryReader()
        try reader.read(lines.joined(separator: [UInt8(ascii: "\n")]))
        let report = try reader.finish()
        for summary in report.summaries {
            #expect(Set(summary.numbers).count == summary.numbers.count)
            #expect(Set(summary.categories.map(\.name)).count == summary.categories.count)
            let reviews = summary.categories.flatMap { $0.items.flatMap(\.reviews) }
            #expect(reviews.allSatisfy { $0.number > 0 && SpecState.fault(in: $0.states) == nil })
        }
        guard !report.summaries.isEmpty else { return }
        #expect(try SummaryReader.read(report.summaries.text).summaries == report.summaries)
        #expect(try SummaryReader.read(report.summaries.markdown()).summaries == report.summaries)
    }

    @Test("a file that was cut anywhere gives no spec that the whole one does not have")
    func cut() throws {
        let newest = try #require(try KiloSummaries.all().last)
        let items = Set(newest.categories.flatMap(\.items))
        let bytes = Array(newest.text.utf8)
        for end in Array(stride(from: 1, to: bytes.count, by: 61)) + Array(bytes.count - 150..<bytes.count - 1) {
            var reader = SummaryReader()
            try reader.read(bytes[..<end])
            let report = try reader.finish()
            #expect(
                items.isSuperset(of: report.summaries.flatMap { $0.categories.flatMap(\.items) }), "cut at byte \(end)")
            #expect(report.problemCount <= 1, "cut at byte \(end)")
        }
    }

    @Test(
        "lines that invite backtracking are read in one go",
        arguments: [
            ": review ", "review 1; ", "[review 1](", "\\", "[", "(", "• ", "\u{301}", "# ", "1", "A\n", "## x\n",
            "• X: review 1.\n", "----\nT\n",
        ])
    func repeated(piece: String) throws {
        let text = "T\nA\n• " + String(repeating: piece, count: 30_000 / piece.utf8.count)
        #expect(try SummaryReader.read(text).counts.reviews <= 1)
        #expect(try SummaryReader.read("# " + text).counts.reviews <= 1)
    }
}
