import Testing

@testable import IRCProtocol

@Suite("Bytes become lines, whatever pieces they come in")
struct FramingTests {
    private func lines(_ pieces: [[UInt8]]) -> [String] {
        var framer = LineFramer()
        var lines: [String] = []
        for piece in pieces {
            framer.append(piece)
            while let line = framer.next() { lines.append(String(decoding: line, as: UTF8.self)) }
        }
        return lines
    }

    @Test(arguments: [
        (["PING :a\r\nPING :b\r\n"], ["PING :a", "PING :b"]),
        (["PI", "NG :", "a\r", "\nx", "y\n"], ["PING :a", "xy"]),
        (["a\n\nb\r\n\r\n"], ["a", "b"]), (["a\r\r\n"], ["a"]), (["no end"], []), (["a\rb\n"], ["a\rb"]),
        (["é", "è\n"], ["éè"]),
    ])
    func whole(pieces: [String], expected: [String]) {
        #expect(lines(pieces.map { Array($0.utf8) }) == expected)
    }

    @Test func everyFragmentationGivesTheSameLines() {
        let bytes = Array("@t=1 :n!u@h PRIVMSG #c :hällo\r\nPING :x\n:s 001 a :b\r\n".utf8)
        let expected = lines([bytes])
        #expect(expected.count == 3)
        for cut in 1..<bytes.count {
            #expect(lines([Array(bytes[..<cut]), Array(bytes[cut...])]) == expected)
        }
        #expect(lines(bytes.map { [$0] }) == expected)
    }

    @Test(arguments: [1, 100, 4096, 100_000])
    func anOverlongLineIsSkippedAsAWhole(pieceSize: Int) {
        // Its tail holds what would be a command, if it were cut into pieces.
        let bytes = Array((String(repeating: "x", count: 20_000) + "\rQUIT :smuggled\r\nPING :after\r\n").utf8)
        let pieces = stride(from: 0, to: bytes.count, by: pieceSize).map {
            Array(bytes[$0..<min($0 + pieceSize, bytes.count)])
        }
        #expect(lines(pieces) == ["PING :after"])
    }

    @Test func theLongestLineThatIsAllowedComesThrough() {
        let line = String(repeating: "y", count: LineFramer.lineLimit)
        #expect(lines([Array("\(line)\n".utf8)]) == [line])
    }

    @Test func aLastLineWithoutEndIsTaken() {
        var framer = LineFramer()
        framer.append(Array("ERROR :bye".utf8))
        #expect(framer.next() == nil)
        #expect(framer.finish().map { String(decoding: $0, as: UTF8.self) } == "ERROR :bye")
        #expect(framer.finish() == nil)
    }

    @Test func linesThatWereSkippedAreCounted() {
        var framer = LineFramer()
        for _ in 0..<3 {
            framer.append([UInt8](repeating: 65, count: 9000) + [10])
            #expect(framer.next() == nil)
        }
        #expect(framer.skippedLines == 3)
    }
}
