import Ledger
import ReviewSlots
import Testing

@Suite("People")
struct PeopleTests {
    private func account(_ name: String, on network: String = "oftc") -> Account {
        Account(network: network, name: name)
    }

    private func person(_ ledger: Ledger, _ name: String) async throws -> String {
        try await ledger.person(with: account(name), now: Scene.start).id
    }

    @Test("an account is always the same person, written down once")
    func ids() async throws {
        let scene = try await Scene()
        #expect(try await person(scene.ledger, "alice") == "p1")
        #expect(try await person(scene.ledger, "bob") == "p2")
        #expect(try await person(scene.ledger, "alice") == "p1")
        #expect(await scene.records.count { $0.stream == "people" } == 2)
        let again = try await scene.other().ledger
        #expect(try await person(again, "bob") == "p2")
        #expect(try await person(again, "carol") == "p3")
    }

    @Test("many who come at once get an id each")
    func atOnce() async throws {
        let scene = try await Scene()
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<40 { group.addTask { try await person(scene.ledger, "person-\(number / 2)") } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 20)
        #expect(await scene.records.count { $0.stream == "people" } == 20)
    }

    @Test("an id that somebody else has given meanwhile is not given again")
    func conflict() async throws {
        let scene = try await Scene()
        let other = try await scene.other()
        #expect(try await person(other.ledger, "alice") == "p1")
        #expect(try await person(scene.ledger, "bob") == "p2")
        // Here alice is known now, there bob is not yet.
        #expect(try await person(other.ledger, "bob") == "p2")
        #expect(try await person(other.ledger, "carol") == "p3")
        #expect(await scene.records.count { $0.stream == "people" } == 3)
    }

    @Test("two who are joined are one, with all accounts, under the first id; the other is a former one")
    func join() async throws {
        let scene = try await Scene()
        for name in ["alice", "al", "ally"] { _ = try await person(scene.ledger, name) }
        try await scene.ledger.join(PersonID("p1"), formerly: PersonID("p2"), now: Scene.start)
        // Under whatever id: p2 is p1 now.
        try await scene.ledger.join(PersonID("p2"), formerly: PersonID("p3"), now: Scene.start)
        for ledger in [scene.ledger, try await scene.other().ledger] {
            let people = await ledger.readPeople { $0 }
            for name in ["alice", "al", "ally"] { #expect(people.person(with: account(name)) == PersonID("p1")) }
            #expect(people.accounts(of: PersonID("p3")) == ["alice", "al", "ally"].map { account($0) })
            #expect(people.name(of: PersonID("p2")) == "alice")
            #expect(people.formerIDs(of: PersonID("p1")) == [PersonID("p2"), PersonID("p3")])
            #expect(people.formerIDs(of: PersonID("p2")) == [])
        }
    }

    @Test("a former id that is joined to another person takes its present one along")
    func joinFormer() async throws {
        let scene = try await Scene()
        for name in ["alice", "al", "ally"] { _ = try await person(scene.ledger, name) }
        try await scene.ledger.join(PersonID("p2"), formerly: PersonID("p1"), now: Scene.start)
        try await scene.ledger.join(PersonID("p3"), formerly: PersonID("p1"), now: Scene.start)
        let people = await scene.ledger.readPeople { $0 }
        #expect(people.person(with: account("al")) == PersonID("p3"))
        #expect(people.formerIDs(of: PersonID("p3")) == [PersonID("p1"), PersonID("p2")])
        let count = await scene.records.count
        try await scene.ledger.join(PersonID("p1"), formerly: PersonID("p2"), now: Scene.start)
        #expect(await scene.records.count == count)
    }

    @Test("an account is linked once, and never taken from somebody else")
    func link() async throws {
        let scene = try await Scene()
        for name in ["alice", "bob"] { _ = try await person(scene.ledger, name) }
        let gerrit = account("alice", on: "gerrit")
        for _ in 0..<2 { try await scene.ledger.link(gerrit, to: PersonID("p1"), now: Scene.start) }
        #expect(await scene.ledger.readPeople { $0.accounts(of: PersonID("p1")) } == [account("alice"), gerrit])
        await #expect(throws: LedgerError.declined("gerrit:alice is the account of somebody else.")) {
            try await scene.ledger.link(gerrit, to: PersonID("p2"), now: Scene.start)
        }
        #expect(await scene.ledger.readPeople { $0.person(with: gerrit) } == PersonID("p1"))
    }

    @Test("one who was never seen is called by the id")
    func unknown() async throws {
        let scene = try await Scene()
        #expect(await scene.ledger.readPeople { $0.name(of: PersonID("p9")) } == "p9")
        #expect(await scene.ledger.readPeople { $0.person(with: account("nobody")) } == nil)
    }

    @Test(
        "an account is a network and a name",
        arguments: [
            ("oftc:alice", Account(network: "oftc", name: "alice")),
            ("matrix:@alice:example.org", Account(network: "matrix", name: "@alice:example.org")), ("alice", nil),
            (":alice", nil), ("oftc:", nil), ("", nil),
        ])
    func accounts(text: String, account: Account?) {
        #expect(Account(text) == account)
        #expect(account?.description ?? text == text)
    }
}
