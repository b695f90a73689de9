@testable import Tally

/// The same numbers on every machine (SplitMix64).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) {
        state = UInt64(seed)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func roll(_ sides: Int) -> Int {
        Int.random(in: 0..<sides, using: &self)
    }
}

/// A made-up election: few ballots, so that ties and circles are common.
struct RandomElection {
    let count: Int
    var ballots: [Ballot]

    init(_ seed: Int, items: ClosedRange<Int> = 1...7, ballots: ClosedRange<Int> = 0...9) {
        var dice = Dice(seed)
        let count = Int.random(in: items, using: &dice)
        self.count = count
        self.ballots = (0..<Int.random(in: ballots, using: &dice)).map { _ in Self.ballot(count, &dice) }
    }

    static func ballot(_ count: Int, _ dice: inout Dice) -> Ballot {
        var levels: [[Int]] = []
        for item in (0..<count).shuffled(using: &dice).prefix(dice.roll(count + 1)) {
            if levels.isEmpty || dice.roll(3) > 0 {
                levels.append([item])
            } else {
                levels[levels.count - 1].append(item)
            }
        }
        let rest: Ballot.Rest =
            switch dice.roll(3) {
            case 0: .last
            case 1: .abstain
            default: .seen((0..<count).filter { _ in dice.roll(2) == 0 })
            }
        return Ballot(checked: levels, weight: dice.roll(6), rest: rest)
    }

    var matrix: Matrix { Matrix(count: count, ballots: ballots) }
}

extension Ballot {
    /// The same ballot with the items called otherwise; those without a new number are left out.
    func renumbered(_ number: (Int) -> Int?) -> Ballot {
        let rest: Rest = if case .seen(let items) = rest { .seen(items.compactMap(number)) } else { rest }
        return Ballot(checked: levels.map { $0.compactMap(number) }, weight: weight, rest: rest)
    }

    func weighing(_ weight: Int) -> Ballot {
        Ballot(checked: levels, weight: weight, rest: rest)
    }
}
