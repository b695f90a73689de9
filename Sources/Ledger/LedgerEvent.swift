internal import Foundation
public import ReviewSlots

/// An event of any stream, read.
public enum LedgerEvent: Sendable, Hashable {
    case board(String, BoardEvent)
    case people(PeopleEvent)
    /// An event of a plugin, which alone can read it: JSON.
    case plugin(stream: String, body: String)
}

/// A record and what it says.
public struct Recorded: Sendable {
    public var record: Record
    public var event: LedgerEvent

    public init(_ record: Record) throws(LedgerError) {
        self.record = record
        self.event = try LedgerEvent(record)
    }
}

extension LedgerEvent {
    static let peopleStream = "people"

    static func boardStream(_ name: String) -> String { "board/\(name)" }

    public init(_ record: Record) throws(LedgerError) {
        if record.stream == Self.peopleStream {
            self = .people(try JSON.read(PeopleEvent.self, from: record))
        } else if record.stream.hasPrefix("board/") {
            self = .board(String(record.stream.dropFirst(6)), try JSON.read(BoardEvent.self, from: record))
        } else {
            self = .plugin(stream: record.stream, body: record.body)
        }
    }
}

/// Events as they are stored: JSON objects with sorted keys, on one line.
enum JSON {
    static func text(_ value: some Encodable) throws(LedgerError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw .unreadable("an event cannot be written as JSON: \(error)")
        }
    }

    static func read<Value: Decodable>(_ type: Value.Type, from record: Record) throws(LedgerError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(record.body.utf8))
        } catch {
            let kind = record.body.split(separator: "\"", maxSplits: 2).dropFirst().first ?? "?"
            throw .unreadable(
                "record \(record.position) of stream \(record.stream) is an event \"\(kind)\" that this build cannot read: "
                    + "it was written by a newer one, or is damaged. Start the newer build, or restore a backup.")
        }
    }

    static func read<Value: Decodable>(_ type: Value.Type, from body: String) throws(LedgerError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(body.utf8))
        } catch {
            throw .unreadable("an event of a plugin cannot be read: \(error)")
        }
    }
}
