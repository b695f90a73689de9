extension Sync {
    /// Times are in milliseconds.
    public struct Settings: Sendable, Hashable {
        /// Projects whose changes are followed, those with specs too.
        public var projects: [String] = []
        /// Of them, those whose changes' files are kept.
        public var specProjects: Set<String> = []
        /// Changes that were last touched before are left out when projects are first read, unless they are open.
        public var since: ServerTime?
        /// Whether requests are made under a name; without, nothing can be written.
        public var isAuthenticated = true

        public var pageSize = 200
        /// Requests at once after a pause, and then one in so many milliseconds.
        public var burst = 60
        public var millisecondsPerRequest = 3000
        public var requestTimeout = 60_000
        public var retry = Pause(shortest: 1000, longest: 60_000)
        /// Between attempts while the server refuses us, or refuses what we ask.
        public var probeEvery = 600_000

        public var usesStream = true
        public var pollEvery = 60_000
        public var pollEveryWithoutStream = 30_000
        /// Seconds that are read again each time, so that an index that lags loses nothing.
        public var overlap = 120
        /// Between a hint and its request: several events of one push are one, and the server's state has settled.
        public var settle = 2000
        /// At most one request for a change in so much time comes of hints from outside, whoever sends them.
        public var outsideEvery = 60_000
        /// After a read that was older than its hint.
        public var settleAgain = 10_000
        /// More hints than this at once are answered by one poll.
        public var mostSingles = 5
        public var streamSilence = 900_000
        /// A stream that held so long was a success.
        public var streamStable = 60_000
        public var auditEvery = 86_400_000
        /// Before a change that was not found is looked for a second time.
        public var lookAgain = 60_000
        /// More changes that vanish in one audit are a sign that something else has changed.
        public var mostVanished = 10
        /// After a longer gap what has happened is told as one digest.
        public var digestAfter = 1_800_000
        public var answerLimit = Answer.limit

        public init() {}

        public struct Pause: Sendable, Hashable {
            public var shortest: Int
            public var longest: Int

            public init(shortest: Int, longest: Int) {
                self.shortest = shortest
                self.longest = longest
            }
        }
    }
}
