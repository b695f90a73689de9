/// Why what was written is no date, time or zone: a sentence without its full stop, which says what to write instead.
public struct CalendarFault: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }

    /// With its full stop.
    public var sentence: String { description.hasSuffix("?") ? description : description + "." }

    /// Foreign text in quotation marks, short and on one line.
    static func quoted(_ text: some StringProtocol) -> String {
        let shown = text.unicodeScalars.prefix(41).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: "?"
            default: String(scalar)
            }
        }
        return "\"\(shown.prefix(40).joined())\(shown.count > 40 ? "..." : "")\""
    }
}
