import Chat
import Foundation
import NIOCore
import NIOPosix

/// The terminal as a room with one person in it: what is typed is said, what the bot says is printed.
///
/// Without a terminal on standard input nobody speaks here, and announcements go to standard output all the same.
struct TerminalNetwork: Network {
    let name: String
    /// The room's name, as the configuration binds it to a board.
    let room: String

    func run(_ receive: @escaping @Sendable (Message) async -> Void) async throws {
        guard isatty(STDIN_FILENO) == 1 else {
            let (never, _) = AsyncStream.makeStream(of: Void.self)
            for await _ in never {}
            return
        }
        say("You are \(LocalUser.name), and lead. Try !slots, !why, !help; end with Ctrl-D.")
        prompt()
        // A descriptor of its own: closing the pipe must not close standard input for everybody.
        let channel = try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .takingOwnershipOfDescriptor(input: dup(STDIN_FILENO)) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, Never>(wrappingChannelSynchronously: channel)
                }
            }
        try await channel.executeThenClose { inbound, _ in
            var rest = ""
            for try await bytes in inbound {
                rest += String(buffer: bytes)
                while let end = rest.firstIndex(of: "\n") {
                    await receive(message(String(rest[..<end])))
                    rest = String(rest[rest.index(after: end)...])
                    prompt()
                }
                if rest.utf8.count > 65_536 { rest = "" }
            }
        }
        // Ctrl-D: the person is gone, and the bot was only here for them.
        if !Task.isCancelled { kill(getpid(), SIGTERM) }
    }

    private func message(_ text: String) -> Message {
        Message(
            room: Room(network: name, id: room), nick: LocalUser.name, identity: .account(LocalUser.id), text: text,
            ownNick: "slotkeeper")
    }

    func send(_ outgoing: Outgoing) async throws {
        let text = Self.lines(outgoing).map { $0 + "\n" }.joined()
        if printed(text) != nil { throw SendError.notConnected }
    }

    static func lines(_ outgoing: Outgoing) -> [String] {
        let lead = outgoing.room.isPrivate ? "-slotkeeper to you- " : "<slotkeeper> "
        return outgoing.document.plainLines(limit: Outgoing.lineLimit).map { lead + $0 }
    }

    func privateRoom(with account: String) async -> Room? {
        account == LocalUser.id && isatty(STDIN_FILENO) == 1
            ? Room(network: name, id: LocalUser.name, isPrivate: true) : nil
    }

    private func prompt() {
        _ = printed("> ")
    }
}
