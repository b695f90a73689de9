import ReviewSlots

/// What a waiting blueprint lacks first: a spec before code before the author's word.
enum Lack: String, CaseIterable {
    case spec = "an approved spec"
    case direction = "direction"
    case code = "code"
    case mending = "their author to mend the code"
    case hold = "the end of a hold"
    case thaw = "the end of a freeze"
    case quota = "their group's quota"
    case word = "\"!ready\" from their author"

    /// `2 need code`
    func phrase(_ count: Int) -> String {
        let need = count == 1 ? "needs" : "need"
        switch self {
        case .spec: return "\(count) \(need) a spec"
        case .direction: return "\(count) \(need) direction"
        case .code: return "\(count) \(need) code"
        case .mending: return "\(count) \(need) mending"
        case .hold: return "\(count) on hold"
        case .thaw: return "\(count) frozen"
        case .quota: return "\(count) over a quota"
        case .word: return "\(count) not called ready"
        }
    }
}

extension BoardView {
    /// All that keeps a waiting blueprint from moving in but its rank: obstacles, then the author's word.
    func missing(_ blueprint: Blueprint) -> [Obstacle] {
        board.obstacles(blueprint) + (blueprint.claim == nil ? [.notClaimed] : [])
    }

    /// How many lack what; those that lack nothing are in no group.
    func lacks(_ backlog: [Blueprint]) -> [(lack: Lack, count: Int)] {
        let counts = Dictionary(backlog.compactMap { missing($0).first }.map { (lack($0), 1) }, uniquingKeysWith: +)
        return Lack.allCases.compactMap { lack in counts[lack].map { (lack, $0) } }
    }

    private func lack(_ obstacle: Obstacle) -> Lack {
        switch obstacle {
        case .noSpec, .specNotApproved: .spec
        case .noChange, .nothingOpen, .workInProgress: .code
        case .rejected, .ciFailed, .unanswered: .mending
        case .onHold: .hold
        case .noDirection: .direction
        case .frozen: .thaw
        case .quotaFull: .quota
        case .notClaimed, .slotReserved: .word
        }
    }
}
