extension Election {
    /// Reads a PrefLib file: .soc, .soi, .toc or .toi.
    ///
    /// Lines end in LF or CR LF, a byte order mark is skipped. The header must agree with the ballots: else the file was
    /// cut off, or changed by hand. (PrefLib, "Data Format")
    ///
    /// - Throws: ``InputError`` with the line.
    public init(prefLib bytes: [UInt8]) throws(InputError) {
        var reader = PrefLibReader()
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            try reader.read(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
        self = try reader.election()
    }
}

/// Takes a PrefLib file line by line.
private struct PrefLibReader {
    private var line = 0
    private var id: String?
    private var kind: Election.PrefLibKind?
    private var alternatives: Int?
    private var voters: Int?
    private var orders: Int?
    private var names: [Int: String] = [:]
    private var ballots: [Ballot] = []

    mutating func read(_ bytes: ArraySlice<UInt8>) throws(InputError) {
        line += 1
        if let control = bytes.first(where: { $0 < 0x20 && $0 != UInt8(ascii: "\t") }) {
            throw error("this is no text: it has a byte of value \(control); give a PrefLib file")
        }
        var cursor = Cursor(bytes)
        cursor.skipBlanks()
        if cursor.isAtEnd { return }
        if cursor.skip("#") {
            guard let text = String(validating: bytes[cursor.index...], as: UTF8.self) else {
                throw error("this is no UTF-8 text; save the file as UTF-8")
            }
            try readHeader(text)
        } else {
            try readOrder(&cursor)
        }
    }

    // MARK: Header

    private mutating func readHeader(_ text: String) throws(InputError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        let key = parts[0].trimmed
        let value = parts[1].trimmed
        switch key {
        case "TITLE": if !value.isEmpty { id = value }
        case "FILE NAME": if id == nil && !value.isEmpty { id = value }
        case "DATA TYPE":
            guard let known = Election.PrefLibKind(rawValue: value) else {
                throw error("the data type \"\(value)\" is no list of rankings; give a soc, soi, toc or toi file")
            }
            kind = known
        case "NUMBER ALTERNATIVES":
            let count = try number(value, key)
            guard 1...Matrix.greatestCount ~= count else { throw error(Refusal.tooManyItems(count).description) }
            alternatives = count
        case "NUMBER VOTERS": voters = try number(value, key)
        case "NUMBER UNIQUE ORDERS": orders = try number(value, key)
        default:
            let name = "ALTERNATIVE NAME "
            guard key.hasPrefix(name) else { return }
            let alternative = try number(String(key.dropFirst(name.count)), name)
            guard names.updateValue(value, forKey: alternative) == nil else {
                throw error("alternative \(alternative) is named twice; name it once")
            }
        }
    }

    private func number(_ text: String, _ key: String) throws(InputError) -> Int {
        guard let number = Int(text), number >= 0 else {
            throw error("\(key) \"\(text)\" is no whole number; give one")
        }
        return number
    }

    // MARK: Ballots

    private mutating func readOrder(_ cursor: inout Cursor) throws(InputError) {
        guard let alternatives else {
            throw error("a ballot comes before \"# NUMBER ALTERNATIVES\"; begin with PrefLib's header")
        }
        let weight = try cursor.number("how many cast this ballot", line)
        guard cursor.skip(":") else { throw error("there is no \":\" after the number of voters; write \"3: 1,2\"") }
        var levels: [[Int]] = []
        cursor.skipBlanks()
        if !cursor.isAtEnd {
            repeat { levels.append(try level(&cursor)) } while cursor.skip(",")
            guard cursor.isAtEnd else { throw error("there is no \",\" between two alternatives") }
        }
        let ballot: Ballot
        do {
            ballot = try Ballot(levels, weight: weight, rest: .abstain, count: alternatives)
        } catch {
            throw self.error(error.sentence { "alternative \($0 + 1)" })
        }
        if let kind, !kind.hasTies, levels.contains(where: { $0.count > 1 }) {
            throw error("the header says \(kind.rawValue), which has no ties, but this ballot has one")
        }
        if let kind, kind.isComplete, ballot.items.count < alternatives {
            throw error(
                "the header says \(kind.rawValue), but this ballot leaves alternatives out; the line is cut off")
        }
        ballots.append(ballot)
    }

    private func level(_ cursor: inout Cursor) throws(InputError) -> [Int] {
        guard cursor.skip("{") else { return [try cursor.number("an alternative", line) - 1] }
        var level: [Int] = []
        repeat { level.append(try cursor.number("an alternative", line) - 1) } while cursor.skip(",")
        guard cursor.skip("}") else { throw error("a \"{\" is not closed; the line is cut off") }
        return level
    }

    private func error(_ sentence: String) -> InputError {
        InputError(sentence, line: line)
    }

    // MARK: The whole

    func election() throws(InputError) -> Election {
        guard let alternatives else {
            throw InputError("\"# NUMBER ALTERNATIVES\" is missing; give a PrefLib file or JSON lines")
        }
        if let stranger = names.keys.filter({ !(1...alternatives ~= $0) }).min() {
            throw InputError("the header names alternative \(stranger), but says that there are \(alternatives)")
        }
        guard orders != nil || !ballots.isEmpty else {
            throw InputError("the file has no ballots; is it cut off?")
        }
        try compare(orders, ballots.count, "different ballots")
        try compare(voters, ballots.reduce(0) { $0 + $1.weight }, "voters")
        var taken: Set<String> = []
        let candidates = (1...alternatives).map { alternative -> Name in
            let name = names[alternative] ?? ""
            if name.isEmpty { return .number(alternative) }
            return .text(taken.insert(name).inserted ? name : "\(name) (\(alternative))")
        }
        return try Election(id: id.map { .text($0) }, unranked: nil, candidates: candidates, ballots: ballots)
    }

    private func compare(_ promised: Int?, _ found: Int, _ things: String) throws(InputError) {
        guard let promised, promised != found else { return }
        throw InputError("the header says \(promised) \(things), the file has \(found); is it cut off?")
    }
}

/// A place in a line.
private struct Cursor {
    private let bytes: ArraySlice<UInt8>
    private(set) var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    var isAtEnd: Bool { index == bytes.endIndex }

    mutating func skipBlanks() {
        while !isAtEnd, bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t") { index += 1 }
    }

    /// Skips a character and the blanks around it, if it is the next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard !isAtEnd, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        skipBlanks()
        return true
    }

    mutating func number(_ what: String, _ line: Int) throws(InputError) -> Int {
        skipBlanks()
        let start = index
        var value = 0
        while !isAtEnd, 0x30...0x39 ~= bytes[index] {
            let (product, over) = value.multipliedReportingOverflow(by: 10)
            let (sum, overToo) = product.addingReportingOverflow(Int(bytes[index]) - 0x30)
            guard !over && !overToo else { throw InputError("a number is too large", line: line) }
            value = sum
            index += 1
        }
        guard index > start else {
            let found =
                isAtEnd
                ? "the line ends" : "there is \"\(String(decoding: bytes[index...].prefix(12), as: UTF8.self))\""
            throw InputError("\(found) where a whole number (\(what)) should be", line: line)
        }
        return value
    }
}

extension StringProtocol {
    /// Without blanks at both ends.
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
