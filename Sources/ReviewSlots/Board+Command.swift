/// What somebody wants of a board. Names are resolved to ids before; time and actor come with the command.
public enum BoardCommand: Sendable {
    case configure(Settings)
    case setSlots(Int?, why: String?)
    case reserve(WorkKind, Int)
    case lend(Bool)
    /// One of those that are set up; `nil`: none.
    case setFocus(String?)
    /// `nil` calls it off, or ends it. Whoever keeps the calendar says it; the same again changes nothing.
    case planFreeze(Freeze.Kind, Freeze?)

    case addBlueprint(NewBlueprint)
    case rename(BlueprintID, to: String)
    case addAlias(BlueprintID, String)
    case linkSpec(BlueprintID, ChangeNumber)
    case addChanges(BlueprintID, [ChangeNumber])
    case removeChanges(BlueprintID, [ChangeNumber])
    case stateChange(ChangeNumber, ChangeUpdate)
    /// The whole of a change that belongs to a blueprint, as the review system has it.
    case reportChange(Change)

    case ready(BlueprintID)
    case unready(BlueprintID)
    case hold(BlueprintID, until: Timestamp)
    case endHold(BlueprintID)
    case bump(BlueprintID, why: String?)
    case direct(BlueprintID)
    case undirect(BlueprintID)
    /// `nil`: of none.
    case group(BlueprintID, String?)
    case withdraw(BlueprintID, why: String?)
    case landed(BlueprintID)
    case take(BlueprintID)
    case untake(BlueprintID)
    /// Moves the end of its time box by so many seconds.
    case extend(BlueprintID, by: Int, why: String?)
    case second(BlueprintID)
    case requestException(BlueprintID, why: String)
    case sponsorException(BlueprintID)
    case declineException(BlueprintID, why: String?)
    case pin(BlueprintID, place: Int)
    case unpin(BlueprintID)
    /// `nil` takes a priority away. All of them or none.
    case prioritize([(BlueprintID, Priority?)])
    /// The complete order that a ranking gives, those in slots included. Only plugins send it.
    case setOrder([BlueprintID], method: String, ballot: Int?)

    case addSpec(review: ChangeNumber, title: String, category: String)
    case stateSpec(review: ChangeNumber, Set<SpecState>)
    case reportSpec(SpecReport)
    case moveSpec(SpecID, category: String)
    case aliasCategory(String, as: String)
    case mergeCategory(String, into: String)
    case renameCategory(String, to: String)
    /// Moves the specs of these reviews from a category to another. All of them or none.
    case splitCategory(String, into: String, [ChangeNumber])
    /// They are different, and not doubted any more.
    case keepCategories(String, String)
    case importSummary(Summary, date: Timestamp)
    /// The state of the specs as it is now, in the place of any other draft. The bot itself takes nobody's draft away.
    /// - Parameter of: what the specs are of, in the title; `nil`: the board's name.
    case draftSummary(of: String?, introduction: [String])
    /// The one that the person was shown; another one is not approved.
    case approveDraft(SummaryDraft?)
    case publishDraft
    case dropDraft

    /// `nil`: here again.
    case away(until: Timestamp?)
    case announce(String)
    case tick
    /// Takes back what a command did: its events, in their order.
    case undo([BoardEvent])
}

extension BoardCommand {
    public static func addChange(_ id: BlueprintID, _ number: ChangeNumber) -> Self { .addChanges(id, [number]) }
    public static func removeChange(_ id: BlueprintID, _ number: ChangeNumber) -> Self { .removeChanges(id, [number]) }
}

public struct NewBlueprint: Sendable, Hashable {
    public var name: String
    /// The number of one of the spec's reviews.
    public var spec: ChangeNumber?
    public var changes: [ChangeNumber]
    public var kind: WorkKind?
    public var group: String?
    public var isTrivial: Bool
    public var authors: [PersonID]

    public init(
        name: String, spec: ChangeNumber? = nil, changes: [ChangeNumber] = [], kind: WorkKind? = nil,
        group: String? = nil, isTrivial: Bool = false, authors: [PersonID] = []
    ) {
        self.name = name
        self.spec = spec
        self.changes = changes
        self.kind = kind
        self.group = group
        self.isTrivial = isTrivial
        self.authors = authors
    }
}

/// What a person may do on a board.
public struct Roles: OptionSet, Sendable, Hashable {
    public let rawValue: Int

    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    public static let voter = Roles(rawValue: 1)
    public static let core = Roles(rawValue: 2)
    public static let specCore = Roles(rawValue: 4)
    public static let lead = Roles(rawValue: 8)

    /// With all that the roles include: lead ⊃ core ⊃ voter, and the lead may do what a spec core may.
    public var whole: Roles {
        var roles = self
        if roles.contains(.lead) { roles.formUnion([.core, .specCore]) }
        if roles.contains(.core) { roles.insert(.voter) }
        return roles
    }
}

/// Who wants something of a board.
public struct Actor: Sendable, Hashable {
    /// `nil`: the bot itself, of its own accord.
    public var person: PersonID?
    /// Ids that this person had before accounts were linked.
    public var formerly: Set<PersonID> = []
    public var roles: Roles

    public init(person: PersonID, formerly: Set<PersonID> = [], roles: Roles = []) {
        self.person = person
        self.formerly = formerly
        self.roles = roles.whole
    }

    public func isOne(of people: [PersonID]) -> Bool {
        people.contains { $0 == person || formerly.contains($0) }
    }

    private init() {
        person = nil
        roles = [.lead, .core, .specCore, .voter]
    }

    /// The clock, the configuration, a plugin.
    public static let bot = Actor()
}

/// What a command asks of a person.
public enum Permission: String, Sendable, Hashable {
    case everyone
    /// Logged in to an account.
    case person
    case voter
    /// An author of the blueprint, or a core.
    case author
    case core
    case specCore
    case lead
}

/// Why a board does not do what a command says. Nothing has changed.
public enum Refusal: Error, Sendable, Hashable {
    case needs(Permission)
    case noSuchBlueprint(BlueprintID)
    case noSuchReview(ChangeNumber)
    case noSuchChange(ChangeNumber)
    case noSuchCategory(String)
    case nameFault(String, String)
    case nameTaken(String, by: BlueprintID)
    case settingsFault(String)
    case closed(BlueprintID, Blueprint.Closure)
    case hasSlot(BlueprintID)
    case noSlot(BlueprintID)
    /// The person has signed up for these, as many as one may.
    case enoughReviews([BlueprintID])
    /// Nothing would change: it is so already.
    case already(String)
    case illegalStates(String)
    case inThePast
    case placeFault
    case olderThanNewest(Timestamp)
    case noDraft
    /// It is another one than the person was shown.
    case draftNotSeen
    case draftNotApproved
    /// A summary was imported or taken back since.
    case draftIsOld
    case badText(String)
    case notUndoable
}
