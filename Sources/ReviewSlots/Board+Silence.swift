// What becomes of a slot whose author does not answer.
extension Board {
    /// Since when a slot has waited for an answer of its author, or `nil`: it does not, or nobody knows since when.
    ///
    /// It begins anew with a slot and with the end of a hold.
    public func silence(of blueprint: Blueprint) -> Timestamp? {
        guard let seat = blueprint.seat, let since = unanswered(blueprint) else { return nil }
        return max(since, seat.since, history.holdsEnded[blueprint.id] ?? since)
    }

    private func unanswered(_ blueprint: Blueprint) -> Timestamp? {
        guard settings.silence.policy != .off, blueprint.hold == nil else { return nil }
        let work = work(on: blueprint)
        return work.waiting == .author ? work.authorSince : nil
    }

    /// Whether the silence that a warning is about goes on.
    fileprivate func stands(_ warning: Blueprint.Warning, of blueprint: Blueprint) -> Bool {
        unanswered(blueprint).map { $0 <= warning.since } ?? false
    }
}

extension Draft {
    /// Warns where an author has been silent for long, and acts where the time that a warning gave is over.
    mutating func watchSilence() {
        let rules = board.settings.silence
        for id in board.seated {
            guard let blueprint = board.blueprints[id], let since = board.silence(of: blueprint) else { continue }
            guard var warning = blueprint.warning else {
                guard at >= since.adding(workingDays: rules.warnAfter) else { continue }
                // What was promised stays, whatever the settings say later.
                let until = at.adding(workingDays: rules.actAfter)
                emit(.silenceWarned(id, from: nil, to: Blueprint.Warning(since: since, until: until)))
                continue
            }
            guard at >= warning.until, warning.proposed == nil else { continue }
            if rules.policy == .bump {
                let days = (at - warning.since) / Timestamp.day
                leave(id, .bumped, note: "unanswered for \(days) \(days == 1 ? "day" : "days")")
            } else {
                warning.proposed = at
                emit(.silenceWarned(id, from: blueprint.warning, to: warning))
            }
        }
    }

    /// What follows from any change: a warning ends with its silence.
    mutating func endSilence() {
        for id in board.seated {
            guard let blueprint = board.blueprints[id], let warning = blueprint.warning,
                !board.stands(warning, of: blueprint)
            else { continue }
            emit(.silenceWarned(id, from: warning, to: nil))
        }
    }

    /// Whoever takes a bump back gives time: else the next tick would bump again.
    mutating func renewWarnings(in undone: [BoardEvent]) {
        for case .silenceWarned(let id, _, _) in undone {
            guard let old = board.blueprints[id]?.warning, old.proposed == nil, old.until <= at else { continue }
            var warning = old
            warning.until = at.adding(workingDays: board.settings.silence.actAfter)
            emit(.silenceWarned(id, from: old, to: warning))
        }
    }
}
