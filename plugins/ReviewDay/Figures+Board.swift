import Bot
import Ledger
import ReviewSlots

extension ReviewDayReducer.Standing {
    /// What the board alone knows.
    func figures(_ board: Board) -> Figures {
        var figures = Figures()
        figures.approved = approved.count
        figures.approvedOfFiled = approved.intersection(filed).count
        figures.abandoned = abandoned.count
        figures.filed = filed.count
        figures.openBefore = openBefore
        switch day.subject {
        case .specs:
            let open = board.specs.values.filter {
                $0.state == .proposed && $0.listing == .listed && board.isOfThisCycle($0)
            }
            figures.open = open.count
            figures.fastTracked = open.count(where: \.isFastTracked)
        case .code: figures.open = board.changes.values.count(where: \.isOpen)
        }
        return figures
    }
}

extension Figures {
    static let mostNamed = 3

    /// Adds what the review systems know.
    mutating func add(_ open: [OpenReview], _ given: [GivenReview], of subject: ReviewDay.Subject) {
        let wanted = open.filter { $0.isSpec == (subject == .specs) }
        if !open.isEmpty {
            self.open = wanted.count
            let waiting = wanted.filter { !$0.change.objections.isEmpty || $0.change.isAnswerAwaited == true }
            waitingForAuthor = waiting.count
            let near = wanted.filter {
                $0.missing == 1 && $0.change.status == .open && $0.change.objections.isEmpty
                    && $0.change.isAnswerAwaited != true && $0.change.ci != .failed
            }
            .sorted {
                ($0.change.since ?? Timestamp(0), $0.change.number) < (
                    $1.change.since ?? Timestamp(0), $1.change.number
                )
            }
            missingOne = near.count
            nearest = near.prefix(Self.mostNamed).map { review in
                Item(number: review.change.number, title: Wording.short(review.change.title ?? "", 60))
            }
        }
        let counted = given.filter { $0.isSpec == (subject == .specs) }
        guard !open.isEmpty || !given.isEmpty else { return }
        let byPerson = Dictionary(grouping: counted, by: \.by)
        reviews = counted.count
        people = byPerson.count
        reviewers = byPerson.map { Reviewer(name: Wording.short($0.key.name, 40), reviews: $0.value.count) }
            .sorted { ($1.reviews, $0.name) < ($0.reviews, $1.name) }.prefix(10).map(\.self)
    }
}
