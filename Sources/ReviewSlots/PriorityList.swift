/// Priorities by name, read from a file: a line `name,priority` for each blueprint (CSV, RFC 4180).
///
/// Nothing is taken from a file that has a mistake, so a list holds both: what it says, and what is wrong with it.
public struct PriorityList: Sendable, Hashable, Codable {
    public struct Row: Sendable, Hashable, Codable {
        /// From 1.
        public var line: Int
        /// What the file calls the blueprint.
        public var name: String
        /// `nil`: it has none, or has one no longer.
        public var priority: Priority?
    }

    /// A line that cannot be followed.
    public struct Mistake: Sendable, Hashable, Codable {
        public var line: Int
        /// What is wrong with it and what to do.
        public var sentence: String

        public init(line: Int, _ sentence: String) {
            self.line = line
            self.sentence = sentence
        }
    }

    public static let byteLimit = 4 << 20
    /// As many mistakes are kept; more are only counted, so that a hostile file does not fill the memory.
    public static let keptMistakes = 100

    public private(set) var rows: [Row] = []
    public private(set) var mistakes: [Mistake] = []
    /// With those that were not kept.
    public private(set) var mistakeCount = 0

    /// Reads a file: UTF-8, lines that end in LF or CR LF, a byte order mark and a first line `name,priority` or not.
    ///
    /// - Throws: `PriorityListRefusal` for what is no such list at all.
    public init(_ bytes: [UInt8]) throws(PriorityListRefusal) {
        if bytes.count > Self.byteLimit { throw .tooLarge(limit: Self.byteLimit) }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        var isFirst = true
        for (index, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard !line.contains(where: { $0 < 0x20 && $0 != UInt8(ascii: "\t") || $0 == 0x7F }),
                let line = String(validating: line, as: UTF8.self)
            else { throw .binary(line: index + 1) }
            if line.allSatisfy(\.isWhitespace) { continue }
            read(line, index + 1, isFirst: isFirst)
            isFirst = false
        }
        if rows.isEmpty && mistakes.isEmpty { throw .empty }
    }

    private mutating func read(_ text: String, _ line: Int, isFirst: Bool) {
        guard let fields = Self.fields(of: text) else {
            return note("the quotes are not in pairs; write \"name\",\"priority\"", line)
        }
        if isFirst, fields.map({ $0.lowercased() }) == ["name", "priority"] { return }
        guard fields.count == 2, !fields[0].isEmpty else {
            let found = fields.count == 2 ? "there is no name" : "\(fields.count) fields are not two"
            return note("\(found); write name,priority", line)
        }
        let word = fields[1].lowercased()
        let priority = Priority.allCases.first { $0.rawValue.lowercased() == word }
        guard priority != nil || word == "undefined" else {
            let choices = Priority.allCases.map(\.rawValue).joined(separator: ", ")
            return note("\"\(fields[1].excerpt)\" is no priority; write \(choices) or Undefined", line)
        }
        rows.append(Row(line: line, name: fields[0], priority: priority))
    }

    private mutating func note(_ sentence: String, _ line: Int) {
        mistakeCount += 1
        if mistakes.count < Self.keptMistakes { mistakes.append(Mistake(line: line, sentence)) }
    }

    /// The fields without the blanks around them, or `nil` where a quote is not closed or stands within a field.
    private static func fields(of line: String) -> [String]? {
        var fields: [String] = []
        var rest = line[...]
        while true {
            rest = rest.drop(while: \.isWhitespace)
            var field = ""
            if rest.first == "\"" {
                var pieces: [Substring] = []
                repeat {
                    guard let end = rest.dropFirst().firstIndex(of: "\"") else { return nil }
                    pieces.append(rest[..<end].dropFirst())
                    rest = rest[end...].dropFirst()
                } while rest.first == "\""
                // A doubled quote is one that belongs to the field.
                field = pieces.joined(separator: "\"")
                rest = rest.drop(while: \.isWhitespace)
                guard rest.isEmpty || rest.first == "," else { return nil }
            } else {
                field = String(rest.prefix { $0 != "," })
                rest = rest.drop { $0 != "," }
                if field.contains("\"") { return nil }
            }
            while field.last?.isWhitespace ?? false { field.removeLast() }
            fields.append(field)
            if rest.isEmpty { return fields }
            rest = rest.dropFirst()
        }
    }
}

/// Why a file is no list of priorities at all.
public enum PriorityListRefusal: Error, Hashable, CustomStringConvertible {
    case empty
    /// A control character, or what is no UTF-8, stands in this line.
    case binary(line: Int)
    /// More bytes than this.
    case tooLarge(limit: Int)

    public var description: String {
        switch self {
        case .empty: "there is no priority in it; write a line name,priority for each blueprint"
        case .binary(let line): "line \(line) is not plain text; save the list as CSV in UTF-8"
        case .tooLarge(let limit):
            "it has more than \(limit >> 20) MB, too many for priorities; see whether it is the right file"
        }
    }
}
