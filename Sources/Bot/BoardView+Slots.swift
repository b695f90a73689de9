import Chat
import ReviewSlots

extension BoardView {
    /// All slots at a glance: how many, what moves in next, and by whom those in slots are waited for.
    func slotsLines() -> [Document.Line] {
        guard let count = board.settings.slots else {
            return [
                "slots are off; the backlog has \(board.backlog().count) in order. \(code: "!backlog") shows it, \(code: "!next") finds you a review.\(url())"
            ]
        }
        let ready = board.readyOnes()
        var line: Document.Line = "\(Wording.count(count, "slot")): \(board.seated.count) busy"
        if board.freeSlots() > 0 {
            line += ", \(board.freeSlots()) free\(keptFor.map { " (kept for \($0))" } ?? "")"
        } else if board.seated.count > count {
            line += ", \(board.seated.count - count) more than allowed"
        }
        if let next = ready.first {
            line += ". \(ready.count) ready in the backlog, next: \(strong: next.blueprint.name)."
        } else {
            line += ", nothing ready to move in.\(waitingLine())"
        }
        let seated = board.seated.compactMap { board.blueprints[$0] }
        if !ready.isEmpty, let oldest = oldest(seated) {
            line += " Oldest: \(oldest.name), \(Wording.duration(now - (oldest.seat?.since ?? now)))."
        }
        let groups = groupLine(seated)
        return [line + url()] + (groups.isEmpty ? [] : [groups])
    }

    /// The kinds of work for which all free slots are kept, or `nil` while any may have one.
    var keptFor: String? {
        let unmet = board.unmetReservations()
        guard !board.settings.lends, board.freeSlots() > 0, board.freeSlots() <= unmet.reduce(0, { $0 + $1.count })
        else { return nil }
        return Wording.list(unmet.map(\.kind))
    }

    private func oldest(_ seated: [Blueprint]) -> Blueprint? {
        seated.min {
            ($0.seat?.since.seconds ?? 0, $0.id) < ($1.seat?.since.seconds ?? 0, $1.id)
        }
    }

    /// What the backlog waits for, when nothing in it is ready.
    private func waitingLine() -> Document.Line {
        let backlog = board.backlog().compactMap { board.blueprints[$0] }
        guard let closest = backlog.min(by: { missing($0).count < missing($1).count }) else {
            return " The backlog is empty: a lead adds to it with \(code: "!blueprint add NAME")."
        }
        let parts = lacks(backlog).map { "\($0.count) for \($0.lack.rawValue)" }
        let reason = missing(closest).first.map { " (\(short($0)))" } ?? ""
        return
            " Waiting in the backlog: \(parts.joined(separator: ", ")); closest: \(strong: closest.name)\(reason)."
    }

    /// Those in slots, by who must act: `Need reviews: a 3/4 (2nd +2), b 0/3. Need CI: …`
    private func groupLine(_ seated: [Blueprint]) -> Document.Line {
        var groups = Waiting.allCases.map { _ in [(isFirst: Bool, text: String)]() }
        for blueprint in seated {
            let work = board.work(on: blueprint)
            let isNearlyDone = work.waiting == .reviewers && work.needsLastPlusTwo
            var remarks = isNearlyDone ? [board.settings.plusTwos == 2 ? "2nd +2" : "last +2"] : []
            if let warning = blueprint.warning {
                remarks.append("silent \((now - warning.since) / Timestamp.day)d")
            } else if work.waiting == .author, let since = work.authorSince, now - since >= Timestamp.day {
                remarks.append("for \((now - since) / Timestamp.day)d")
            }
            if blueprint.hold != nil { remarks.append("on hold") }
            if let end = board.timeBoxEnd(of: blueprint), end <= now { remarks.append("time box over") }
            let remark = remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))"
            groups[work.waiting.rawValue].append(
                (isNearlyDone, "\(blueprint.name) \(work.merged)/\(work.total)\(remark)"))
        }
        let titles: [(Waiting, String)] = [
            (.reviewers, "Need reviews"), (.author, "Need their author"), (.ci, "Need CI"), (.landing, "Landing"),
        ]
        func text(_ most: Int) -> String {
            titles.compactMap { waiting, title in
                let group = groups[waiting.rawValue]
                guard !group.isEmpty else { return nil }
                let texts = group.filter(\.isFirst).map(\.text) + group.filter { !$0.isFirst }.map(\.text)
                return "\(title): \(Wording.some(texts, most, bytes: .max))"
            }.joined(separator: ". ")
        }
        let texts = [Int.max, 10, 5, 3, 2].lazy.map(text)
        return Document.Line(texts.first { $0.utf8.count <= Outgoing.lineLimit } ?? text(1))
    }
}

// MARK: One blueprint

extension BoardView {
    func slotLine(_ blueprint: Blueprint) -> Document.Line {
        if let closed = blueprint.closed { return "\(strong: blueprint.name)\(authors(blueprint)) \(phrase(closed))." }
        guard let seat = blueprint.seat else { return waitingLine(blueprint) }
        var line: Document.Line =
            "\(strong: blueprint.name)\(authors(blueprint)), slot \(seat.slot) since \(day(seat.since)) (\(Wording.duration(now - seat.since)))\(timeBox(of: blueprint)), \(merged(blueprint))."
        let left = board.liveChanges(blueprint).filter(\.isOpen)
        if !left.isEmpty {
            let shown = left.prefix(2).map { describe($0, withNeed: true) }.joined(separator: "; ")
            line += " Left: \(shown)\(left.count > 2 ? " and \(left.count - 2) more" : "")."
        }
        if let landing = blueprint.landing {
            line +=
                " Landing: by itself on \(moment(landing + board.settings.landAfter)), or by \(code: "!landed \(blueprint.name)")."
        }
        if let hold = blueprint.hold { line += " On hold until \(moment(hold.until))." }
        if let warning = blueprint.warning {
            let next = warning.proposed == nil ? "its author has until" : "a bump is proposed, as no answer came by"
            line +=
                " Unanswered since \(day(warning.since)): \(next) \(moment(warning.until))."
        }
        return line + signedUp(blueprint, seat) + url("s/\(seat.slot)")
    }

    /// `, time box ends Mon 15 Dec`, or nothing where there are none.
    private func timeBox(of blueprint: Blueprint) -> String {
        guard let end = board.timeBoxEnd(of: blueprint) else { return "" }
        return ", time box \(end > now ? "ends" : "over since") \(day(end))"
    }

    /// Who reviews it, and that others are asked while too few are here.
    private func signedUp(_ blueprint: Blueprint, _ seat: Blueprint.Seat) -> Document.Line {
        guard !seat.reviewers.isEmpty else { return " Nobody has signed up: \(code: "!take \(blueprint.name)")." }
        let here = here(seat.reviewers).count
        let isWanting = here < min(seat.reviewers.count, board.settings.coresPerSlot)
        return
            " Signed up: \(quiet(seat.reviewers, withAbsence: true))\(isWanting ? "; others: \(code: "!take \(blueprint.name)")" as Document.Line : "")."
    }

    private func waitingLine(_ blueprint: Blueprint) -> Document.Line {
        let rank = board.rank(of: blueprint.id) ?? 0
        let ahead = board.readyOnes().count { $0.rank < rank }
        var line: Document.Line =
            "\(strong: blueprint.name)\(authors(blueprint)) has no slot: #\(rank) of \(board.backlog().count)"
        if ahead > 0 { line += ", \(ahead) ready \(ahead == 1 ? "one" : "ones") ahead" }
        line += "."
        let obstacles = board.obstacles(blueprint)
        if !obstacles.isEmpty {
            line += " Missing: \(long(obstacles, blueprint))."
        } else if blueprint.claim == nil {
            line += " Missing: \(long(.notClaimed, blueprint))."
        } else if board.settings.slots == nil {
            line += " It is ready; slots are off."
        } else if let keptFor {
            line += " It is ready; the free slots are kept for \(keptFor), so it moves in when another frees."
        } else {
            line += " It is ready and moves in when a slot frees."
        }
        if let pace = board.departuresPerWeek(now: now) {
            line += " Slots free up about \(oneDecimal(pace)) a week."
        }
        return line
    }

    private func oneDecimal(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// `2 of 3 merged`
    func merged(_ blueprint: Blueprint) -> String {
        let work = board.work(on: blueprint)
        return work.total == 0 ? "no changes" : "\(work.merged) of \(work.total) merged"
    }

    /// `landed on Fri 12 Dec`, `was withdrawn on Fri 12 Dec`
    func phrase(_ closed: Blueprint.Closure) -> String {
        "\(closed.outcome == .landed ? "landed" : "was withdrawn") on \(day(closed.at))"
    }

    /// `128612 "Add vSAN datastore driver", +2 bob, CI ok, waits 2 days for the second +2`
    func describe(_ change: Change, withNeed: Bool = false) -> String {
        var parts = ["\(change.number)" + (change.title.map { " \"\(Wording.short($0, 60))\"" } ?? "")]
        if change.status == .wip { parts.append("work in progress") }
        parts += change.votes.prefix(6).map { "\($0.value > 0 ? "+" : "")\($0.value) \(Wording.short($0.who, 30))" }
        switch change.ci {
        case .passed: parts.append("CI ok")
        case .failed: parts.append("CI failed")
        case .pending: parts.append("CI running")
        case nil: break
        }
        if let since = change.since, now - since >= Timestamp.day {
            let isForOne =
                change.status == .open && change.objections.isEmpty && change.ci != .failed && change.ci != .pending
                && board.settings.plusTwos == 2 && change.plusTwos.count == 1
            parts.append("waits \(Wording.duration(now - since))\(withNeed && isForOne ? " for the second +2" : "")")
        }
        return parts.joined(separator: ", ")
    }
}
