import Foundation
import Ledger

/// The right to write a ledger: an advisory lock on `LEDGER.lock`, held as long as this value lives.
///
/// The kernel lets go of it when the process ends, however it ends; the file itself stays, so that two processes never lock
/// two different files of that name.
final class WriterLock: Sendable {
    private let file: CInt

    /// - Throws: `.unavailable` with the process id of the holder if another writer lives.
    init(ledger: String) throws(EventLogError) {
        let path = ledger + ".lock"
        let file = Foundation.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw EventLogError(opening: path, errno: errno) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(file)
            close(file)
            throw .unavailable(
                """
                another slotkeeper (\(holder)) is writing to \(ledger), and a ledger has one writer: \
                stop that one first, or give this one a state folder of its own.
                """)
        }
        self.file = file
        let pid = "\(getpid())\n"
        ftruncate(file, 0)
        _ = pid.withCString { pwrite(file, $0, pid.utf8.count, 0) }
    }

    deinit {
        // A child that has not become its program yet shares the lock: closing alone would leave it to that child.
        flock(file, LOCK_UN)
        close(file)
    }

    /// What the holder wrote about itself; only for the message.
    private static func holder(_ file: CInt) -> String {
        let text = withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { buffer in
            String(decoding: buffer.prefix(max(pread(file, buffer.baseAddress, buffer.count, 0), 0)), as: UTF8.self)
        }
        return Int(text.prefix { $0.isASCII && $0.isNumber }).map { "process \($0)" } ?? "process unknown"
    }
}
