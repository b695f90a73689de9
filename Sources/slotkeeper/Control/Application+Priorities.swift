import Bot
import Chat
import Ledger
import ReviewSlots

extension Application {
    /// As many mistakes are told; the others are only counted.
    private static let toldMistakes = 5
    /// After as many names that are not there it is certain that this is the wrong list.
    private static let mostMistakes = 1000

    /// Gives blueprints the priorities of a list; a line with counts. A list with a mistake changes nothing.
    ///
    /// - Parameter file: what the list is called in the answer.
    func importPriorities(_ list: PriorityList, file: String, board name: String?) async throws -> [String] {
        let board = try board(name).name
        let (priorities, mistakes) = try await resolve(list, on: board)
        let count = list.mistakeCount + mistakes.count
        if count > 0 {
            throw Self.failure(list.mistakes + mistakes, count, isAll: mistakes.count < Self.mostMistakes, file)
        }
        let now = Self.now()
        let events: [BoardEvent]
        do {
            events = try await submitImport(.prioritize(priorities), board: board, at: now, now: now).boardEvents
        } catch .refused {
            throw Failure(
                "\(file): a blueprint was closed while the list was read, and nothing was imported: import it again.",
                code: .badInput)
        } catch {
            throw Failure(Self.sentence(for: error), code: .file)
        }
        let counts = PriorityCounts(events)
        let same = priorities.count - counts.total
        let known =
            counts.isEmpty ? "known already, nothing changed" : "\(counts)\(same > 0 ? ", \(same) as before" : "")"
        let order = try await ledger.read(board) { board, _ in
            let having = board.open.count { board.blueprints[$0]?.priority != nil }
            return
                "On the board \(board.name) \(having) of \(board.open.count) open blueprints have a priority, which \(board.order.isEmpty ? "orders the backlog as long as there are no votes" : "counts when there are no votes")."
        }
        return ["\(file): \(known)", order]
    }

    /// The blueprints that a list names, and what is wrong with its names.
    private func resolve(_ list: PriorityList, on board: String) async throws
        -> ([(BlueprintID, Priority?)], [PriorityList.Mistake])
    {
        var priorities: [(BlueprintID, Priority?)] = []
        var lines: [BlueprintID: Int] = [:]
        var mistakes: [PriorityList.Mistake] = []
        for row in list.rows where mistakes.count < Self.mostMistakes {
            // A name at a time, so that a long list does not keep those waiting who talk to the bot.
            let isTold = mistakes.count < Self.toldMistakes
            let (id, fault) = try await ledger.read(board) { board, _ in
                Self.lookUp(row.name, on: board, nearest: isTold)
            }
            if let id, let first = lines.updateValue(row.line, forKey: id) {
                mistakes.append(
                    .init(line: row.line, "\(row.name.cut(toBytes: 64)) is in line \(first) already; name it once"))
            } else if let id {
                priorities.append((id, row.priority))
            } else if let fault {
                mistakes.append(.init(line: row.line, fault))
            }
        }
        return (priorities, mistakes)
    }

    /// The open blueprint that a name means, or why there is none and what to do.
    private static func lookUp(_ word: String, on board: Board, nearest: Bool) -> (BlueprintID?, String?) {
        func names(_ ids: [BlueprintID]) -> String {
            ids.map { board.blueprints[$0]?.name ?? $0.description }.joined(separator: " or ")
        }
        let shown = word.harmless.cut(toBytes: 64)
        switch board.find(word, nearest: nearest) {
        case .found(let id):
            guard let blueprint = board.blueprints[id], let closure = blueprint.closed else { return (id, nil) }
            let how = closure.outcome == .landed ? "has landed" : "was withdrawn"
            return (nil, "\(blueprint.name) \(how); leave it out")
        case .several(let ids): return (nil, "\"\(shown)\" may mean \(names(ids)); write one of them")
        case .none(let near):
            return (
                nil,
                near.isEmpty
                    ? "there is no blueprint \"\(shown)\"; check the name"
                    : "there is no blueprint \"\(shown)\"; is it \(names(near))?"
            )
        }
    }

    private static func failure(
        _ mistakes: [PriorityList.Mistake], _ count: Int, isAll: Bool, _ file: String
    ) -> Failure {
        let told = mistakes.sorted { $0.line < $1.line }.prefix(toldMistakes).map {
            "\(file), line \($0.line): \($0.sentence.harmless)"
        }
        let sum = "\(isAll ? "" : "at least ")\(count == 1 ? "1 mistake" : "\(count) mistakes") in all"
        return Failure(
            (told + ["\(sum), and nothing was imported: mend the list and import it again."]).joined(separator: "\n"),
            code: .badInput)
    }
}
