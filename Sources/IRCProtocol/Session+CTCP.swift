import Pacing

extension Session {
    /// What a program asks of ours. Answers are few, so that nobody can make us flood, and they wait behind everything else.
    ///
    /// Sources: RFC 2812 section 3.3.2 (a NOTICE is never answered); modern.ircdocs.horse, "Client-to-Client Protocol".
    mutating func answerCTCP(_ text: ArraySlice<UInt8>, from nick: String, at now: Int) {
        let query = String(withoutFormatting: text).split(separator: " ", maxSplits: 1)
        guard let name = query.first?.uppercased(),
            let answer = ctcpAnswer(to: name, query.dropFirst().first ?? "", at: now),
            ctcpAnswers.takeOne(at: now)
        else { return }
        enqueue(OutgoingLine(ctcpReply: "\(name) \(answer)", to: nick), .rest)
    }

    private func ctcpAnswer(to name: String, _ argument: Substring, at now: Int) -> String? {
        switch name {
        case "VERSION": configuration.version
        case "PING": argument.isEmpty ? nil : String(argument.prefix(64))
        case "TIME": ServerTime.text(now + serverClock)
        case "CLIENTINFO": "ACTION CLIENTINFO PING TIME VERSION"
        default: nil
        }
    }
}
