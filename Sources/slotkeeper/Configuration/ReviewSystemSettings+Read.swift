import Bot
import GerritProtocol

extension ReviewSystemSettings {
    private static let anyTime = Duration.milliseconds(1) ... .seconds(30 * 86_400)

    /// - Parameter listens: whether web hooks can come in.
    init(
        _ name: String, _ table: inout ConfigTable, _ networks: [NetworkSettings], _ environment: [String: String]?,
        listens: Bool
    ) {
        self.name = name
        if let problem = Check.name(name) { table.complain("the review system's name \(problem)") }
        if name == "local" || networks.contains(where: { $0.name == name }) {
            table.complain("\(name) is the name of something else already: accounts there could not be told apart")
        }
        kind = table.choice("kind", default: kind)
        url = table.requiredText("url", Check.webAddress)
        while url.hasSuffix("/") { url.removeLast() }
        user = table.text("user") { Check.word($0) ?? ($0.contains(":") ? "has a colon" : nil) }
        password = table.secret("password", environment)
        passwordFile = table.text("password_file")
        allowsPlaintextAuth = table.bool("allow_plaintext_auth", default: false)
        caFile = table.file("ca_file")
        if user != nil, password == nil, !table.has("password_file"), !table.has("password_env") {
            table.complain(about: "user", "needs its HTTP password, as password_file or password_env")
        }
        if user == nil {
            for key in ["password_file", "password_env"] where table.has(key) {
                table.complain(about: key, "is whose password? Give the user, too")
            }
        } else if url.hasPrefix("http://"), !allowsPlaintextAuth {
            table.complain(
                about: "url", "would send the password in clear text: use https, or say allow_plaintext_auth: true")
        }
        stream = table.table("stream") { Stream(&$0) }
        webhookSecret = table.secret("webhook_secret", environment)
        for key in ["webhook_secret_file", "webhook_secret_env"] where table.has(key) {
            if !listens { table.complain(about: key, "is for web hooks, which come in nowhere: give web.listen, too") }
            if let problem = webhookSecret.flatMap({ Check.pathSecret($0.revealed()) }) {
                table.complain(about: key, problem)
            }
        }
        requests = table.table("requests") { Requests(&$0) } ?? requests
        poll = table.table("poll") { Poll(&$0) } ?? poll
        retry = table.table("retry") { Retry(&$0) } ?? retry
    }

    fileprivate static func time(_ table: inout ConfigTable, _ key: String, _ value: Duration) -> Duration {
        table.duration(key, default: value, in: anyTime)
    }
}

extension ReviewSystemSettings.Stream {
    /// Events that say that a change may be different; the others are not sent.
    private static let types = [
        "patchset-created", "change-merged", "change-abandoned", "change-restored", "change-deleted", "comment-added",
        "vote-deleted", "topic-changed", "hashtags-changed", "wip-state-changed", "private-state-changed",
    ]

    fileprivate init(_ table: inout ConfigTable) {
        silence = ReviewSystemSettings.time(&table, "silence", silence)
        let words = table.values("command") { try $0.text() }
        let host = table.text("host", Self.checkArgument)
        let port = table.int("port", default: 29418, in: 1...65535)
        let user = table.text("user", Self.checkArgument)
        let key = table.text("key", Self.checkArgument)
        let knownHosts = table.text("known_hosts", Check.line)
        if let words {
            command = words
            if words.first?.isEmpty ?? true { table.complain(about: "command", "names no program") }
            for key in ["host", "port", "user", "key", "known_hosts"] where table.has(key) {
                table.complain(about: key, "stands beside command, which says all of it: remove one of them")
            }
            return
        }
        guard let host else {
            if !table.has("host") { table.complain("needs a host for ssh, or a command") }
            return
        }
        command = ["ssh", "-T", "-p", "\(port)"]
        command += ["-o", "BatchMode=yes", "-o", "ServerAliveInterval=30", "-o", "ServerAliveCountMax=3"]
        if let knownHosts { command += ["-o", "UserKnownHostsFile=\(knownHosts)"] }
        if let key { command += ["-i", key] }
        command += [user.map { "\($0)@\(host)" } ?? host, "gerrit", "stream-events"]
        for type in Self.types { command += ["-s", type] }
    }

    /// What ssh could take for an option is no argument.
    private static func checkArgument(_ text: String) -> String? {
        Check.line(text) ?? (text.hasPrefix("-") ? "begins with -" : nil)
    }
}

extension ReviewSystemSettings.Requests {
    fileprivate init(_ table: inout ConfigTable) {
        burst = table.int("burst", default: burst, in: 1...10_000)
        every = ReviewSystemSettings.time(&table, "every", every)
        timeout = ReviewSystemSettings.time(&table, "timeout", timeout)
        page = table.int("page", default: page, in: 10...500)
    }
}

extension ReviewSystemSettings.Poll {
    fileprivate init(_ table: inout ConfigTable) {
        withStream = ReviewSystemSettings.time(&table, "with_stream", withStream)
        withoutStream = ReviewSystemSettings.time(&table, "without_stream", withoutStream)
        overlap = ReviewSystemSettings.time(&table, "overlap", overlap)
        settle = ReviewSystemSettings.time(&table, "settle", settle)
        audit = ReviewSystemSettings.time(&table, "audit", audit)
        digestAfter = ReviewSystemSettings.time(&table, "digest_after", digestAfter)
    }
}

extension ReviewSystemSettings.Retry {
    fileprivate init(_ table: inout ConfigTable) {
        first = ReviewSystemSettings.time(&table, "first", first)
        longest = ReviewSystemSettings.time(&table, "longest", longest)
        refused = ReviewSystemSettings.time(&table, "refused", refused)
        if longest < first { table.complain(about: "longest", "is shorter than first") }
    }
}

// MARK: A board's

extension ReviewSettings {
    init(_ table: inout ConfigTable, _ systems: [ReviewSystemSettings]) {
        let names = systems.map(\.name)
        system = table.requiredText("system") {
            names.contains($0) ? nil : "is not among the review_systems\(didYouMean($0, among: names))"
        }
        projects = Self.projects(&table, "projects")
        branches = table.values("branches") { try $0.text() } ?? branches
        specs = table.table("specs") { Specs(&$0) } ?? specs
        let hasProjects = table.values("projects") { _ in true }?.isEmpty == false
        if !hasProjects, specs.projects.isEmpty { table.complain(about: "projects", "name at least one project") }
        since = table.text("since") {
            ServerTime(text: "\($0) 00:00:00") == nil ? "is no date such as 2014-10-01" : nil
        }
        cores = table.values("cores") { try $0.text() }
        labels = table.table("labels") { Labels(&$0) } ?? labels
        categories = table.tables("categories") { CategoryRule(&$0) }
        defaultCategory = table.text("default_category", default: defaultCategory, Check.line)
        makesBlueprints = table.bool("make_blueprints", default: makesBlueprints)
        blocks = table.table("blocks") { Blocks(&$0) } ?? blocks
        if blocks.mode != .advise, systems.first(where: { $0.name == system })?.user == nil {
            table.complain(about: "blocks", "cannot be written without a user: give \(system) one, or advise only")
        }
    }

    fileprivate static func projects(_ table: inout ConfigTable, _ key: String) -> [String] {
        table.values(key) { value in
            let text = try value.text()
            guard !text.isEmpty, Check.word(text) == nil, !text.contains(where: { "\"{}".contains($0) }) else {
                throw ConfigMistake("\(quoted(text)) is no project's name, such as openstack/nova")
            }
            return text
        } ?? []
    }
}

extension ReviewSettings.Specs {
    fileprivate init(_ table: inout ConfigTable) {
        projects = ReviewSettings.projects(&table, "projects")
        approved = table.values("approved", Self.pattern) ?? approved
        implemented = table.values("implemented", Self.pattern) ?? implemented
        ignored = table.values("ignored") { try $0.text() } ?? ignored
    }

    private static func pattern(_ value: ConfigValue) throws -> String {
        let text = try value.text()
        guard text.contains("{cycle}"), text.contains("{name}") else {
            throw ConfigMistake("\(quoted(text)) needs {cycle} and {name}, as in specs/{cycle}/{name}.rst")
        }
        return text
    }
}

extension ReviewSettings.Labels {
    fileprivate init(_ table: inout ConfigTable) {
        review = table.text("review", default: review, Check.word)
        approving = table.int("approving", default: approving, in: 1...10)
        ci = table.text("ci", default: ci, Check.word)
        ciAccounts = table.values("ci_accounts") { try $0.text() } ?? ciAccounts
        approval = table.text("approval", default: approval, Check.word)
    }
}

extension ReviewSettings.CategoryRule {
    fileprivate init(_ table: inout ConfigTable) {
        category = table.requiredText("category", Check.line)
        test = .path
        pattern = ""
        var given: [(Test, String)] = []
        for test in Test.allCases {
            if let text = table.text(test.rawValue, Check.line) { given.append((test, text)) }
        }
        guard given.count == 1, let only = given.first else {
            table.complain("give one of path, topic, hashtag and title")
            return
        }
        (test, pattern) = only
        if test == .title, (try? CategoryRules([CategoryRules.Rule(self)])) == nil {
            table.complain(about: "title", "\(quoted(pattern)) is no regular expression")
        }
    }
}

extension ReviewSettings.Blocks {
    fileprivate init(_ table: inout ConfigTable) {
        mode = table.choice("mode", default: mode)
        hashtag = table.text("hashtag", default: hashtag, Check.word)
        label = table.text("label", default: label, Check.word)
        perMinute = table.int("per_minute", default: perMinute, in: 1...600)
        expireAfter = table.duration(
            "expire_after", default: expireAfter, in: .seconds(86_400) ... .seconds(365 * 86_400))
    }
}

extension CategoryRules.Rule {
    init(_ rule: ReviewSettings.CategoryRule) {
        let test: Test =
            switch rule.test {
            case .path: .path(rule.pattern)
            case .topic: .topic(rule.pattern)
            case .hashtag: .hashtag(rule.pattern)
            case .title: .title(rule.pattern)
            }
        self.init(category: rule.category, test: test)
    }
}
