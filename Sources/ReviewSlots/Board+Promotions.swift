extension Draft {
    /// Moves the best ready ones into free slots until nothing more can move.
    mutating func promote() {
        guard let slots = board.settings.slots, !board.isFreezeDue(at: at) else { return }
        while board.seated.count < slots {
            let ready = board.readyOnes()
            guard let next = ready.first(where: { board.mayEnter($0.blueprint, ready: ready.map(\.blueprint)) }) else {
                return
            }
            moveIn(next.blueprint, rank: next.rank)
        }
    }

    private mutating func moveIn(_ blueprint: Blueprint, rank: Int) {
        let taken = Set(board.seated.compactMap { board.blueprints[$0]?.seat?.slot })
        let slot = (1...).first { !taken.contains($0) } ?? taken.count + 1
        let isLent = board.isLending(to: blueprint.kind)
        let seat = Blueprint.Seat(slot: slot, since: at, rank: rank, isLent: isLent ? true : nil)
        emit(.slotTaken(blueprint.id, seat: seat, passedOver: passedOver(above: rank)))
    }

    /// Those above a place in the backlog, with the first reason each.
    private func passedOver(above rank: Int) -> PassedOver? {
        guard rank > 1 else { return nil }
        let items = board.backlog().prefix(min(rank - 1, 5)).enumerated().compactMap { index, id -> PassedOver.Item? in
            guard let blueprint = board.blueprints[id] else { return nil }
            let reason = board.obstacles(blueprint).first ?? (blueprint.claim == nil ? .notClaimed : .slotReserved)
            return PassedOver.Item(blueprint: id, rank: index + 1, reason: reason)
        }
        return PassedOver(items: items, count: rank - 1)
    }
}

extension Board {
    /// Whether a ready blueprint may take one of the free slots, of which there is at least one.
    ///
    /// One of kind K may if K is below its reservation, or if free slots exceed the unmet reservations. When lending,
    /// unmet reservations count only as far as there is ready work of their kind.
    public func mayEnter(_ blueprint: Blueprint, ready: [Blueprint]) -> Bool {
        if let kind = blueprint.kind, unmet(kind) > 0 { return true }
        var kept = 0
        for kind in settings.reservations.keys {
            let unmet = unmet(kind)
            kept += settings.lends ? min(unmet, ready.count { $0.kind == kind }) : unmet
        }
        return freeSlots() > kept
    }

    /// Slots still kept for a kind of work.
    public func unmet(_ kind: WorkKind) -> Int {
        guard let reserved = settings.reservations[kind] else { return 0 }
        return max(0, reserved - seatedCount(of: kind))
    }

    /// All unmet reservations, by kind.
    public func unmetReservations() -> [(kind: WorkKind, count: Int)] {
        settings.reservations.keys.sorted().map { ($0, unmet($0)) }.filter { $0.1 > 0 }
    }

    /// Whether the next one of a kind would take a slot that is kept for another.
    func isLending(to kind: WorkKind?) -> Bool {
        if let kind, unmet(kind) > 0 { return false }
        return freeSlots() <= unmetReservations().reduce(0) { $0 + $1.count }
    }
}
