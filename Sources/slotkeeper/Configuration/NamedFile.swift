import Bot
import Foundation

#if canImport(CDispatch)
    // The compiler may take it for the module that `stat` is from.
    import CDispatch
#endif

/// Files that somebody has named: anything may be behind the name.
enum NamedFile {
    /// Reads a whole file.
    /// - Parameters:
    ///   - limit: the most bytes it may have.
    ///   - isPrivate: whether it must not be open to other users.
    static func read(_ path: String, limit: Int, isPrivate: Bool = false) throws -> [UInt8] {
        // A pipe without a writer must not stop us.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw ConfigMistake("\(path): \(String(cString: strerror(errno)))") }
        defer { close(file) }

        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw ConfigMistake("\(path) is not a file")
        }
        let mode = status.st_mode & 0o777
        guard !isPrivate || mode & 0o077 == 0 else {
            throw ConfigMistake(
                """
                \(path) is open to other users (mode \(String(mode, radix: 8))): \
                run `chmod 600 \(path)`, and change what it holds if others may have seen it
                """)
        }
        guard status.st_size <= limit else { throw ConfigMistake("\(path) is larger than \(limit) bytes") }
        do {
            let data = try FileHandle(fileDescriptor: file).read(upToCount: limit) ?? Data()
            return Array(data)
        } catch {
            throw ConfigMistake("\(path): \(error.localizedDescription)")
        }
    }

    /// Whether systemd keeps the file for this service alone. It guards the folder, not the file.
    /// https://systemd.io/CREDENTIALS
    static func isCredential(_ path: String, _ environment: [String: String]) -> Bool {
        guard let folder = environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty else { return false }
        return path.hasPrefix(folder + "/") && !path.contains("/../")
    }
}
