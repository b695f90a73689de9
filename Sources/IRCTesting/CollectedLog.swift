public import Logging
import NIOConcurrencyHelpers

/// Keeps what is logged, at every level, and tells when it is.
public struct CollectedLog: LogHandler {
    private let lines = NIOLockedValueBox<[String]>([])
    private let stream: AsyncStream<String>
    private let deliver: AsyncStream<String>.Continuation
    public var metadata: Logger.Metadata = [:]
    public var logLevel = Logger.Level.trace

    public init() {
        (stream, deliver) = AsyncStream.makeStream(of: String.self)
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let line = "\(event.message) \(event.metadata ?? [:])"
        lines.withLockedValue { $0.append(line) }
        deliver.yield(line)
    }

    public func contains(_ text: String) -> Bool {
        lines.withLockedValue { $0.contains { $0.contains(text) } }
    }

    /// Waits for the next line with this text.
    @discardableResult
    public func line(with text: String) async -> String {
        for await line in stream where line.contains(text) { return line }
        return ""
    }
}
