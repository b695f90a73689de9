import Bot
import Chat

/// A ballot as people write it: `a > b = c, d -- why I think so`.
///
/// `,` means `>`, and a line written the other way round with `<` is turned. A question mark at the end leaves what is not
/// named unjudged; a line that ends in `>` goes on with the next one; what follows a word that begins with `--` is a remark.
struct RankLine: Hashable {
    /// Names as they were written, best level first.
    private(set) var levels: [[String]] = []
    private(set) var judgesRest = true
    private(set) var goesOn = false
    private(set) var remark: String?

    var count: Int { levels.reduce(0) { $0 + $1.count } }

    /// - Parameter begun: a line before this one, which goes on.
    /// - Throws: `Excuse` that says what is wrong with the line.
    init(_ text: String, after begun: RankLine? = nil) throws(Excuse) {
        var (said, remark) = Self.withoutRemark(text)
        // People may repeat the sign with which the last line ended.
        if begun != nil { said = said.drop { $0 == ">" || $0 == "," || $0.isWhitespace } }
        var tokens = Self.tokens(said)
        goesOn = tokens.last == .above
        if goesOn { tokens.removeLast() }
        if case .word(let word) = tokens.last, word.last == "?" {
            guard !goesOn else {
                throw Excuse("a line that goes on has no question mark: put it at the end of the last line.")
            }
            judgesRest = false
            tokens.removeLast()
            if word != "?" { tokens.append(.word(String(word.dropLast()))) }
        }
        try read(tokens, isMore: begun != nil)
        levels = (begun?.levels ?? []) + levels
        let remarks = [begun?.remark, remark].compactMap { $0 }
        self.remark = remarks.isEmpty ? nil : remarks.joined(separator: "; ")
    }

    private enum Token: Hashable {
        case word(String)
        case above, below, beside
    }

    /// What is said, and the remark behind it.
    static func withoutRemark(_ text: String) -> (said: Substring, remark: String?) {
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

    private mutating func read(_ tokens: [Token], isMore: Bool) throws(Excuse) {
        var (isTurned, isStraight) = (false, isMore)
        var before: Token?
        for token in tokens {
            switch (before, token) {
            case (nil, .word(let word)), (.above, .word(let word)), (.below, .word(let word)): levels.append([word])
            case (.beside, .word(let word)): levels[levels.count - 1].append(word)
            case (.word(let left), .word(let right)):
                throw Excuse(
                    "between \"\(Wording.short(left, 40))\" and \"\(Wording.short(right, 40))\" stands nothing: say \(code: "a > b") for better, \(code: "a = b") for as good."
                )
            case (.word, .above): isStraight = true
            case (.word, .below): isTurned = true
            case (.word, .beside): break
            default:
                throw Excuse(
                    "a name is missing: say \(code: "!rank a > b = c"), with a name before and behind each sign.")
            }
            before = token
        }
        if case .word = before {
        } else if before != nil {
            throw Excuse("a name is missing at the end: say \(code: "!rank a > b = c").")
        }
        if isTurned, isStraight || goesOn {
            throw Excuse("say either > or <, not both: which end is the best cannot be told.")
        }
        if isTurned { levels.reverse() }
    }
}
