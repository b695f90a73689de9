import Testing

@testable import GerritProtocol

@Suite struct CommitMessageTests {
    private func mentions(_ line: String) -> [String] {
        CommitMessage("A title\n\nSome words.\n\n\(line)\nChange-Id: I1").mentions.map { "\($0.kind) \($0.name)" }
    }

    @Test(arguments: [
        ("Implements: blueprint some-name", "implements some-name"),
        ("Implements blueprint some-name", "implements some-name"),
        ("implements: blueprint: some-name", "implements some-name"),
        ("Implements-Blueprint: some-name", "implements some-name"),
        ("Implements: bp/some-name", "implements some-name"),
        ("Implements: bp:some-name", "implements some-name"),
        ("Implements: blueprint bp/some-name", "implements some-name"),
        ("Implements: some-name", "implements some-name"),
        ("implemetes blueprint some-name", "implements some-name"),
        ("Completes blueprint some-name", "implements some-name"),
        ("Partially-Implements: blueprint some-name", "partial some-name"),
        ("Partially-Implements: bp some-name", "partial some-name"),
        ("Partially implements: blueprint some-name", "partial some-name"),
        ("PartiallyImplements: blueprint some-name", "partial some-name"),
        ("Partial-Implement-Blueprint some-name", "partial some-name"),
        ("Partial-Blueprint: some-name", "partial some-name"),
        ("Partial: blueprint some-name", "partial some-name"),
        ("Part of blueprint some-name", "partial some-name"),
        ("part of bp/some-name", "partial some-name"),
        ("Part of the blueprint some-name.", "partial some-name"),
        ("Closes-Blueprint: some-name", "closes some-name"),
        ("Closes: blueprint some-name", "closes some-name"),
        ("Related to blueprint some-name", "related some-name"),
        ("Related-Blueprint: some-name", "related some-name"),
        ("Related-To: bp some-name", "related some-name"),
        ("blueprint some-name", "plain some-name"),
        ("Blueprint: some-name", "plain some-name"),
        ("BLUEPRINT: Some-Name", "plain some-name"),
        ("blueprint: \"some-name\"", "plain some-name"),
        ("* blueprint some-name", "plain some-name"),
        ("  bp some-name", "plain some-name"),
        ("bp:some-name", "plain some-name"),
        ("bp: some-name", "plain some-name"),
        ("bp/some-name", "plain some-name"),
        ("bp/some-name (part 2)", "plain some-name"),
        ("for blueprint some-name", "plain some-name"),
        ("blueprint cells", "plain cells"),
        ("blueprint v3-api.2+x_y", "plain v3-api.2+x_y"),
        ("Implements: blueprint some-name for the driver", "implements some-name"),
        ("blueprint blueprint-checks", "plain blueprint-checks"),
        ("https://blueprints.launchpad.net/nova/+spec/some-name", "url some-name"),
        ("See: https://blueprints.launchpad.net/nova/+spec/some-name.", "url some-name"),
        ("Blueprint: https://blueprints.launchpad.net/nova/+spec/some-name", "url some-name"),
    ])
    func `Footers are read in all their spellings`(line: String, mention: String) {
        #expect(mentions(line) == [mention])
    }

    @Test(arguments: [
        "This is the blueprint that adds cells.", "blueprint is approved", "The blueprint some-name was about this",
        "Blueprint support for cells", "Implements: the whole thing", "Implements: cells", "see bp some-name there",
        "As discussed in blueprint some-name, we add it", "bp", "blueprint:", "subpb some-name", "bpf some-name",
        "blueprint-based things", "Change-Id: Ibp", "Fixes the blueprint", "Implements this",
    ])
    func `A sentence is no footer`(line: String) {
        #expect(mentions(line) == [])
    }

    @Test func `Names in sentences are suggestions`() {
        let message = CommitMessage(
            "Cells\n\nAs said in blueprint some-name, and in bp/other-name too.\n\nblueprint third-one")
        #expect(message.mentions.map(\.name) == ["third-one"])
        #expect(message.suggestions == ["some-name", "other-name"])
    }

    @Test func `A line may name several, a message too, and each counts once`() {
        #expect(mentions("blueprint some-name, other-name") == ["plain some-name", "plain other-name"])
        #expect(mentions("blueprint some-name\nblueprint some-name") == ["plain some-name"])
        let both = "Implements: blueprint some-name\nhttps://blueprints.launchpad.net/nova/+spec/some-name"
        #expect(mentions(both) == ["implements some-name"])
    }

    @Test func `Hundreds of names are not all kept, and a huge message is not all read`() {
        let many = CommitMessage((0..<500).map { "blueprint name-\($0)" }.joined(separator: "\n"))
        #expect(many.mentions.count == CommitMessage.most)
        let huge = CommitMessage(String(repeating: "x ", count: 1_000_000) + "\nblueprint some-name")
        #expect(huge.mentions == [])
    }

    @Test(arguments: [
        ("juno", ["juno"]), ("Juno", ["juno"]), ("juno, kilo", ["juno", "kilo"]), ("zed yoga", ["zed", "yoga"]),
        ("2023.1, zed", ["2023.1", "zed"]), ("liberty (Ie948ccc999f7)", ["liberty"]),
        ("spec in juno: https://review.openstack.org/#/c/94918", ["juno"]),
        ("mitaka spec for blueprint refresh-quotas-usage", ["mitaka"]), ("", []), ("b299161ccc8c7e59", []),
    ])
    func `Earlier approval names its cycles`(value: String, cycles: [String]) {
        #expect(CommitMessage("T\n\nPreviously-approved: \(value)\n").previouslyApproved == cycles)
        #expect(CommitMessage("T\n\nPreviously-Approved: \(value)\n").previouslyApproved == cycles)
    }

    @Test func `It may be in the key, in two lines, or not there at all`() {
        #expect(CommitMessage("T\n\nPreviously-approved-for-kilo: yes\n").previouslyApproved?.contains("kilo") == true)
        let two = "T\n\nPreviously-approved: juno\nPreviously approved: kilo\n"
        #expect(CommitMessage(two).previouslyApproved == ["juno", "kilo"])
        #expect(CommitMessage("T\n\nThis was previously approved.\n").previouslyApproved == nil)
    }

    @Test(arguments: [
        ("Idc8e919627e2e01c2fa4599f15c9e2de614f41c3", Dependency.changeID("Idc8e919627e2e01c2fa4599f15c9e2de614f41c3")),
        ("https://review.openstack.org/#/c/603352", .number(603352, project: nil, host: "review.openstack.org")),
        ("https://review.opendev.org/#/c/684556/2/", .number(684556, project: nil, host: "review.opendev.org")),
        ("https://review.opendev.org/684556", .number(684556, project: nil, host: "review.opendev.org")),
        (
            "https://review.opendev.org/c/openstack/cinder-specs/+/809622",
            .number(809622, project: "openstack/cinder-specs", host: "review.opendev.org")
        ),
        (
            "https://gerrit.example.org/r/c/demo/+/12/3/a.py",
            .number(12, project: "demo", host: "gerrit.example.org")
        ),
        ("https://github.com/ansible/ansible/pull/20974", .url("https://github.com/ansible/ansible/pull/20974")),
        (
            "https://review.opendev.org/q/Idc8e919627e2e01c2fa4599f15c9e2de614f41c3",
            .changeID("Idc8e919627e2e01c2fa4599f15c9e2de614f41c3")
        ),
    ])
    func `What a change depends on is read from ids and addresses`(text: String, dependency: Dependency) {
        #expect(CommitMessage("T\n\nDepends-On: \(text)\nDepends-On: \(text)").dependsOn == [dependency])
    }

    @Test func `Other words behind it are nothing, and the last Change-Id counts`() {
        let message = CommitMessage("T\n\nDepends-On: the other one\nChange-Id: I1\nChange-Id: I2\n")
        #expect(message.dependsOn == [])
        #expect(message.changeID == "I2")
    }

    @Test func `The recorded commit messages give the ids that their servers give`() throws {
        var checked = 0
        for (_, line) in try Fixture.lines("ssh-query") + Fixture.lines("stream-events") {
            let change = StreamEvent(line: line)?.change ?? Answer.decodeLine(StreamEvent.Change.self, line)
            guard let change, let text = change.commitMessage, let id = change.changeID else { continue }
            #expect(CommitMessage(text).changeID == id)
            checked += 1
        }
        #expect(checked > 40)
    }
}
