extension Blocks {
    /// Every write that makes the real state the wished one, oldest change first. With no wishes: lifts all blocks.
    public static func plan(
        _ wishes: [ChangeKey: Wish], _ views: some Sequence<ChangeView>, own: Account, _ settings: Settings,
        time: ServerTime
    ) -> [Write] {
        views.sorted { $0.key < $1.key }.flatMap { view in
            view.isOpen ? writes(wishes[view.key], view, own: own, settings, time: time) : []
        }
    }

    private static func writes(
        _ wish: Wish?, _ view: ChangeView, own: Account, _ settings: Settings, time: ServerTime
    ) -> [Write] {
        // Nobody reviews what is in progress: a block would say nothing. One that is there may be lifted.
        let isBlocked = !(wish?.isInSlot ?? true) && !view.isWorkInProgress
        var votes: [String: Int] = [:]
        for label in Set([settings.slotLabel, settings.reviewLabel]) where view.labels.contains(label) {
            let own = view.votes.first { $0.label == label && $0.account.isSame(as: own) }
            let wanted = value(label, isBlocked: isBlocked, isInSlot: wish?.isInSlot ?? false, view, settings)
            // A good word of ours is a review, of somebody who shares the account, and no block.
            if label == settings.reviewLabel, wanted == 0, own?.value ?? 0 > 0 { continue }
            let isExpiring = wanted < 0 && own.map { isOld($0, settings, time: time) } ?? false
            if own?.value ?? 0 != wanted || isExpiring { votes[label] = wanted }
        }
        var writes: [Write] = []
        if !votes.isEmpty, let revision = view.revision {
            let message = message(wish, isBlock: votes.values.contains { $0 < 0 }, settings, time: time)
            writes.append(Write(view.key, .review(revision: revision, labels: votes, message: message)))
        }
        let isTagged = view.hashtags.contains(settings.hashtag)
        let wantsTag = settings.mode == .hashtag && isBlocked
        if isTagged != wantsTag, settings.mode == .hashtag || isTagged {
            let tags = [settings.hashtag]
            writes.append(Write(view.key, .hashtags(add: wantsTag ? tags : [], remove: wantsTag ? [] : tags)))
        }
        return writes
    }

    private static func value(
        _ label: String, isBlocked: Bool, isInSlot: Bool, _ view: ChangeView, _ settings: Settings
    ) -> Int {
        switch settings.mode {
        case .advise, .hashtag: 0
        case .label where label == settings.slotLabel: isBlocked ? -1 : isInSlot && !view.isWorkInProgress ? 1 : 0
        case .vote where label == settings.reviewLabel: isBlocked ? -2 : 0
        case .label, .vote: 0
        }
    }

    /// Renewed while a tenth of its time is left.
    private static func isOld(_ vote: ChangeView.Vote, _ settings: Settings, time: ServerTime) -> Bool {
        guard let at = vote.at else { return false }
        return time > at + settings.daysUntilExpiry * 86_400 * 9 / 10
    }

    private static func message(_ wish: Wish?, isBlock: Bool, _ settings: Settings, time: ServerTime) -> String {
        let why = wish?.why ?? "This change waits for no slot"
        guard isBlock else { return "\(why)." }
        let end = (time + settings.daysUntilExpiry * 86_400).queryText.prefix(10)
        return """
            \(why).

            This vote is set by a bot and says nothing about the code. It lifts it itself when the change gets a slot; \
            if it has not renewed it by \(end), it is gone, and the vote may be removed.
            """
    }
}
