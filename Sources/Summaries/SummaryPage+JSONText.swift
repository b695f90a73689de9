import Foundation
public import ReviewSlots

extension SummaryPage {
    /// As JSON, with the keys in the order of their letters; ends with a line feed.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}

extension Summary {
    /// Reads what `SummaryPage.json` writes.
    /// - Throws: `DecodingError`.
    public init(json: [UInt8]) throws {
        self = try JSONDecoder().decode(Summary.self, from: Data(json)).cleaned()
    }
}
