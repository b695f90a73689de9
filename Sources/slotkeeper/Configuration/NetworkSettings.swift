import Bot

/// A chat network and how to reach it.
struct NetworkSettings: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case irc(IRCSettings)
        case matrix(MatrixSettings)
        /// The terminal that the bot was started in, for trying it out.
        case terminal
    }

    /// The first half of an account `network:account`.
    var name: String
    var kind: Kind

    /// An account as the network writes it: services take capitals and small letters for the same, Matrix does not.
    func folded(_ account: String) -> String { isMatrix ? account : account.lowercased() }

    var isMatrix: Bool { if case .matrix = kind { true } else { false } }
}

extension NetworkSettings {
    private enum Word: String, CaseIterable { case irc, matrix, terminal }

    init(_ name: String, _ table: inout ConfigTable, _ environment: [String: String]?) {
        self.name = name
        if let problem = Check.name(name) { table.complain("the network's name \(problem)") }
        // Accounts of this name are people at the machine itself, who lead every board.
        if name == "local" { table.complain("no network can be called local: that stands for people at this machine") }
        let word = table.value("kind") { try $0.choice(Word.self) }
        if word == nil, table.has("kind") { table.giveUp() }
        switch word ?? .irc {
        case .irc: kind = .irc(IRCSettings(&table, environment))
        case .matrix: kind = .matrix(MatrixSettings(&table, environment))
        case .terminal: kind = .terminal
        }
    }
}
