import GerritProtocol

extension ModelServer {
    /// Something happens in a project of code, `demo/code`, and its specs of the cycle kilo in `demo/specs`, whose commits
    /// name blueprints; some time passes, too.
    public mutating func live(_ random: inout Numbers) -> [String] {
        clock += random.number(0...20)
        let candidates = changes.values.filter { $0.isVisible && $0.status != "MERGED" }.map(\.key.number).sorted()
        guard let number = candidates.randomElement(using: &random), !random.chance(25) else {
            return propose(&random)
        }
        if changes[number]?.status == "ABANDONED" {
            return change(number, "change-restored") { $0.status = "NEW" }
        }
        switch random.number(0...9) {
        case 0: return change(number, "change-merged") { $0.status = "MERGED" }
        case 1, 2: return change(number, "change-abandoned") { $0.status = "ABANDONED" }
        case 3:
            return change(number, "patchset-created") { change in
                change.patchSet += 1
                change.votes = change.votes.filter { $0.value == -2 }
            }
        case 4: return change(number, "wip-state-changed") { $0.isWIP.toggle() }
        case 5:
            let tag = "tag-\(random.number(1...3))"
            return change(number, "hashtags-changed") { $0.hashtags.formSymmetricDifference([tag]) }
        case 6 where takesAway && random.chance(30):
            return change(number, "private-state-changed") { $0.isPrivate = true }
        case 7 where takesAway && random.chance(30): return change(number, "change-deleted") { $0.isDeleted = true }
        default:
            let (voter, value) = ("core\(random.number(1...4))", random.number(-2...2))
            return change(number, "comment-added") { $0.votes[voter] = value == 0 ? nil : value }
        }
    }

    private mutating func propose(_ random: inout Numbers) -> [String] {
        let name = "bp-\(random.number(1...12))"
        guard random.chance(40) else {
            let footer = random.chance(50) ? "Implements" : "Partially-Implements"
            return add("demo/code", message: "Code of \(name)\n\n\(footer): blueprint \(name)")
        }
        let (path, moved) = ("specs/kilo/approved/\(name).rst", "specs/kilo/implemented/\(name).rst")
        func isMerged(_ path: String) -> Bool {
            changes.values.contains { $0.status == "MERGED" && $0.files[path] == "A" }
        }
        if isMerged(moved) { return add("demo/specs", message: "Amend \(name)", files: [moved: "M"]) }
        if isMerged(path) {
            return random.chance(50)
                ? add("demo/specs", message: "Amend \(name)", files: [path: "M"])
                : add("demo/specs", message: "\(name) is implemented", files: [path: "D", moved: "A"])
        }
        let again = random.chance(25) ? "\nPreviously-approved: juno" : ""
        return add(
            "demo/specs", message: "Spec of \(name)\n\nblueprint \(name)\(again)", files: [path: "A"])
    }

    /// What is to be said of each spec's reviews, by number: the states' words.
    public var specStates: [Int: Set<String>] {
        var states: [Int: Set<String>] = [:]
        let works = changes.values.sorted { ($0.created, $0.key.number) < ($1.created, $1.key.number) }
        for change in works where change.files.contains(where: { $0.value == "A" }) && change.files.count == 1 {
            switch change.status {
            case "MERGED": states[change.key.number] = ["approved"]
            case "ABANDONED": states[change.key.number] = ["abandoned"]
            default: states[change.key.number] = []
            }
            if change.status != "ABANDONED", change.message.contains("Previously-approved") {
                states[change.key.number]?.insert("fast tracked")
            }
        }
        for mover in works where mover.status == "MERGED" && mover.files.values.contains("D") {
            let moved = mover.files.filter { $0.value == "D" }.keys
            let last = works.last { spec in spec.status == "MERGED" && moved.contains { spec.files[$0] == "A" } }
            if let last { states[last.key.number]?.insert("implemented") }
        }
        return states
    }
}
