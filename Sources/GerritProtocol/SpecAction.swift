/// What a change does to a spec, once it is merged.
public enum SpecAction: Sendable, Hashable, Codable {
    /// Files it for a cycle: approval is per cycle, so that the same spec in the next one is proposed anew.
    case proposes(SpecName)
    case amends(SpecName)
    /// Moves it to the implemented ones. One commit at the end of a cycle moves dozens.
    case implements(SpecName)
    /// Moves it back from there.
    case reopens(SpecName)
    case renames(from: SpecName, to: SpecName)
    case removes(SpecName)
}

extension ChangeView {
    /// What the change does to specs, sorted by path; empty for changes elsewhere.
    public func specActions(_ rules: SpecRules) -> [SpecAction] {
        guard rules.projects.contains(key.project) else { return [] }
        // Where renames are not detected, a move is a file that goes and one of the same name that comes.
        let deleted = files.filter { $0.kind == .deleted }.compactMap { rules.spec(at: $0.path) }
        var movedAway: Set<SpecName> = []
        var actions: [SpecAction] = []
        for file in files where file.kind != .deleted {
            guard let new = rules.spec(at: file.path) else { continue }
            switch file.kind {
            case .modified, .rewritten:
                actions.append(.amends(new.name))
            case .renamed:
                actions += Self.move(from: file.oldPath.flatMap(rules.spec), to: new)
            case .added, .copied, .deleted:
                let old = deleted.first { $0.name == new.name }
                if let old { movedAway.insert(old.name) }
                actions += Self.move(from: old, to: new)
            }
        }
        for old in deleted where !movedAway.contains(old.name) { actions.append(.removes(old.name)) }
        return actions
    }

    private static func move(
        from old: (name: SpecName, folder: SpecRules.Folder)?, to new: (name: SpecName, folder: SpecRules.Folder)
    ) -> [SpecAction] {
        guard let old, old.name.cycle == new.name.cycle else {
            // From an older cycle, from elsewhere, or new: in any case it is filed in this cycle now.
            return new.folder == .implemented
                ? [.proposes(new.name), .implements(new.name)] : [.proposes(new.name)]
        }
        var actions: [SpecAction] = []
        if old.name != new.name { actions.append(.renames(from: old.name, to: new.name)) }
        if old.folder != new.folder {
            actions.append(new.folder == .implemented ? .implements(new.name) : .reopens(new.name))
        }
        return actions
    }
}
