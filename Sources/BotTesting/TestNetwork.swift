public import Chat

/// A network in memory: what is said on it is kept, and it can be cut.
public actor TestNetwork: Network {
    public nonisolated let name: String
    public nonisolated let remembersAnnouncements: Bool
    public private(set) var said: [Outgoing] = []
    private var fault: SendError?
    private var hidden: Set<String> = []
    private var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    private var receive: (@Sendable (Message) async -> Void)?
    private var starting: [CheckedContinuation<Void, Never>] = []
    private nonisolated let messages: AsyncStream<Message>
    private nonisolated let speaker: AsyncStream<Message>.Continuation

    public init(name: String = "oftc", remembersAnnouncements: Bool = false) {
        self.name = name
        self.remembersAnnouncements = remembersAnnouncements
        (messages, speaker) = AsyncStream.makeStream(of: Message.self)
    }

    public func run(_ receive: @escaping @Sendable (Message) async -> Void) async throws {
        self.receive = receive
        for continuation in starting { continuation.resume() }
        starting = []
        for await message in messages { await receive(message) }
    }

    public func send(_ outgoing: Outgoing) async throws {
        if let fault, fault != .unconfirmed { throw fault }
        said.append(outgoing)
        for (_, continuation) in waiting.filter({ $0.count <= said.count }) { continuation.resume() }
        waiting.removeAll { $0.count <= said.count }
        if let fault { throw fault }
    }

    /// Waits until somebody runs the network.
    public func started() async {
        if receive == nil { await withCheckedContinuation { starting.append($0) } }
    }

    /// A person says something: whoever runs the network hears it.
    public nonisolated func hear(_ message: Message) { speaker.yield(message) }

    /// The same, and waits until the bot is done with it.
    public func heard(_ message: Message) async { await receive?(message) }

    /// From now on nothing can be said; or with `.unconfirmed`, it is said but nobody learns that it was.
    public func cut(_ fault: SendError = .notConnected) { self.fault = fault }
    public func mend() { fault = nil }

    /// Accounts whose people are not to be seen at present.
    public func hide(_ accounts: Set<String>) { hidden = accounts }

    public func privateRoom(with account: String) async -> Room? {
        hidden.contains(account) ? nil : Room(network: name, id: account, isPrivate: true)
    }

    /// All lines that were said.
    public var lines: [String] {
        said.flatMap { $0.document.lines.map { $0.plainText(quiet: false) } }
    }

    /// Waits until so many messages were said in all, and returns their lines.
    public func lines(after count: Int) async -> [String] {
        if said.count < count {
            await withCheckedContinuation { waiting.append((count, $0)) }
        }
        return lines
    }
}
