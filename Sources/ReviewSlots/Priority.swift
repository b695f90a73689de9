/// How important a blueprint is, as Launchpad says it. It orders the backlog as long as no votes do (R28).
public enum Priority: String, Sendable, Hashable, Codable, CaseIterable, Comparable, CustomStringConvertible {
    case essential = "Essential"
    case high = "High"
    case medium = "Medium"
    case low = "Low"

    private var place: Int {
        switch self {
        case .essential: 0
        case .high: 1
        case .medium: 2
        case .low: 3
        }
    }

    /// What is more important comes first.
    public static func < (left: Priority, right: Priority) -> Bool { left.place < right.place }
    public var description: String { rawValue }
}
