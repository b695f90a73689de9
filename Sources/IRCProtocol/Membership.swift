/// Who is in our channels, and who of them is logged in as whom.
///
/// An account is known by what the server says of a connection (extended-join, account-notify, WHOX), and forgotten as
/// soon as the server can no longer vouch for it: on logout, on QUIT, and when we share no channel any more, because
/// from then on nobody tells us of a logout.
struct Membership: Sendable {
    struct Channel: Sendable {
        /// As the configuration spells it.
        var name: String
        /// The server's time when we came in, in milliseconds since 1970.
        var joinedAt: Int
        fileprivate(set) var members: Set<Folded> = []
    }

    /// Longer names than any real network permits are not kept.
    static let longestName = 128

    let memberLimit: Int
    private(set) var channels: [Folded: Channel] = [:]
    private var accounts: [Folded: Folded] = [:]

    init(memberLimit: Int) {
        self.memberLimit = memberLimit
    }

    func isJoined(_ channel: Folded) -> Bool {
        channels[channel] != nil
    }

    /// The account that was last said of this nick.
    func account(of nick: Folded) -> Folded? {
        accounts[nick]
    }

    /// Somebody who is logged in to this account: of several nicks the first.
    func nick(of account: Folded) -> Folded? {
        accounts.filter { $0.value == account }.keys.min()
    }

    /// Names of the channels that we share with somebody, sorted.
    func sharedChannels(with nick: Folded) -> [String] {
        channels.values.filter { $0.members.contains(nick) }.map(\.name).sorted()
    }

    mutating func enter(_ channel: Folded, name: String, at time: Int) {
        leave(channel)
        channels[channel] = Channel(name: name, joinedAt: time)
    }

    /// We are no longer in the channel.
    mutating func leave(_ channel: Folded) {
        guard let left = channels.removeValue(forKey: channel) else { return }
        for nick in left.members { forgetIfUnseen(nick) }
    }

    mutating func add(_ nick: Folded, to channel: Folded) {
        guard let count = channels[channel]?.members.count, count < memberLimit,
            nick.text.utf8.count <= Self.longestName
        else { return }
        channels[channel]?.members.insert(nick)
    }

    mutating func remove(_ nick: Folded, from channel: Folded) {
        channels[channel]?.members.remove(nick)
        forgetIfUnseen(nick)
    }

    mutating func quit(_ nick: Folded) {
        for channel in channels.keys { channels[channel]?.members.remove(nick) }
        accounts[nick] = nil
    }

    mutating func rename(_ old: Folded, to new: Folded) {
        guard old != new else { return }
        for channel in channels.keys where channels[channel]?.members.remove(old) != nil {
            channels[channel]?.members.insert(new)
        }
        accounts[new] = accounts.removeValue(forKey: old)
    }

    /// What the server says of somebody's login; nil: not logged in. Of people whom we do not see nothing is kept.
    mutating func setAccount(_ account: Folded?, of nick: Folded) {
        let account = account.flatMap { $0.text.utf8.count <= Self.longestName ? $0 : nil }
        accounts[nick] = isSeen(nick) ? account : nil
    }

    mutating func forgetAccounts() {
        accounts = [:]
    }

    private func isSeen(_ nick: Folded) -> Bool {
        channels.values.contains { $0.members.contains(nick) }
    }

    private mutating func forgetIfUnseen(_ nick: Folded) {
        if accounts[nick] != nil, !isSeen(nick) { accounts[nick] = nil }
    }
}
