extension Matrix {
    /// For each item the sum over the others of votes for less votes against.
    var bordaScores: [Int] {
        (0..<count).map { x in (0..<count).reduce(0) { $0 + self[x, $1] - self[$1, x] } }
    }

    /// For each item its wins less its losses.
    var copelandScores: [Int] {
        (0..<count).map { x in (0..<count).reduce(0) { $0 + (self[x, $1] - self[$1, x]).signum() } }
    }
}
