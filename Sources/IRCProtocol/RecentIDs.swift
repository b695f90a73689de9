/// The ids of the last messages, so that one that is sent again does not act again.
struct RecentIDs: Sendable {
    /// Of longer ids only so much is kept, from their end (IRCv3 "Message IDs" sets no limit, memory does).
    static let longest = 128

    let limit: Int
    private var order: [String] = []
    private var next = 0
    private var known: Set<String> = []

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// Whether the id is new; from now on it is not.
    mutating func isNew(_ id: String) -> Bool {
        let id = id.utf8.count > Self.longest ? String(decoding: id.utf8.suffix(Self.longest), as: UTF8.self) : id
        guard known.insert(id).inserted else { return false }
        if order.count < limit {
            order.append(id)
        } else {
            known.remove(order[next])
            order[next] = id
            next = (next + 1) % limit
        }
        return true
    }
}
