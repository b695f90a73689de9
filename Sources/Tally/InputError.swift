/// What is wrong with a file, in one sentence, and in which line where that is known.
public struct InputError: Error, Sendable, Hashable, CustomStringConvertible {
    public let sentence: String
    /// From 1.
    public let line: Int?

    init(_ sentence: String, line: Int? = nil) {
        self.sentence = sentence
        self.line = line
    }

    public var description: String {
        line.map { "line \($0): \(sentence)" } ?? sentence
    }
}
