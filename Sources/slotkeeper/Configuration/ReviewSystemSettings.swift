/// A review system and how to reach it.
struct ReviewSystemSettings: Sendable, Hashable {
    enum Kind: String, Sendable, CaseIterable { case gerrit }

    /// Where events come from: a command that prints them, one a line.
    struct Stream: Sendable, Hashable {
        var command: [String] = []
        /// After so much silence the server is asked whether something has happened, and the stream begun anew.
        var silence = Duration.seconds(900)
    }

    /// How often the server is asked. Gerrit's quota plugin allows 90 requests at once, and then one in 3 s.
    struct Requests: Sendable, Hashable {
        var burst = 60
        var every = Duration.seconds(3)
        var timeout = Duration.seconds(60)
        /// Changes on a page.
        var page = 200
    }

    struct Poll: Sendable, Hashable {
        var withStream = Duration.seconds(60)
        var withoutStream = Duration.seconds(30)
        /// What is read again each time, so that an index that lags loses nothing.
        var overlap = Duration.seconds(120)
        /// Between a hint and its request, so that several events of one push are one.
        var settle = Duration.seconds(2)
        /// Changes that no list shows any more are looked for so often.
        var audit = Duration.seconds(86_400)
        /// After a longer absence what has happened is told in one line.
        var digestAfter = Duration.seconds(1800)
    }

    struct Retry: Sendable, Hashable {
        var first = Duration.seconds(1)
        var longest = Duration.seconds(60)
        /// While the server refuses the bot.
        var refused = Duration.seconds(600)
    }

    /// Accounts there are `NAME:USER`.
    var name: String
    var kind = Kind.gerrit
    /// Without a slash at the end.
    var url = ""
    var user: String?
    var password: Secret?
    /// Read anew for each request, so that a changed password counts at once.
    var passwordFile: String?
    var allowsPlaintextAuth = false
    var caFile: String?
    var stream: Stream?
    /// Whoever knows it may hint that a change is different.
    var webhookSecret: Secret?
    var requests = Requests()
    var poll = Poll()
    var retry = Retry()
}

/// Which changes a board follows, and how its project reviews.
struct ReviewSettings: Sendable, Hashable {
    struct Labels: Sendable, Hashable {
        var review = "Code-Review"
        var approving = 2
        var ci = "Verified"
        var ciAccounts: [String] = []
        var approval = "Workflow"
    }

    struct Specs: Sendable, Hashable {
        var projects: [String] = []
        var approved = ["specs/{cycle}/approved/{name}.rst", "specs/{cycle}/{name}.rst"]
        var implemented = ["specs/{cycle}/implemented/{name}.rst"]
        var ignored = ["index", "template"]
    }

    struct CategoryRule: Sendable, Hashable {
        enum Test: String, Sendable, CaseIterable { case path, topic, hashtag, title }

        var category: String
        var test: Test
        var pattern: String
    }

    struct Blocks: Sendable, Hashable {
        enum Mode: String, Sendable, CaseIterable { case advise, hashtag, label, vote }

        var mode = Mode.advise
        var hashtag = "no-review-slot"
        var label = "Review-Slot"
        var perMinute = 10
        var expireAfter = Duration.seconds(30 * 86_400)
    }

    var system = ""
    var projects: [String] = []
    var branches: [String] = []
    var specs = Specs()
    /// `YYYY-MM-DD`
    var since: String?
    /// `nil`: whoever may give the approving value.
    var cores: [String]?
    var labels = Labels()
    var categories: [CategoryRule] = []
    var defaultCategory = "Other"
    var makesBlueprints = true
    var blocks = Blocks()
}
