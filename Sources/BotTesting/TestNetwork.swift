public import Chat

/// A network in memory: what is said on it is kept, and it can be cut.
public actor TestNetwork: Network {
    public nonisolated let name: String
    public private(set) var said: [Outgoing] = []
    private var isConnected = true
    private var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

    public init(name: String = "oftc") {
        self.name = name
    }

    public func run(_ receive: @escaping @Sendable (Message) async -> Void) async throws {
        // Nobody speaks here of their own accord; a test hands its messages to the bot itself.
        let (never, _) = AsyncStream.makeStream(of: Void.self)
        for await _ in never {}
    }

    public func send(_ outgoing: Outgoing) async throws {
        guard isConnected else { throw SendError.notConnected }
        said.append(outgoing)
        for (_, continuation) in waiting.filter({ $0.count <= said.count }) { continuation.resume() }
        waiting.removeAll { $0.count <= said.count }
    }

    public func cut() { isConnected = false }
    public func mend() { isConnected = true }

    /// Waits until so many messages were said in all, and returns their lines.
    public func lines(after count: Int) async -> [String] {
        if said.count < count {
            await withCheckedContinuation { waiting.append((count, $0)) }
        }
        return said.flatMap { $0.document.lines.map { $0.plainText(quiet: false) } }
    }
}
