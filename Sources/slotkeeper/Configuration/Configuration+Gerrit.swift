import Bot
import Gerrit
import GerritProtocol
import GerritReviews

// From what the file says of review systems to what the plugin wants to know.

extension Configuration {
    /// The servers that boards follow.
    func gerritServers() throws(CategoryRules.Fault) -> [GerritPlugin.Server] {
        var servers: [GerritPlugin.Server] = []
        for system in reviewSystems {
            var boards: [BoardReviews] = []
            for board in self.boards where board.reviews?.system == system.name {
                guard let reviews = board.reviews else { continue }
                boards.append(try BoardReviews(reviews, of: board))
            }
            guard !boards.isEmpty else { continue }
            servers.append(
                GerritPlugin.Server(
                    GerritConfiguration(system, boards), boards: boards,
                    cachePath: "\(state)/reviews-\(system.name).sqlite"))
        }
        return servers
    }
}

extension BoardReviews {
    init(_ reviews: ReviewSettings, of board: BoardSettings) throws(CategoryRules.Fault) {
        self.init(
            board: board.name, server: reviews.system, projects: Set(reviews.projects),
            specs: SpecRules(
                projects: Set(reviews.specs.projects), approved: reviews.specs.approved,
                implemented: reviews.specs.implemented, ignored: Set(reviews.specs.ignored)),
            categories: try CategoryRules(reviews.categories.map(CategoryRules.Rule.init)))
        defaultCategory = reviews.defaultCategory
        branches = Set(reviews.branches)
        makesBlueprints = reviews.makesBlueprints
        since = reviews.since.flatMap { ServerTime(text: "\($0) 00:00:00") }
        rules.reviewLabel = reviews.labels.review
        rules.approvingValue = reviews.labels.approving
        rules.ciLabel = reviews.labels.ci
        rules.ciAccounts = Set(reviews.labels.ciAccounts)
        rules.approvalLabel = reviews.labels.approval
        rules.cores = reviews.cores.map { Set($0) }
        rules.approvalsNeeded = board.plusTwos
        blocks.mode = Blocks.Mode(rawValue: reviews.blocks.mode.rawValue) ?? .advise
        blocks.hashtag = reviews.blocks.hashtag
        blocks.slotLabel = reviews.blocks.label
        blocks.reviewLabel = reviews.labels.review
        blocks.writesPerMinute = reviews.blocks.perMinute
        blocks.daysUntilExpiry = Int(reviews.blocks.expireAfter.components.seconds / 86_400)
    }
}

extension GerritConfiguration {
    fileprivate init(_ system: ReviewSystemSettings, _ boards: [BoardReviews]) {
        var settings = Sync.Settings()
        settings.projects = boards.reduce(into: Set<String>()) { $0.formUnion($1.allProjects) }.sorted()
        settings.specProjects = boards.reduce(into: Set<String>()) { $0.formUnion($1.specs.projects) }
        // One that wants everything gets it, whatever the others say.
        let since = boards.map(\.since)
        settings.since = since.contains(nil) ? nil : since.compactMap(\.self).min()
        settings.pageSize = system.requests.page
        settings.burst = system.requests.burst
        settings.millisecondsPerRequest = system.requests.every.milliseconds
        settings.requestTimeout = system.requests.timeout.milliseconds
        settings.retry = Sync.Settings.Pause(
            shortest: system.retry.first.milliseconds, longest: system.retry.longest.milliseconds)
        settings.probeEvery = system.retry.refused.milliseconds
        settings.pollEvery = system.poll.withStream.milliseconds
        settings.pollEveryWithoutStream = system.poll.withoutStream.milliseconds
        settings.overlap = max(1, system.poll.overlap.milliseconds / 1000)
        settings.settle = system.poll.settle.milliseconds
        settings.auditEvery = system.poll.audit.milliseconds
        settings.digestAfter = system.poll.digestAfter.milliseconds
        settings.streamSilence = system.stream?.silence.milliseconds ?? settings.streamSilence
        self.init(name: system.name, url: system.url, settings: settings)
        if let user = system.user {
            let (secret, path) = (system.password, system.passwordFile)
            credentials = Credentials(user: user) {
                if let path { return try Secret.read(path).revealed() }
                return secret?.revealed() ?? ""
            }
        }
        allowsPlaintextLogin = system.allowsPlaintextAuth
        caFile = system.caFile
        stream = system.stream?.command
        userAgent = "Slotkeeper/\(Slotkeeper.version)"
    }
}
