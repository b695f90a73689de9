extension JSON {
    /// Why bytes are no JSON.
    public enum Fault: Error, Sendable, Hashable, CustomStringConvertible {
        case endsTooSoon
        case unexpected(at: Int)

        public var description: String {
            switch self {
            case .endsTooSoon: "it is cut short"
            case .unexpected(let place): "byte \(place) is out of place"
            }
        }
    }

    /// Lists and objects in one another; what is deeper is taken for `null`.
    static let deepest = 64

    /// Reads RFC 8259, and forgives what spoils nothing else: half surrogate pairs and bytes that are no UTF-8 become
    /// U+FFFD, numbers beyond all bounds and what nests too deep `null`. Of members of one name the last counts.
    public init(_ bytes: [UInt8]) throws(Fault) {
        var reader = Reader(bytes: bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.place = 3 }
        self = try reader.value(depth: 0)
        try reader.end()
    }

    private struct Reader {
        let bytes: [UInt8]
        var place = 0

        mutating func end() throws(Fault) {
            skipBlanks()
            if place < bytes.count { throw .unexpected(at: place) }
        }

        private mutating func skipBlanks() {
            while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
        }

        /// The next byte that is no blank, without taking it.
        private mutating func peek() throws(Fault) -> UInt8 {
            skipBlanks()
            guard place < bytes.count else { throw .endsTooSoon }
            return bytes[place]
        }

        private mutating func take(_ byte: UInt8) throws(Fault) -> Bool {
            guard try peek() == byte else { return false }
            place += 1
            return true
        }

        private mutating func expect(_ byte: UInt8) throws(Fault) {
            guard try take(byte) else { throw .unexpected(at: place) }
        }

        mutating func value(depth: Int) throws(Fault) -> JSON {
            switch try peek() {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard depth < JSON.deepest else {
                    try skipNested()
                    return .null
                }
                return bytes[place] == UInt8(ascii: "{") ? try object(depth: depth) : try list(depth: depth)
            case UInt8(ascii: "\""): return .text(try text())
            case UInt8(ascii: "t"): return try word("true", .bool(true))
            case UInt8(ascii: "f"): return try word("false", .bool(false))
            case UInt8(ascii: "n"): return try word("null", .null)
            default: return try number()
            }
        }

        private mutating func object(depth: Int) throws(Fault) -> JSON {
            place += 1
            var members: [String: JSON] = [:]
            if try take(UInt8(ascii: "}")) { return .object(members) }
            repeat {
                guard try peek() == UInt8(ascii: "\"") else { throw .unexpected(at: place) }
                let name = try text()
                try expect(UInt8(ascii: ":"))
                members[name] = try value(depth: depth + 1)
            } while try take(UInt8(ascii: ","))
            try expect(UInt8(ascii: "}"))
            return .object(members)
        }

        private mutating func list(depth: Int) throws(Fault) -> JSON {
            place += 1
            var values: [JSON] = []
            if try take(UInt8(ascii: "]")) { return .list(values) }
            repeat { values.append(try value(depth: depth + 1)) } while try take(UInt8(ascii: ","))
            try expect(UInt8(ascii: "]"))
            return .list(values)
        }

        /// Without a stack of our own, so that no depth can exhaust it.
        private mutating func skipNested() throws(Fault) {
            var depth = 0
            repeat {
                switch try peek() {
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                case UInt8(ascii: "\""):
                    _ = try text()
                    continue
                default: break
                }
                place += 1
            } while depth > 0
        }

        private mutating func word(_ word: String, _ value: JSON) throws(Fault) -> JSON {
            for byte in word.utf8 {
                guard place < bytes.count else { throw .endsTooSoon }
                guard bytes[place] == byte else { throw .unexpected(at: place) }
                place += 1
            }
            return value
        }

        private mutating func number() throws(Fault) -> JSON {
            let start = place
            while place < bytes.count, bytes[place].isDigit || "+-.eE".utf8.contains(bytes[place]) { place += 1 }
            let text = String(decoding: bytes[start..<place], as: UTF8.self)
            if let int = Int(text), text.first != "+" { return .int(int) }
            guard let number = Double(text), text.first != "+" else { throw .unexpected(at: start) }
            return number.isFinite ? .number(number) : .null
        }

        private mutating func text() throws(Fault) -> String {
            place += 1
            let start = place
            while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") {
                place += 1
            }
            guard place < bytes.count else { throw .endsTooSoon }
            var text = String(decoding: bytes[start..<place], as: UTF8.self)
            if bytes[place] == UInt8(ascii: "\"") {
                place += 1
                return text
            }
            var raw: [UInt8] = []
            while true {
                guard place < bytes.count else { throw .endsTooSoon }
                let byte = bytes[place]
                place += 1
                if byte == UInt8(ascii: "\\") {
                    text += String(decoding: raw, as: UTF8.self)
                    raw = []
                    text.unicodeScalars.append(try escape())
                } else if byte == UInt8(ascii: "\"") {
                    return text + String(decoding: raw, as: UTF8.self)
                } else {
                    raw.append(byte)
                }
            }
        }

        private mutating func escape() throws(Fault) -> Unicode.Scalar {
            guard place < bytes.count else { throw .endsTooSoon }
            place += 1
            switch bytes[place - 1] {
            case UInt8(ascii: "n"): return "\n"
            case UInt8(ascii: "t"): return "\t"
            case UInt8(ascii: "r"): return "\r"
            case UInt8(ascii: "b"): return "\u{8}"
            case UInt8(ascii: "f"): return "\u{C}"
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(bytes[place - 1])
            case UInt8(ascii: "u"): break
            default: throw .unexpected(at: place - 1)
            }
            let first = try unit()
            guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
            let behind = place
            if bytes[place...].starts(with: "\\u".utf8) {
                place += 2
                let second = try unit()
                if (0xDC00...0xDFFF).contains(second) {
                    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
                }
            }
            place = behind
            return "\u{FFFD}"
        }

        private mutating func unit() throws(Fault) -> UInt32 {
            guard place + 4 <= bytes.count else { throw .endsTooSoon }
            let digits = bytes[place..<place + 4]
            guard digits.allSatisfy(\.isHexDigit), let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
            else { throw .unexpected(at: place) }
            place += 4
            return unit
        }
    }
}
