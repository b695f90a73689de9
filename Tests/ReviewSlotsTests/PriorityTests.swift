import Testing

@testable import ReviewSlots

@Suite("Priorities")
struct PriorityTests {
    /// Five blueprints without a slot.
    private func play() throws -> Play {
        var play = try Play(Settings(slots: 0))
        try play.add(ready: nil, nil, nil, nil, nil)
        return play
    }

    @Test("order the backlog while there are no votes: the essential first, equals by age, those without one last")
    func order() throws {
        var play = try play()
        try play.run(.prioritize([(5, .low), (3, .essential), (4, .high), (2, .high)]))
        #expect(play.backlog == [3, 2, 4, 5, 1])
        #expect(play.board.isByPriority)
        try play.run(.setOrder([1, 5], method: "ranked pairs", ballot: 3))
        #expect(play.backlog == [1, 5, 2, 3, 4])
        #expect(!play.board.isByPriority)
        try play.run(.setOrder([], method: "ranked pairs", ballot: 4))
        #expect(play.backlog == [3, 2, 4, 5, 1])
        try play.run(.prioritize([(3, nil), (4, .essential)]))
        #expect(play.backlog == [4, 2, 5, 1, 3])
    }

    @Test("give way to pins")
    func pins() throws {
        var play = try play()
        try play.run(.prioritize([(5, .medium), (3, .essential)]))
        try play.run(.pin(1, place: 2))
        #expect(play.backlog == [3, 1, 5, 2, 4])
    }

    @Test("fill slots, and count again after a bump")
    func slots() throws {
        var play = try play()
        try play.run(.prioritize([(4, .low), (2, .medium)]))
        try play.run(.setSlots(2, why: nil))
        #expect(play.seated == [2, 4])
        #expect(!play.board.isByPriority)
        try play.run(.prioritize([(4, .essential)]))
        #expect(play.backlog == [1, 3, 5])
        try play.run(.bump(4, why: nil))
        #expect(play.backlog == [4, 3, 5])
        #expect(play.seated == [2, 1])
    }

    @Test("are written down only where they differ")
    func again() throws {
        var play = try play()
        try play.run(.prioritize([(1, .high), (2, .low)]))
        let events = try play.run(.prioritize([(1, .high), (2, .medium), (3, nil)]))
        #expect(events == [.prioritized(2, from: .low, to: .medium)])
        #expect(try play.run(.prioritize([])) == [])
    }

    @Test("are given to all of a list or to none")
    func allOrNothing() throws {
        var play = try play()
        try play.run(.withdraw(2, why: nil))
        let closure = try #require(play.blueprint(2)?.closed)
        #expect(throws: Refusal.closed(2, closure)) { try play.run(.prioritize([(1, .high), (2, .high)])) }
        #expect(throws: Refusal.noSuchBlueprint(9)) { try play.run(.prioritize([(1, .high), (9, .high)])) }
        #expect(throws: Refusal.badText("work-1 is given a priority twice")) {
            try play.run(.prioritize([(1, .high), (1, nil)]))
        }
        #expect(play.board.prioritized.isEmpty)
    }
}

@Suite("A list of priorities")
struct PriorityListTests {
    private func rows(_ text: String) throws -> [PriorityList.Row] { try PriorityList(Array(text.utf8)).rows }

    @Test(
        "is CSV, with or without a header, quotes, CR LF and a byte order mark",
        arguments: [
            "vsan,High\nb2,undefined\n", "Name,Priority\nvsan,HIGH\n\nb2,Undefined", "vsan,high\r\nb2,Undefined\r\n",
            "\u{FEFF}name,priority\r\n vsan , High \r\n\tb2,Undefined", "\"vsan\",\"High\"\n\"b2\" , \"Undefined\" \n",
        ])
    func csv(text: String) throws {
        let rows = try rows(text)
        #expect(rows.map(\.name) == ["vsan", "b2"])
        #expect(rows.map(\.priority) == [.high, nil])
    }

    @Test("keeps what is quoted, and the number of each line")
    func quotes() throws {
        #expect(try rows("\n\"\"\"a\"\", b\",low\n\n") == [.init(line: 2, name: "\"a\", b", priority: .low)])
        #expect(try rows("vsan,essential\n\nx,low").map(\.line) == [1, 3])
    }

    @Test(
        "tells what is wrong with a line, and what to do",
        arguments: [
            ("vsan", "1 fields are not two; write name,priority"),
            ("vsan;High", "1 fields are not two; write name,priority"),
            ("vsan,High,4", "3 fields are not two; write name,priority"),
            (",High", "there is no name; write name,priority"),
            ("vsan,", "\"\" is no priority; write Essential, High, Medium, Low or Undefined"),
            ("vsan,urgent", "\"urgent\" is no priority; write Essential, High, Medium, Low or Undefined"),
            ("\"vsan,High", "the quotes are not in pairs; write \"name\",\"priority\""),
            ("\"vsan\"s,High", "the quotes are not in pairs; write \"name\",\"priority\""),
            ("vs\"an,High", "the quotes are not in pairs; write \"name\",\"priority\""),
        ])
    func mistakes(line: String, sentence: String) throws {
        let list = try PriorityList(Array("b1,low\n\(line)\nb2,low\n".utf8))
        #expect(list.mistakes == [.init(line: 2, sentence)])
        #expect(list.mistakeCount == 1)
        #expect(list.rows.map(\.name) == ["b1", "b2"])
    }

    @Test("counts more mistakes than it keeps")
    func many() throws {
        let list = try PriorityList(Array(String(repeating: "x\n", count: 5000).utf8))
        #expect(list.mistakes.count == PriorityList.keptMistakes)
        #expect(list.mistakeCount == 5000)
    }

    @Test(
        "is refused where it is none",
        arguments: [
            ([], .empty), (Array("name,priority\n \n".utf8), .empty), ([0x61, 0x0A, 0x00], .binary(line: 2)),
            ([0xFF, 0xFE, 0x61], .binary(line: 1)), (Array("a,\u{1B}[2Jlow".utf8), .binary(line: 1)),
            ([UInt8](repeating: 0x0A, count: PriorityList.byteLimit + 1), .tooLarge(limit: PriorityList.byteLimit)),
        ] as [([UInt8], PriorityListRefusal)])
    func refused(bytes: [UInt8], refusal: PriorityListRefusal) {
        #expect(throws: refusal) { try PriorityList(bytes) }
    }

    @Test("whatever is in a file, each line is a row, a mistake or nothing", arguments: 0..<200)
    func total(seed: Int) throws {
        var numbers = SeededNumbers(seed: seed)
        let pieces = [
            "vsan", "b1", ",", "\"", "\n", "\r\n", "high", "Undefined", " ", "\t", "\u{301}", ";", "name,priority",
        ]
        let text = (0..<60).map { _ in pieces.randomElement(using: &numbers) ?? "" }.joined()
        guard let list = try? PriorityList(Array(text.utf8)) else { return }
        let lines = list.rows.map(\.line) + list.mistakes.map(\.line)
        #expect(Set(lines).count == lines.count)
        #expect(list.rows.allSatisfy { !$0.name.isEmpty })
    }
}
