public import GerritProtocol
import ReviewSlots

/// Which changes of a server a board follows, and how its project reviews.
public struct BoardReviews: Sendable, Hashable {
    public var board: String
    /// The server's name in the configuration; people's accounts there are `NAME:USER`.
    public var server: String
    /// Projects of code.
    public var projects: Set<String>
    public var specs: SpecRules
    public var categories: CategoryRules
    /// Of specs that no rule sorts.
    public var defaultCategory = "Other"
    public var rules: ReviewRules
    /// Changes elsewhere belong to no blueprint; empty: any branch.
    public var branches: Set<String> = []
    /// Whether a footer in an open change makes a blueprint that nobody has added yet.
    public var makesBlueprints = true
    public var blocks = Blocks.Settings()
    /// What was last touched before is left out when the projects are first read, unless it is open.
    public var since: ServerTime?

    public init(
        board: String, server: String, projects: Set<String>, specs: SpecRules = SpecRules(),
        categories: CategoryRules, rules: ReviewRules = ReviewRules()
    ) {
        self.board = board
        self.server = server
        self.projects = projects
        self.specs = specs
        self.categories = categories
        self.rules = rules
    }

    public var allProjects: Set<String> { projects.union(specs.projects) }

    func follows(_ view: ChangeView) -> Bool { allProjects.contains(view.key.project) }

    /// Whether a change is one to the code that blueprints are made of.
    func isCode(_ view: ChangeView) -> Bool {
        projects.contains(view.key.project) && (branches.isEmpty || branches.contains(view.branch))
            && view.specActions(specs).isEmpty
    }
}

extension GerritProtocol.Account {
    /// What the account is called in the ledger: a user name never changes, unlike names and addresses. Where it could be
    /// taken for another's number or address, or has capitals, which make it another's on some servers, the number.
    public var accountName: String? {
        if let username, isCalled(username), username == username.lowercased() { return username }
        return id.map { "\($0)" }
    }
}
