import IRCProtocol

/// Feeds a session with the bytes of a server. The first two bytes choose the circumstances, the rest is what comes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzIRC(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 2 else { return 0 }
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let bytes = input[2...]
    checkFraming(bytes, pieceSize: Int(input[1] % 32) + 1)

    var run = Run(choices: input[0])
    var framer = LineFramer()
    framer.append(bytes)
    while let line = framer.next() { run.receive(line) }
    if let line = framer.finish() { run.receive(line) }
    run.end()
    return 0
}

/// The lines must be the same whatever pieces the bytes come in.
private func checkFraming(_ bytes: ArraySlice<UInt8>, pieceSize: Int) {
    var whole = LineFramer()
    whole.append(bytes)
    var pieces = LineFramer()
    var rest = bytes
    while !rest.isEmpty {
        pieces.append(rest.prefix(pieceSize))
        rest = rest.dropFirst(pieceSize)
        while let line = pieces.next() {
            precondition(whole.next() == line, "the lines depend on the cuts")
        }
    }
    precondition(whole.next() == nil && whole.finish() == pieces.finish(), "the lines depend on the cuts")
}

private struct Run {
    private var session: Session
    private var now = 0
    private var lines = 0

    init(choices: UInt8) {
        var configuration = Session.Configuration(nick: "slotkeeper", channels: ["#nova", .init("#infra", key: "k")])
        if choices & 1 != 0 { configuration.flood = .unlimited }
        if choices & 2 != 0 {
            configuration.login = Session.Login(
                account: "bot", password: "pencil", mechanisms: [.external, .scramSHA256, .plain])
            configuration.login?.isRequired = choices & 4 != 0
        }
        configuration.inviters = ["erin"]
        session = Session(configuration, cryptography: .constant)
        check(session.connected(at: now, wallClock: 1_772_366_400_000, isSecure: choices & 32 == 0))
        guard choices & 8 != 0 else { return }
        // Most that can go wrong comes after the welcome.
        let offer =
            choices & 16 != 0
            ? "account-tag server-time batch echo-message labeled-response" : "account-notify extended-join"
        for line in [
            "CAP * LS :\(offer)", "CAP * ACK :\(offer)", "001 slotkeeper :Welcome",
            "005 slotkeeper WHOX STATUSMSG=@+ BOT=B :-",
            "422 slotkeeper :-", ":slotkeeper!b@h JOIN #nova", ":erin!e@h JOIN #nova erin :-",
        ] { receive(Array(line.utf8)[...]) }
    }

    mutating func receive(_ line: ArraySlice<UInt8>) {
        lines += 1
        now += 7
        check(session.receive(line, at: now))
        if let message = IRCMessage(line) {
            for index in 0...message.parameterCount { _ = message.parameter(index) }
            _ = message.description
        }
        if lines % 3 == 0 { speak() }
        if lines % 5 == 0 { pass(milliseconds: 20_000) }
        if lines % 7 == 0 { check(session.setWritable(lines % 2 == 0, at: now)) }
        if lines % 11 == 0 {
            let channels: [Session.Channel] = lines % 2 == 0 ? ["#nova"] : ["#infra", "#glance"]
            check(session.setChannels(channels, inviters: ["erin"], at: now))
        }
    }

    mutating func end() {
        pass(milliseconds: 400_000)
        check(session.quit("good-bye", at: now))
    }

    private mutating func speak() {
        precondition(session.textLimit(to: "#nova") >= 64)
        if let actions = try? session.answer(["one", "two\r\nQUIT"], to: "#nova", asker: "erin", at: now) {
            check(actions)
        }
        if let (_, actions) = try? session.announce(["three", "four"], to: "#nova", at: now) { check(actions) }
    }

    private mutating func pass(milliseconds: Int) {
        let end = now + milliseconds
        var wakeups = 0
        while let deadline = session.deadline(at: now), deadline <= end {
            now = max(now, deadline)
            check(session.tick(at: now))
            wakeups += 1
            precondition(wakeups < 5000, "a busy loop")
        }
        now = end
    }

    private func check(_ actions: [Session.Action]) {
        for action in actions {
            switch action {
            case .send(let line): check(line)
            case .deliver(let said): check(said)
            case .confirmed, .failed, .close, .log, .requiresTLS: break
            }
        }
    }

    private func check(_ line: OutgoingLine) {
        precondition(line.bytes.suffix(2) == [13, 10], "a line without its end")
        let body = line.bytes.dropLast(2)
        precondition(body.allSatisfy { $0 == 1 || $0 >= 0x20 }, "a control character goes out")
        let tags = body.first == UInt8(ascii: "@") ? (body.firstIndex(of: 32).map { $0 + 1 } ?? 0) : 0
        precondition(line.bytes.count - tags <= OutgoingLine.limit, "a line that is too long")
        precondition(IRCMessage(body) != nil, "a line that we could not read ourselves")
    }

    private func check(_ said: Session.Said) {
        precondition(said.text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "a control character comes in")
        precondition(!said.nick.isEmpty, "nobody said something")
    }
}

extension Cryptography {
    /// As quick as can be: the fuzzer is after our reading, not after the digests.
    fileprivate static let constant = Cryptography(
        sha256: { _ in [UInt8](repeating: 1, count: 32) },
        hmacSHA256: { _, _ in [UInt8](repeating: 2, count: 32) },
        pbkdf2SHA256: { _, _, _ in [UInt8](repeating: 3, count: 32) },
        randomBytes: { [UInt8](repeating: 4, count: $0) })
}
