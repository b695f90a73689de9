import ReviewSlots
import Testing

@Suite("Dictionaries in pieces")
struct ShardsTests {
    @Test("they are what a dictionary is, whatever is done to them", arguments: 0..<20)
    func randomOperations(seed: Int) {
        var random = SeededNumbers(seed: seed)
        var shards = Shards<Int, String>()
        var dictionary: [Int: String] = [:]
        // Small ranges of keys are met again; large ones make the pieces spread, several times.
        let keys = 0..<(seed.isMultiple(of: 2) ? 50 : 100_000)
        for step in 0..<2000 {
            let key = Int.random(in: keys, using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0...5:
                shards[key] = "\(step)"
                dictionary[key] = "\(step)"
            case 6...7:
                shards[key] = nil
                dictionary[key] = nil
            default:
                shards.update(key) { $0 += "+" }
                dictionary[key]? += "+"
            }
            #expect(shards.count == dictionary.count)
            #expect(shards[key] == dictionary[key])
        }
        #expect(shards.isEmpty == dictionary.isEmpty)
        #expect(shards.keys.sorted() == dictionary.keys.sorted())
        #expect(shards.values.sorted() == dictionary.values.sorted())
        #expect(dictionary.allSatisfy { shards[$0.key] == $0.value })
    }

    @Test("a change to a copy changes nothing else", arguments: [1, 64, 65, 5000])
    func copies(count: Int) {
        var original = Shards<Int, Int>()
        for key in 0..<count { original[key] = key }
        var copy = original
        copy[0] = -1
        copy.update(count - 1) { $0 += 1000 }
        copy[count] = count
        copy[count / 2] = nil
        #expect(original.count == count)
        #expect((0..<count).allSatisfy { original[$0] == $0 })
        #expect(original[count] == nil)
        #expect(copy[count] == count)
        #expect(copy[count / 2] == nil)
    }

    @Test("they are equal when they hold the same, in whatever order it came")
    func equality() {
        var one = Shards<Int, Int>()
        var other = Shards<Int, Int>()
        for key in 0..<300 { one[key] = key }
        for key in (0..<300).reversed() { other[key] = key }
        #expect(one == other)
        other[299] = 0
        #expect(one != other)
        other[299] = nil
        #expect(one != other)
        one[299] = nil
        one[300] = 300
        other[301] = 300
        #expect(one != other)
    }
}
