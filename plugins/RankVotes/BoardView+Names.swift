import Bot
import Chat
import ReviewSlots

// The names on a ballot.
extension BoardView {
    func name(_ item: Int) -> String { name(BlueprintID(item)) }

    /// - Throws: `Excuse` with what else may be meant.
    func item(_ word: String) throws(Excuse) -> BlueprintID {
        switch found(word) {
        case .success(let id): return id
        case .failure(let fault): throw Excuse("\(fault).")
        }
    }

    /// The blueprints that the names on a ballot mean.
    /// - Throws: `Excuse` that names the first two that mean nothing, or not one thing.
    func items(_ levels: [[String]]) throws(Excuse) -> [[BlueprintID]] {
        var items: [[BlueprintID]] = []
        var faults: [String] = []
        for level in levels {
            items.append([])
            for word in level where faults.count < 2 {
                switch found(word) {
                case .success(let id): items[items.count - 1].append(id)
                case .failure(let fault): faults.append(fault.description)
                }
            }
        }
        guard faults.isEmpty else { throw Excuse("\(faults.joined(separator: "; ")).") }
        return items
    }

    /// Whether what is said may be more of a ballot, and not something else.
    func mayGoOn(_ text: String) -> Bool {
        var said = RankLine.withoutRemark(text).said
        if said.contains(where: { ">=<,".contains($0) }) { return true }
        while let last = said.last, last == "?" || last.isWhitespace { said.removeLast() }
        let names = said.split(whereSeparator: \.isWhitespace)
        return !names.isEmpty && names.allSatisfy { if case .success = found(String($0)) { true } else { false } }
    }

    private struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    private func found(_ word: String) -> Result<BlueprintID, Fault> {
        let said = Wording.short(word, 40)
        switch board.find(word) {
        case .found(let id): return .success(id)
        case .several(let ids):
            return .failure(Fault(description: "\"\(said)\" may mean \(Wording.list(ids.map(name), "or"))"))
        case .none(let near):
            let hint = near.isEmpty ? "" : " (did you mean \(Wording.list(near.map(name), "or"))?)"
            return .failure(Fault(description: "no blueprint \"\(said)\"\(hint)"))
        }
    }
}
