public struct SummaryReview: Sendable, Hashable, Codable {
    public var number: Int
    public var states: Set<SpecState>
}
public struct SummaryItem: Sendable, Hashable, Codable {
    public var title: String
    public var reviews: [SummaryReview]
}
public struct Summary: Sendable, Hashable, Codable {
    public struct Category: Sendable, Hashable, Codable {
        public var name: String
        public var items: [SummaryItem]
    }
    public var title: String
    public var introduction: [String]
    public var categories: [Category]
}
extension SpecState {
    static func fault(in states: Set<SpecState>) -> String? { nil }
    static func words(_ states: Set<SpecState>) -> String { "" }
}
