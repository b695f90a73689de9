import Testing

@testable import GerritProtocol

@Suite struct ChangeViewTests {
    private let rules: ReviewRules = {
        var rules = ReviewRules()
        rules.cores = ["core1", "core2", "core3"]
        rules.ciAccounts = ["zuul"]
        rules.ownAccount = Account(username: "slotbot")
        return rules
    }()

    /// `core1+2 zuul+1 slotbot-2`: on Code-Review, of zuul on Verified, of gate on Workflow.
    private func change(_ votes: String = "", _ edit: (inout ChangeView) -> Void = { _ in }) throws -> ChangeView {
        var change = try view()
        change.owner = Account(username: "dev1")
        change.labels = ["Code-Review", "Verified", "Workflow"]
        change.votes = votes.split(separator: " ").map { word in
            let name = String(word.prefix { $0 != "+" && $0 != "-" })
            let label = ["zuul": "Verified", "thirdparty": "Verified", "gate": "Workflow"][name] ?? "Code-Review"
            let value = Int(word.dropFirst(name.count)) ?? 0
            return ChangeView.Vote(
                label: label, account: Account(username: name), value: value, at: ServerTime(seconds: 9))
        }
        edit(&change)
        return change
    }

    @Test func `Of a title without an end the beginning is kept`() throws {
        var info = try info(number: "7")
        info.subject = String(repeating: "é", count: 1_000_000)
        #expect(ChangeView(info, keepsFiles: false).title == String(repeating: "é", count: 500))
    }

    @Test func `Whose turn it is follows from the votes`() throws {
        let table: [(String, ChangeView.Turn)] = [
            ("", .ci),
            ("zuul+1", .reviewer(missing: 2)),
            ("zuul+1 core1+2", .reviewer(missing: 1)),
            ("zuul+1 core1+2 core2+2", .reviewer(missing: 0)),
            ("zuul+1 core1+2 core2+2 gate+1", .nobody),
            ("zuul+1 core1+2 other+2", .reviewer(missing: 1)),
            ("zuul+1 core1+2 dev1+2", .reviewer(missing: 1)),
            ("zuul+1 core1+1 core2+1", .reviewer(missing: 2)),
            ("zuul-1 core1+2 core2+2", .author(.ciFailed)),
            ("thirdparty-1 zuul+1", .reviewer(missing: 2)),
            ("zuul+1 core1+2 other-1", .author(.rejected(by: ["other"]))),
            ("zuul+1 core1-2", .author(.rejected(by: ["core1"]))),
            ("zuul+1 slotbot-2", .reviewer(missing: 2)),
            ("zuul+1 core1+2 core2+2 gate-1", .author(.rejected(by: ["gate"]))),
        ]
        for (votes, turn) in table { #expect(try change(votes).turn(rules) == turn, "\(votes)") }
    }

    @Test func `One approval is enough where the rules say so`() throws {
        let one = try change("zuul+1 core1+2")
        #expect(one.turn(rules, approvalsNeeded: 1) == .reviewer(missing: 0))
        #expect(one.approvals(rules).map(\.account.handle) == ["core1"])
    }

    @Test func `What is closed waits for nobody, and what is in progress for its author`() throws {
        #expect(try change("zuul+1") { $0.status = .merged }.turn(rules) == nil)
        #expect(try change("zuul+1") { $0.isWorkInProgress = true }.turn(rules) == .author(.workInProgress))
    }

    @Test func `An answer to a -1 passes the turn back, by the attention set`() throws {
        let answered = try change("zuul+1 other-1") { $0.attention = [.init(account: Account(username: "other"))] }
        #expect(answered.turn(rules) == .reviewer(missing: 2))
        let open = try change("zuul+1 other-1") { $0.attention = [.init(account: Account(username: "dev1"))] }
        #expect(open.turn(rules) == .author(.rejected(by: ["other"])))
        let hard = try change("zuul+1 core1-2") { $0.attention = [.init(account: Account(username: "core1"))] }
        #expect(hard.turn(rules) == .author(.rejected(by: ["core1"])), "a -2 is taken back and not answered")
        let asked = try change("zuul+1") {
            $0.attention = [.init(account: Account(username: "dev1"), reason: "replied")]
        }
        #expect(asked.turn(rules) == .author(.attention("replied")))
        let robot = try change("zuul+1") {
            $0.attention = [.init(account: Account(username: "dev1"), reason: "A robot voted negatively on a label")]
        }
        #expect(robot.turn(rules) == .reviewer(missing: 2))
    }

    @Test func `Since when the author owes an answer is the best that is known`() throws {
        #expect(try change("zuul+1 other-1").waitingForAuthorSince(rules) == ServerTime(seconds: 9))
        let asked = try change("zuul+1 other-1") {
            $0.attention = [.init(account: Account(username: "dev1"), since: ServerTime(seconds: 12))]
        }
        #expect(asked.waitingForAuthorSince(rules) == ServerTime(seconds: 12))
        #expect(
            try change("zuul+1 other-1") { $0.unansweredSince = ServerTime(seconds: 5) }.waitingForAuthorSince(rules)
                == ServerTime(seconds: 5))
        #expect(try change("zuul+1").waitingForAuthorSince(rules) == nil)
    }

    @Test func `The last word is a person's, after the owner's own`() throws {
        func since(_ authors: [(String, tag: String?)]) throws -> ServerTime? {
            let messages = authors.enumerated().map { index, author in
                """
                {"author": {"username": "\(author.0)"\(author.0 == "zuul" ? ", \"tags\": [\"SERVICE_USER\"]" : "")},
                 "date": "2014-12-01 10:00:0\(index)", "message": "x"\(author.tag.map { ", \"tag\": \"\($0)\"" } ?? "")}
                """
            }
            let info = try info(
                "\"owner\": {\"username\": \"dev1\"}, \"messages\": [\(messages.joined(separator: ","))]")
            return ChangeView(info, keepsFiles: false).unansweredSince
        }
        #expect(try since([("core1", nil), ("core2", nil)]) == ServerTime(text: "2014-12-01 10:00:00"))
        #expect(
            try since([("core1", nil), ("dev1", nil), ("core2", nil), ("core1", nil)])
                == ServerTime(text: "2014-12-01 10:00:02"))
        #expect(try since([("core1", nil), ("dev1", nil)]) == nil)
        #expect(try since([("dev1", nil), ("zuul", nil), ("core1", "autogenerated:gerrit:x")]) == nil)
        #expect(try since([]) == nil)
    }

    @Test func `A project without CI waits for none`() throws {
        #expect(try change { $0.labels = ["Code-Review"] }.turn(rules) == .reviewer(missing: 2))
        #expect(try change { $0.labels = ["Code-Review"] }.ci(rules) == nil)
    }

    // MARK: Differences

    @Test func `Equal states have no difference, and a later date alone is none`() throws {
        let one = try change("zuul+1 core1+2")
        var other = one
        other.updated = ServerTime(seconds: 99)
        other.patchSetAt = ServerTime(seconds: 1)
        #expect(ChangeView.differences(from: one, to: other) == [])
    }

    @Test func `Each part that differs is one fact`() throws {
        let old = try change("core1+1 core2-1")
        let edits: [((inout ChangeView) -> Void, Fact.Kind)] = [
            ({ $0.status = .merged }, .status(from: .open, to: .merged)),
            ({ $0.isWorkInProgress = true }, .workInProgress(true)),
            ({ $0.isPrivate = true }, .isPrivate(true)),
            ({ $0.patchSet = 2 }, .patchSet(from: 1, to: 2)),
            ({ $0.title = "B" }, .title(from: "A change", to: "B")),
            ({ $0.branch = "stable" }, .branch(from: "", to: "stable")),
            ({ $0.topic = "t" }, .topic(from: nil, to: "t")),
            ({ $0.hashtags = ["h"] }, .hashtags(added: ["h"], removed: [])),
            (
                { $0.owner = Account(username: "x") },
                .owner(from: Account(username: "dev1"), to: Account(username: "x"))
            ),
            ({ $0.previouslyApproved = ["juno"] }, .message),
            ({ $0.files = [FileChange(path: "a", kind: .added)] }, .files),
            ({ $0.unmet = ["Verified"] }, .unmet(from: nil, to: ["Verified"])),
            ({ $0.attention = [] }, .attention(from: nil, to: [])),
            ({ $0.unresolvedComments = 3 }, .unresolvedComments(from: nil, to: 3)),
            ({ $0.unansweredSince = ServerTime(seconds: 3) }, .unanswered(since: ServerTime(seconds: 3))),
            (
                { $0.votes.removeFirst() },
                .vote(label: "Code-Review", account: Account(username: "core1"), from: 1, to: 0)
            ),
            (
                { $0.votes[1].value = 2 },
                .vote(label: "Code-Review", account: Account(username: "core2"), from: -1, to: 2)
            ),
            ({ $0.key.project = "other" }, .moved(from: old.key)),
        ]
        for (edit, kind) in edits {
            var new = old
            edit(&new)
            #expect(ChangeView.differences(from: old, to: new).map(\.kind) == [kind])
        }
    }

    @Test func `Views are kept as JSON and come back as they were`() throws {
        let change = try Fixture.change("rest/android-1311573-excerpt.json")
        let view = ChangeView(change, keepsFiles: true)
        let facts = [Fact(change: view.key, at: view.updated, kind: .appeared(view))]
        #expect(try roundTrip(facts) == facts)
    }

    // MARK: The mirror

    @Test func `Whatever comes twice, late or out of order is told once`() throws {
        var mirror = Mirror()
        let first = try view(updated: 10)
        var second = first
        second.updated = ServerTime(seconds: 20)
        second.status = .merged
        func batch(_ views: ChangeView...) -> Sync.Batch { Sync.Batch(id: 1, items: views.map { Sync.Batch.Item($0) }) }
        #expect(mirror.facts(of: batch(first)).count == 1)
        #expect(mirror.count == 0)
        #expect(mirror.absorb(batch(first, first)).map(\.kind) == [.appeared(first)])
        #expect(mirror.absorb(batch(second, first, second)).map(\.kind) == [.status(from: .open, to: .merged)])
        #expect(mirror.absorb(batch(first)) == [])
        #expect(mirror[first.key] == second)
        let again = Mirror([(view: second, isVisible: true)])
        #expect(again[first.key] == second)
        #expect(again.openChanges == [])
    }

    @Test func `One number in two projects is two changes, and one Change-Id on two branches too`() throws {
        var mirror = Mirror()
        var other = try view(7, project: "imported")
        other.changeID = "I99"
        let backport = try {
            var backport = try view(8)
            backport.changeID = "I7"
            return backport
        }()
        let items = [try view(7), other, backport].map { Sync.Batch.Item($0) }
        #expect(mirror.absorb(Sync.Batch(id: 1, items: items)).count == 3)
        #expect(mirror.count == 3)
    }
}
