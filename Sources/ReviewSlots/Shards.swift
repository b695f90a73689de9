/// A dictionary in many small pieces: copying it copies no entry, and a change to a copy copies one piece.
///
/// A board decides on a draft of itself. With an ordinary dictionary the first change to a draft would copy everything
/// that the board knows (8 ms at 100,000 entries); here it copies about 32 entries.
public struct Shards<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private var pieces: [[Key: Value]] = [[:]]
    public private(set) var count = 0

    public init() {}

    public var isEmpty: Bool { count == 0 }

    /// All values, in no particular order.
    public var values: some Sequence<Value> { pieces.lazy.flatMap(\.values) }
    public var keys: some Sequence<Key> { pieces.lazy.flatMap(\.keys) }

    public subscript(key: Key) -> Value? {
        get { pieces[place(of: key)][key] }
        set {
            let place = place(of: key)
            let old = newValue == nil ? pieces[place].removeValue(forKey: key) : nil
            if let newValue {
                if pieces[place].updateValue(newValue, forKey: key) == nil { count += 1 }
                if count > pieces.count * 64 { spread() }
            } else if old != nil {
                count -= 1
            }
        }
    }

    /// Changes the value of a key in place; does nothing where there is none.
    public mutating func update(_ key: Key, _ change: (inout Value) -> Void) {
        let place = place(of: key)
        guard let index = pieces[place].index(forKey: key) else { return }
        change(&pieces[place].values[index])
    }

    private func place(of key: Key) -> Int {
        // The number of pieces is a power of two.
        key.hashValue & (pieces.count - 1)
    }

    private mutating func spread() {
        var wider = Shards()
        wider.pieces = Array(repeating: [:], count: pieces.count * 4)
        for piece in pieces {
            for (key, value) in piece { wider.pieces[wider.place(of: key)][key] = value }
        }
        wider.count = count
        self = wider
    }
}

extension Shards: Equatable where Value: Equatable {
    public static func == (left: Shards, right: Shards) -> Bool {
        left.count == right.count && left.pieces.allSatisfy { piece in piece.allSatisfy { right[$0.key] == $0.value } }
    }
}
