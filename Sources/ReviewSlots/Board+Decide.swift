extension Board {
    /// Decides what a command does: the events, in order, promotions included. The board itself is left as it is.
    ///
    /// - Parameters:
    ///   - at: the time of the command; the board has no clock.
    ///   - promotes: `false` if the order may still change before anybody moves in; then `promotions` follow.
    /// - Throws: `Refusal` with nothing changed.
    public func decide(_ command: BoardCommand, by actor: Actor, at: Timestamp, promotes: Bool = true) throws(Refusal)
        -> [BoardEvent]
    {
        var draft = Draft(board: self, actor: actor, at: at)
        try draft.carryOut(command)
        draft.land()
        draft.endSilence()
        if promotes { draft.promote() }
        return draft.events
    }

    /// Who moves into the free slots.
    public func promotions(at: Timestamp) -> [BoardEvent] {
        var draft = Draft(board: self, actor: .bot, at: at)
        draft.promote()
        return draft.events
    }
}

/// A board being decided on: the events so far, and the board as it will be after them.
struct Draft {
    var board: Board
    let actor: Actor
    let at: Timestamp
    private(set) var events: [BoardEvent] = []

    init(board: Board, actor: Actor, at: Timestamp) {
        self.board = board
        self.actor = actor
        self.at = at
    }

    mutating func emit(_ event: BoardEvent) {
        board.evolve(event, at: at)
        events.append(event)
    }

    mutating func carryOut(_ command: BoardCommand) throws(Refusal) {
        switch command {
        case .configure(let settings): try configure(settings)
        case .setSlots(let count, let why): try setSlots(count, why: why)
        case .reserve(let kind, let count): try reserve(kind, count)
        case .lend(let lends):
            try require(.lead)
            if lends == board.settings.lends {
                throw .already("reserved slots \(lends ? "are lent" : "are kept idle")")
            }
            emit(.lendingSet(from: board.settings.lends, to: lends))
        case .setFocus(let name): try setFocus(name)
        case .planFreeze(let kind, let freeze): try planFreeze(kind, freeze)

        case .addBlueprint(let new): try addBlueprint(new)
        case .rename(let id, let name): try rename(id, to: name)
        case .addAlias(let id, let alias): try addAlias(id, alias)
        case .linkSpec(let id, let review): try linkSpec(id, review)
        case .addChanges(let id, let numbers): try addChanges(id, numbers)
        case .removeChanges(let id, let numbers): try removeChanges(id, numbers)
        case .stateChange(let number, let update): try stateChange(number, update)
        case .reportChange(let change): try reportChange(change)

        case .ready(let id): try ready(id)
        case .unready(let id): try unready(id)
        case .hold(let id, let until): try hold(id, until: until)
        case .endHold(let id): try endHold(id)
        case .bump(let id, let why): try bump(id, why: why)
        case .direct(let id): try direct(id)
        case .undirect(let id): try undirect(id)
        case .group(let id, let group): try self.group(id, group)
        case .withdraw(let id, let why): try withdraw(id, why: why)
        case .landed(let id): try landed(id)
        case .take(let id): try take(id)
        case .untake(let id): try untake(id)
        case .extend(let id, let seconds, let why): try extend(id, by: seconds, why: why)
        case .second(let id): try second(id)
        case .requestException(let id, let why): try requestException(id, why: why)
        case .sponsorException(let id): try sponsorException(id)
        case .declineException(let id, let why): try declineException(id, why: why)
        case .pin(let id, let place): try pin(id, place: place)
        case .unpin(let id): try unpin(id)
        case .prioritize(let priorities): try prioritize(priorities)
        case .setOrder(let order, let method, let ballot): try setOrder(order, method: method, ballot: ballot)

        case .addSpec(let review, let title, let category): try addSpec(review, title: title, category: category)
        case .stateSpec(let review, let states): try stateSpec(review, states)
        case .reportSpec(let report): try reportSpec(report)
        case .moveSpec(let id, let category): try moveSpec(id, to: category)
        case .aliasCategory(let name, let canonical): try aliasCategory(name, as: canonical)
        case .mergeCategory(let name, let canonical): try mergeCategory(name, into: canonical)
        case .renameCategory(let name, let new): try renameCategory(name, to: new)
        case .splitCategory(let name, let new, let reviews): try splitCategory(name, into: new, reviews)
        case .keepCategories(let one, let other): try keepCategories(one, other)
        case .importSummary(let summary, let date): try importSummary(summary, date: date)
        case .draftSummary(let name, let introduction): try draftSummary(of: name, introduction: introduction)
        case .approveDraft(let draft): try approveDraft(draft)
        case .publishDraft: try publishDraft()
        case .dropDraft: try dropDraft()

        case .away(let until): try away(until: until)
        case .announce(let text):
            try require(.lead)
            if text.utf8.allSatisfy({ $0 <= 0x20 }) { throw .badText("there is nothing to announce") }
            if text.utf8.count > 2000 { throw .badText("an announcement has at most 2,000 bytes") }
            emit(.announced(text))
        case .tick: tick()
        case .undo(let events): try undo(events)
        }
    }

    /// What follows from any change: landings begin or end, and those that are due leave their slots.
    mutating func land() {
        for id in board.seated {
            guard let blueprint = board.blueprints[id] else { continue }
            let live = board.liveChanges(blueprint)
            let isLanding = live.contains { $0.status == .merged } && !live.contains(where: \.isOpen)
            if isLanding, blueprint.landing == nil {
                emit(.landing(id, from: nil, to: at))
            } else if !isLanding, blueprint.landing != nil {
                emit(.landing(id, from: blueprint.landing, to: nil))
            }
            if isLanding, isDue(id) { leave(id, .landed) }
        }
    }

    /// Whether a landing one lands by itself: its time is over, or its spec says so.
    private func isDue(_ id: BlueprintID) -> Bool {
        guard let blueprint = board.blueprints[id], let since = blueprint.landing else { return false }
        return at - since >= board.settings.landAfter
            || blueprint.spec.flatMap { board.specs[$0] }?.state == .implemented
    }

    /// Takes a blueprint out of its slot, if it has one; landed and withdrawn ones are closed.
    mutating func leave(_ id: BlueprintID, _ how: Departure, note: String? = nil) {
        guard let blueprint = board.blueprints[id] else { return }
        if blueprint.landing != nil { emit(.landing(id, from: blueprint.landing, to: nil)) }
        if blueprint.warning != nil { emit(.silenceWarned(id, from: blueprint.warning, to: nil)) }
        if blueprint.timeBox != nil { emit(.timeBoxMoved(id, from: blueprint.timeBox, to: nil, why: nil)) }
        if how == .bumped, blueprint.claim != nil { emit(.claimed(id, from: blueprint.claim, to: nil)) }
        if how == .landed || how == .withdrawn {
            if blueprint.pin != nil { emit(.pinned(id, from: blueprint.pin, to: nil)) }
            if blueprint.hold != nil { emit(.held(id, from: blueprint.hold, to: nil)) }
            if blueprint.exception != nil {
                emit(.exceptionChanged(id, from: blueprint.exception, to: nil, why: nil))
            }
            let outcome: Blueprint.Closure.Outcome = how == .landed ? .landed : .withdrawn
            emit(.closed(id, from: nil, to: Blueprint.Closure(outcome: outcome, at: at)))
        }
        if let seat = blueprint.seat {
            // The place that its rank gives it once it is back in the backlog.
            var after = board
            after.evolve(.slotFreed(id, seat: seat, how: how, note: nil, rank: nil), at: at)
            emit(.slotFreed(id, seat: seat, how: how, note: note, rank: how == .bumped ? after.rank(of: id) : nil))
        }
    }

    private mutating func tick() {
        for id in board.onHold {
            guard let hold = board.blueprints[id]?.hold, hold.until <= at else { continue }
            emit(.held(id, from: hold, to: nil))
        }
        comeBack()
        watchFreezes()
        watchExceptions()
        watchSilence()
        watchTimeBoxes()
        // Landings that are due follow in `land`.
    }

    private mutating func undo(_ undone: [BoardEvent]) throws(Refusal) {
        var turned = false
        for event in undone.reversed() {
            if case .announced = event { continue }
            if case .withdrawalProposed = event { continue }
            guard let inverse = event.inverse else { throw .notUndoable }
            emit(inverse)
            turned = true
        }
        if !turned { throw .notUndoable }
        renewWarnings(in: undone)
        // Meanwhile somebody may have asked for an exception from a freeze that is no more, or comes later.
        for case .freezeChanged(let kind, _, let taken) in undone where board.freezes[kind]?.began == nil {
            if board.freezes[kind] == nil {
                dropExceptions(from: kind)
            } else if let began = taken?.began {
                dropExceptions(from: kind, askedAfter: began)
            }
        }
    }
}

// MARK: Who may

extension Draft {
    func require(_ permission: Permission, on blueprint: Blueprint? = nil) throws(Refusal) {
        guard board.allows(actor, permission, on: blueprint) else { throw .needs(permission) }
    }

    /// The blueprint, open.
    func openOne(_ id: BlueprintID) throws(Refusal) -> Blueprint {
        guard let blueprint = board.blueprints[id] else { throw .noSuchBlueprint(id) }
        if let closure = blueprint.closed { throw .closed(id, closure) }
        return blueprint
    }

    /// The acting person; the bot itself ranks, moves and clocks, but never claims or signs up.
    func actingPerson(_ permission: Permission) throws(Refusal) -> PersonID {
        guard let person = actor.person else { throw .needs(permission) }
        return person
    }
}

extension Board {
    public func allows(_ actor: Actor, _ permission: Permission, on blueprint: Blueprint? = nil) -> Bool {
        switch permission {
        case .everyone, .person: true
        case .voter: actor.roles.contains(.voter)
        case .author:
            actor.roles.contains(.core) || (blueprint.map { isAuthor(actor, of: $0) } ?? false)
        case .core: actor.roles.contains(.core)
        case .specCore: actor.roles.contains(.specCore)
        case .lead: actor.roles.contains(.lead)
        }
    }
}
