/// Lines that belong together (IRCv3 "Batch").
struct Batch: Sendable {
    /// Whether its lines are old, because it says so or because it is in one that does.
    var isHistory: Bool
    /// The announcement whose label opened it.
    var announcement: Int?
    var hasRefusal = false
}

extension Session {
    static let longestReference = 128

    func opensBatch(_ message: IRCMessage) -> Bool {
        message.command == "BATCH" && message.parameter(0).hasPrefix("+")
            && batches.count < configuration.bounds.batches
            && message.parameter(0).utf8.count <= Self.longestReference
    }

    /// `BATCH +reference type …` opens, `BATCH -reference` closes.
    mutating func batch(_ message: IRCMessage) {
        let reference = String(message.parameter(0).dropFirst())
        if opensBatch(message) {
            let type = message.parameter(1).lowercased()
            batches[reference] = Batch(
                isHistory: isHistory(message) || type.contains("history") || type.contains("playback"),
                announcement: message.labelOfOurs)
        } else if message.parameter(0).hasPrefix("-"), let closed = batches.removeValue(forKey: reference) {
            if let token = closed.announcement, !closed.hasRefusal { confirmLine(of: token) }
        }
    }

    /// A line of the answer to an announcement of ours.
    mutating func heardInBatch(_ message: IRCMessage) {
        guard message.isRefusal, let reference = message.tag("batch"), let token = batches[reference]?.announcement,
            let announcement = announcements.first(where: { $0.token == token })
        else { return }
        batches[reference]?.hasRefusal = true
        fail(token, .notInRoom(announcement.target.text))
    }

    /// Whether a message comes in a batch of old ones. A batch that we do not know of may be one.
    func isHistory(_ message: IRCMessage) -> Bool {
        guard let reference = message.tag("batch") else { return false }
        return batches[reference]?.isHistory ?? true
    }

    /// `FAIL command code context… :text` (IRCv3 "Standard Replies"). WARN and NOTE only tell.
    mutating func standardReply(_ message: IRCMessage, at now: Int) {
        actions.append(.log(message.command == "FAIL" ? .warning : .notice, message.description))
        guard message.command == "FAIL" else { return }
        for context in message.parameters.dropFirst(2).dropLast() {
            switch message.parameter(0).uppercased() {
            case "JOIN": joinRefused(context, message.lastParameter, at: now)
            case "PRIVMSG": sayingRefused(message, at: context)
            default: break
            }
        }
    }
}
