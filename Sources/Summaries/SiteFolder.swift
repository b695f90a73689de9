import Foundation

/// Why a folder is not as it should be: a sentence without its full stop.
struct SiteFault: Error, Hashable, CustomStringConvertible {
    let description: String
}

/// A folder whose files are made equal to a site's.
///
/// A file is written beside the old one and then takes its place, so that readers see one or the other. What the bot has
/// written is listed in `.slotkeeper`; it touches nothing else, and no link leads it out of the folder.
final class SiteFolder {
    typealias Write = (CInt, UnsafeRawBufferPointer) -> Int

    private static let list = ".slotkeeper"
    private static let aside = ".slotkeeper-new"
    /// Larger files are not the bot's.
    private static let mostBytes = 64 << 20

    private let path: String
    private let folder: CInt
    private let write: Write

    /// - Parameter write: for tests, which fill the disk with it.
    init(_ path: String, write: @escaping Write = { Foundation.write($0, $1.baseAddress, $1.count) }) throws(SiteFault)
    {
        self.path = path
        self.write = write
        folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder < 0 { throw Self.fault(errno, path) }
    }

    deinit {
        close(folder)
    }

    /// Makes the folder equal to the site. What is equal already is not touched.
    /// - Parameter rendersPages: else they are known to be right, and only the other files are written.
    func update(to site: Site, rendersPages: Bool = true) throws {
        let names = site.names
        let own = try ownNames(board: site.board)
        for name in names { try check(name, isOwn: own.contains(name)) }
        try list(own.union(names), board: site.board)
        try site.forEachFile(rendersPages: rendersPages) { name, text in try put(Array(text.utf8), name) }
        for name in own.subtracting(names).sorted() where unlinkat(folder, name, 0) != 0 && errno != ENOENT {
            throw Self.fault(errno, "\(path)/\(name)")
        }
        try list(Set(names), board: site.board)
    }

    /// Whether there is what the bot has written in a folder, as far as its list tells.
    static func isWritten(_ path: String) -> Bool { access("\(path)/\(list)", F_OK) == 0 }

    // MARK: What is the bot's own

    private func ownNames(board: String) throws(SiteFault) -> Set<String> {
        guard let bytes = try read(Self.list) else { return [] }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        guard lines.first == Self.heading(board) else {
            throw SiteFault(
                description: "\(path)/\(Self.list) says that the folder is another board's: name another folder")
        }
        return Set(lines.dropFirst().filter(Self.isName))
    }

    private func list(_ names: Set<String>, board: String) throws(SiteFault) {
        try put(Array(([Self.heading(board)] + names.sorted()).joined(separator: "\n").utf8) + [10], Self.list)
    }

    private static func heading(_ board: String) -> String { "slotkeeper \(board)" }

    private static func isName(_ name: String) -> Bool {
        name.utf8.first != UInt8(ascii: ".")
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// Whether there is room for a file, or an own one to be replaced.
    private func check(_ name: String, isOwn: Bool) throws(SiteFault) {
        guard Self.isName(name) else { throw SiteFault(description: "\"\(name)\" is no name for a file") }
        var about = stat()
        guard fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) == 0 else {
            if errno == ENOENT { return }
            throw Self.fault(errno, "\(path)/\(name)")
        }
        if !isOwn || about.st_mode & S_IFMT != S_IFREG {
            throw SiteFault(
                description: "\(path)/\(name) is not what this bot wrote there: move it away, or name another folder")
        }
    }

    // MARK: Files

    /// The bytes of a file, or `nil` if there is none.
    private func read(_ name: String) throws(SiteFault) -> [UInt8]? {
        let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw Self.fault(errno, "\(path)/\(name)")
        }
        defer { close(file) }
        var about = stat()
        guard fstat(file, &about) == 0, about.st_mode & S_IFMT == S_IFREG, about.st_size <= Self.mostBytes else {
            throw SiteFault(description: "\(path)/\(name) is no file of this bot: move it away")
        }
        var bytes = [UInt8](repeating: 0, count: Int(about.st_size))
        var have = 0
        while have < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                pread(file, $0.baseAddress?.advanced(by: have), $0.count - have, off_t(have))
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw Self.fault(errno, "\(path)/\(name)") }
            if count == 0 { break }
            have += count
        }
        return Array(bytes.prefix(have))
    }

    private func put(_ bytes: [UInt8], _ name: String) throws(SiteFault) {
        if try read(name) == bytes { return }
        unlinkat(folder, Self.aside, 0)
        let file = openat(folder, Self.aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw Self.fault(errno, "\(path)/\(name)") }
        // For a web server of another user, whatever the mask is at this moment: it is the whole program's.
        fchmod(file, 0o644)
        let problem = fill(file, bytes)
        if problem == 0, renameat(folder, Self.aside, folder, name) == 0 { return }
        let reason = problem == 0 ? errno : problem
        unlinkat(folder, Self.aside, 0)
        throw Self.fault(reason, "\(path)/\(name)")
    }

    /// Writes all and closes: what went wrong, or 0.
    private func fill(_ file: CInt, _ bytes: [UInt8]) -> CInt {
        var problem: CInt = 0
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty, problem == 0 {
                let count = write(file, UnsafeRawBufferPointer(rebasing: rest))
                if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { problem = errno }
            }
        }
        // Else a power cut may leave the list of what is ours empty, and the folder would be a stranger's.
        if problem == 0, fsync(file) != 0 { problem = errno }
        if close(file) != 0, problem == 0 { problem = errno }
        return problem
    }

    private static func fault(_ code: CInt, _ what: String) -> SiteFault {
        let reason =
            switch code {
            case ENOENT: "is not there: make it, or name another folder"
            case ENOTDIR: "is no folder: name another one"
            case ENOSPC, EDQUOT: "cannot be written, the disk is full: free some space"
            case EACCES, EPERM, EROFS: "may not be written: let the bot's user write there"
            case ELOOP: "is a symbolic link, which is not followed: move it away"
            default: "cannot be written (\(String(cString: strerror(code)))): see to it"
            }
        return SiteFault(description: "\(what) \(reason)")
    }
}
