import Testing

@testable import GerritProtocol

@Suite struct BlueprintLinkTests {
    private let known: Set<String> = ["some-name", "mox-removal", "six-removal", "cells"]

    private func links(_ view: ChangeView) -> [BlueprintLink] { view.blueprints(isKnown: known.contains) }

    @Test func `A footer counts for any name, a topic and a hashtag only for known ones`() throws {
        var change = try view(message: "T\n\nblueprint new-name")
        change.topic = "bp/some-name"
        change.hashtags = ["bp:cells", "cells", "other"]
        #expect(links(change).map(\.name) == ["new-name", "some-name", "cells"])
        change.topic = "bp/is"
        #expect(links(change).map(\.name) == ["new-name", "cells"])
    }

    @Test func `The best evidence is shown`() throws {
        var change = try view(
            message: "T\n\nPart of blueprint some-name\nhttps://blueprints.launchpad.net/nova/+spec/cells")
        change.topic = "bp/some-name"
        change.hashtags = ["cells"]
        #expect(
            links(change) == [
                BlueprintLink(name: "some-name", evidence: .footer(.partial, line: "Part of blueprint some-name")),
                BlueprintLink(name: "cells", evidence: .hashtag("cells")),
            ])
    }

    @Test func `Names that nearly agree are suggested and never taken for one another`() throws {
        let change = try view(message: "T\n\nblueprint mix-removal")
        #expect(links(change).map(\.name) == ["mix-removal"])
        #expect(change.suggestions(known: known) == ["mox-removal", "six-removal"])
        let exact = try view(message: "T\n\nblueprint mox-removal")
        #expect(exact.suggestions(known: known) == [])
    }

    @Test func `Names in sentences are suggested only if known`() throws {
        let change = try view(message: "T\n\nAs in blueprint some-name, or blueprint un-known, it is so.")
        #expect(links(change) == [])
        #expect(change.suggestions(known: known) == ["some-name"])
    }

    @Test(arguments: [
        ("abc", "abd", true), ("abc", "abcde", true), ("abc", "xyz", false), ("", "ab", true), ("a", "abcd", false),
    ])
    func `Near is two letters`(left: String, right: String, near: Bool) {
        #expect(areNear(left, right) == near)
        #expect(areNear(right, left) == near)
    }
}
