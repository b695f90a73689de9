import Bot
import ReviewSlots

extension BoardSettings {
    /// - Parameters:
    ///   - networks: the ones that channels and roles may name.
    ///   - systems: the review systems, whose accounts may have roles.
    ///   - taken: the channels of the boards before, with their boards.
    init(
        _ name: String, _ table: inout ConfigTable, _ networks: [NetworkSettings], _ systems: [ReviewSystemSettings],
        taken: inout [ChannelSettings: String]
    ) {
        self.name = name
        if let problem = Check.name(name) { table.complain("the board's name \(problem)") }
        title = table.text("title", default: name, Check.line)
        cycle = table.requiredText("cycle", Check.word)

        slots = table.value("slots") { value in try Self.slots(value) } ?? slots
        reserve = table.table("reserve") { Self.counts(&$0, "a kind of work", in: 1...1000) } ?? reserve
        let reserved = reserve.values.reduce(0, +)
        switch slots {
        case nil where reserved > 0: table.complain(about: "reserve", "keeps slots, but slots are off")
        case let slots? where slots > 0 && reserved > slots:
            table.complain(about: "reserve", "keeps \(reserved) slots, but there are only \(slots)")
        default: break
        }
        whenUnused = table.choice("when_unused", default: whenUnused)
        landAfter = table.duration("land_after", default: landAfter, in: .zero ... .seconds(86_400 * 365))
        coresPerSlot = table.int("cores_per_slot", default: coresPerSlot, in: 1...20)
        plusTwos = table.int("plus_twos", default: plusTwos, in: 1...10)
        silence = table.table("silence") { Settings.Silence(&$0) } ?? silence
        timeBox = table.value("time_box") { try Self.timeBox($0) } ?? timeBox
        reviewsPerCore = table.int("reviews_per_core", default: reviewsPerCore, in: 0...100)
        freeze = table.table("freeze") { Settings.FreezeRules(&$0) } ?? freeze
        quotas = table.table("quotas") { Self.counts(&$0, "a group", in: 0...Settings.mostSlots) } ?? quotas
        direction = table.choice("direction", default: direction)
        focus = table.table("focus") { [slots] in Self.focus(&$0, slots) } ?? focus
        approvalBudget = table.value("approval_budget") { try Self.approvalBudget($0) } ?? approvalBudget
        minBallots = table.int("min_ballots", default: minBallots, in: 0...10_000)
        specURL = table.text("spec_url") { Check.webAddress($0) ?? ($0.contains("{number}") ? nil : "has no {number}") }
        trial = table.bool("trial", default: trial)

        zone = table.zone("zone") ?? zone
        calendar = table.occasions("calendar", zone: zone)
        reminders = table.reminders("reminders") ?? reminders

        quiet = table.quiet("quiet")
        channels = table.tables("channels") { ChannelSettings(&$0, networks, board: name, taken: &taken) }
        table.requireSome("channels", "channel")
        roles = table.table("roles") { Roles(&$0, networks, systems.map(\.name)) } ?? roles
        powerLevels = table.table("power_levels") { PowerLevels(&$0) } ?? powerLevels
        if powerLevels != PowerLevels(),
            !channels.contains(where: { channel in networks.contains { $0.name == channel.network && $0.isMatrix } })
        {
            table.complain(about: "power_levels", "are those of Matrix rooms, and the board has none")
        }
        reviews = table.table("reviews") { ReviewSettings(&$0, systems) }
        publish = table.table("publish") { PublishSettings(&$0) }
    }

    /// Numbers by names that the project chooses.
    /// - Parameter what: what they are names of.
    private static func counts(_ table: inout ConfigTable, _ what: String, in range: ClosedRange<Int>) -> [String: Int]
    {
        Dictionary(
            uniqueKeysWithValues: table.keys.map { name in
                if let fault = BlueprintName.fault(in: name) {
                    table.complain(about: name, "cannot be \(what): \(fault)")
                }
                return (name, table.int(name, default: 0, in: range))
            })
    }

    private static func focus(_ table: inout ConfigTable, _ slots: Int?) -> [String: [String: Int]] {
        var focuses: [String: [String: Int]] = [:]
        for name in table.keys {
            if let fault = BlueprintName.fault(in: name) { table.complain(about: name, "cannot be a focus: \(fault)") }
            focuses[name] = table.table(name) { counts(&$0, "a kind of work", in: 1...Settings.mostSlots) } ?? [:]
            let reserved = focuses[name]?.values.reduce(0, +) ?? 0
            if let slots, slots > 0, reserved > slots {
                table.complain(about: name, "keeps \(reserved) slots, but there are only \(slots)")
            }
        }
        return focuses
    }

    private static func timeBox(_ value: ConfigValue) throws -> Duration? {
        if case .text("off", _) = value.content { return nil }
        let days = Settings.timeBoxes
        return try value.duration(in: .seconds(days.lowerBound) ... .seconds(days.upperBound))
    }

    private static func approvalBudget(_ value: ConfigValue) throws -> Int? {
        if case .text("off", _) = value.content { return nil }
        return try value.int(in: Settings.approvalBudgets)
    }

    private static func slots(_ value: ConfigValue) throws -> Int? {
        if case .text("off", _) = value.content { return nil }
        guard case .text(let text, quoted: false) = value.content, Int(text) != nil else {
            throw value.mismatch("a whole number or off")
        }
        return try value.int(in: 0...1000)
    }
}

extension Settings.Silence {
    fileprivate init(_ table: inout ConfigTable) {
        self.init()
        warnAfter = table.int("warn_after", default: warnAfter, in: Settings.workingDays)
        actAfter = table.int("act_after", default: actAfter, in: Settings.workingDays)
        policy = table.choice("policy", default: policy)
    }
}

extension PublishSettings {
    fileprivate init(_ table: inout ConfigTable) {
        folder = table.requiredText("folder", Check.line)
        url = table.text("url", Check.webAddress).map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }
}

extension Settings.FreezeRules {
    fileprivate init(_ table: inout ConfigTable) {
        self.init()
        let times = Duration.seconds(Settings.freezeTimes.lowerBound) ... .seconds(Settings.freezeTimes.upperBound)
        notices =
            table.values("notices") { Int(try $0.duration(in: times).components.seconds) } ?? notices
        if notices.count > Settings.mostNotices {
            table.complain(about: "notices", "has more than \(Settings.mostNotices) times")
        }
        sponsors = table.int("sponsors", default: sponsors, in: Settings.sponsorCounts)
        grace = Int(table.duration("grace", default: .seconds(grace), in: times).components.seconds)
    }
}

extension ChannelSettings {
    fileprivate init(
        _ table: inout ConfigTable, _ networks: [NetworkSettings], board: String, taken: inout [ChannelSettings: String]
    ) {
        network = table.requiredText("network") { Check.network($0, among: networks.map(\.name)) }
        name = table.requiredText("name")
        gather = table.value("gather") { try $0.duration(in: .seconds(60) ... .seconds(7 * 86_400)) }
        guard !name.isEmpty, let home = networks.first(where: { $0.name == network }) else { return }
        let problem: String? =
            switch home.kind {
            case .irc: Check.channel(name)
            case .matrix: Check.matrixRoom(name)
            case .terminal: nil
            }
        if let problem { table.complain(about: "name", "\(quoted(name)) \(problem)") }
        let folded = ChannelSettings(network: network, name: home.folded(name))
        if let other = taken[folded] {
            table.complain(about: "name", "\(name) on \(network) belongs to the board \(other) already")
        }
        taken[folded] = board
    }
}

extension BoardSettings.Roles {
    fileprivate init(_ table: inout ConfigTable, _ networks: [NetworkSettings], _ systems: [String]) {
        func account(_ value: ConfigValue) throws -> AccountSettings { try AccountSettings(value, networks, systems) }
        lead = table.values("lead", account) ?? lead
        core = table.values("core", account) ?? core
        specCore = table.values("spec_core", account) ?? specCore
        voter = table.values("voter", account) ?? voter
    }
}

extension BoardSettings.PowerLevels {
    fileprivate init(_ table: inout ConfigTable) {
        func level(_ key: String) -> Int? { table.value(key) { try $0.int(in: 1...Int(1) << 53) } }
        lead = level("lead")
        core = level("core")
        specCore = level("spec_core")
    }
}

extension AccountSettings {
    fileprivate init(_ value: ConfigValue, _ networks: [NetworkSettings], _ systems: [String]) throws {
        let text = try value.text()
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, Check.word(parts[1]) == nil else {
            throw ConfigMistake("\(quoted(text)) is no account: write NETWORK:ACCOUNT, such as oftc:alice")
        }
        if let problem = Check.network(parts[0], among: networks.map(\.name) + systems) {
            throw ConfigMistake("\(quoted(parts[0])) \(problem)")
        }
        if networks.contains(where: { $0.name == parts[0] && $0.isMatrix }), let problem = Check.matrixUser(parts[1]) {
            throw ConfigMistake("\(quoted(parts[1])) \(problem)")
        }
        network = parts[0]
        account = parts[1]
    }
}
