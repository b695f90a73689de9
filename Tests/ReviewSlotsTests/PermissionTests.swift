import Testing

@testable import ReviewSlots

@Suite("Who may do what")
struct PermissionTests {
    enum Who: String, CaseIterable, Sendable {
        case guest, voter, author, formerAuthor, owner, specCore, core, lead, bot

        var actor: Actor {
            switch self {
            case .guest: .guest
            case .voter: .voter
            case .author: .carol
            case .formerAuthor: Actor(person: "caroline", formerly: ["carol"])
            case .owner: Actor(person: "oscar")
            case .specCore: .specCore
            case .core: .core
            case .lead: .lead
            case .bot: .bot
            }
        }

        static let cores: Set<Who> = [.core, .lead, .bot]
        static let authors: Set<Who> = cores.union([.author, .formerAuthor])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var command: BoardCommand
        var needs: Permission
        var allowed: Set<Who>
        var testDescription: String { "\(command) needs \(needs)" }
    }

    /// b1 waits, b2 has the slot; both are carol's. Change 11 is b1's, 21 b2's.
    static let cases: [Case] =
        [
            .configure(Settings(slots: 3)), .setSlots(3, why: nil), .reserve("debt", 1), .lend(true),
            .addBlueprint(NewBlueprint(name: "new-one")), .rename(1, to: "other"), .addAlias(1, "other"),
            .linkSpec(1, 5), .pin(1, place: 1), .prioritize([(1, .high)]), .setOrder([1], method: "", ballot: nil),
            .announce("hello"), .setFocus("stability"),
            .planFreeze(.spec, Freeze(title: "SF", at: Timestamp(9_000_000_000), kind: .spec)),
            .aliasCategory("Sheduler", as: "API"), .mergeCategory("Cells", into: "API"),
            .renameCategory("API", to: "EC2"), .splitCategory("API", into: "EC2", [5]), .keepCategories("API", "Cells"),
            .importSummary(Summary(title: "", categories: [.init("API", [])]), date: Timestamp(0)),
        ].map { Case(command: $0, needs: .lead, allowed: [.lead, .bot]) }
        + [
            .addSpec(review: 9, title: "T", category: "C"), .stateSpec(review: 5, [.approved]),
            .moveSpec(5, category: "Cells"), .undirect(2),
        ].map { Case(command: $0, needs: .specCore, allowed: [.specCore, .lead, .bot]) }
        + [.bump(2, why: nil), .group(1, "red"), .extend(2, by: 60, why: nil)].map {
            Case(command: $0, needs: .core, allowed: Who.cores)
        }
        // The bot signs up for nothing, and claims nothing.
        + [.take(2)].map { Case(command: $0, needs: .core, allowed: [.core, .lead]) }
        + [.second(1)].map { Case(command: $0, needs: .voter, allowed: [.voter, .core, .lead]) }
        + [.direct(1)].map { Case(command: $0, needs: .specCore, allowed: [.specCore, .lead]) }
        + [.sponsorException(2)].map { Case(command: $0, needs: .core, allowed: [.core, .lead]) }
        + [.declineException(2, why: nil)].map { Case(command: $0, needs: .core, allowed: Who.cores) }
        + [.requestException(1, why: "w"), .ready(1), .hold(1, until: Timestamp(.max))].map {
            Case(command: $0, needs: .author, allowed: Who.authors.subtracting([.bot]))
        }
        + [
            .unready(2), .withdraw(1, why: nil), .landed(2), .addChange(1, 12), .removeChange(1, 11),
            .stateChange(11, ChangeUpdate(status: .merged, title: "T", lines: 5)),
        ].map { Case(command: $0, needs: .author, allowed: Who.authors) }
        + [
            .stateChange(11, ChangeUpdate(votes: [.init(who: "bob", value: 2)])),
            .stateChange(11, ChangeUpdate(ci: .passed)), .stateChange(11, ChangeUpdate(status: .merged, ci: .passed)),
        ].map { Case(command: $0, needs: .core, allowed: Who.cores) }

    @Test("is the same for everybody but those who may", arguments: cases, Who.allCases)
    func table(_ wanted: Case, who: Who) throws {
        var play = try Self.play()
        if wanted.allowed.contains(who) {
            #expect(throws: Never.self) { try play.run(wanted.command, by: who.actor) }
        } else {
            #expect(throws: Refusal.needs(wanted.needs)) { try play.run(wanted.command, by: who.actor) }
        }
    }

    private static func play() throws -> Play {
        var play = try Play(Settings(slots: 1, timeBox: Timestamp.day, focuses: ["stability": [:]]))
        try play.run(.addSpec(review: 5, title: "A spec", category: "API"))
        try play.run(.addSpec(review: 6, title: "A spec", category: "Cells"))
        try play.add("waits", changes: [11], ready: false)
        try play.add("has-slot", changes: [21])
        try play.run(.direct(2), by: .specCore)
        try play.run(.planFreeze(.feature, Freeze(title: "FF", at: Timestamp(9_000_000_000), kind: .feature)))
        try play.run(.requestException(2, why: "w"), by: .carol)
        return play
    }

    @Test("the roles of a lead hold those of a core, and these those of a voter")
    func roles() {
        #expect(Actor(person: "x", roles: .lead).roles == [.lead, .core, .specCore, .voter])
        #expect(Actor(person: "x", roles: .core).roles == [.core, .voter])
        #expect(Actor(person: "x", roles: .specCore).roles == .specCore)
        #expect(Actor(person: "x", roles: .voter).roles == .voter)
        #expect(Actor(person: "x").roles == [])
    }
}
