/// `: did you mean "port"?` if one of the words is near enough or begins alike, else nothing.
package func didYouMean(_ word: String, among words: [String]) -> String {
    let near = words.map { (word: $0, distance: editDistance(word.lowercased(), $0.lowercased())) }
        .filter { candidate, distance in
            let shorter = min(word.count, candidate.count)
            let beginsAlike = shorter >= 3 && (word.hasPrefix(candidate) || candidate.hasPrefix(word))
            return beginsAlike || distance <= max(1, shorter / 3)
        }
        .min { ($0.distance, $0.word) < ($1.distance, $1.word) }
    return near.map { ": did you mean \"\($0.word)\"?" } ?? ""
}

/// How many letters must be inserted, deleted, replaced or swapped with their neighbour to get from one word to the other.
private func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    var rows = [Array(0...right.count)]
    for (i, letter) in left.enumerated() {
        var row = [i + 1]
        for (j, other) in right.enumerated() {
            var best = min(row[j], rows[i][j + 1]) + 1
            best = min(best, rows[i][j] + (letter == other ? 0 : 1))
            if i > 0, j > 0, letter == right[j - 1], left[i - 1] == other { best = min(best, rows[i - 1][j - 1] + 1) }
            row.append(best)
        }
        rows.append(row)
    }
    return rows[left.count][right.count]
}
