internal import Foundation
import ReviewSlots

extension Record {
    /// A record but for its body, which follows it verbatim.
    private struct Head: Codable {
        var position: Position
        var stream: String
        var command: String
        var at: Timestamp
        var recorded: Timestamp
        var actor: String
        var source: String
    }

    private static let mark = ",\"body\":"

    /// The record as one line of JSON, its body as it lies in the log.
    public func line() throws(LedgerError) -> String {
        let head = try JSON.text(
            Head(
                position: position, stream: stream, command: command, at: at, recorded: recorded, actor: actor,
                source: source))
        return head.dropLast() + Self.mark + body + "}"
    }

    /// Reads what `line` wrote; `nil` if it is something else.
    public init?(line: String) {
        // No text in the head can hold the mark: quotation marks in it are escaped.
        guard line.last == "}", let mark = line.ranges(of: Self.mark).first,
            let head = try? JSONDecoder().decode(Head.self, from: Data((line[..<mark.lowerBound] + "}").utf8))
        else { return nil }
        let body = line[mark.upperBound...].dropLast()
        guard (try? JSONSerialization.jsonObject(with: Data(body.utf8))) != nil else { return nil }
        self.init(
            position: head.position, stream: head.stream, command: head.command, at: head.at, recorded: head.recorded,
            actor: head.actor, source: head.source, body: String(body))
    }
}
