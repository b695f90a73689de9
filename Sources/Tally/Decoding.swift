extension KeyedDecodingContainer {
    /// A weight from 0 to `Ballot.greatestWeight`; nil where there is none.
    func decodeWeight(forKey key: Key) throws -> Int? {
        guard contains(key), try !decodeNil(forKey: key) else { return nil }
        if let weight = try? decode(Int.self, forKey: key) {
            guard 0...Ballot.greatestWeight ~= weight else { throw InputError(Refusal.weight(weight).description) }
            return weight
        }
        let weight = (try? decode(Double.self, forKey: key)).map { "the weight \($0)" } ?? "the weight"
        throw InputError("\(weight) is no whole number from 0 to \(Ballot.greatestWeight); give one")
    }

    /// One of a few words.
    func decodeWord<Word>(_ type: Word.Type, forKey key: Key) throws -> Word?
    where Word: RawRepresentable<String> & CaseIterable {
        guard let text = try decodeIfPresent(String.self, forKey: key) else { return nil }
        guard let word = Word(rawValue: text) else {
            let choices = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw InputError("\(key.stringValue) \"\(text)\" is not known; choose one of \(choices)")
        }
        return word
    }
}
