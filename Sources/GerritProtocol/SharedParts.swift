/// Gives equal parts of views one place in memory: projects, labels, topics and people are the same in thousands of changes.
struct SharedParts: Sendable {
    private var texts: Set<String> = []
    private var lists: Set<[String]> = []
    private var accounts: Set<Account> = []

    mutating func share(_ view: ChangeView) -> ChangeView {
        var view = view
        view.key.project = share(view.key.project)
        view.branch = share(view.branch)
        view.topic = view.topic.map { share($0) }
        view.labels = lists.insert(view.labels).memberAfterInsert
        view.owner = view.owner.map { share($0) }
        view.uploader = view.uploader.map { share($0) }
        for index in view.votes.indices {
            view.votes[index].label = share(view.votes[index].label)
            view.votes[index].account = share(view.votes[index].account)
        }
        return view
    }

    private mutating func share(_ text: String) -> String { texts.insert(text).memberAfterInsert }
    private mutating func share(_ account: Account) -> Account { accounts.insert(account).memberAfterInsert }
}
