// The time that a blueprint may keep its slot, where the board has set one.
extension Board {
    /// When a slot's time is over, or `nil`: there is no slot, or no time box.
    public func timeBoxEnd(of blueprint: Blueprint) -> Timestamp? {
        guard let length = settings.timeBox, let seat = blueprint.seat else { return nil }
        return blueprint.timeBox?.end ?? seat.since + length
    }
}

extension Settings {
    /// Seconds before the end of a time box at which it is spoken of: a week, but at most a third of the box.
    fileprivate var timeBoxNotice: Int { min(7 * Timestamp.day, (timeBox ?? 0) / 3) }
}

extension Draft {
    /// Says that a time box is about to end, and later that it is over.
    mutating func watchTimeBoxes() {
        for id in board.seated {
            guard let blueprint = board.blueprints[id], blueprint.landing == nil,
                let end = board.timeBoxEnd(of: blueprint)
            else { continue }
            var box = blueprint.timeBox ?? Blueprint.TimeBox(end: end)
            let notice = board.settings.timeBoxNotice
            if box.warned == nil, at + notice >= end {
                // Nobody's time ends without notice, however late the clock or the setting comes.
                if at + (notice - Timestamp.hour) > end { box.end = at + notice }
                box.warned = at
            } else if box.warned != nil, box.proposed == nil, at >= end {
                box.proposed = at
            } else {
                continue
            }
            emit(.timeBoxMoved(id, from: blueprint.timeBox, to: box, why: nil))
        }
    }

    /// Moves the end of a time box; of one that is over, from now on.
    mutating func extend(_ id: BlueprintID, by seconds: Int, why: String?) throws(Refusal) {
        try require(.core)
        let blueprint = try openOne(id)
        guard blueprint.seat != nil else { throw .noSlot(id) }
        guard let end = board.timeBoxEnd(of: blueprint) else {
            throw .badText("slots have no time box here; the operator can set one (time_box)")
        }
        guard (1...Settings.timeBoxes.upperBound).contains(seconds) else {
            throw .badText("the end of a time box moves by up to 365 days")
        }
        var box = Blueprint.TimeBox(end: max(end, at) + seconds)
        // So short a time needs no other notice.
        if box.end - at <= board.settings.timeBoxNotice { box.warned = at }
        emit(.timeBoxMoved(id, from: blueprint.timeBox, to: box, why: why))
    }
}
