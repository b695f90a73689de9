extension CommitMessage.Mention {
    /// The blueprints that a line names in the place of a footer, and by address.
    static func inLine(_ line: String) -> [Self] {
        let bare = line.trimmingBlanks.drop { $0 == "*" || $0 == "-" || $0 == " " }
        let urls = BlueprintURL.all(in: bare).map { Self(name: $0.name, kind: .url, line: String(bare)) }
        let anchored = Self.anchored(bare)
        return anchored + urls.filter { url in !anchored.contains { $0.name == url.name } }
    }

    /// `Partially-Implements: blueprint NAME`, `Part of blueprint NAME`, `bp/NAME`, `Implements-Blueprint: NAME` …: words
    /// that say how, the word blueprint, the name, and then no sentence.
    private static func anchored(_ line: Substring) -> [Self] {
        guard let found = BlueprintWord(in: line) else { return bareFooter(line) }
        guard let kind = kind(saidBy: line[..<found.range.lowerBound]) else { return [] }
        let rest = line[found.range.upperBound...]
        let hasColon = line[..<found.range.lowerBound].contains(":") || rest.hasPrefix(":")
        return names(rest, mayGoOn: hasColon).map { Self(name: $0, kind: kind, line: String(line)) }
    }

    /// `Implements: some-name`, without the word blueprint: only if it looks like a name and stands alone.
    private static func bareFooter(_ line: Substring) -> [Self] {
        guard let footer = Footer(String(line)), let kind = kind(saidBy: Substring(footer.key)) else { return [] }
        guard kind == .implements || kind == .partial, footer.value.contains("-"),
            footer.value.allSatisfy(isNameCharacter), let name = name(Substring(footer.value))
        else { return [] }
        return [Self(name: name, kind: kind, line: String(line))]
    }

    /// What the words before "blueprint" say, or `nil` if they say something else: then it is a sentence.
    private static func kind(saidBy head: Substring) -> Kind? {
        var kind = Kind.plain
        for word in head.lowercased().split(whereSeparator: { !$0.isLetter }) {
            if word.hasPrefix("part") {
                kind = .partial
            } else if word.hasPrefix("impl") || word.hasPrefix("complet") {
                if kind == .plain { kind = .implements }
            } else if word.hasPrefix("clos") || word.hasPrefix("fix") {
                if kind == .plain { kind = .closes }
            } else if word.hasPrefix("relat") {
                kind = .related
            } else if !["of", "to", "for", "the", "a", "this", "first", "final", "also", "and"].contains(word) {
                return nil
            }
        }
        return kind
    }

    /// The names behind the word: one, or several between commas. Words after them make it a sentence, unless a colon has
    /// shown that it is a footer.
    private static func names(_ text: Substring, mayGoOn: Bool) -> [String] {
        var rest = text.drop {
            $0 == ":" || $0 == " " || $0 == "/" || $0 == "#" || $0 == "\t" || $0 == "\"" || $0 == "'"
        }
        // "Implements: blueprint bp/NAME", "bp: blueprint NAME"
        if let again = BlueprintWord(in: rest), again.range.lowerBound == rest.startIndex {
            rest = rest[again.range.upperBound...].drop { $0 == ":" || $0 == " " || $0 == "/" }
        }
        // The address of its page is read as one.
        guard !rest.hasPrefix("http") || !rest.contains("://") else { return [] }
        var names: [String] = []
        while let name = name(rest) {
            names.append(name)
            rest = rest.drop { isNameCharacter($0) }.drop { $0 == "\"" || $0 == "'" || $0 == "." }
            guard rest.hasPrefix(",") else { break }
            rest = rest.dropFirst().drop { $0 == " " }
        }
        let after = rest.trimmingBlanks
        guard let first = after.first else { return names }
        let isAside = !(first.isLetter || first.isNumber)
        // A name of one plain word before more words is hardly a name: "blueprint: this adds".
        return isAside || (mayGoOn && names.allSatisfy { $0.contains("-") }) ? names : []
    }

    /// Names that follow the word anywhere, as simple tools read them: for suggestions only.
    static func anywhere(_ line: String) -> [String] {
        var names: [String] = []
        var rest = Substring(line)
        while let found = BlueprintWord(in: rest) {
            rest = rest[found.range.upperBound...].drop { $0 == ":" || $0 == " " || $0 == "/" || $0 == "#" }
            if let name = name(rest), name.contains("-") { names.append(name) }
        }
        return names
    }

    static func isNameCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "-+._".contains(character))
    }

    /// The name that a text begins with, lower case: Launchpad's names are.
    static func name(_ text: Substring) -> String? {
        let word = text.prefix { isNameCharacter($0) }.lowercased()
        guard let end = word.lastIndex(where: { $0.isLetter || $0.isNumber }) else { return nil }
        let name = word[...end]
        guard let first = name.first, first.isLetter || first.isNumber, (2...100).contains(name.utf8.count) else {
            return nil
        }
        return String(name)
    }
}

/// The word "blueprint", "blueprints", "blue-print" or "bp" in a line, standing by itself.
private struct BlueprintWord {
    var range: Range<Substring.Index>

    init?(in line: Substring) {
        var start = line.startIndex
        while start < line.endIndex {
            let isAtWord = start == line.startIndex || !line[line.index(before: start)].isLetter
            if isAtWord {
                for word in ["blueprints", "blueprint", "blue-print", "bp"] {
                    let end = line.index(start, offsetBy: word.count, limitedBy: line.endIndex) ?? line.endIndex
                    guard line[start..<end].lowercased() == word else { continue }
                    let next = line[end...].first
                    // "blueprint-based" is no word by itself, but the key of "Implements-Blueprint: X" ends so.
                    let isEnd = next.map { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "_" && $0 != "." } ?? true
                    if isEnd {
                        range = start..<end
                        return
                    }
                }
            }
            start = line.index(after: start)
        }
        return nil
    }
}

/// `https://blueprints.launchpad.net/PROJECT/+spec/NAME`
enum BlueprintURL {
    static func all(in line: Substring) -> [(project: String, name: String)] {
        var found: [(String, String)] = []
        var rest = line
        while let range = rest.firstRange(of: "://blueprints.launchpad.net/") {
            rest = rest[range.upperBound...]
            let path = rest.prefix { !$0.isWhitespace }.split(separator: "/")
            guard path.count >= 3, path[1] == "+spec", let name = CommitMessage.Mention.name(path[2]) else { continue }
            found.append((String(path[0]), name))
        }
        return found
    }
}
