import Gerrit
import GerritProtocol

extension GerritPlugin {
    /// Takes a web hook's body for a hint that its change may be different, and believes nothing else of it: Gerrit's
    /// webhooks plugin signs nothing (webhooks/Documentation/config.md).
    ///
    /// Returns when the hint is stored.
    /// - Returns: whether the body was an event at all.
    /// - Throws: when it cannot be stored, so that the sender tries again.
    public func hook(_ server: String, body: [UInt8]) async throws -> Bool {
        guard let event = StreamEvent(line: String(decoding: body, as: UTF8.self)) else { return false }
        guard let key = event.key else { return true }
        guard let one = running(server) else { throw CancellationError() }
        try await one.server.hint(key)
        return true
    }
}
