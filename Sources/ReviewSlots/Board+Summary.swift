extension Board {
    /// The state of the specs now: what is listed, under canonical names; unknown and gone ones are only counted.
    public func summary(title: String) -> Summary {
        var items: [String: [Spec]] = [:]
        for name in categories { items[category(name), default: []] += [] }
        var unknown = 0
        var gone = 0
        for spec in specs.values {
            switch spec.listing {
            case .listed: items[category(spec.category), default: []].append(spec)
            case .unknown: unknown += 1
            case .gone: gone += 1
            }
        }
        var introduction: [String] = []
        let listed = items.values.reduce(0) { $0 + $1.count }
        if unknown + gone > 0 {
            introduction.append(
                "\(listed) specs. Not shown: \(unknown) that are unknown, as their category was listed but empty, and \(gone) gone from the list."
            )
        }
        let cycle = settings.cycle.isEmpty ? "" : " for \(settings.cycle)"
        return Summary(
            title: "\(title): specs\(cycle)", introduction: introduction,
            categories: items.map { name, specs in
                Summary.Category(
                    name,
                    specs.map { spec in
                        SummaryItem(spec.title, spec.reviews.map { SummaryReview($0.number, $0.states) })
                    })
            }
        ).sorted()
    }
}
