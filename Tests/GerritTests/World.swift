import GerritProtocol
import NIOConcurrencyHelpers
import WebTesting

/// Changes of the project `demo` on a server, and what goes wrong when they are asked for.
final class World: Sendable {
    static let project = "demo"

    fileprivate struct State {
        var titles: [Int: (title: String, updated: Int)] = [:]
        var clock = 0
        var faults: [WebServer.Reply] = []
        var calls: [WebServer.Call] = []
    }
    private let state = NIOLockedValueBox(State())

    static func key(_ number: Int) -> ChangeKey { ChangeKey(project: project, number: number) }

    /// A line of the stream about a change.
    static func event(_ number: Int) -> String {
        "{\"type\":\"topic-changed\",\"change\":{\"project\":\"\(project)\",\"number\":\(number)}}"
    }

    var calls: [WebServer.Call] { state.withLockedValue(\.calls) }

    func set(_ number: Int, title: String) {
        state.withLockedValue { state in
            state.clock += 1
            state.titles[number] = (title, state.clock)
        }
    }

    /// The next requests for changes go wrong, each in its way.
    func fail(_ replies: WebServer.Reply...) {
        state.withLockedValue { $0.faults += replies }
    }

    func answer(_ call: WebServer.Call) -> WebServer.Reply {
        state.withLockedValue { state in
            state.calls.append(call)
            var path = call.path.prefix { $0 != "?" }
            if path.hasPrefix("/a/") { path = path.dropFirst(2) }
            switch path {
            case "/accounts/self": return Self.json("{\"_account_id\":7,\"username\":\"bot\"}")
            case "/config/server/version": return Self.json("\"3.11.2\"")
            default: break
            }
            if !state.faults.isEmpty { return state.faults.removeFirst() }
            if path.hasSuffix("/review") { return Self.json("{\"labels\":{\"Code-Review\":-2}}") }
            if path == "/changes/" {
                return Self.json("[\(state.titles.keys.sorted().map(state.info).joined(separator: ","))]")
            }
            guard let number = path.split(separator: "~").last.flatMap({ Int($0) }), state.titles[number] != nil else {
                return .answer(404, [], "Not found: \(path)")
            }
            return Self.json(state.info(number))
        }
    }

    static func json(_ text: String) -> WebServer.Reply {
        .answer(200, [("Content-Type", "application/json")], ")]}'\n" + text)
    }
}

extension World.State {
    fileprivate func info(_ number: Int) -> String {
        guard let (title, updated) = titles[number] else { return "" }
        let time = "2014-12-01 10:\(updated / 600)\(updated / 60 % 10):\(updated / 10 % 6)\(updated % 10).000000000"
        return "{\"_number\":\(number),\"project\":\"\(World.project)\",\"status\":\"NEW\",\"subject\":\"\(title)\","
            + "\"updated\":\"\(time)\"}"
    }
}
