import ReviewSlots

/// Since when ballots stand, and which of them are due: to have their voters reminded, or to lapse.
struct BallotAges: Sendable {
    private let remindAfter: Int
    private let lapseAfter: Int
    private var dates: [String: Timestamp] = [:]
    /// Nobody need be told of these: they have been, or their ballots weigh nothing.
    private var silent: Set<String> = []
    private var weightless: Set<String> = []
    /// No ballot is due before this.
    private var nextDue = Timestamp(.max)

    init(remindAfter: Int, lapseAfter: Int) {
        self.remindAfter = remindAfter
        self.lapseAfter = lapseAfter
    }

    var voters: some Collection<String> { dates.keys }

    subscript(voter: String) -> Timestamp? { dates[voter] }

    mutating func set(_ date: Timestamp?, of voter: String, weight: Int) {
        let (oldDate, oldDue) = (dates[voter], due(voter))
        dates[voter] = date
        if date != oldDate { silent.remove(voter) }
        if date != nil, weight == 0 { weightless.insert(voter) } else { weightless.remove(voter) }
        if let oldDue, oldDue <= nextDue {
            nextDue = dates.keys.compactMap(due).min() ?? Timestamp(.max)
        } else if let due = due(voter) {
            nextDue = min(nextDue, due)
        }
    }

    mutating func remind(_ voters: [String]) {
        silent.formUnion(voters.filter { dates[$0] != nil })
        nextDue = dates.keys.compactMap(due).min() ?? Timestamp(.max)
    }

    /// Those whose ballots have come of an age, the oldest first.
    func lapsed(at now: Timestamp) -> [String] {
        now < nextDue ? [] : oldestFirst { now - $0.value >= lapseAfter }
    }

    /// Those who must be told that their ballots will lapse, the oldest first.
    func toRemind(at now: Timestamp) -> [String] {
        now < nextDue
            ? []
            : oldestFirst {
                now - $0.value >= remindAfter && !silent.contains($0.key) && !weightless.contains($0.key)
            }
    }

    /// When a voter's ballot lapses.
    func lapse(of voter: String) -> Timestamp? { dates[voter].map { $0 + lapseAfter } }

    private func due(_ voter: String) -> Timestamp? {
        dates[voter].map { $0 + (silent.contains(voter) || weightless.contains(voter) ? lapseAfter : remindAfter) }
    }

    private func oldestFirst(_ isMeant: ((key: String, value: Timestamp)) -> Bool) -> [String] {
        dates.filter(isMeant).sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
    }
}
