internal import Chat

/// An identifier of Matrix (Appendices, "Common Identifier Format"): opaque, told apart byte by byte.
///
/// Swift takes texts for equal that only look it; these are not.
public protocol Identifier: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    var text: String { get }
    /// `nil` if the text is none.
    init?(_ text: String)
}

extension Identifier {
    /// With the sigil; more may be no identifier.
    static var longest: Int { 255 }

    public static func == (left: Self, right: Self) -> Bool {
        // The first is quick to tell what differs.
        left.text == right.text && left.text.utf8.elementsEqual(right.text.utf8)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(text) }

    public static func < (left: Self, right: Self) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    public var description: String { text.harmless }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a \(Self.self)")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// What is behind the sigil, if the text begins with it, has anything behind it, and is no longer than allowed.
    static func body(of text: String, sigil: Character) -> Substring? {
        guard text.first == sigil, text.utf8.count > 1, text.utf8.count <= longest, !text.utf8.contains(0) else {
            return nil
        }
        return text.dropFirst()
    }

    /// Local part and server, parted by the first colon.
    static func halves(of text: String, sigil: Character) -> (local: Substring, server: Substring)? {
        guard let body = body(of: text, sigil: sigil), let colon = body.firstIndex(of: ":") else { return nil }
        let (local, server) = (body[..<colon], body[body.index(after: colon)...])
        return !local.isEmpty && isServerName(server) ? (local, server) : nil
    }

    /// Appendices, "Server Name": a host name, an IPv4 address or an IPv6 address in brackets, and perhaps a port.
    static func isServerName(_ name: Substring) -> Bool {
        var host = name
        var port: Substring?
        if host.first == "[" {
            guard let end = host.firstIndex(of: "]") else { return false }
            let rest = host[host.index(after: end)...]
            let address = host[host.index(after: host.startIndex)..<end]
            guard (2...45).contains(address.utf8.count),
                address.utf8.allSatisfy({ $0.isHexDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }),
                rest.isEmpty || rest.first == ":"
            else { return false }
            host = "v6"
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = host.firstIndex(of: ":") {
            port = host[host.index(after: colon)...]
            host = host[..<colon]
        }
        if let port { guard (1...5).contains(port.utf8.count), port.utf8.allSatisfy(\.isDigit) else { return false } }
        return !host.isEmpty
            && host.utf8.allSatisfy {
                $0.isDigit || $0.isLetter || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
            }
    }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isLetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
    var isHexDigit: Bool { isDigit || (0x41...0x46).contains(self) || (0x61...0x66).contains(self) }
}

/// `@alice:example.org`: an account, and nothing but the whole of it. Nothing is folded: servers are told apart by case, and
/// so are old local parts (Appendices, "Server Name" and "Historical User IDs").
///
/// The local part may hold what old servers allowed, as far as it is printable ASCII: an identifier of other characters is
/// one that can be made to look like another, and is nobody's.
public struct UserID: Identifier {
    public let text: String
    public let server: String

    public init?(_ text: String) {
        guard let halves = Self.halves(of: text, sigil: "@"),
            halves.local.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        self.text = text
        server = String(halves.server)
    }

    /// How the person is called where there is little room.
    public var localpart: String { String(text.dropFirst().prefix { $0 != ":" }) }
}

/// `!opaque:example.org`, since room version 12 without a server.
public struct RoomID: Identifier {
    public let text: String

    public init?(_ text: String) {
        guard Self.body(of: text, sigil: "!") != nil else { return nil }
        self.text = text
    }

    /// The server in an identifier that has one.
    var server: String? { Self.halves(of: text, sigil: "!").map { String($0.server) } }
}

/// `#nova:example.org`, a name of a room that can be moved to another.
public struct RoomAlias: Identifier {
    public let text: String

    public init?(_ text: String) {
        guard Self.halves(of: text, sigil: "#") != nil else { return nil }
        self.text = text
    }
}

/// `$opaque`.
public struct EventID: Identifier {
    public let text: String

    public init?(_ text: String) {
        guard Self.body(of: text, sigil: "$") != nil else { return nil }
        self.text = text
    }
}

/// What the server keeps access tokens and transaction ids by.
public struct DeviceID: Identifier {
    public let text: String

    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= Self.longest, !text.utf8.contains(0) else { return nil }
        self.text = text
    }
}
