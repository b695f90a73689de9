public import MatrixModel
internal import MatrixProtocol
internal import NIOConcurrencyHelpers
internal import NIOCore
internal import NIOPosix
internal import WebTesting

/// A homeserver on 127.0.0.1 that misbehaves on demand: a model that is asked over HTTP.
///
/// What goes wrong goes wrong for the bot only; the people of `person` find a server without faults.
public struct ScriptedHomeserver: Sendable {
    /// Without a slash at the end.
    public let url: String
    let state: NIOLockedValueBox<State>

    /// Runs the server while the body runs.
    /// - Parameter compresses: answers, for those who understand it.
    public static func run<Result>(
        _ model: ModelHomeserver = .nova, compresses: Bool = false,
        _ body: (ScriptedHomeserver) async throws -> Result
    ) async throws -> Result {
        let state = NIOLockedValueBox(State(model: model))
        return try await WebServer.run(compresses: compresses, answer: { call in Self.answer(call, state) }) { web in
            defer { state.change { $0.leaveAll() } }
            return try await body(ScriptedHomeserver(url: web.url, state: state))
        }
    }

    /// What happens in its rooms, by `ModelHomeserver`'s own functions; polls that waited for it are answered.
    @discardableResult
    public func with<Result>(_ change: (inout ModelHomeserver) -> Result) -> Result {
        state.change { state in
            state.lookAtClock()
            defer { state.answerWaiting() }
            return change(&state.model)
        }
    }

    public var model: ModelHomeserver { state.withLockedValue(\.model) }

    /// Somebody who is logged in here.
    public func person(_ id: String) -> MatrixPerson {
        let token = "person \(id)"
        state.withLockedValue { $0.model.addToken(token, of: id) }
        return MatrixPerson(id: id, url: url, token: Secret(token))
    }

    // MARK: What goes wrong

    /// From now on.
    /// - Parameters:
    ///   - faults: in turn.
    ///   - part: of the paths of requests that they befall: `/sync`, `/send/`.
    ///   - every: which of these requests; 7: the seventh, the fourteenth …
    ///   - times: then it is over; `nil`: never.
    public func misbehave(_ faults: Fault..., at part: String = "", every: Int = 1, times: Int? = nil) {
        misbehave(faults, at: part, every: every, times: times)
    }

    public func misbehave(_ faults: [Fault], at part: String = "", every: Int = 1, times: Int? = nil) {
        state.withLockedValue {
            $0.rules.append(Rule(faults: faults, part: part, every: max(1, every), left: times))
        }
    }

    /// Nothing goes wrong any more.
    public func mend() {
        state.withLockedValue { $0.rules = [] }
    }

    // MARK: What is looked at

    /// Of the bot, in the order in which they came.
    public var calls: [Call] { state.withLockedValue(\.calls) }

    /// The bot's requests whose path has this in it.
    public func calls(_ part: String) -> [Call] { calls.filter { $0.path.contains(part) } }

    /// The most of these that came within so many seconds, whenever that was.
    public func most(_ part: String, within seconds: Int) -> Int {
        let times = calls(part).map(\.at)
        var (most, first) = (0, 0)
        for last in times.indices {
            while times[last] - times[first] >= .seconds(seconds) { first += 1 }
            most = max(most, last - first + 1)
        }
        return most
    }

    /// Faults that the bot has met.
    public var faultsMet: [Fault] { calls.compactMap(\.fault) }

    /// Requests of the bot that wait here until something happens.
    public var polls: Int { state.withLockedValue { state in state.waiting.filter(\.isOfBot).count } }

    /// What the bot has said in a room, in order: the events, each with its content.
    public func said(in room: String) -> [ModelHomeserver.Stored] { model.said(in: room) }

    /// The texts of what the bot has said in all rooms, in order.
    public var texts: [String] {
        let model = model
        return model.rooms.keys.flatMap { model.said(in: $0) }.sorted { $0.position < $1.position }
            .map { $0.content["body"].text ?? "" }
    }

    /// Waits until it is so.
    /// - Throws: `Late` after so many seconds.
    public func until(
        _ what: String, within seconds: Int = 30, _ isSo: (ScriptedHomeserver) throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while try !isSo(self) {
            guard ContinuousClock.now < deadline else {
                throw Late("\(what); the last requests: \(calls.suffix(10)); said: \(texts.suffix(10))")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}

extension ModelHomeserver {
    /// With one room, `!nova`, also known as `#nova:example.org`, where Anna and Bob are; Anna made it.
    public static var nova: ModelHomeserver {
        var model = ModelHomeserver()
        model.makeRoom("!nova", by: "@anna:example.org", alias: "#nova:example.org")
        model.enter("@bob:example.org", "!nova")
        return model
    }
}

/// What was waited for did not come.
public struct Late: Error, CustomStringConvertible {
    public let description: String

    init(_ what: String) {
        description = "in vain waited: \(what)"
    }
}
