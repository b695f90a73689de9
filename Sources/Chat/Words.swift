/// The words behind a command. Quotation marks, straight or curly, keep words together.
public struct Words: Sendable, Hashable {
    private struct Word: Sendable, Hashable {
        var text: String
        /// Where the word begins in `all`.
        var start: String.Index
    }

    public let all: String
    private var words: [Word] = []

    public init(_ text: some StringProtocol) {
        all = text.trimmed
        var index = all.startIndex
        while index < all.endIndex {
            if all[index].isWhitespace {
                index = all.index(after: index)
                continue
            }
            let start = index
            var word = ""
            if let closing = Self.closing(all[index]),
                let end = all[all.index(after: index)...].firstIndex(where: { closing.contains($0) })
            {
                word = String(all[all.index(after: index)..<end])
                index = all.index(after: end)
            } else {
                let end = all[index...].firstIndex(where: \.isWhitespace) ?? all.endIndex
                word = String(all[index..<end])
                index = end
            }
            words.append(Word(text: word, start: start))
        }
    }

    private static func closing(_ opening: Character) -> String? {
        switch opening {
        case "\"": "\""
        case "\u{201C}", "\u{201D}", "\u{201E}": "\u{201C}\u{201D}"
        default: nil
        }
    }

    public var count: Int { words.count }
    public var isEmpty: Bool { words.isEmpty }
    public var list: [String] { words.map(\.text) }

    public subscript(place: Int) -> String? {
        words.indices.contains(place) ? words[place].text : nil
    }

    /// The text from a word on, as it was written; `nil` if there is none.
    public func rest(from place: Int) -> String? {
        words.indices.contains(place) ? String(all[words[place].start...]) : nil
    }

    /// The words behind the first.
    public var dropFirst: Words { Words(rest(from: 1) ?? "") }
}

extension StringProtocol {
    public var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
