extension IRCMessage {
    /// The value of a tag, unescaped; empty if the tag has none, nil if it is not there. The last of several counts.
    ///
    /// Source: IRCv3 "Message Tags", "Rules for tags" and "Escaping values".
    public func tag(_ name: String) -> String? {
        guard let range = tagBytes(name) else { return nil }
        return Self.unescape(bytes[range])
    }

    public func hasTag(_ name: String) -> Bool {
        tagBytes(name) != nil
    }

    private func tagBytes(_ name: String) -> Range<Int>? {
        var found: Range<Int>?
        var at = tagRange.lowerBound
        while at < tagRange.upperBound {
            let end = bytes[at..<tagRange.upperBound].firstIndex(of: UInt8(ascii: ";")) ?? tagRange.upperBound
            let equals = bytes[at..<end].firstIndex(of: UInt8(ascii: "="))
            if bytes[at..<(equals ?? end)].elementsEqual(name.utf8) {
                found = equals.map { ($0 + 1)..<end } ?? end..<end
            }
            at = end + 1
        }
        return found
    }

    static func unescape(_ value: ArraySlice<UInt8>) -> String {
        guard value.contains(UInt8(ascii: "\\")) else { return String(decoding: value, as: UTF8.self) }
        var plain: [UInt8] = []
        plain.reserveCapacity(value.count)
        var isEscaped = false
        for byte in value {
            if isEscaped {
                plain.append(unescaped(byte))
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                plain.append(byte)
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    private static func unescaped(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: ":"): UInt8(ascii: ";")
        case UInt8(ascii: "s"): UInt8(ascii: " ")
        case UInt8(ascii: "r"): UInt8(ascii: "\r")
        case UInt8(ascii: "n"): UInt8(ascii: "\n")
        default: byte
        }
    }
}

extension String {
    /// The text as a tag's value.
    var escapedForTag: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case ";": escaped += "\\:"
            case " ": escaped += "\\s"
            case "\\": escaped += "\\\\"
            case "\r": escaped += "\\r"
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
