/// Where a spec is filed: its cycle, and the name of its file without the ending.
public struct SpecName: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    public var cycle: String
    public var name: String

    public init(cycle: String, name: String) {
        self.cycle = cycle
        self.name = name
    }

    public static func < (left: Self, right: Self) -> Bool { (left.cycle, left.name) < (right.cycle, right.name) }
    public var description: String { "\(cycle)/\(name)" }
}

/// Which projects hold specs, and how the paths of their files are built.
public struct SpecRules: Sendable, Hashable {
    public var projects: Set<String>
    /// With `{cycle}` and `{name}`: a spec that is merged here is approved for that cycle.
    public var approved: [String]
    /// A spec that is moved here is implemented.
    public var implemented: [String]
    /// Names that are no specs.
    public var ignored: Set<String>

    public init(
        projects: Set<String> = [],
        approved: [String] = ["specs/{cycle}/approved/{name}.rst", "specs/{cycle}/{name}.rst"],
        implemented: [String] = ["specs/{cycle}/implemented/{name}.rst"],
        ignored: Set<String> = ["index", "template"]
    ) {
        self.projects = projects
        self.approved = approved
        self.implemented = implemented
        self.ignored = ignored
    }

    enum Folder: Hashable {
        case approved, implemented
    }

    /// The spec that a path belongs to, if any.
    func spec(at path: String) -> (name: SpecName, folder: Folder)? {
        for (patterns, folder) in [(implemented, Folder.implemented), (approved, .approved)] {
            for pattern in patterns {
                guard let name = Self.match(path, pattern), !ignored.contains(name.name),
                    !name.name.hasSuffix("-template")
                else { continue }
                return (name, folder)
            }
        }
        return nil
    }

    /// Compares part by part: a placeholder takes what stands between two slashes, but for what stands beside it.
    private static func match(_ path: String, _ pattern: String) -> SpecName? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let wanted = pattern.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == wanted.count else { return nil }
        var found: [String: String] = [:]
        for (part, want) in zip(parts, wanted) {
            guard let open = want.firstIndex(of: "{"), let close = want.firstIndex(of: "}"), open < close else {
                guard part == want else { return nil }
                continue
            }
            let before = want[..<open]
            let after = want[want.index(after: close)...]
            guard part.hasPrefix(before), part.hasSuffix(after), part.count > before.count + after.count else {
                return nil
            }
            found[String(want[want.index(after: open)..<close])] = String(
                part.dropFirst(before.count).dropLast(after.count))
        }
        guard let cycle = found["cycle"], let name = found["name"] else { return nil }
        return SpecName(cycle: cycle, name: name)
    }
}
