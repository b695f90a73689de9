internal import Foundation
internal import MatrixModel
public import MatrixProtocol
internal import NIOConcurrencyHelpers
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import WebTesting

extension ScriptedHomeserver {
    /// A request of the bot.
    public struct Call: Sendable, CustomStringConvertible {
        public var at: ContinuousClock.Instant
        public var method: Request.Method
        /// Without the query, as it came.
        public var path: String
        public var fault: Fault?

        public var description: String { "\(method.rawValue) \(path) \(fault.map { "(\($0))" } ?? "")" }
    }

    struct State {
        var model: ModelHomeserver
        var rules: [Rule] = []
        var calls: [Call] = []
        var waiting: [Waiting] = []
        /// What is told to those who wait no longer.
        fileprivate var replies: [(EventLoopPromise<WebServer.Reply>, WebServer.Reply)] = []
        private var number = 0

        init(model: ModelHomeserver) {
            self.model = model
        }
    }

    /// A request that is held until something happens.
    struct Waiting {
        var number: Int
        var request: Request
        var isOfBot: Bool
        var fault: Fault?
        var reply: EventLoopPromise<WebServer.Reply>
    }

    static func answer(_ call: WebServer.Call, _ state: NIOLockedValueBox<State>) -> WebServer.Reply {
        guard let request = Request(call) else { return .answer(405, [], "") }
        switch state.change({ $0.answer(request) }) {
        case .now(let reply): return reply
        case .held(let number, let reply):
            call.closed.whenComplete { _ in state.change { $0.forget(number) } }
            reply.eventLoop.scheduleTask(in: .milliseconds(Int64(request.hold))) {
                state.change { $0.timeOut(number) }
            }
            return .later(reply)
        }
    }

    enum Answer {
        case now(WebServer.Reply)
        case held(Int, EventLoopFuture<WebServer.Reply>)
    }
}

extension NIOLockedValueBox<ScriptedHomeserver.State> {
    /// Those who waited are answered only when the lock is open again: what that leads to may need it.
    @discardableResult
    func change<Result>(_ body: (inout ScriptedHomeserver.State) -> Result) -> Result {
        let (result, replies) = withLockedValue { state in
            defer { state.replies = [] }
            return (body(&state), state.replies)
        }
        for (promise, reply) in replies { promise.succeed(reply) }
        return result
    }
}

extension Request {
    /// `nil` if it is of a method that no request here has.
    fileprivate init?(_ call: WebServer.Call) {
        guard let method = Method(rawValue: call.head.method.rawValue), call.path.hasPrefix("/_matrix/client/") else {
            return nil
        }
        let token = call.authorization.flatMap { $0.hasPrefix("Bearer ") ? Secret(String($0.dropFirst(7))) : nil }
        self.init(method, path: call.path, body: method == .get ? nil : Array(call.body.utf8), token: token)
    }

    fileprivate var isSync: Bool { path.hasPrefix("/_matrix/client/v3/sync") }

    /// For so long it may be held, milliseconds.
    fileprivate var hold: Int {
        guard isSync, let start = path.range(of: "timeout=") else { return 0 }
        return Int(path[start.upperBound...].prefix { $0.isNumber }) ?? 0
    }
}

extension ScriptedHomeserver.State {
    typealias Fault = ScriptedHomeserver.Fault

    /// The model's clock is the real one.
    mutating func lookAtClock() {
        model.clock = max(model.clock, Int(Date().timeIntervalSince1970 * 1000))
    }

    mutating func answer(_ request: Request) -> ScriptedHomeserver.Answer {
        lookAtClock()
        let isOfBot = request.token.flatMap { model.user(of: $0) } ?? ModelHomeserver.bot == ModelHomeserver.bot
        var fault: Fault?
        if isOfBot {
            let path = String(request.path.prefix { $0 != "?" })
            for index in rules.indices where fault == nil {
                fault = rules[index].next(path) { $0.isPossible(for: request) }
            }
            calls.append(.init(at: .now, method: request.method, path: path, fault: fault))
        }
        if let reply = fault?.answer { return .now(reply) }
        let before = model.position
        if let response = model.answer(request, isOver: request.hold == 0) {
            if model.position != before { answerWaiting() }
            return .now(Self.reply(response, fault))
        }
        let reply = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: WebServer.Reply.self)
        number += 1
        waiting.append(.init(number: number, request: request, isOfBot: isOfBot, fault: fault, reply: reply))
        return .held(number, reply.futureResult)
    }

    /// Those that have something to tell now are answered.
    mutating func answerWaiting() {
        for held in waiting { answer(held, isOver: false) }
    }

    fileprivate mutating func timeOut(_ number: Int) {
        if let held = waiting.first(where: { $0.number == number }) { answer(held, isOver: true) }
    }

    private mutating func answer(_ held: ScriptedHomeserver.Waiting, isOver: Bool) {
        guard let response = model.answer(held.request, isOver: isOver) else { return }
        waiting.removeAll { $0.number == held.number }
        replies.append((held.reply, Self.reply(response, held.fault)))
    }

    /// Whoever asked has gone.
    fileprivate mutating func forget(_ number: Int) {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
        replies.append((waiting.remove(at: index).reply, .close))
    }

    mutating func leaveAll() {
        for held in waiting { forget(held.number) }
    }

    private static func reply(_ response: Response, _ fault: Fault?) -> WebServer.Reply {
        let text = String(decoding: response.body, as: UTF8.self)
        var headers = [("Content-Type", "application/json")]
        if let wait = response.retryAfter { headers.append(("Retry-After", wait)) }
        return switch fault {
        case .lost: .close
        case .cut: .truncated(String(text.prefix(text.count / 2)))
        case .doneBut(let status): .page(status)
        case .padded(let blanks): .padded(response.status, headers, text, blanks: blanks)
        case .dripping(let pause):
            .dripping(response.status, headers, text, pieces: 10, pause: .milliseconds(Int64(pause)))
        default: .answer(response.status, headers, text)
        }
    }
}

extension ScriptedHomeserver.Fault {
    func isPossible(for request: Request) -> Bool {
        switch self {
        case .loggedOut: request.token != nil
        case .unknownPlace: request.isSync && request.path.contains("since=")
        default: true
        }
    }

    /// Of those that are not even looked at.
    fileprivate var answer: WebServer.Reply? {
        switch self {
        case .lost, .cut, .doneBut, .padded, .dripping: return nil
        case .hung: return .silence
        case .closed: return .close
        case .page(let status): return .page(status)
        case .status(let status): return .refusal(status, "M_UNKNOWN", "Internal server error")
        case .refused(let status, let code): return .refusal(status, code, "Not here")
        case .loggedOut(let isSoft):
            return .refusal(401, "M_UNKNOWN_TOKEN", "Unknown token", ["soft_logout": .bool(isSoft)])
        case .unknownPlace: return .refusal(400, "M_UNKNOWN", "Invalid since token")
        case .limited(let milliseconds, let seconds):
            return .refusal(
                429, "M_LIMIT_EXCEEDED", "Too Many Requests", milliseconds.map { ["retry_after_ms": .int($0)] } ?? [:],
                headers: seconds.map { [("Retry-After", "\($0)")] } ?? [])
        }
    }
}

extension WebServer.Reply {
    fileprivate static func page(_ status: Int) -> Self {
        .answer(status, [("Content-Type", "text/html")], "<!DOCTYPE html><html><body>Sorry</body></html>")
    }

    fileprivate static func refusal(
        _ status: Int, _ code: String, _ text: String, _ more: [String: JSON] = [:], headers: [(String, String)] = []
    ) -> Self {
        let body = more.merging(["errcode": .text(code), "error": .text(text)]) { _, last in last }
        return .answer(
            status, headers + [("Content-Type", "application/json")],
            String(decoding: JSON.object(body).bytes, as: UTF8.self))
    }
}
