import Testing

@testable import GerritProtocol

@Suite struct SpecTests {
    private let rules = SpecRules(projects: ["demo/specs"])

    private func spec(
        _ number: Int, _ files: [FileChange], _ status: ChangeInfo.Status = .merged, message: String = "T"
    ) throws -> ChangeView {
        try view(
            number, project: "demo/specs", title: "Spec \(number)", message: message, status: status, files: files,
            created: number)
    }

    private func added(_ path: String) -> FileChange { FileChange(path: path, kind: .added) }
    private func approved(_ name: String, _ cycle: String = "kilo") -> FileChange {
        added("specs/\(cycle)/approved/\(name).rst")
    }
    private func moved(_ old: String, _ new: String) -> FileChange {
        FileChange(path: "specs/kilo/\(new).rst", kind: .renamed, oldPath: "specs/kilo/\(old).rst")
    }
    private func name(_ name: String, _ cycle: String = "kilo") -> SpecName { SpecName(cycle: cycle, name: name) }

    @Test(arguments: [
        ("specs/kilo/approved/cells.rst", "kilo/cells"), ("specs/kilo/cells.rst", "kilo/cells"),
        ("specs/2023.1/approved/x.y.rst", "2023.1/x.y"), ("specs/kilo/implemented/cells.rst", "kilo/cells"),
    ])
    func `Paths name a cycle and a spec`(path: String, name: String) {
        #expect(rules.spec(at: path)?.name.description == name)
    }

    @Test(arguments: [
        "specs/kilo-template.rst", "specs/kilo/template.rst", "specs/kilo/approved/index.rst", "doc/source/specs.rst",
        "specs/kilo/approved/cells.png", "specs/kilo/approved/.rst", "specs/kilo/approved/deep/cells.rst",
        "specs/kilo/redirects", "specs/juno/juno-template.rst", "", "/", "specs//approved/.rst",
    ])
    func `Other paths are no specs`(path: String) {
        #expect(rules.spec(at: path) == nil)
    }

    @Test func `What a change does is read from its files`() throws {
        let table: [(FileChange, [SpecAction])] = [
            (approved("a"), [.proposes(name("a"))]),
            (FileChange(path: "specs/kilo/approved/a.rst", kind: .modified), [.amends(name("a"))]),
            (moved("approved/a", "implemented/a"), [.implements(name("a"))]),
            (moved("implemented/a", "approved/a"), [.reopens(name("a"))]),
            (moved("approved/a", "approved/b"), [.renames(from: name("a"), to: name("b"))]),
            (moved("approved/a", "implemented/b"), [.renames(from: name("a"), to: name("b")), .implements(name("b"))]),
            (moved("a", "approved/a"), []),
            (
                FileChange(path: "specs/kilo/approved/a.rst", kind: .renamed, oldPath: "specs/juno/approved/a.rst"),
                [.proposes(name("a"))]
            ),
            (
                FileChange(path: "specs/kilo/approved/a.rst", kind: .copied, oldPath: "specs/juno/approved/a.rst"),
                [.proposes(name("a"))]
            ),
            (FileChange(path: "specs/kilo/approved/a.rst", kind: .deleted), [.removes(name("a"))]),
            (added("README.rst"), []),
        ]
        for (file, actions) in table { #expect(try spec(1, [file]).specActions(rules) == actions, "\(file)") }
        // Without the detection of renames.
        let files = [
            FileChange(path: "specs/kilo/approved/a.rst", kind: .deleted), added("specs/kilo/implemented/a.rst"),
        ]
        #expect(try spec(1, files).specActions(rules) == [.implements(name("a"))])
        #expect(try view(1, files: [approved("a")]).specActions(rules) == [], "another project")
    }

    @Test func `A spec is proposed, approved and implemented, and one commit may implement 48`() throws {
        let names = (10..<58).map { "spec-\($0)" }
        var changes = try names.enumerated().map { try spec($0 + 1, [approved($1)], .open) }
        #expect(SpecRecord.records(changes, rules).allSatisfy { !$0.reviews[0].isApproved })
        changes = try names.enumerated().map { try spec($0 + 1, [approved($1)]) }
        #expect(
            SpecRecord.records(changes, rules).allSatisfy { $0.reviews[0].isApproved && !$0.reviews[0].isImplemented })
        changes.append(try spec(99, names.map { moved("approved/\($0)", "implemented/\($0)") }))
        let records = SpecRecord.records(changes, rules)
        #expect(records.count == 48)
        #expect(
            records.allSatisfy {
                $0.reviews.count == 1 && $0.reviews[0].isImplemented && $0.implementedBy?.number == 99
            })
    }

    @Test func `What is moved back is not implemented, and what is filed again is not gone`() throws {
        var changes = [
            try spec(1, [approved("a")]), try spec(2, [moved("approved/a", "implemented/a")]),
            try spec(3, [moved("implemented/a", "approved/a")]),
        ]
        #expect(SpecRecord.records(changes, rules)[0].reviews[0].isImplemented == false)
        changes += [
            try spec(4, [FileChange(path: "specs/kilo/approved/a.rst", kind: .deleted)]),
            try spec(5, [approved("a")], .open),
        ]
        let record = SpecRecord.records(changes, rules)[0]
        #expect(record.removedBy == nil)
        #expect(record.reviews.map(\.change.number) == [1, 5])
    }

    @Test func `A move that is not merged implements nothing`() throws {
        let changes = [try spec(1, [approved("a")]), try spec(2, [moved("approved/a", "implemented/a")], .open)]
        #expect(SpecRecord.records(changes, rules)[0].reviews[0].isImplemented == false)
    }

    @Test func `Approval is for a cycle, and what was approved before is fast-tracked`() throws {
        let changes = [
            try spec(1, [approved("a", "juno")]),
            try spec(2, [approved("a")], .open, message: "T\n\nPreviously-approved: juno"),
        ]
        let records = SpecRecord.records(changes, rules)
        #expect(records.map(\.name) == [name("a", "juno"), name("a")])
        #expect(records[0].reviews[0].isApproved)
        #expect(records[1].reviews[0].isFastTracked)
        #expect(!records[1].reviews[0].isApproved)
    }

    @Test func `An abandoned attempt stands before its successor, whatever its file was called`() throws {
        let changes = [
            try spec(1, [approved("old-name")], .abandoned, message: "T\n\nblueprint real-name"),
            try spec(2, [approved("real-name")], .open, message: "T\n\nblueprint real-name"),
            try spec(3, [approved("reel-name")], .open, message: "T\n\nblueprint reel-name"),
        ]
        let records = SpecRecord.records(changes.reversed(), rules)
        #expect(records.map(\.name.name) == ["real-name", "reel-name"], "near is not the same")
        #expect(records[0].reviews.map(\.change.number) == [1, 2])
        #expect(records[0].reviews.map(\.isAbandoned) == [true, false])
        #expect(records[0].formerly == [name("old-name")])
        #expect(records[0].blueprints == ["real-name"])
    }

    @Test func `Renames are followed, amendments counted, and what was removed is said`() throws {
        let changes = [
            try spec(1, [approved("a")]),
            try spec(2, [moved("approved/a", "approved/b")]),
            try spec(3, [FileChange(path: "specs/kilo/approved/b.rst", kind: .modified)]),
            try spec(4, [FileChange(path: "specs/kilo/approved/b.rst", kind: .modified)], .open),
            try spec(5, [FileChange(path: "specs/kilo/approved/b.rst", kind: .deleted)]),
        ]
        let records = SpecRecord.records(changes, rules)
        #expect(records.count == 1)
        #expect(records[0].name == name("b"))
        #expect(records[0].formerly == [name("a")])
        #expect(records[0].amendments.map(\.number) == [3])
        #expect(records[0].removedBy?.number == 5)
    }

    @Test func `A commit with two specs ties their names to nothing`() throws {
        let changes = [try spec(1, [approved("a"), approved("b")], message: "T\n\nblueprint a")]
        #expect(SpecRecord.records(changes, rules).map(\.name.name) == ["a", "b"])
    }

    @Test func `Other places can be configured`() throws {
        let own = SpecRules(
            projects: ["demo/specs"], approved: ["rfc/{cycle}-{name}.md", "rfc/{cycle}/ok-{name}.md"], implemented: [])
        #expect(own.spec(at: "rfc/2020/ok-things.md")?.name == name("things", "2020"))
        #expect(own.spec(at: "rfc/2020/things.md") == nil)
    }

    // MARK: Categories

    @Test func `The first rule that matches sorts a change`() throws {
        let categories = try CategoryRules([
            .init(category: "Libvirt", test: .path("*/libvirt-*.rst")),
            .init(category: "Cells", test: .topic("bp/cells*")),
            .init(category: "Debt", test: .hashtag("tech-debt")),
            .init(category: "API", test: .title("\\bapi\\b")),
        ])
        var change = try view(title: "Add API things")
        #expect(categories.category(of: change) == "API")
        change.hashtags = ["Tech-Debt"]
        #expect(categories.category(of: change) == "Debt")
        change.topic = "bp/cells-v2"
        #expect(categories.category(of: change) == "Cells")
        change.files = [approved("libvirt-lvm")]
        #expect(categories.category(of: change) == "Libvirt")
        #expect(categories.category(of: try view(title: "Rapid things")) == nil)
    }

    @Test func `A regular expression that cannot be read is refused by name`() {
        #expect(throws: CategoryRules.Fault(expression: "(")) {
            try CategoryRules([.init(category: "X", test: .title("("))])
        }
    }

    @Test(arguments: [
        ("*", "", true), ("a*c", "abc", true), ("a*c", "ac", true), ("a*a", "a", false), ("*b*", "abc", true),
        ("A", "a", true), ("a", "ab", false), ("*a*b", "xaxb", true), ("a*b*c", "a-c-b", false),
    ])
    func `A star stands for anything`(pattern: String, text: String, fits: Bool) {
        #expect(glob(pattern, text) == fits)
    }
}
