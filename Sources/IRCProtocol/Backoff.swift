/// How long to wait before the next attempt to connect. Delays are in milliseconds.
///
/// They double from try to try, each somewhere between half of it and the whole, so that a hundred clients of a server that
/// restarts do not come back as one, and yet nobody sees more than six of us in 30 seconds. Only a session that held for a
/// while counts as a success: a server that takes us and drops us again sees growing delays. After a ban, a throttle or a refused login the pause is long, because trying again soon makes those worse.
public struct Backoff: Sendable, Hashable {
    public struct Settings: Sendable, Hashable {
        public var shortest = 1000
        public var longest = 300_000
        /// How long a session must have been registered to count as a success.
        public var stableAfter = 60_000
        /// After a ban, a throttle, a refused login, or when there is no nick for us; doubled each time up to the longest.
        public var longPause = 300_000
        public var longestPause = 3_600_000

        public init() {}
    }

    private let settings: Settings
    private var attempts = 0

    public init(_ settings: Settings = Settings()) {
        self.settings = settings
    }

    /// - Parameters:
    ///   - registeredFor: how long the lost session was registered; 0 if it never was.
    ///   - random: from 0 up to 1.
    public mutating func delay(after ending: Session.Ending, registeredFor: Int, random: Double) -> Int {
        if registeredFor >= settings.stableAfter { attempts = 0 }
        let doublings = min(attempts, 20)
        attempts += 1
        if ending.wantsLongPause {
            let pause = min(settings.longPause << doublings, max(settings.longPause, settings.longestPause))
            return pause + Int(Double(pause) * random / 2)
        }
        let ceiling = max(settings.shortest, min(settings.longest, settings.shortest << doublings))
        let least = max(settings.shortest, ceiling / 2)
        return least + Int(Double(ceiling - least) * random)
    }
}
