import Chat
import Ledger
public import ReviewSlots

extension BoardView {
    /// What happened, in a few words, for the log.
    public func words(for event: BoardEvent) -> String {
        switch event {
        case .configured(_, let from, let to):
            from.slots == to.slots
                ? "settings read" : "slots \(count(from.slots)) -> \(count(to.slots)) by the configuration"
        case .slotsSet(let from, let to, let why):
            "slots \(count(from)) -> \(count(to))\(why.map { " (\(Wording.short($0)))" } ?? "")"
        case .reservationSet(let kind, let from, let to): "reserved for \(kind) \(from) -> \(to)"
        case .lendingSet(_, let to): "reserved slots \(to ? "lent" : "kept idle")"
        case .focusSet(let from, let to): to.map { "focus on \($0)" } ?? "no focus on \(from ?? "anything") any more"
        case .freezeChanged(let kind, let from, let to): words(kind, from: from, to: to)
        case .exceptionChanged(let id, let from, let to, let why): words(id, from: from, to: to, why)
        case .blueprintAdded(let id, let name, _, _, _, _): "\(name) added as \(id)"
        case .blueprintRemoved(_, let name, _, _, _, _): "\(name) removed"
        case .blueprintRenamed(_, let from, let to): "\(from) renamed \(to)"
        case .aliasAdded(let id, let alias): "\(name(id)) also \(alias)"
        case .aliasRemoved(let id, let alias): "\(name(id)) no longer \(alias)"
        case .specLinked(let id, _, let to): to.map { "\(name(id)) has spec \($0)" } ?? "\(name(id)) has no spec"
        case .changeLinked(let id, let change, _): "\(change) linked to \(name(id))"
        case .changeUnlinked(let id, let change, _): "\(change) unlinked from \(name(id))"
        case .changeStated(let number, let from, let to):
            if let to {
                "\(number) \(from?.status == to.status ? "updated" : to.status.rawValue)"
            } else {
                "\(number) forgotten"
            }
        case .claimed(let id, _, let to): "\(name(id)) \(to == nil ? "no longer called ready" : "called ready")"
        case .held(let id, _, let to):
            to.map { "\(name(id)) on hold until \(day($0.until))" } ?? "\(name(id)) off hold"
        case .pinned(let id, _, let to): to.map { "\(name(id)) pinned to #\($0)" } ?? "\(name(id)) unpinned"
        case .prioritized(let id, _, let to):
            to.map { "\(name(id)) has priority \($0)" } ?? "\(name(id)) has no priority any more"
        case .directed(let id, _, let to): "\(name(id)) has \(to == nil ? "no direction any more" : "direction")"
        case .grouped(let id, _, let to): "\(name(id)) is of \(to.map { "the group \($0)" } ?? "no group")"
        case .seconded(let id, _): "\(name(id)) seconded"
        case .unseconded(let id, _): "\(name(id)) no longer seconded"
        case .closed(let id, _, let to): to.map { "\(name(id)) \($0.outcome.rawValue)" } ?? "\(name(id)) open again"
        case .orderChanged: "order changed"
        case .slotTaken(let id, let seat, _): "\(name(id)) into slot \(seat.slot)"
        case .slotFreed(let id, let seat, let how, let note, _):
            "\(name(id)) out of slot \(seat.slot) (\(how.rawValue)\(note.map { ": " + Wording.short($0) } ?? ""))"
        case .reviewerJoined(let id, let person): "\(name(person)) signed up for \(name(id))"
        case .reviewerLeft(let id, let person): "\(name(person)) off \(name(id))"
        case .landing(let id, _, let to): "\(name(id)) \(to == nil ? "no longer landing" : "landing")"
        case .withdrawalProposed(let id): "withdrawal of \(name(id)) proposed"
        case .silenceWarned(let id, _, nil): "\(name(id)) no longer unanswered"
        case .silenceWarned(let id, _, let to?):
            to.proposed == nil
                ? "\(name(id)) unanswered since \(day(to.since))"
                : "bump of \(name(id)) proposed, no answer by \(day(to.until))"
        case .timeBoxMoved(let id, _, nil, _): "time box of \(name(id)) as set for all"
        case .timeBoxMoved(let id, _, let to?, let why):
            "time box of \(name(id)) \(to.proposed == nil ? "ends \(day(to.end))" : "over, bump proposed")\(why.map { " (\(Wording.short($0)))" } ?? "")"
        case .away(let person, _, let to):
            to.map { "\(name(person)) away until \(day($0))" } ?? "\(name(person)) here"
        case .specAdded(let id, let title, _, _, _, _): "spec \(id) \"\(Wording.short(title, 50))\" added"
        case .specRemoved(let id, _, _, _, _, _): "spec \(id) removed"
        case .specRetitled(let id, _, let to): "spec \(id) retitled \"\(Wording.short(to, 50))\""
        case .specMoved(let id, _, let to): "spec \(id) moved to \(to.harmless)"
        case .specReviewAdded(let id, let review, _): "review \(review) added to spec \(id)"
        case .specReviewRemoved(let id, let review, _): "review \(review) taken from spec \(id)"
        case .specStated(_, let review, _, let to): "spec \(review) \(SpecState.phrase(to))"
        case .specListed(let id, _, let to):
            "spec \(id) \(to == .listed ? "listed again" : to == .gone ? "gone from the list" : "unknown, its category is empty")"
        case .categoryAdded(let name): "category \(name.harmless) added"
        case .categoryRemoved(let name): "category \(name.harmless) removed"
        case .categoryRenamed(let from, let to): "category \(from.harmless) renamed \(to.harmless)"
        case .categoryAliased(let name, _, let to):
            to.map { "category \(name.harmless) shown as \($0.harmless)" }
                ?? "category \(name.harmless) shown as itself"
        case .categoriesKept(let one, let other, let apart):
            "categories \(one.harmless) and \(other.harmless) \(apart ? "kept apart" : "no longer kept apart")"
        case .summaryListed(let number, let date, _): "summary \(number) of \(Wording.day(date, now: now)) imported"
        case .summaryUnlisted(let number, _, _): "summary \(number) taken back"
        case .summaryDrafted(_, let to): to == nil ? "draft of a summary dropped" : "summary drafted"
        case .draftApproved(_, let to): to == nil ? "draft no longer approved" : "draft approved"
        case .summaryPublished(let number, _, _): "summary \(number) published"
        case .summaryUnpublished(let number, _, _): "summary \(number) taken back, a draft again"
        case .announced(let text): "said \"\(Wording.short(text, 60))\""
        }
    }

    private func words(_ kind: Freeze.Kind, from: Freeze?, to: Freeze?) -> String {
        guard let freeze = to ?? from else { return "no \(kind.rawValue) freeze" }
        let title = freeze.title.harmless
        guard let to else { return "\(title) \(freeze.began == nil ? "called off" : "ended")" }
        if to.began != nil { return "\(title) began" }
        let isNotice = from?.at == to.at && from?.noticed != to.noticed
        return "\(title) \(isNotice ? "is near:" : "planned for") \(moment(to.at))"
    }

    private func words(_ id: BlueprintID, from: FreezeException?, to: FreezeException?, _ why: String?) -> String {
        guard let to else {
            return "no exception for \(name(id)) any more\(why.map { " (\(Wording.short($0)))" } ?? "")"
        }
        if from?.kind != to.kind { return "exception asked for \(name(id)) (\(Wording.short(to.why)))" }
        if (from?.granted == nil) != (to.granted == nil) {
            return "exception for \(name(id)) \(to.granted == nil ? "no longer granted" : "granted")"
        }
        let (before, now) = (from?.sponsors ?? [], to.sponsors)
        let who = Set(before).symmetricDifference(now).sorted().map(name)
        return "\(Wording.list(who)) \(now.count < before.count ? "no longer sponsors" : "sponsors") \(name(id))"
    }

    private func count(_ slots: Int?) -> String { slots.map(String.init) ?? "off" }

    /// Who did it, as the log names people.
    public func who(_ actor: String) -> String {
        actor.hasPrefix("p") ? name(PersonID(actor)) : actor
    }
}
