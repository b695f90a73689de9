import Testing

@testable import GerritProtocol

@Suite struct StreamEventTests {
    @Test func `Every recorded event is read, and names the change that it is about`() throws {
        var kinds: [String: Int] = [:]
        for (file, line) in try Fixture.lines("stream-events") {
            let event = try #require(StreamEvent(line: line), "\(file)")
            switch event.kind {
            case .known(let known): kinds[known.rawValue, default: 0] += 1
            case .other(let word): kinds[word, default: 0] += 1
            }
            if case .known(let known) = event.kind, known != .refUpdated {
                let key = try #require(event.key, "\(line)")
                #expect(key.number > 0)
            }
        }
        #expect(kinds["comment-added"] == 37)
        #expect(kinds["wip-state-changed"] == 3)
        #expect(kinds["ref-replicated"] == 3)
        #expect(kinds["change-deferred"] == 1)
    }

    @Test func `The state written beside a change is a hint at it too`() {
        let line =
            "{\"refUpdate\":{\"refName\":\"refs/changes/33/3033/meta\",\"project\":\"openstack/nova\"},\"type\":\"ref-updated\"}"
        #expect(StreamEvent(line: line)?.key == ChangeKey(project: "openstack/nova", number: 3033))
        let branch = line.replacing("refs/changes/33/3033/meta", with: "refs/heads/master")
        #expect(StreamEvent(line: branch)?.key == nil)
    }

    @Test(arguments: [
        ("{\"type\":\"dropped-output\"}", StreamEvent.Kind.known(.droppedOutput)),
        ("{\"type\":\"batch-ref-updated\",\"x\":[1]}", .other("batch-ref-updated")),
        ("{\"type\":\"change-merged\"}", .known(.changeMerged)),
    ])
    func `Any field may be missing, and unknown kinds are events`(line: String, kind: StreamEvent.Kind) {
        #expect(StreamEvent(line: line)?.kind == kind)
    }

    @Test(arguments: ["", "{", "[]", "null", "{\"type\":7}", "{\"type\":\"comment-added\",\"change\":{\"proj", "hello"])
    func `What was cut off is no event`(line: String) {
        #expect(StreamEvent(line: line) == nil)
    }

    @Test func `A line of megabytes is not looked at`() {
        let text = String(repeating: "x", count: StreamEvent.longestLine)
        #expect(StreamEvent(line: "{\"type\":\"comment-added\",\"comment\":\"\(text)\"}") == nil)
    }

    @Test func `Values are texts, old labels have other names, and only what changed has an old value`() throws {
        let events = try Fixture.lines("stream-events").compactMap { StreamEvent(line: $0.line) }
        let approvals = events.flatMap(\.approvals)
        #expect(approvals.contains { $0.label == "Code-Review" && $0.value == 2 })
        #expect(!approvals.contains { ["CRVW", "VRIF", "APRV"].contains($0.label) })
        let comments = events.filter { $0.kind == .known(.commentAdded) }
        #expect(comments.count { $0.approvals.contains { $0.oldValue != nil } } == 10)
    }

    @Test func `What a query over SSH prints has the shape of an event's change`() throws {
        var changes: [StreamEvent.Change] = []
        for (_, line) in try Fixture.lines("ssh-query") {
            if let change = Answer.decodeLine(StreamEvent.Change.self, line), change.number != nil {
                changes.append(change)
            }
        }
        #expect(changes.count > 10)
        let spec = try #require(changes.first { $0.number == 85556 })
        #expect(spec.project == "openstack/nova-specs")
        #expect(spec.topic == "bp/is")
        #expect(spec.status == .open)
    }
}
