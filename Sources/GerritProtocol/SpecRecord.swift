/// A spec of one cycle, as the changes to it tell.
public struct SpecRecord: Sendable, Hashable, Codable {
    /// A change that proposes it.
    public struct Review: Sendable, Hashable, Codable {
        public var change: ChangeKey
        public var title: String
        public var isFastTracked: Bool
        public var isApproved: Bool
        public var isImplemented: Bool
        public var isAbandoned: Bool
    }

    /// After all renames.
    public var name: SpecName
    /// Names of its file before, sorted.
    public var formerly: [SpecName]
    /// What its commits name as the blueprint, sorted; usually the name of the file.
    public var blueprints: [String]
    /// In the order in which they were made: an abandoned one stands before its successor.
    public var reviews: [Review]
    /// Merged changes to it after it was approved.
    public var amendments: [ChangeKey]
    /// The change that moved it to the implemented ones.
    public var implementedBy: ChangeKey?
    /// The merged change that took it out of this cycle.
    public var removedBy: ChangeKey?
}

extension SpecRecord {
    /// The specs that changes tell of, sorted by name.
    ///
    /// Reviews are of one spec if they file the same name in the same cycle, before or after renames, or if their commits
    /// name the same blueprint: so a second attempt supersedes one that was abandoned, whatever its file is called. Names
    /// that merely resemble each other are different specs.
    public static func records(_ changes: some Sequence<ChangeView>, _ rules: SpecRules) -> [SpecRecord] {
        let works = changes.map { (view: $0, actions: $0.specActions(rules)) }
            .filter { !$0.actions.isEmpty }
            .sorted {
                ($0.view.created ?? $0.view.updated, $0.view.key) < ($1.view.created ?? $1.view.updated, $1.view.key)
            }
        var groups = Groups()
        for (view, actions) in works {
            for action in actions {
                switch action {
                case .proposes(let name):
                    let blueprints = view.blueprintsOfSpec
                    groups.join(.file(name))
                    // A commit that files several specs says nothing of which blueprint is whose.
                    if blueprints.count == 1, actions.count == 1 {
                        groups.join(.file(name), .blueprint(blueprints[0], cycle: name.cycle))
                    }
                case .renames(let old, let new) where view.status == .merged:
                    groups.join(.file(old), .file(new))
                default: break
                }
            }
        }
        var records: [Int: SpecRecord] = [:]
        for (view, actions) in works {
            for action in actions { add(action, of: view, isOnly: actions.count == 1, to: &records, groups) }
        }
        return records.values.map(\.finished).sorted { $0.name < $1.name }
    }

    private static func add(
        _ action: SpecAction, of view: ChangeView, isOnly: Bool, to records: inout [Int: SpecRecord], _ groups: Groups
    ) {
        func change(_ name: SpecName, _ change: (inout SpecRecord) -> Void) {
            guard let group = groups.group(of: .file(name)) else { return }
            var record =
                records[group] ?? SpecRecord(name: name, formerly: [], blueprints: [], reviews: [], amendments: [])
            change(&record)
            records[group] = record
        }
        let isMerged = view.status == .merged
        switch action {
        case .proposes(let name):
            change(name) { record in
                // An attempt that was abandoned does not give it its name.
                if record.name != name, view.status != .abandoned || record.reviews.allSatisfy(\.isAbandoned) {
                    record.formerly.append(record.name)
                    record.name = name
                }
                if isOnly { record.blueprints += view.blueprintsOfSpec }
                // Filed again after it was taken out.
                if view.status != .abandoned { record.removedBy = nil }
                record.reviews.append(Review(view))
            }
        case .amends(let name) where isMerged:
            change(name) { $0.amendments.append(view.key) }
        case .implements(let name) where isMerged:
            change(name) { $0.implementedBy = view.key }
        case .reopens(let name) where isMerged:
            change(name) { $0.implementedBy = nil }
        case .renames(let old, let new) where isMerged:
            change(new) {
                $0.formerly.append(old)
                $0.name = new
            }
        case .removes(let name) where isMerged:
            change(name) { $0.removedBy = view.key }
        case .amends, .implements, .reopens, .renames, .removes: break
        }
    }

    private var finished: SpecRecord {
        var record = self
        record.formerly = Set(formerly).subtracting([name]).sorted()
        record.blueprints = Set(blueprints).sorted()
        if implementedBy != nil, let last = reviews.lastIndex(where: \.isApproved) {
            record.reviews[last].isImplemented = true
        }
        return record
    }
}

extension SpecRecord.Review {
    fileprivate init(_ view: ChangeView) {
        change = view.key
        title = view.title
        isFastTracked = view.previouslyApproved != nil && view.status != .abandoned
        isApproved = view.status == .merged
        isImplemented = false
        isAbandoned = view.status == .abandoned
    }
}

extension ChangeView {
    /// The blueprints that a spec's commit names, in its footers or by address.
    fileprivate var blueprintsOfSpec: [String] {
        var names: [String] = []
        for mention in mentions where mention.kind != .related && !names.contains(mention.name) {
            names.append(mention.name)
        }
        return names
    }
}

/// Which names belong to one spec.
private struct Groups {
    enum Name: Hashable {
        case file(SpecName)
        case blueprint(String, cycle: String)
    }

    private var groups: [Name: Int] = [:]
    private var next = 0

    func group(of name: Name) -> Int? { groups[name] }

    mutating func join(_ name: Name) {
        guard groups[name] == nil else { return }
        groups[name] = next
        next += 1
    }

    mutating func join(_ one: Name, _ other: Name) {
        join(one)
        join(other)
        guard let kept = groups[one], let dropped = groups[other], kept != dropped else { return }
        for (name, group) in groups where group == dropped { groups[name] = kept }
    }
}
