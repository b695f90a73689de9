/// Why a ballot, an item or a count was refused; nothing has changed when one is thrown.
public enum Refusal: Error, Sendable, Hashable {
    case unknown(item: Int)
    case doubled(item: Int)
    case closed(item: Int)
    case slotted(item: Int)
    case alreadyOpen(item: Int)
    case emptyBallot
    case weight(Int)
    case place(Int)
    case tooManyItems(Int)
    case tooMuchWeight
    case tooManyForKemeny(Int)
}

extension Refusal: CustomStringConvertible {
    public var description: String { sentence { "item \($0)" } }

    /// What is wrong and what to do about it, with items called what `name` calls them.
    public func sentence(naming name: (Int) -> String) -> String {
        switch self {
        case .unknown(let item): "\(name(item)) is not known here; check the name"
        case .doubled(let item): "\(name(item)) is named twice; name it once"
        case .closed(let item): "\(name(item)) is closed and can no longer be ranked; leave it out"
        case .slotted(let item): "\(name(item)) has a slot and cannot be ranked until it leaves it; leave it out"
        case .alreadyOpen(let item): "\(name(item)) is open already; open each item once"
        case .emptyBallot: "the ballot names nothing; name at least one item, or withdraw the ballot"
        case .weight(let weight):
            "the weight \(weight) is out of range; give a whole number from 0 to \(Ballot.greatestWeight)"
        case .place(let place): "there is no place \(place); places count from 1"
        case .tooManyItems(let count):
            "\(count) items are too many; at most \(Matrix.greatestCount) can be ranked at a time"
        case .tooMuchWeight: "the ballots weigh more than \(Matrix.greatestTotal) together; use smaller weights"
        case .tooManyForKemeny(let count):
            "kemeny is exact and ranks at most \(Kemeny.limit) items, these are \(count); take another method"
        }
    }
}
