extension Board {
    /// The state of the specs of this cycle: what is listed, under canonical names.
    ///
    /// A category of which all specs are gone from the list, or of other cycles, is not in it, for an empty one says that
    /// its specs are unknown.
    public func summary(of name: String, at: Timestamp, introduction: [String] = []) -> Summary {
        var items: [String: [SummaryItem]] = [:]
        var left: Set<String> = []
        var unknown: Set<String> = []
        for name in categories { items[category(name)] = [] }
        for spec in specs.values {
            let category = category(spec.category)
            switch isOfThisCycle(spec) ? spec.listing : .gone {
            case .listed:
                items[category, default: []].append(
                    SummaryItem(spec.title, spec.reviews.map { SummaryReview($0.number, $0.states) }))
            case .unknown: unknown.insert(category)
            case .gone: left.insert(category)
            }
        }
        for category in left.subtracting(unknown) where items[category]?.isEmpty ?? false { items[category] = nil }
        let cycle = settings.cycle.isEmpty ? "" : " for \(settings.cycle)"
        return Summary(
            title: "\(name) specs\(cycle), \(at.longDay)", introduction: introduction,
            categories: items.map { Summary.Category($0.key, $0.value) }
        ).sorted()
    }
}
