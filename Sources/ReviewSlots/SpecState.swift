public enum SpecState: String, Sendable, Hashable, Codable, CaseIterable {
    case fastTracked = "fast tracked"
    case approved
    case implemented
    case abandoned
}
