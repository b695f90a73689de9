/// The shape of a summary in JSON, for others to read: keys are added, but never renamed or removed.
///
///     title, introduction: [paragraph], categories: [{name, items: [{title, reviews: [{number, states}]}]}]
///     number?, date: "2014-12-15T00:00:00Z", reviewURL?: "https://…/{number}",
///     counts: {categories, items, reviews, open, proposed, approved, implemented, abandoned, fastTracked}
///     since?: {number?, title, changes: [{kind, category, title?, reviews, was?}]}
///
/// The first line is what `Summary` decodes.
extension SummaryPage: Encodable {
    private enum CodingKeys: CodingKey {
        case title, introduction, categories, number, date, reviewURL, counts, since
    }

    private enum SinceKeys: CodingKey {
        case number, title, changes
    }

    public func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var page = encoder.container(keyedBy: CodingKeys.self)
        try page.encodeIfPresent(number, forKey: .number)
        try page.encode(date.iso, forKey: .date)
        try page.encodeIfPresent(link?.pattern, forKey: .reviewURL)
        try page.encode(summary.counts, forKey: .counts)
        guard let difference else { return }
        var since = page.nestedContainer(keyedBy: SinceKeys.self, forKey: .since)
        try since.encodeIfPresent(self.since, forKey: .number)
        try since.encode(difference.olderTitle, forKey: .title)
        try since.encode(difference.changes, forKey: .changes)
    }
}
