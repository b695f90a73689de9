// Commands about slots and how the board runs them.
extension Draft {
    /// Takes over what changed in the configuration since it was last read; what people set since stays.
    mutating func configure(_ new: Settings) throws(Refusal) {
        try require(.lead)
        if let fault = new.fault { throw .settingsFault(fault) }
        var new = new
        new.reservations = new.reservations.filter { $0.value > 0 }
        guard board.base != new else { return }
        let old = board.base ?? board.settings
        var settings = board.settings
        if new.slots != old.slots { settings.slots = new.slots }
        if new.reservations != old.reservations { settings.reservations = new.reservations }
        if new.lends != old.lends { settings.lends = new.lends }
        settings.landAfter = new.landAfter
        settings.coresPerSlot = new.coresPerSlot
        settings.plusTwos = new.plusTwos
        settings.cycle = new.cycle
        settings.isTrial = new.isTrial
        settings.silence = new.silence
        settings.timeBox = new.timeBox
        settings.reviewsPerCore = new.reviewsPerCore
        settings.freeze = new.freeze
        settings.quotas = new.quotas
        settings.needsDirection = new.needsDirection
        settings.focuses = new.focuses
        settings.approvalBudget = new.approvalBudget
        var keepsFocus = board.keepsFocus(under: new)
        if !keepsFocus {
            settings.reservations = new.reservations
        } else if let focus = board.focus {
            settings.reservations =
                new.focuses[focus] == old.focuses[focus]
                ? board.settings.reservations : (new.focuses[focus] ?? [:]).filter { $0.value > 0 }
        }
        // What people set and what the file says may not fit together any more; then the file counts.
        if settings.fault != nil {
            settings = new
            keepsFocus = board.focus == nil
        }
        let hasOtherBoxes = settings.timeBox != board.settings.timeBox
        emit(.configured(base: new, from: board.settings, to: settings))
        if !keepsFocus { emit(.focusSet(from: board.focus, to: nil)) }
        // Ends that were reckoned with another time box mean nothing now.
        for id in board.seated where hasOtherBoxes {
            guard let box = board.blueprints[id]?.timeBox else { continue }
            emit(.timeBoxMoved(id, from: box, to: nil, why: nil))
        }
    }

    mutating func setSlots(_ count: Int?, why: String?) throws(Refusal) {
        try require(.lead)
        if count == board.settings.slots {
            throw .already(count.map { $0 == 1 ? "there is 1 slot" : "there are \($0) slots" } ?? "slots are off")
        }
        var settings = board.settings
        settings.slots = count
        if let fault = settings.fault { throw .settingsFault(fault) }
        emit(.slotsSet(from: board.settings.slots, to: count, why: why))
    }

    mutating func reserve(_ kind: WorkKind, _ count: Int) throws(Refusal) {
        try require(.lead)
        let old = board.settings.reservations[kind] ?? 0
        if count == old { throw .already("\(count) \(count == 1 ? "slot is" : "slots are") reserved for \(kind)") }
        var settings = board.settings
        settings.reservations[kind] = count
        if let fault = settings.fault { throw .settingsFault(fault) }
        emit(.reservationSet(kind: kind, from: old, to: count))
    }

    mutating func bump(_ id: BlueprintID, why: String?) throws(Refusal) {
        try require(.core)
        guard try openOne(id).seat != nil else { throw .noSlot(id) }
        leave(id, .bumped, note: why)
    }

    mutating func take(_ id: BlueprintID) throws(Refusal) {
        try require(.core)
        let blueprint = try openOne(id)
        guard let seat = blueprint.seat else { throw .noSlot(id) }
        let person = try actingPerson(.core)
        if actor.isOne(of: seat.reviewers) { throw .already("you have signed up for \(blueprint.name)") }
        let own = board.seated.filter { actor.isOne(of: board.blueprints[$0]?.seat?.reviewers ?? []) }
        let limit = board.settings.reviewsPerCore
        if limit > 0, own.count >= limit { throw .enoughReviews(own) }
        emit(.reviewerJoined(id, person))
    }

    mutating func untake(_ id: BlueprintID) throws(Refusal) {
        try require(.core)
        let blueprint = try openOne(id)
        guard let seat = blueprint.seat else { throw .noSlot(id) }
        let own = seat.reviewers.filter { actor.isOne(of: [$0]) }
        if own.isEmpty { throw .already("you have not signed up for \(blueprint.name)") }
        for person in own { emit(.reviewerLeft(id, person)) }
    }
}
