/// What one server is known to have: the last state of each change.
///
/// It only ever changes by `absorb`, whose facts belong into the same append as what they change: so a fact is told exactly
/// once however often, and in whatever order, answers come.
public struct Mirror: Sendable {
    /// By number: an array of one except on servers with imported projects. That it is boxed so keeps the table small.
    private var byNumber: [Int: [Entry]] = [:]
    private var shared = SharedParts()

    private struct Entry: Sendable {
        var view: ChangeView
        var isVisible = true
    }

    public init() {}

    /// Brings back what was stored.
    public init(_ views: some Sequence<(view: ChangeView, isVisible: Bool)>) {
        for (view, isVisible) in views {
            byNumber[view.key.number, default: []].append(Entry(view: shared.share(view), isVisible: isVisible))
        }
    }

    public var count: Int { byNumber.values.reduce(0) { $0 + $1.count } }

    public subscript(key: ChangeKey) -> ChangeView? { entry(key)?.view }

    /// Whether the change could be read when it was last looked at.
    public func isVisible(_ key: ChangeKey) -> Bool { entry(key)?.isVisible ?? false }

    /// In no particular order.
    public var views: some Sequence<ChangeView> { byNumber.values.lazy.joined().map(\.view) }

    /// What the nightly audit looks after.
    public var openChanges: [ChangeKey] {
        byNumber.values.joined().filter { $0.isVisible && $0.view.isOpen }.map(\.view.key).sorted()
    }

    /// Drops changes that nobody needs any more. If they come again they are new.
    public mutating func forget(_ keys: some Sequence<ChangeKey>) {
        for key in keys {
            byNumber[key.number]?.removeAll { $0.view.key == key }
            if byNumber[key.number]?.isEmpty ?? false { byNumber[key.number] = nil }
        }
    }

    /// The facts that a batch brings, without changing anything.
    public func facts(of batch: Sync.Batch) -> [Fact] {
        // Of the changes in question only: to copy all of them for a few would take longer than everything else.
        var part = Mirror()
        for number in batch.items.map(\.view.key.number) + batch.vanished.map(\.number) {
            part.byNumber[number] = byNumber[number]
        }
        return part.absorb(batch)
    }

    /// Takes a batch over.
    /// - Returns: What has become different, change by change.
    public mutating func absorb(_ batch: Sync.Batch) -> [Fact] {
        batch.items.flatMap { absorb($0) } + batch.vanished.flatMap { vanish($0, at: batch.serverTime) }
    }

    private mutating func absorb(_ item: Sync.Batch.Item) -> [Fact] {
        let new = item.view
        guard let index = place(of: new, movedFrom: item.movedFrom), let old = byNumber[new.key.number]?[index] else {
            byNumber[new.key.number, default: []].append(Entry(view: shared.share(new)))
            let appeared = Fact(change: new.key, at: new.updated, kind: .appeared(new))
            return (item.movedFrom.map { vanish($0, at: new.updated) } ?? []) + [appeared]
        }
        // A list may lag behind; a change that was read by itself is as it is, even if a clock was set back.
        guard item.isDirect || new.updated >= old.view.updated else { return [] }
        var merged = new
        // Only asked for at times: what was known stays until it is known better.
        if !item.hasMessages { merged.unansweredSince = old.view.keptUnanswered(in: new) }
        byNumber[new.key.number]?[index] = Entry(view: shared.share(merged))
        let returned = old.isVisible ? [] : [Fact(change: new.key, at: new.updated, kind: .returned)]
        return returned + ChangeView.differences(from: old.view, to: merged)
    }

    /// The same key; or the same number and Change-Id in another project, which is the same change moved.
    private func place(of view: ChangeView, movedFrom: ChangeKey?) -> Int? {
        let entries = byNumber[view.key.number] ?? []
        return entries.firstIndex { $0.view.key == view.key }
            ?? entries.firstIndex {
                !view.changeID.isEmpty && $0.view.changeID == view.changeID
                    && (movedFrom == nil || $0.view.key == movedFrom)
            }
    }

    private mutating func vanish(_ key: ChangeKey, at time: ServerTime?) -> [Fact] {
        guard let index = byNumber[key.number]?.firstIndex(where: { $0.view.key == key }),
            let entry = byNumber[key.number]?[index], entry.isVisible
        else { return [] }
        byNumber[key.number]?[index].isVisible = false
        return [Fact(change: key, at: time ?? entry.view.updated, kind: .vanished)]
    }

    private func entry(_ key: ChangeKey) -> Entry? { byNumber[key.number]?.first { $0.view.key == key } }
}

extension ChangeView {
    /// Whatever was written since may have been the answer, and what is not known is held against nobody.
    fileprivate func keptUnanswered(in new: ChangeView) -> ServerTime? {
        new.updated == updated ? unansweredSince : nil
    }
}
