/// A pattern for `nick!user@host`, as bans and access lists have it: `*` stands for any text, `?` for one byte, and a
/// backslash takes that meaning from either. Nothing else is special. Source: RFC 2812 section 2.5.
public struct Mask: Sendable, Hashable {
    private enum Part: Hashable {
        case byte(UInt8), one, many
    }

    private let parts: [Part]
    private let mapping: CaseMapping

    /// - Parameter mapping: how the network folds names.
    public init(_ text: String, _ mapping: CaseMapping = .rfc1459) {
        self.mapping = mapping
        var parts: [Part] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "*"): parts.append(.many)
            case UInt8(ascii: "?"): parts.append(.one)
            case UInt8(ascii: "\\") where rest.first == UInt8(ascii: "*") || rest.first == UInt8(ascii: "?"):
                parts.append(.byte(rest.removeFirst()))
            default: parts.append(.byte(mapping.fold(byte)))
            }
        }
        self.parts = parts
    }

    /// Whether the whole of `source` fits. Takes at most the product of both lengths, whatever they hold.
    public func matches(_ source: String) -> Bool {
        let bytes = source.utf8.map(mapping.fold)
        var (at, part) = (0, 0)
        // Behind the last `*`: what it has swallowed so far, to be tried again with one more.
        var retry: (at: Int, part: Int)?
        while at < bytes.count {
            if part < parts.count, parts[part] == .many {
                part += 1
                retry = (at, part)
            } else if part < parts.count, parts[part] == .one || parts[part] == .byte(bytes[at]) {
                at += 1
                part += 1
            } else if let last = retry {
                at = last.at + 1
                part = last.part
                retry = (at, part)
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { $0 == .many }
    }
}
