import Testing

@testable import ReviewSlots

@Suite("Categories")
struct CategoryTests {
    /// Specs 1 in Scheduler, 2 in Sheduler, 3 in Ironic.
    private func play() throws -> Play {
        var play = try Play()
        for (number, category) in [(1, "Scheduler"), (2, "Sheduler"), (3, "Ironic")] {
            try play.run(.addSpec(review: number, title: "Spec \(number)", category: category))
        }
        return play
    }

    /// The names under which the specs are shown.
    private func shown(_ play: Play) -> [String?] {
        [1, 2, 3].map { play.board.specs[$0].map { play.board.category($0.category) } }
    }

    private func filed(_ play: Play) -> [String?] { [1, 2, 3].map { play.board.specs[$0]?.category } }

    @Test("an alias shows specs under another name, and leaves them where they are filed")
    func alias() throws {
        var play = try play()
        try play.run(.aliasCategory("Sheduler", as: "Scheduler"))
        #expect(shown(play) == ["Scheduler", "Scheduler", "Ironic"])
        #expect(filed(play) == ["Scheduler", "Sheduler", "Ironic"])
    }

    @Test("no alias leads to an alias, or to itself")
    func aliasOfAlias() throws {
        var play = try play()
        try play.run(.aliasCategory("Sheduler", as: "Scheduler"))
        try play.run(.aliasCategory("Scheduler", as: "Ironic"))
        #expect(shown(play) == ["Ironic", "Ironic", "Ironic"])
        #expect(play.board.categoryAliases == ["Sheduler": "Ironic", "Scheduler": "Ironic"])
        #expect(throws: Refusal.already("Ironic is its own name")) {
            try play.run(.aliasCategory("Ironic", as: "Sheduler"))
        }
        #expect(throws: Refusal.already("Sheduler is shown as Ironic")) {
            try play.run(.aliasCategory("Sheduler", as: "Scheduler"))
        }
        #expect(throws: Refusal.noSuchCategory("Nowhere")) { try play.run(.aliasCategory("Ironic", as: "Nowhere")) }
    }

    @Test("a merge moves the specs, and the old name means the new one from then on", arguments: [false, true])
    func merge(isAliasBefore: Bool) throws {
        var play = try play()
        if isAliasBefore { try play.run(.aliasCategory("Sheduler", as: "Scheduler")) }
        try play.run(.mergeCategory("Sheduler", into: "Scheduler"))
        #expect(filed(play) == ["Scheduler", "Scheduler", "Ironic"])
        #expect(play.board.categories == ["Scheduler", "Ironic"])
        #expect(play.board.category("Sheduler") == "Scheduler")
        #expect(throws: Refusal.already("Sheduler is shown as Scheduler")) {
            try play.run(.mergeCategory("Sheduler", into: "Scheduler"))
        }
        #expect(throws: Refusal.already("Scheduler is its own name")) {
            try play.run(.mergeCategory("Scheduler", into: "Scheduler"))
        }
    }

    @Test("a rename takes along what is shown as the old name; the old name means the new one")
    func rename() throws {
        var play = try play()
        try play.run(.aliasCategory("Sheduler", as: "Scheduler"))
        try play.run(.renameCategory("Scheduler", to: "Scheduling"))
        #expect(shown(play) == ["Scheduling", "Scheduling", "Ironic"])
        #expect(play.board.categories == ["Scheduling", "Sheduler", "Ironic"])
        #expect(play.board.category("Scheduler") == "Scheduling")
    }

    @Test("a category renamed by its alias is the one that is shown")
    func renameByAlias() throws {
        var play = try play()
        try play.run(.aliasCategory("Sheduler", as: "Scheduler"))
        try play.run(.renameCategory("Sheduler", to: "Placement"))
        #expect(shown(play) == ["Placement", "Placement", "Ironic"])
    }

    @Test("a category can take the name of one of its aliases", arguments: [false, true])
    func renameToAlias(isMergedBefore: Bool) throws {
        var play = try play()
        if isMergedBefore {
            try play.run(.mergeCategory("Sheduler", into: "Scheduler"))
        } else {
            try play.run(.aliasCategory("Sheduler", as: "Scheduler"))
        }
        try play.run(.renameCategory("Scheduler", to: "Sheduler"))
        #expect(shown(play) == ["Sheduler", "Sheduler", "Ironic"])
        #expect(play.board.categoryAliases == ["Scheduler": "Sheduler"])
        try play.run(.renameCategory("Sheduler", to: "Scheduler"))
        #expect(shown(play) == ["Scheduler", "Scheduler", "Ironic"])
        #expect(play.board.categoryAliases == ["Sheduler": "Scheduler"])
    }

    @Test("a rename to what is there already is refused")
    func renameToTaken() throws {
        var play = try play()
        try play.run(.aliasCategory("Sheduler", as: "Scheduler"))
        for name in ["Scheduler", "Sheduler"] {
            #expect(throws: Refusal.badText("there is a category \"\(name)\" already; merge them instead")) {
                try play.run(.renameCategory("Ironic", to: name))
            }
        }
        #expect(throws: Refusal.already("it is called Ironic")) {
            try play.run(.renameCategory("Ironic", to: "Ironic"))
        }
        #expect(throws: Refusal.noSuchCategory("ironic")) { try play.run(.renameCategory("ironic", to: "Ironic")) }
    }

    @Test("a split moves the specs of some reviews, wherever in the category they are filed")
    func split() throws {
        var play = try play()
        try play.run(.aliasCategory("Sheduler", as: "Scheduler"))
        try play.run(.splitCategory("Scheduler", into: "Placement", [2, 2]))
        #expect(filed(play) == ["Scheduler", "Placement", "Ironic"])
        #expect(play.board.categories.contains("Placement"))
        try play.run(.splitCategory("Sheduler", into: "Ironic", [1]))
        #expect(filed(play) == ["Ironic", "Placement", "Ironic"])
    }

    @Test(
        "a split moves all or nothing",
        arguments: [
            ("Placement", [], Refusal.badText("no review is named, so nothing would move")),
            ("Placement", [1, 9], .noSuchReview(9)),
            ("Placement", [1, 3], .badText("3 is in Ironic, not in Scheduler")),
            (" ", [1], .badText("a title or category may not be empty")),
            (
                "Scheduler", [1],
                .badText("a category is split into another one, and Scheduler is shown as Scheduler")
            ),
        ])
    func splitRefused(into: String, reviews: [ChangeNumber], refusal: Refusal) throws {
        var play = try play()
        #expect(throws: refusal) { try play.run(.splitCategory("Scheduler", into: into, reviews)) }
        #expect(throws: Refusal.noSuchCategory("Nowhere")) {
            try play.run(.splitCategory("Nowhere", into: into, reviews))
        }
    }
}
