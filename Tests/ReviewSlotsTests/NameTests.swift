import Testing

@testable import ReviewSlots

@Suite("Names of blueprints")
struct NameTests {
    @Test(
        "a name is short, of small letters, digits, dots and hyphens, and stands for nothing else",
        arguments: [
            ("vmware-vsan", nil), ("x509", nil), ("v2.1-api", nil), ("2fa", nil), ("ab", nil), ("b-1", nil),
            ("b1x", nil),
            (String(repeating: "a", count: 63), nil),
            ("", "a name has 2 to 63 characters"), ("a", "a name has 2 to 63 characters"),
            (String(repeating: "a", count: 64), "a name has 2 to 63 characters"),
            ("-vsan", "a name begins with a letter or a digit"), (".vsan", "a name begins with a letter or a digit"),
            ("Vsan", "a name begins with a letter or a digit"), ("éa", "a name begins with a letter or a digit"),
            ("vSan", "a name is made of a-z, 0-9, \".\" and \"-\""),
            ("v san", "a name is made of a-z, 0-9, \".\" and \"-\""),
            ("vsan\n", "a name is made of a-z, 0-9, \".\" and \"-\""),
            ("v_san", "a name is made of a-z, 0-9, \".\" and \"-\""),
            ("126527", "a number is a change or a spec"), ("00", "a number is a change or a spec"),
            ("99999999999999999999999", "a number is a change or a spec"),
            ("b1", "b and a number is a blueprint's code"), ("b0", "b and a number is a blueprint's code"),
            ("b007", "b and a number is a blueprint's code"),
            ("b99999999999999999999999", "b and a number is a blueprint's code"),
            ("free", "it is a word of the commands"), ("trivial", "it is a word of the commands"),
        ] as [(String, String?)])
    func faults(name: String, fault: String?) {
        #expect(BlueprintName.fault(in: name) == fault)
    }

    @Test(
        "a code is b and a number",
        arguments: [
            ("b1", 1), ("b12", 12), ("b007", 7), ("b0", nil), ("b", nil), ("b+5", nil), ("b-5", nil), ("c5", nil),
            ("b5x", nil), ("b99999999999999999999999", nil), ("", nil),
        ] as [(String, Int?)])
    func codes(word: String, number: Int?) {
        #expect(BlueprintID(code: word)?.number == number)
    }

    @Test("a blueprint gets a permanent code, never one that another had")
    func permanentCodes() throws {
        var play = try Play()
        let first = try play.add("one-1")
        let added = try play.run(.addBlueprint(NewBlueprint(name: "two-2", isTrivial: true)))
        try play.run(.undo(added))
        let third = try play.add("three-3")
        #expect([first, third].map(\.description) == ["b1", "b3"])
    }

    @Test("names are refused when they are faulty or taken, also by an alias or a closed blueprint")
    func refusals() throws {
        var play = try Play()
        try play.add("vsan", ready: false)
        try play.run(.addAlias(1, "vmware-vsan"))
        try play.add("done", ready: false)
        try play.run(.withdraw(2, why: nil))
        for name in ["vsan", "vmware-vsan"] {
            #expect(throws: Refusal.nameTaken(name, by: 1)) { try play.add(name) }
        }
        #expect(throws: Refusal.nameTaken("done", by: 2)) { try play.run(.rename(1, to: "done")) }
        #expect(throws: Refusal.nameTaken("vsan", by: 1)) { try play.run(.addAlias(1, "vsan")) }
        #expect(throws: Refusal.nameFault("b9", "b and a number is a blueprint's code")) { try play.add("b9") }
        #expect(throws: Refusal.nameFault("Debt", "a name begins with a letter or a digit")) {
            try play.add("one-1", kind: "Debt")
        }
        #expect(throws: Refusal.already("it is called vsan")) { try play.run(.rename(1, to: "vsan")) }
        #expect(throws: Refusal.closed(2, Blueprint.Closure(outcome: .withdrawn, at: play.at))) {
            try play.run(.rename(2, to: "finished"))
        }
        #expect(throws: Refusal.noSuchBlueprint(9)) { try play.run(.rename(9, to: "finished")) }
    }

    @Test("a rename keeps code and old name; back again, both names still lead there")
    func rename() throws {
        var play = try Play()
        try play.add("vsan", ready: false)
        try play.run(.rename(1, to: "vmware-vsan"))
        #expect(play.blueprint(1)?.aliases == ["vsan"])
        try play.run(.rename(1, to: "vsan"))
        #expect(play.blueprint(1)?.aliases == ["vmware-vsan"])
        for word in ["vsan", "vmware-vsan", "b1"] { #expect(play.board.find(word) == .found(1)) }
    }

    @Test(
        "a blueprint is found by code, name, alias, change, spec or unique prefix, else the nearest are named",
        arguments: [
            ("b1", .found(1)), ("B1", .found(1)), ("vmware-vsan", .found(1)), ("VMware-vSAN", .found(1)),
            ("datastore", .found(1)), ("128610", .found(1)), ("#128610", .found(1)),
            // The spec's first review, and the one that replaced it.
            ("137996", .found(2)), ("138627", .found(2)),
            ("vmware-v", .found(1)), ("orph", .found(2)), ("multi", .found(4)),
            // A change of two, a prefix of two, a prefix of an open and a closed one.
            ("128611", .several([1, 3])), ("vmware", .several([1, 3])), ("old", .found(6)), ("old-disk", .found(5)),
            ("vmware-van", .none(near: [1])), ("orfans", .none(near: [2])), ("zzzzzzzz", .none(near: [])),
            ("999", .none(near: [])), ("b99", .none(near: [])), ("", .none(near: [])), ("#", .none(near: [])),
            ("99999999999999999999999", .none(near: [])),
        ] as [(String, Lookup)])
    func lookup(word: String, lookup: Lookup) throws {
        var play = try Play(Settings(slots: 0))
        let orphans = SummaryItem("Hunt for orphans", [.init(137996, [.abandoned]), .init(138627)])
        try play.run(
            .importSummary(Summary(title: "", categories: [.init("Administrative", [orphans])]), date: play.at))
        try play.add("vmware-vsan", changes: [128610, 128611])
        try play.run(.addAlias(1, "datastore"))
        try play.add("orphans", spec: 138627)
        try play.add("vmware-disk", changes: [128611])
        try play.add("multi-attach")
        try play.add("old-disk", ready: false)
        try play.run(.withdraw(5, why: nil))
        try play.add("old-image")
        #expect(play.board.find(word) == lookup)
    }

    @Test("words find open blueprints first, by name, alias and titles, and specs that no blueprint has")
    func search() throws {
        var play = try Play(Settings(slots: 0))
        try play.run(.addSpec(review: 1, title: "Volume tags", category: "API"))
        try play.run(.addSpec(review: 2, title: "Volume quotas", category: "API"))
        try play.add("closed-volume", ready: false)
        try play.run(.withdraw(1, why: nil))
        try play.add("tags", spec: 1, ready: false)
        try play.add("disks", changes: [7], ready: false)
        try play.run(.stateChange(7, ChangeUpdate(title: "Resize a VOLUME")))
        let found = play.board.search(["volume"])
        #expect(found.blueprints.map(\.id) == [2, 3, 1])
        #expect(found.specs.map(\.id) == [2])
        #expect(play.board.search(["volume", "api"]).specs.map(\.id) == [1, 2])
        #expect(play.board.search(["volume", "resize"]).blueprints.map(\.id) == [3])
    }

    @Test(
        "the distance of words is what must be typed anew",
        arguments: [
            ("vsan", "vsan", 0), ("vsan", "van", 1), ("vsan", "vsna", 1), ("vsan", "vxsan", 1), ("vsan", "wsan", 1),
            ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3),
            (String(repeating: "a", count: 300), "a", 300),
        ])
    func distance(one: String, other: String, distance: Int) {
        #expect(one.editDistance(to: other) == distance)
        #expect(other.editDistance(to: one) == distance)
    }
}
