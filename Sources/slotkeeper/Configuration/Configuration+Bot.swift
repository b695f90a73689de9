import Bot
import Chat
import Foundation
import IRCNetwork
import IRCProtocol
import Ledger
import MatrixNetwork
import MatrixProtocol
import Pacing
import ReleaseCalendar
import ReviewSlots

// From what the file says to what the parts want to know.

extension Configuration {
    func channels(on network: String) -> [String] {
        boards.flatMap(\.channels).filter { $0.network == network }.map(\.name)
    }

    var ircNetworks: [IRCNetworkConfiguration] {
        networks.compactMap { settings in
            guard case .irc(let irc) = settings.kind else { return nil }
            return IRCNetworkConfiguration(settings.name, irc, of: self)
        }
    }
}

extension Configuration {
    var matrixNetworks: [MatrixNetworkConfiguration] {
        networks.compactMap { settings in
            guard case .matrix(let matrix) = settings.kind else { return nil }
            return MatrixNetworkConfiguration(settings.name, matrix, of: self)
        }
    }

    /// The accounts of all who have a role: they may also talk with the bot alone.
    fileprivate func people(on network: String) -> Set<String> {
        let accounts = boards.flatMap { board -> [AccountSettings] in
            let roles = board.roles
            return roles.lead + roles.core + roles.specCore + roles.voter
        }
        return Set(accounts.filter { $0.network == network }.map(\.account))
    }

    /// The accounts of leads and cores, whose invitations the bot follows.
    fileprivate func moderators(on network: String) -> Set<String> {
        Set(boards.flatMap { $0.roles.lead + $0.roles.core }.filter { $0.network == network }.map(\.account))
    }
}

extension BotConfiguration {
    init(_ settings: Configuration) {
        self.init(
            boards: settings.boards.map { BoardConfiguration($0, settings.networks, settings.reviewSystems) },
            baseURL: settings.baseURL,
            version: Slotkeeper.version)
        idNetworks = Set(settings.networks.filter(\.isMatrix).map(\.name))
        courtesy.burst = settings.limits.commands
        courtesy.each = settings.limits.every
        courtesy.sameWithin = settings.limits.sameWithin
    }
}

extension BoardConfiguration {
    init(_ board: BoardSettings, _ networks: [NetworkSettings], _ systems: [ReviewSystemSettings]) {
        var roles: [Account: Roles] = [:]
        func grant(_ role: Roles, to accounts: [AccountSettings]) {
            for account in accounts {
                let network = networks.first { $0.name == account.network }
                // Review systems take capitals and small letters for the same, too.
                let name = network?.folded(account.account) ?? account.account.lowercased()
                roles[Account(network: account.network, name: name), default: []].formUnion(role)
            }
        }
        grant(.lead, to: board.roles.lead)
        grant(.core, to: board.roles.core)
        grant(.specCore, to: board.roles.specCore)
        grant(.voter, to: board.roles.voter)
        self.init(
            name: board.name, title: board.title,
            settings: Settings(
                slots: board.slots, reservations: board.reserve, lends: board.whenUnused == .lend,
                landAfter: Int(board.landAfter.components.seconds), coresPerSlot: board.coresPerSlot,
                plusTwos: board.plusTwos, cycle: board.cycle, isTrial: board.trial ? true : nil,
                silence: board.silence, timeBox: board.timeBox.map { Int($0.components.seconds) },
                reviewsPerCore: board.reviewsPerCore, freeze: board.freeze, quotas: board.quotas,
                needsDirection: board.direction == .required, focuses: board.focus,
                approvalBudget: board.approvalBudget),
            rooms: board.channels.map { Room(network: $0.network, id: $0.name) }, roles: roles,
            reviewURL: board.specURL ?? systems.first { $0.name == board.reviews?.system }.map { "\($0.url)/{number}" }
        )
        quiet = board.quiet
        for channel in board.channels {
            gathering[Room(network: channel.network, id: channel.name)] = channel.gather.map {
                Int($0.components.seconds)
            }
        }
        calendar = CalendarSettings(zone: board.zone, occasions: board.calendar, reminders: board.reminders)
        // Whoever sits at the terminal can read the ledger's file anyway.
        operators = Set(
            networks.filter { $0.kind == .terminal }.map { Account(network: $0.name, name: LocalUser.id) })
        let levels = board.powerLevels
        powers = [(levels.lead, .lead), (levels.core, .core), (levels.specCore, .specCore)].compactMap { level, role in
            level.map { ($0, role) }
        }
    }
}

extension IRCNetworkConfiguration {
    init(_ name: String, _ irc: IRCSettings, of all: Configuration) {
        var session = Session.Configuration(
            nick: irc.nick, user: irc.user, realName: irc.realname,
            channels: all.channels(on: name).map { Session.Channel($0) })
        session.inviters = all.moderators(on: name)
        session.version = "Slotkeeper \(Slotkeeper.version)"
        if let sasl = irc.sasl {
            session.login = Session.Login(
                account: sasl.account, password: sasl.password?.revealed() ?? "",
                mechanisms: sasl.mechanisms.map { SASLMechanism($0) })
            session.login?.isRequired = sasl.required
            session.login?.iterations = 4096...sasl.mostIterations
        }
        session.flood.burst = irc.flood.burst
        session.flood.millisecondsPerLine = 1000 / max(1, irc.flood.perSecond)
        session.flood.waitingLines = irc.flood.queue
        session.timeouts.registration = irc.timeouts.registration.milliseconds
        session.timeouts.login = irc.timeouts.sasl.milliseconds
        session.timeouts.idle = irc.timeouts.pingAfter.milliseconds
        session.timeouts.pong = irc.timeouts.pingTimeout.milliseconds
        session.timeouts.confirmation = irc.timeouts.confirmation.milliseconds
        session.flood.ctcpBurst = irc.flood.ctcpBurst
        session.flood.millisecondsPerCTCP = irc.flood.ctcpEvery.milliseconds
        session.flood.millisecondsPerInvitation = irc.flood.inviteEvery.milliseconds
        session.timeouts.join = irc.timeouts.join.milliseconds
        session.timeouts.welcome = irc.timeouts.welcome.milliseconds
        session.timeouts.oldestMessage = irc.timeouts.messageAge.milliseconds
        session.timeouts.relogin = irc.timeouts.reloginEvery.milliseconds
        session.timeouts.nick = irc.regain.first.milliseconds
        session.timeouts.longestNick = irc.regain.longest.milliseconds
        session.timeouts.rejoin = irc.rejoin.first.milliseconds
        session.timeouts.longestRejoin = irc.rejoin.longest.milliseconds
        session.bounds.members = irc.memory.members
        session.bounds.batches = irc.memory.batches
        session.bounds.messageIDs = irc.memory.messageIds
        session.serverPassword = irc.password?.revealed()
        self.init(name: name, host: irc.host, port: irc.port, session: session)
        connectTimeout = irc.timeouts.connect.milliseconds
        handshakeTimeout = irc.timeouts.tls.milliseconds
        farewellTimeout = irc.timeouts.quit.milliseconds
        shutdownTimeout = irc.timeouts.tlsClose.milliseconds
        waitingMessages = irc.memory.waitingMessages
        backoff.shortest = irc.reconnect.first.milliseconds
        backoff.longest = irc.reconnect.longest.milliseconds
        backoff.stableAfter = irc.reconnect.stableAfter.milliseconds
        backoff.longPause = irc.reconnect.bannedPause.milliseconds
        backoff.longestPause = irc.reconnect.longestBannedPause.milliseconds
        tls = irc.tls.map { settings in
            var tls = TLS()
            tls.authorities = settings.caFile
            tls.pin = settings.pinSHA256
            tls.certificate = settings.certificate
            tls.key = settings.key
            tls.serverName = settings.serverName
            return tls
        }
        allowsPlaintextLogin = irc.allowsPlaintextAuth
        stsPath = "\(all.state)/sts-\(name)"
    }
}

extension MatrixNetworkConfiguration {
    init(_ name: String, _ matrix: MatrixSettings, of all: Configuration) {
        let access: MatrixSession.Access =
            if let token = matrix.token {
                .token(MatrixProtocol.Secret(token.revealed()), user: UserID(matrix.user))
            } else {
                .password(user: matrix.user, MatrixProtocol.Secret(matrix.password?.revealed() ?? ""))
            }
        var session = MatrixSession.Settings(access: access, rooms: all.channels(on: name).compactMap { Place($0) })
        session.inviters = Set(all.people(on: name).compactMap { UserID($0) })
        session.device = matrix.device.flatMap { DeviceID($0) }
        session.answersInThreads = matrix.answersInThreads
        session.canReadEncrypted = matrix.proxyDecrypts
        session.sendsReceipts = matrix.sendsReceipts
        session.sendsTyping = matrix.sendsTyping
        session.pollTimeout = matrix.timeouts.poll.milliseconds
        session.pollGrace = matrix.timeouts.pollGrace.milliseconds
        session.requestTimeout = matrix.timeouts.request.milliseconds
        session.retry.shortest = matrix.retry.first.milliseconds
        session.retry.longest = matrix.retry.longest.milliseconds
        self.init(
            name: name, homeserver: matrix.homeserver, statePath: "\(all.state)/matrix-\(name).sqlite",
            session: session)
        caFile = matrix.caFile
        userAgent = "Slotkeeper/\(Slotkeeper.version)"
    }
}

extension SASLMechanism {
    fileprivate init(_ mechanism: IRCSettings.SASL.Mechanism) {
        switch mechanism {
        case .scramSHA256: self = .scramSHA256
        case .external: self = .external
        case .plain: self = .plain
        }
    }
}

extension Duration {
    var milliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}

/// Whoever runs this program.
enum LocalUser {
    static var id: String { String(getuid()) }
    static var name: String {
        ProcessInfo.processInfo.environment["USER"].flatMap { $0.isEmpty ? nil : $0 } ?? NSUserName()
    }
}
