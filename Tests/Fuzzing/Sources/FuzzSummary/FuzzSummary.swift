import ReviewSlots

/// Feeds the importer with a page. The first byte says in pieces of which size.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSummary(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let page = input[1...]
    let whole = report(of: page, pieceSize: page.count)
    precondition(whole == report(of: page, pieceSize: Int(input[0] % 64) + 1), "what is read depends on the cuts")
    guard let summaries = whole?.summaries, !summaries.isEmpty else { return 0 }
    summaries.forEach(check)
    precondition(again(summaries.text) == summaries, "plain text does not read back")
    precondition(again(summaries.markdown()) == summaries, "Markdown does not read back")
    for (older, newer) in zip(summaries, summaries.dropFirst()) {
        let listed = [Board.Listing(number: 1, date: Timestamp(0), summary: older)]
        guard let page = listed.page(of: newer, date: Timestamp(0)) else { continue }
        for text in [page.text, page.markdown, page.html()] {
            precondition(again(text) == [newer], "a page does not read back")
        }
    }
    return 0
}

private func report(of page: ArraySlice<UInt8>, pieceSize: Int) -> SummaryReport? {
    var reader = SummaryReader()
    var rest = page
    do {
        while !rest.isEmpty {
            try reader.read(rest.prefix(pieceSize))
            rest = rest.dropFirst(pieceSize)
        }
        return try reader.finish()
    } catch {
        return nil
    }
}

private func again(_ text: String) -> [Summary]? {
    try? SummaryReader.read(text).summaries
}

private func check(_ summary: Summary) {
    let reviews = summary.categories.flatMap { $0.items.flatMap(\.reviews) }
    precondition(Set(reviews.map(\.number)).count == reviews.count, "a review is listed twice")
    precondition(Set(summary.categories.map(\.name)).count == summary.categories.count, "a category is listed twice")
    for review in reviews {
        precondition(review.number > 0 && SpecState.fault(in: review.states) == nil, "states that exclude each other")
    }
}
