/// The last events of a room: so that none acts twice, and what an answer or an edit needs to know of them.
struct Seen: Sendable {
    struct Note: Sendable, Hashable {
        /// `nil` for events of an earlier life.
        var sender: UserID?
        var thread: EventID?
        /// The message that this one takes the place of; so nothing can take its own.
        var original: EventID?
        /// How its text began.
        var beginning: String?
        /// How often it was answered in this life.
        var answers = 0
    }

    private let limit: Int
    private var order: [EventID] = []
    private var next = 0
    private var notes: [EventID: Note] = [:]

    init(_ ids: [EventID], limit: Int) {
        self.limit = limit
        for id in ids { _ = insert(id, Note()) }
    }

    func contains(_ id: EventID) -> Bool { notes[id] != nil }

    /// What is known of an event; setting it changes that and makes none known.
    subscript(id: EventID) -> Note? {
        get { notes[id] }
        set { if notes[id] != nil, let newValue { notes[id] = newValue } }
    }

    /// Whether it is new; from now on it is not.
    mutating func insert(_ id: EventID, _ note: Note) -> Bool {
        guard notes.updateValue(note, forKey: id) == nil else { return false }
        if order.count < limit {
            order.append(id)
        } else {
            notes[order[next]] = nil
            order[next] = id
            next = (next + 1) % limit
        }
        return true
    }
}
