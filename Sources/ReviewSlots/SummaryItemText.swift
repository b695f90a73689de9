/// Why a line of a list cannot be read.
struct SummaryFault: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}

extension SummaryReview {
    /// Above this a number is no review but an accident, such as two numbers run together.
    static let largestNumber = 999_999_999
}

extension SummaryItem {
    /// More bytes than this are no title.
    static let longestTitle = 4096

    /// As it stands after the bullet: `TITLE: review 1 (abandoned); review 2 (fast tracked, approved).`
    var text: String { "\(title): \(reviews.map(\.text).joined(separator: "; "))." }

    /// Reads what stands after a bullet.
    ///
    /// The title may hold anything, `: review 1` included, since only the last such place begins the reviews. The full
    /// stop is required: without it a number that was cut off would be taken for another review's.
    init(bullet: String) throws(SummaryFault) {
        guard let mark = bullet.utf8.ranges(of: ": review ".utf8).last else {
            throw SummaryFault("it names no review: expected \"TITLE: review NUMBER (STATES).\"")
        }
        guard bullet.utf8.last == UInt8(ascii: ".") else {
            throw SummaryFault("it does not end with a full stop, so the rest of it may be missing")
        }
        let title = String(bullet[..<mark.lowerBound]).singleLine
        guard !title.isEmpty else { throw SummaryFault("there is no title before its reviews") }
        guard title.utf8.count <= Self.longestTitle else {
            throw SummaryFault("its title has more than \(Self.longestTitle) bytes")
        }
        let list = bullet.utf8[bullet.utf8.index(mark.lowerBound, offsetBy: 2)...].dropLast()
        var reviews: [SummaryReview] = []
        for part in list.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
            reviews.append(try SummaryReview(text: String(Substring(part)).singleLine))
        }
        self.init(title, reviews)
    }
}

extension SummaryReview {
    var text: String { states.isEmpty ? "review \(number)" : "review \(number) (\(SpecState.words(states)))" }

    fileprivate init(text: String) throws(SummaryFault) {
        guard text.utf8.starts(with: "review ".utf8) else {
            throw SummaryFault("expected \"review NUMBER\" instead of \"\(text.excerpt)\"")
        }
        let rest = text.utf8.dropFirst(7)
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard digits.first != UInt8(ascii: "0"), let number = Int(Substring(digits)), number <= Self.largestNumber
        else {
            throw SummaryFault("\"\(String(Substring(rest)).excerpt)\" does not begin with a review number")
        }
        let brackets = rest[digits.endIndex...]
        if brackets.isEmpty {
            self.init(number)
        } else if brackets.starts(with: " (".utf8), brackets.last == UInt8(ascii: ")") {
            self.init(number, try Self.states(named: Substring(brackets.dropFirst(2).dropLast())))
        } else {
            throw SummaryFault(
                "expected \"(STATES)\" after review \(number) instead of \"\(String(Substring(brackets)).excerpt)\"")
        }
    }

    private static func states(named words: Substring) throws(SummaryFault) -> Set<SpecState> {
        var states: Set<SpecState> = []
        for part in words.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let word = String(Substring(part)).singleLine
            guard let state = SpecState(word: word) else {
                let known = SpecState.allCases.map(\.rawValue).joined(separator: ", ")
                throw SummaryFault("\"\(word.excerpt)\" is no state; the states are \(known)")
            }
            guard states.insert(state).inserted else { throw SummaryFault("it says \(word) twice") }
        }
        if let fault = SpecState.fault(in: states) { throw SummaryFault(fault) }
        return states
    }
}

extension String {
    /// The beginning of a foreign line, fit to be quoted in a message.
    var excerpt: String {
        let limit = 80
        var text = ""
        for scalar in unicodeScalars.prefix(limit) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: text.unicodeScalars.append("\u{FFFD}")
            default: text.unicodeScalars.append(scalar)
            }
        }
        return unicodeScalars.dropFirst(limit).isEmpty ? text : text + "…"
    }
}
