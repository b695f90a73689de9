/// What a `SummaryReader` made of a text: the summaries, and what it could not read.
public struct SummaryReport: Sendable, Hashable {
    /// A line that was left out.
    public struct Problem: Sendable, Hashable, CustomStringConvertible {
        /// Counted from 1.
        public let line: Int
        /// The beginning of the line, harmless to print.
        public let text: String
        /// The rest of a sentence about the line: what is wrong with it, or what was done about it.
        public let reason: String

        public var description: String { text.isEmpty ? "line \(line): \(reason)" : "line \(line): \(reason): \(text)" }
    }

    /// A post that holds no list of specs.
    public struct SkippedPost: Sendable, Hashable, CustomStringConvertible {
        public let line: Int
        public let title: String

        public var description: String { "line \(line): a post without a list of specs was skipped: \(title)" }
    }

    /// As many problems and skipped posts are kept; more are only counted, so that a hostile file fills neither memory
    /// nor a screen.
    public static let keptLines = 100

    /// In the order of the file.
    public internal(set) var summaries: [Summary] = []
    public private(set) var problems: [Problem] = []
    /// With those that were not kept.
    public private(set) var problemCount = 0
    public private(set) var skippedPosts: [SkippedPost] = []
    public private(set) var skippedPostCount = 0

    public init(_ summaries: [Summary] = []) {
        self.summaries = summaries
    }

    public var counts: SummaryCounts {
        summaries.reduce(into: SummaryCounts()) { $0 += $1.counts }
    }
}

extension SummaryReport: CustomStringConvertible {
    /// One line: `3 summaries, 59 categories, 168 specs, 172 reviews, 1 post without a list skipped, no problems`.
    public var description: String {
        let counts = counts
        var parts = [
            counted(summaries.count, "summary", "summaries"), counted(counts.categories, "category", "categories"),
            counted(counts.items, "spec", "specs"), counted(counts.reviews, "review", "reviews"),
        ]
        if skippedPostCount > 0 { parts.append("\(counted(skippedPostCount, "post", "posts")) without a list skipped") }
        parts.append(problemCount == 0 ? "no problems" : counted(problemCount, "problem", "problems"))
        return parts.joined(separator: ", ")
    }

    private func counted(_ count: Int, _ one: String, _ many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }
}

extension SummaryReport {
    mutating func addProblem(line: Int, text: String, reason: String) {
        problemCount += 1
        if problems.count < Self.keptLines {
            problems.append(Problem(line: line, text: text.excerpt, reason: reason))
        }
    }

    mutating func addSkippedPost(line: Int, title: String) {
        skippedPostCount += 1
        if skippedPosts.count < Self.keptLines {
            skippedPosts.append(SkippedPost(line: line, title: title.excerpt))
        }
    }
}

/// Why a text was not read at all.
public enum SummaryRefusal: Error, Hashable, CustomStringConvertible {
    case empty
    /// A NUL byte stands in this line.
    case binary(line: Int)
    /// More bytes than this.
    case tooLarge(limit: Int)

    public var description: String {
        switch self {
        case .empty:
            "the file is empty; a summary has a title, categories, and a bullet for each spec"
        case .binary(let line):
            "the file is not plain text (there is a NUL byte in line \(line)); save the summary as UTF-8 text"
        case .tooLarge(let limit):
            "the file has more than \(limit) bytes, too many for summaries; split it, or see whether it is the right file"
        }
    }
}
