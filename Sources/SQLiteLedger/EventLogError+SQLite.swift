import Foundation
import GRDB
import Ledger

extension EventLogError {
    /// What a person should read when SQLite says no.
    init(_ error: any Error, ledger path: String) {
        switch error {
        case let error as EventLogError: self = error
        case let error as DatabaseError: self.init(error, ledger: path)
        default: self = .corrupt("\(path) is damaged (\(error)): \(Self.restore).")
        }
    }

    /// https://www.sqlite.org/rescode.html
    private init(_ error: DatabaseError, ledger path: String) {
        let said = "\(error.message ?? "no reason given"), SQLite code \(error.extendedResultCode.rawValue)"
        func unavailable(_ what: String, _ advice: String) -> Self { .unavailable("\(what) (\(said)): \(advice).") }
        func corrupt(_ what: String, _ advice: String) -> Self { .corrupt("\(what) (\(said)): \(advice).") }

        self =
            switch error.resultCode {
            case .SQLITE_FULL:
                unavailable("the disk of \(path) is full", "free some space, then try again; reading still works")
            case .SQLITE_READONLY where error.extendedResultCode == .SQLITE_READONLY_DIRECTORY:
                unavailable(
                    "SQLite may not make the files it needs beside \(path)",
                    "let the bot's user write the folder, or read a copy of the ledger elsewhere")
            case .SQLITE_READONLY:
                unavailable(
                    "\(path) cannot be written",
                    "let the bot's user write the file and its folder, then try again; reading still works")
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                unavailable(
                    "another program holds \(path)",
                    "end what has it open, such as a database shell or a backup, then try again")
            case .SQLITE_CANTOPEN, .SQLITE_PERM:
                unavailable(
                    "\(path) cannot be opened", "see that it exists and that the bot's user may use it and its folder")
            case .SQLITE_IOERR:
                unavailable("the disk of \(path) fails", "look for disk errors in the system's log and for free space")
            case .SQLITE_NOTADB:
                corrupt("\(path) is not a ledger", "name another file under `ledger: path:`, or restore a backup")
            case .SQLITE_CORRUPT:
                corrupt("\(path) is damaged", Self.restore)
            default:
                unavailable("\(path) could not be used", "try again; if it stays so, report it with this message")
            }
    }

    private static let restore = "stop the bot, keep a copy of the file, and restore the latest backup"

    /// What a person should read when the system refuses a file.
    init(opening path: String, errno code: CInt) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let advice =
            switch code {
            case ENOENT: "make the folder \(folder) first"
            case EACCES, EPERM, EROFS: "let the bot's user write in \(folder)"
            case ENOSPC, EDQUOT: "free some space"
            default: "check the path"
            }
        self = .unavailable("\(path) cannot be opened for writing (\(String(cString: strerror(code)))): \(advice).")
    }
}
