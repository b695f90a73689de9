import Foundation

/// A file that is read as a whole; `-` is standard input.
enum InputFile {
    static func name(_ path: String) -> String { path == "-" ? "standard input" : path }

    /// The bytes of a file; of one that is longer than the limit, some more than that.
    static func read(_ path: String, atMost limit: Int) throws -> [UInt8] {
        var text: [UInt8] = []
        do {
            let handle =
                path == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            while text.count <= limit, let piece = try handle.read(upToCount: 1 << 16), !piece.isEmpty {
                text += piece
            }
        } catch {
            throw Failure(
                FileManager.default.fileExists(atPath: path)
                    ? "\(name(path)) cannot be read: give a file, and one that you may read."
                    : "there is no file \(path): check the name.", code: .noInput)
        }
        return text
    }
}
