#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What makes an answer of the REST API unusable. The state is left as it is.
public enum AnswerFault: Error, Sendable, Hashable, CustomStringConvertible {
    case tooLarge(limit: Int)
    /// A login or maintenance page, whatever its status says.
    case html
    case noPrefix
    /// Cut short, doubled, or no JSON at all.
    case notJSON(String)

    public var description: String {
        switch self {
        case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
        case .html: "the answer is a web page: a login or maintenance page, or the address is not that of Gerrit's API"
        case .noPrefix: "the answer does not begin with )]}': is this Gerrit's API?"
        case .notJSON(let why): "the answer is cut short or broken: \(why)"
        }
    }
}

/// Reads bodies of the REST API.
public enum Answer {
    /// Bytes after decompression: several times what the largest page is known to have.
    public static let limit = 32 * 1024 * 1024
    private static let prefix = Array(")]}'".utf8)

    /// The JSON behind the line that keeps a browser from running it (REST API, "Output Format").
    static func json(_ body: [UInt8], limit: Int) throws(AnswerFault) -> ArraySlice<UInt8> {
        guard body.count <= limit else { throw .tooLarge(limit: limit) }
        let start = body.drop { $0 == 0x20 || (0x09...0x0D).contains($0) || [0xEF, 0xBB, 0xBF].contains($0) }
        guard start.starts(with: prefix) else {
            throw start.first == UInt8(ascii: "<") ? .html : .noPrefix
        }
        guard let end = start.firstIndex(of: 0x0A) else { throw .notJSON("nothing follows the first line") }
        return start[(end + 1)...]
    }

    /// - Throws: `AnswerFault`.
    public static func decode<Value: Decodable>(
        _ type: Value.Type, from body: [UInt8], limit: Int = Answer.limit
    ) throws(AnswerFault) -> Value {
        let json = try json(body, limit: limit)
        do {
            return try JSONDecoder().decode(type, from: Data(json))
        } catch {
            throw .notJSON(why(error))
        }
    }

    /// One line of a stream, which has no prefix.
    static func decodeLine<Value: Decodable>(_ type: Value.Type, _ line: String) -> Value? {
        try? JSONDecoder().decode(type, from: Data(line.utf8))
    }

    private static func why(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(_, let context), .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            context.debugDescription
        default: "unknown"
        }
    }
}

/// The answer to a query for changes.
public struct ChangePage: Sendable, Hashable, Decodable {
    public var changes: [ChangeInfo] = []
    /// Entries that no change can be read from.
    public var unreadable = 0
    /// The server says that there are more.
    public var hasMore = false

    public var entries: Int { changes.count + unreadable }

    /// An array of changes; of arrays, if the request had several queries.
    public init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        while !values.isAtEnd {
            if var inner = try? values.nestedUnkeyedContainer() {
                while !inner.isAtEnd { add(try inner.decode(Readable<ChangeInfo>.self).value) }
            } else {
                add(try values.decode(Readable<ChangeInfo>.self).value)
            }
        }
    }

    private mutating func add(_ change: ChangeInfo?) {
        guard let change else { return unreadable += 1 }
        changes.append(change)
        hasMore = hasMore || change.hasMoreChanges
    }
}
