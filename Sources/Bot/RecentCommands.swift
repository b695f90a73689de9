import Chat

/// What people have just asked for, so that the same is not done twice, and who asks too fast is told so once.
struct RecentCommands {
    private struct Said: Hashable {
        var room: Room
        var nick: String
        var text: String
    }

    private struct Asker: Hashable {
        var network: String
        var nick: String
    }

    /// Remembered at most; what is beyond is taken for new.
    static let limit = 1000

    private var said: [Said: ContinuousClock.Instant] = [:]
    private var told: Set<Asker> = []

    /// Whether this person said the same in the same room a moment ago. If not, it counts from now.
    mutating func isRepeated(_ message: Message, within window: Duration, at now: ContinuousClock.Instant) -> Bool {
        let key = Said(room: message.room, nick: message.nick, text: message.text)
        if let before = said[key], now - before < window { return true }
        if said.count >= Self.limit { said = said.filter { now - $0.value < window } }
        if said.count < Self.limit { said[key] = now }
        return false
    }

    /// Whether this person is to be told that too much waits for them: once, until they have been answered again.
    mutating func mustBeTold(_ message: Message, isBusy: Bool) -> Bool {
        let asker = Asker(network: message.room.network, nick: message.nick)
        guard isBusy else {
            told.remove(asker)
            return false
        }
        if told.count >= Self.limit { told = [] }
        return told.insert(asker).inserted
    }
}
