/// `Key: value`, as Git calls a trailer. The key is lower case, with hyphens for blanks.
struct Footer {
    var key: String
    var value: String

    init?(_ line: String) {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let key = line[..<colon].lowercased().split(separator: " ").joined(separator: "-")
        guard !key.isEmpty, key.utf8.count <= 40,
            key.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." })
        else { return nil }
        self.key = key
        value = String(line[line.index(after: colon)...].trimmingBlanks)
    }

    /// The cycles in what people write behind `Previously-approved`: `juno, kilo`, `Liberty`, `zed yoga`, `2023.1`,
    /// `mitaka (Ie948ccc)`, `spec in juno: https://…`.
    static func cycles(in text: some StringProtocol) -> [String] {
        let words = text.lowercased().split(whereSeparator: { $0 == " " || $0 == "," || $0 == ";" || $0 == "/" })
        let noise: Set<Substring> = [
            "spec", "specs", "in", "for", "and", "the", "release", "blueprint", "cycle", "review",
        ]
        var cycles: [String] = []
        for word in words {
            if word.hasPrefix("(") || word.hasPrefix("http") { break }
            let name = word.drop { $0 == "-" }.prefix { $0 != ":" && $0 != ")" }
            let bare = name.hasPrefix("for-") ? name.dropFirst(4) : name
            let isName = bare.count > 2 && bare.allSatisfy { $0.isLetter && $0.isASCII }
            let parts = bare.split(separator: ".")
            let isDate = parts.count == 2 && parts[0].count == 4 && parts.allSatisfy { Int($0) != nil }
            if (isName && !noise.contains(bare)) || isDate { cycles.append(String(bare)) } else if isName { continue }
        }
        return cycles
    }
}

extension StringProtocol {
    var trimmingBlanks: SubSequence {
        let start = firstIndex { !$0.isWhitespace } ?? endIndex
        let end = lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex
        return start < end ? self[start..<end] : self[endIndex...]
    }
}
