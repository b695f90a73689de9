import Foundation
import GRDB
import Ledger

extension EventLogError {
    /// What a person should read when SQLite says no.
    init(_ error: any Error, ledger path: String) {
        switch error {
        case let error as EventLogError: self = error
        case let error as DatabaseError: self.init(error, ledger: path)
        default: self = .corrupt("\(path) is damaged (\(error)). \(Self.restore)")
        }
    }

    /// https://www.sqlite.org/rescode.html
    private init(_ error: DatabaseError, ledger path: String) {
        let said = "\(error.message ?? error.resultCode.description), SQLite code \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL:
            self = .unavailable(
                "the disk of \(path) is full (\(said)): free some space, then say it again. Reading still works.")
        case .SQLITE_READONLY:
            self = .unavailable(
                """
                \(path) cannot be written (\(said)): give the bot's user the right to write the file and its folder. \
                Reading still works.
                """)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self = .unavailable(
                """
                another program holds \(path) (\(said)): end what has it open, such as a database shell or a backup, \
                then say it again.
                """)
        case .SQLITE_CANTOPEN, .SQLITE_PERM:
            self = .unavailable(
                "\(path) cannot be opened (\(said)): check that it exists and that the bot's user may use it and its folder."
            )
        case .SQLITE_IOERR:
            self = .unavailable(
                "the disk of \(path) fails (\(said)): look at the system's log for disk errors and free space.")
        case .SQLITE_NOTADB:
            self = .corrupt(
                "\(path) is not a ledger (\(said)): name another file under `ledger: path:`, or restore a backup of the ledger."
            )
        case .SQLITE_CORRUPT:
            self = .corrupt("\(path) is damaged (\(said)). \(Self.restore)")
        default:
            self = .unavailable("\(path) could not be used (\(said)). If it stays so, report it with this message.")
        }
    }

    private static let restore = "Stop the bot, keep a copy of the file, and restore the latest backup."

    /// What a person should read when a file could not be made.
    init(creating path: String, errno code: CInt) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let advice =
            switch code {
            case ENOENT: "make the folder \(folder) first"
            case EACCES, EPERM, EROFS: "give the bot's user the right to write in \(folder)"
            case ENOSPC, EDQUOT: "free some space"
            default: "check the path"
            }
        self = .unavailable("\(path) cannot be created (\(String(cString: strerror(code)))): \(advice).")
    }
}
