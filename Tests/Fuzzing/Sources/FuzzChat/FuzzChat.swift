import Chat

private let router = CommandRouter<Int>(
    ["slots", "slot", "why", "rank"].map { name in
        Command(name, aliases: [name + "s"], summary: "") { _, _ in Reply("") }
    })

/// Feeds the command router with what somebody says, and lets a bot say the same. The first two bytes choose the
/// circumstances.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzChat(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 2 else { return 0 }
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let text = String(decoding: input[2...], as: UTF8.self)
    if case .command(_, let words) = router.route(text, ownNick: "slotkeeper", isPrivate: input[0] & 1 != 0) {
        check(words)
    }
    check(Words(text))
    check(text, limit: Int(input[1]) + 4)
    return 0
}

private func check(_ words: Words) {
    precondition(words.list.count == words.count)
    for place in 0..<words.count {
        precondition(words[place] != nil && words.rest(from: place) != nil, "a word without its rest")
    }
    precondition(words[words.count] == nil && words.rest(from: words.count) == nil, "a word too many")
    precondition(words.count < 2 || words.dropFirst.count == words.count - 1, "the rest has other words")
}

/// However foreign the text, lines are harmless and short enough.
private func check(_ text: String, limit: Int) {
    var line = Document.Line("title ")
    line += "\(text), \(person: text), \(code: text), \(strong: text)"
    for piece in Document(line).plainLines(limit: limit) {
        precondition(piece.utf8.count <= limit, "a line that is too long")
        precondition(piece.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }, "a control character")
    }
    precondition(line.cut(toBytes: limit).plainText().utf8.count <= limit, "a cut that is too long")
}
