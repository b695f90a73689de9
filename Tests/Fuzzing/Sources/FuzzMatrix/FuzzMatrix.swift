import MatrixProtocol

/// Feeds a session with the answers of a homeserver. The first byte chooses the circumstances, each zero byte ends an answer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMatrix(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    var run = Run(choices: input[0])
    for answer in input[1...].split(separator: 0, maxSplits: 40, omittingEmptySubsequences: false) {
        checkJSON(Array(answer))
        run.receive(Array(answer))
    }
    return 0
}

/// What was read is written so that it reads back.
private func checkJSON(_ bytes: [UInt8]) {
    guard let json = try? JSON(bytes) else { return }
    precondition((try? JSON(json.bytes)) == json, "what is written does not read back")
}

private struct Run {
    private var session: MatrixSession
    private var kept = Kept()
    private var requests: [MatrixSession.RequestID] = []
    private var now = 0
    private var count = 0
    private let choices: UInt8

    init(choices: UInt8) {
        self.choices = choices
        var settings = MatrixSession.Settings(
            access: .password(user: "bot", Secret("pencil")), rooms: ["#a:x", "!r"].compactMap { Place($0) })
        settings.inviters = Set(["@a:x"].compactMap { UserID($0) })
        settings.canReadEncrypted = choices & 1 != 0
        session = MatrixSession(settings, kept: kept) { 0.5 }
        give(.start)
        // Through the door, so that what follows is read as syncs and what they lead to.
        receive(Array("{\"versions\":[\"v1.1\"]}".utf8))
        receive(
            Array("{\"user_id\":\"@bot:x\",\"access_token\":\"t\",\"device_id\":\"D\",\"refresh_token\":\"r\"}".utf8))
    }

    mutating func receive(_ body: [UInt8]) {
        if requests.isEmpty {
            now = max(now + 1, session.deadline(at: now) ?? now)
            give(.tick)
        }
        guard let id = requests.first else { return }
        requests.removeFirst()
        let status = body.first == UInt8(ascii: "!") ? 400 + Int(body.count % 104) : 200
        give(.received(id, Response(status: status, body: Array(status == 200 ? body[...] : body.dropFirst()))))
    }

    private mutating func give(_ input: MatrixSession.Input) {
        for action in session.handle(input, at: now) {
            count += 1
            precondition(count < 100_000, "it never ends")
            switch action {
            case .send(let request, let id):
                precondition(
                    request.path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "a path that is none: \(request.path)")
                requests.append(id)
            case .cancel(let id): requests.removeAll { $0 == id }
            case .store(let change, let id):
                kept.apply(change)
                give(.stored(id))
            case .deliver(let heard, let id):
                if case .said(let said) = heard {
                    precondition(
                        said.text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F },
                        "a control character")
                    precondition(said.sender.text != "@bot:x", "its own word")
                }
                give(.handled(id))
            case .said, .notSaid, .alert, .stop, .log: break
            }
        }
        precondition(session.deadline(at: now).map { $0 >= now } ?? true, "a deadline in the past")
    }
}
