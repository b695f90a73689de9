import Bot
import Chat

/// A ballot as people write it: `a > b = c, d -- why I think so`.
///
/// `,` means `>`, and a line written the other way round with `<` is turned. A question mark at the end leaves what is not
/// named unjudged; a line that ends in `>` goes on with the next one; what follows a word that begins with `--` is a remark.
struct RankLine: Hashable {
    /// Names as they were written, best level first.
    var levels: [[String]] = []
    var judgesRest = true
    var goesOn = false
    var remark: String?

    /// - Throws: `Excuse` that says what is wrong with the line.
    init(_ text: String) throws(Excuse) {
        let (said, remark) = Self.withoutRemark(text)
        self.remark = remark
        var tokens = Self.tokens(said)
        if let last = tokens.last, case .word(let word) = last, word.last == "?" {
            judgesRest = false
            tokens[tokens.count - 1] = .word(String(word.dropLast()))
            if word == "?" { tokens.removeLast() }
        }
        if tokens.last == .above {
            goesOn = true
            tokens.removeLast()
        }
        try read(tokens)
    }

    private enum Token: Hashable {
        case word(String)
        case above, below, beside
    }

    private static func withoutRemark(_ text: String) -> (Substring, String?) {
        var start = text.startIndex
        while let mark = text[start...].firstRange(of: "--") {
            if mark.lowerBound == text.startIndex || text[text.index(before: mark.lowerBound)].isWhitespace {
                let remark = text[mark.upperBound...].trimmed
                return (text[..<mark.lowerBound], remark.isEmpty ? nil : remark)
            }
            start = mark.upperBound
        }
        return (text[...], nil)
    }

    private static func tokens(_ text: Substring) -> [Token] {
        var tokens: [Token] = []
        var word = ""
        func end() {
            if !word.isEmpty { tokens.append(.word(word)) }
            word = ""
        }
        for character in text {
            switch character {
            case ">", ",": end(); tokens.append(.above)
            case "<": end(); tokens.append(.below)
            case "=": end(); tokens.append(.beside)
            case _ where character.isWhitespace: end()
            default: word.append(character)
            }
        }
        end()
        return tokens
    }

    private mutating func read(_ tokens: [Token]) throws(Excuse) {
        var (isTurned, isStraight) = (false, false)
        var before: Token?
        for token in tokens {
            switch (before, token) {
            case (nil, .word(let word)), (.above, .word(let word)), (.below, .word(let word)): levels.append([word])
            case (.beside, .word(let word)): levels[levels.count - 1].append(word)
            case (.word(let left), .word(let right)):
                throw Excuse(
                    "between \"\(Wording.short(left, 40))\" and \"\(Wording.short(right, 40))\" stands nothing: say \(code: "a > b") for better, \(code: "a = b") for as good. Nothing was recorded."
                )
            case (.word, .above): isStraight = true
            case (.word, .below): isTurned = true
            case (.word, .beside): break
            default:
                throw Excuse(
                    "a name is missing: say \(code: "!rank a > b = c"), with a name before and behind each sign. Nothing was recorded."
                )
            }
            before = token
        }
        if case .word = before {
        } else if before != nil {
            throw Excuse("a name is missing at the end: say \(code: "!rank a > b = c"). Nothing was recorded.")
        }
        if isTurned, isStraight || goesOn {
            throw Excuse(
                "say either > or <, not both: which end is the best cannot be told. Nothing was recorded.")
        }
        if isTurned { levels.reverse() }
    }
}
