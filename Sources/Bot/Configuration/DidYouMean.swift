import ReviewSlots

/// `: did you mean "port"?` if one of the words is near enough or begins alike, else nothing.
package func didYouMean(_ word: String, among words: [String]) -> String {
    let near = words.map { (word: $0, distance: word.lowercased().editDistance(to: $0.lowercased())) }
        .filter { candidate, distance in
            let shorter = min(word.count, candidate.count)
            let beginsAlike = shorter >= 3 && (word.hasPrefix(candidate) || candidate.hasPrefix(word))
            return beginsAlike || distance <= max(1, shorter / 3)
        }
        .min { ($0.distance, $0.word) < ($1.distance, $1.word) }
    return near.map { ": did you mean \"\($0.word)\"?" } ?? ""
}
