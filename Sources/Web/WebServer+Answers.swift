import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

extension WebServer {
    func answer(to request: Request) async throws -> Response {
        let path = request.head.path ?? ""
        guard path.hasPrefix("/hooks/") else {
            guard path == "/healthz" else { return Response(status: .notFound) }
            return [.get, .head].contains(request.method) ? Response(status: .ok) : Self.only("GET, HEAD")
        }
        guard request.method == .post else { return Self.only("POST") }
        guard let hook = hook(at: path) else { return Response(status: .notFound) }
        guard let body = try await body(of: request) else { return Response(status: .contentTooLarge) }
        do {
            let isTaken = try await cancelWhenGracefulShutdown { try await hook.take(body) }
            return Response(status: isTaken ? .accepted : .badRequest)
        } catch {
            logger.warning("a web hook could not be taken", metadata: ["hook": "\(hook.name)", "why": "\(error)"])
            return Response(status: .serviceUnavailable)
        }
    }

    private static func only(_ methods: String) -> Response {
        Response(status: .methodNotAllowed, headers: [.allow: methods])
    }

    /// A name that there is none of and a secret that is wrong take the same time: the path is compared as a whole, with all
    /// of them.
    private func hook(at path: String) -> Hook? {
        let path = Array(path.utf8)
        var found: Hook?
        for hook in hooks where path.isEqualInConstantTime(to: hook.path) { found = hook }
        return found
    }

    /// `nil`: it is too long.
    private func body(of request: Request) async throws -> [UInt8]? {
        let promised = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard promised <= limits.body else { return nil }
        do {
            return Array(buffer: try await request.body.collect(upTo: limits.body))
        } catch is NIOTooManyBytesError {
            return nil
        }
    }
}

extension [UInt8] {
    /// Takes as long as this array is, whatever is in it.
    func isEqualInConstantTime(to secret: [UInt8]) -> Bool {
        guard !secret.isEmpty else { return isEmpty }
        var difference = count ^ secret.count
        for index in indices { difference |= Int(self[index] ^ secret[index % secret.count]) }
        return difference == 0
    }
}
