import Bot
import BotTesting
import Chat
import Gerrit
import Ledger
import struct Ledger.Account
import Logging
import ReviewSlots

@testable import GerritProtocol
@testable import GerritReviews

/// Changes as a server has them, and a board that hears of them.
struct World {
    let room: TestRoom
    var reviews: BoardReviews

    init(settings: Settings = Settings(slots: 2, cycle: "Kilo")) async throws {
        room = try await TestRoom.make(
            settings: settings,
            plugins: [GerritPlugin([], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })])
        reviews = BoardReviews(
            board: "nova", server: "gerrit", projects: ["demo/code"], specs: SpecRules(projects: ["demo/specs"]),
            categories: try CategoryRules([.init(category: "Scheduler", test: .title("schedul"))]))
    }

    /// Tells the board of changes, those to specs and those to code, and of who owns what.
    @discardableResult
    func tell(_ views: [ChangeView], hidden: Set<Int> = [], source: String = "review system") async throws -> Decision {
        var report = ReviewReport(reviews: reviews, views: views, hidden: hidden, specs: [], owners: [:])
        for view in views {
            guard let name = view.owner?.accountName else { continue }
            report.owners[view.key.number] = try await room.ledger.person(
                with: Account(network: "gerrit", name: name), now: room.clock.now)
        }
        for record in SpecRecord.records(views.filter { $0.key.project == "demo/specs" }, reviews.specs) {
            let newest = record.reviews.last { !$0.isAbandoned } ?? record.reviews.last
            let view = views.first { $0.key == newest?.change }
            report.specs.append(
                ReviewReport.SpecNews(
                    record: record, category: view.flatMap(reviews.categories.category),
                    authors: view.flatMap { report.owners[$0.key.number] }.map { [$0] } ?? [],
                    since: view?.created ?? ServerTime(seconds: 0)))
        }
        return try await room.ledger.submit(
            Submission(
                .plugin(stream: ReviewsReducer.stream, ReviewsCommand.report(report)), board: "nova", actor: .bot,
                by: "slotkeeper", source: source, now: room.clock.now))
    }

    func board<Value: Sendable>(_ body: @Sendable (Board) throws -> Value) async throws -> Value {
        try await room.ledger.read("nova") { board, _ in try body(board) }
    }

    func change(_ number: Int) async throws -> Change? { try await board { $0.changes[number] } }

    func spec(_ number: Int) async throws -> Spec? { try await board { $0.spec(ofReview: number) } }

    func changes(of name: String) async throws -> [Int] {
        try await board { board in
            board.blueprint(named: name).flatMap { board.blueprints[$0] }?.changes ?? []
        }
    }
}

/// A change to code, or to a spec if it has files.
func change(
    _ number: Int, _ message: String = "A change", status: ChangeInfo.Status = .open, owner: String = "carol",
    files: [FileChange] = [], created: Int = 0, _ alter: (inout ChangeView) -> Void = { _ in }
) throws -> ChangeView {
    let json = """
        )]}'
        {"project": "demo/\(files.isEmpty ? "code" : "specs")", "_number": \(number), "status": "NEW", "branch": "master",
         "change_id": "I\(number)", "subject": "\(message.split(separator: "\n")[0])", "owner": {"username": "\(owner)"},
         "updated": "2014-12-01 10:00:00.000000000",
         "labels": {"Code-Review": {"all": []}, "Verified": {"all": []}, "Workflow": {"all": []}}}
        """
    var view = ChangeView(try Answer.decode(ChangeInfo.self, from: Array(json.utf8)), keepsFiles: false)
    view.status = status
    view.files = files
    view.created = ServerTime(seconds: created == 0 ? number : created)
    view.patchSet = 1
    view.revision = "abc\(number)"
    let words = CommitMessage(message)
    view.mentions = words.mentions
    view.suggested = words.suggestions
    view.dependsOn = words.dependsOn
    view.previouslyApproved = words.previouslyApproved
    alter(&view)
    return view
}

func added(_ path: String) -> [FileChange] { [FileChange(path: path, kind: .added)] }

extension ChangeView {
    mutating func vote(_ who: String, _ value: Int, _ label: String = "Code-Review") {
        votes.append(Vote(label: label, account: GerritProtocol.Account(username: who), value: value))
    }
}
