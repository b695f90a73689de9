/// Any field may be missing (looked for first, since to fail costs much more), and servers of different ages spell the
/// same thing differently: what cannot be read is `nil`.
extension KeyedDecodingContainer {
    /// An integer, or a text that holds one (`"-1"`, `"+1"`, `" 0"`).
    func number(_ key: Key) -> Int? {
        guard contains(key) else { return nil }
        if let number = try? decode(Int.self, forKey: key) { return number }
        return (try? decode(String.self, forKey: key)).flatMap(labelValue)
    }

    /// A text that is not empty.
    func text(_ key: Key) -> String? {
        guard contains(key), let text = try? decode(String.self, forKey: key), !text.isEmpty else { return nil }
        return text
    }

    func flag(_ key: Key) -> Bool { contains(key) && (try? decode(Bool.self, forKey: key)) ?? false }

    func time(_ key: Key) -> ServerTime? {
        guard contains(key) else { return nil }
        if let text = text(key) { return ServerTime(text: text) }
        return (try? decode(Int.self, forKey: key)).map { ServerTime(seconds: $0) }
    }

    func value<Value: Decodable>(_ key: Key) -> Value? {
        contains(key) ? try? decode(Value.self, forKey: key) : nil
    }

    /// The elements that can be read, in their order.
    func list<Value: Decodable>(_ key: Key) -> [Value] {
        (value(key) as [Readable<Value>]?)?.compactMap(\.value) ?? []
    }

    /// The members that can be read; their order is not the server's.
    func members<Value: Decodable>(_ key: Key) -> [String: Value] {
        (value(key) as [String: Readable<Value>]?)?.compactMapValues(\.value) ?? [:]
    }
}

/// A part of an answer that spoils nothing but itself.
struct Readable<Value: Decodable>: Decodable {
    var value: Value?

    init(from decoder: any Decoder) throws {
        value = try? Value(from: decoder)
    }
}

/// Gerrit writes the values of a label with a sign, and zero with a blank before it.
func labelValue(_ text: String) -> Int? {
    Int(text.drop { $0 == " " || $0 == "+" })
}
