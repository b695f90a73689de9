import Foundation
import Ledger
import ReviewSlots

/// A folder that goes with its last reference.
final class TemporaryFolder: Sendable {
    let url: URL
    var ledger: String { url.appendingPathComponent("ledger.sqlite").path }

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("slotkeeper-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Whether a file in it contains these bytes.
    func contains(_ text: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil).contains {
            try Data(contentsOf: $0).range(of: Data(text.utf8)) != nil
        }
    }
}

extension Record {
    static func sample(_ position: Position) -> Self {
        Self(
            position: position, stream: "board/nova", command: "C\(position)", at: Timestamp(position),
            recorded: Timestamp(position), actor: "p1", source: "command", body: #"{"slotTaken":{"slot":\#(position)}}"#
        )
    }
}
