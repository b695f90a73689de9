import Foundation
import Gerrit
import GerritProtocol
import Testing

@Suite(.timeLimit(.minutes(5))) struct EventCommandTests {
    /// Runs a script as the stream, in a folder of its own; the script waits for the file `go`.
    private func run(
        _ script: String, _ body: (Following, Folder, GerritServer) async throws -> Void
    ) async throws {
        try await Folder.with { folder in
            let following = Following()
            following.world.set(1, title: "one")
            let wait = "while [ ! -e go ]; do sleep 0.02; done"
            try await following.run {
                $0.stream = ["/bin/sh", "-c", "cd \(folder.path); echo x >> starts; \(wait); \(script)"]
            } _: { server in
                try await following.waitForTitle("one")
                // The poll for the opened stream is over, and none is due for a minute.
                try await following.wait("an open stream") {
                    let report = await server.report()?.report
                    return report?.sinceEvent != nil && report?.sincePoll != nil && report?.isReading == false
                }
                following.world.set(1, title: "two")
                try await body(following, folder, server)
            }
        }
    }

    @Test func `an event leads to a read`() async throws {
        try await run("echo '\(World.event(1))'; sleep 60") { following, folder, _ in
            try folder.write("go")
            try await following.waitForTitle("two")
            try await following.wait("the hint to be forgotten") { await following.keeper.hints.isEmpty }
            #expect(await following.keeper.storedHints == 1)
        }
    }

    @Test(arguments: ["garbage", "\\377\\376", "{\"type\":\"dropped-output\"}"])
    func `a line that is no event leads to a poll`(line: String) async throws {
        try await run("printf '\(line)\\n'; sleep 60") { following, folder, _ in
            try folder.write("go")
            try await following.waitForTitle("two")
            #expect(await following.keeper.storedHints == 0)
        }
    }

    @Test func `a line that is too long leads to a poll, and the next one counts`() async throws {
        let long = "head -c 3000000 /dev/zero"
        try await run("\(long); echo; while [ ! -e on ]; do sleep 0.02; done; echo '\(World.event(1))'; sleep 60") {
            following, folder, _ in
            try folder.write("go")
            try await following.waitForTitle("two")
            following.world.set(1, title: "three")
            try folder.write("on")
            try await following.waitForTitle("three")
            #expect(await following.keeper.storedHints == 1)
        }
    }

    @Test func `a command that ends is started again, and what it complains about is logged`() async throws {
        try await run("echo 'Permission denied' >&2; exit 3") { following, folder, _ in
            try folder.write("go")
            try await following.waitForTitle("two")
            try await following.wait("a second start") { folder.read("starts").count >= 4 }
            #expect(following.log.contains("the stream has ended: the command has ended: exited(3)"))
            #expect(following.log.contains("the stream's command says: Permission denied"))
        }
    }

    @Test func `a command that has closed its output is ended`() async throws {
        try await run("exec >&- 2>&-; sleep 600") { following, folder, _ in
            try folder.write("go")
            try await following.wait("a second start") { folder.read("starts").count >= 4 }
        }
    }

    @Test func `what the stream has started ends with us`() async throws {
        try await Folder.with { folder in
            let following = Following()
            let script = "sleep 600 & echo $! > child; trap '' TERM; wait; sleep 600"
            try await following.run {
                $0.stream = ["/bin/sh", "-c", "cd \(folder.path); \(script)"]
            } _: { _ in
                try await following.wait("the child") { folder.read("child").hasSuffix("\n") }
            }
            let child = folder.read("child").dropLast()
            // What has ended and is not yet taken note of has no command line.
            try await following.wait("the child's end") {
                (try? String(contentsOfFile: "/proc/\(child)/cmdline", encoding: .utf8))?.isEmpty ?? true
            }
        }
    }

    @Test func `a stream that falls silent is opened anew`() async throws {
        try await Folder.with { folder in
            let following = Following()
            try await following.run {
                $0.stream = ["/bin/sh", "-c", "cd \(folder.path); echo x >> starts; sleep 600"]
                $0.settings.streamSilence = 100
            } _: { _ in
                try await following.wait("a second start") { folder.read("starts").count >= 4 }
            }
            #expect(following.log.contains("the stream has ended: closed by us"))
        }
    }

    @Test func `without the command there are polls`() async throws {
        let following = Following()
        following.world.set(1, title: "one")
        try await following.run {
            $0.stream = ["no-such-command-anywhere"]
            $0.settings.pollEveryWithoutStream = 20
        } _: { _ in
            try await following.waitForTitle("one")
            following.world.set(1, title: "two")
            try await following.waitForTitle("two")
            try await following.wait("the end of the stream") {
                following.log.contains("the stream has ended: the command has ended: exited(127)")
            }
        }
    }
}
