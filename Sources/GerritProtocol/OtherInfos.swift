/// One change of a relation chain (REST API changes, "RelatedChangeAndCommitInfo").
public struct RelatedChange: Sendable, Hashable, Decodable {
    public var project: String?
    public var changeID: String?
    public var number: Int?
    public var patchSet: Int?
    /// Where it differs from `patchSet`, the chain stands on an outdated patch set.
    public var currentPatchSet: Int?
    public var status: ChangeInfo.Status?
    public var commit: String?

    private enum Key: String, CodingKey {
        case project, status, commit
        case changeID = "change_id"
        case number = "_change_number"
        case patchSet = "_revision_number"
        case currentPatchSet = "_current_revision_number"
    }
    private struct Commit: Decodable { var commit: String }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        project = values.text(.project)
        changeID = values.text(.changeID)
        number = values.number(.number)
        patchSet = values.number(.patchSet)
        currentPatchSet = values.number(.currentPatchSet)
        status = values.text(.status).flatMap { ChangeInfo.Status(word: $0) }
        commit = (values.value(.commit) as Commit?)?.commit
    }
}

/// REST API changes, "RelatedChangesInfo": newest first.
public struct RelatedChanges: Sendable, Hashable, Decodable {
    public var changes: [RelatedChange]

    private enum Key: String, CodingKey { case changes }

    public init(from decoder: any Decoder) throws {
        changes = try decoder.container(keyedBy: Key.self).list(.changes)
    }
}

/// A comment in a file (REST API changes, "CommentInfo").
public struct InlineComment: Sendable, Hashable, Decodable {
    public var id: String?
    public var inReplyTo: String?
    public var author: Account?
    public var updated: ServerTime?
    public var text: String
    public var isUnresolved: Bool
    public var patchSet: Int?

    private enum Key: String, CodingKey {
        case id, author, updated, unresolved
        case text = "message"
        case inReplyTo = "in_reply_to"
        case patchSet = "patch_set"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        id = values.text(.id)
        inReplyTo = values.text(.inReplyTo)
        author = values.value(.author)
        updated = values.time(.updated)
        text = values.text(.text) ?? ""
        isUnresolved = values.flag(.unresolved)
        patchSet = values.number(.patchSet)
    }
}

/// `GET /changes/N/comments`: the comments by path. Robot comments have the same shape.
public struct InlineComments: Sendable, Hashable, Decodable {
    public var byPath: [String: [InlineComment]]

    public init(from decoder: any Decoder) throws {
        let files = try decoder.singleValueContainer().decode([String: Readable<[Readable<InlineComment>]>].self)
        byPath = files.mapValues { ($0.value ?? []).compactMap(\.value) }
    }

    /// The last words of the threads that wait for an answer, oldest first.
    public var unresolved: [InlineComment] {
        let comments = byPath.values.joined()
        let answered = Set(comments.compactMap(\.inReplyTo))
        return comments.filter { $0.isUnresolved && $0.id.map { !answered.contains($0) } ?? true }
            .sorted { ($0.updated?.milliseconds ?? 0, $0.id ?? "") < ($1.updated?.milliseconds ?? 0, $1.id ?? "") }
    }
}

/// `GET /config/server/version`: `"3.11.2"`, `"2.16.28-9-g5b7a"`.
public struct ServerVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var major: Int
    public var minor: Int
    public var description: String

    public init?(_ text: String) {
        let numbers = text.split(whereSeparator: { $0 == "." || $0 == "-" }).map { Int($0) }
        guard numbers.count >= 2, let major = numbers[0], let minor = numbers[1] else { return nil }
        self.major = major
        self.minor = minor
        description = text
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}

/// `GET /config/server/info` (REST API config, "ServerInfo"), as far as it matters here.
public struct ServerInfo: Sendable, Hashable, Decodable {
    /// Where changes are looked at, as the server has it configured.
    public var webURL: String?
    /// Bytes; messages that are longer are refused.
    public var commentLimit: Int?
    public var usesNoteDb: Bool

    private enum Key: String, CodingKey {
        case gerrit, change
        case usesNoteDb = "note_db_enabled"
    }
    private struct Gerrit: Decodable {
        var webURL: String?
        enum CodingKeys: String, CodingKey { case webURL = "web_url" }
    }
    private struct Change: Decodable {
        var commentLimit: Int?
        enum CodingKeys: String, CodingKey { case commentLimit = "comment_size_limit" }
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        webURL = (values.value(.gerrit) as Gerrit?)?.webURL
        commentLimit = (values.value(.change) as Change?)?.commentLimit
        usesNoteDb = values.flag(.usesNoteDb)
    }
}

/// The answer to a review (REST API changes, "ReviewResult"): only what it lists was applied.
public struct ReviewResult: Sendable, Hashable, Decodable {
    public var labels: [String: Int]
    public var error: String?

    private enum Key: String, CodingKey { case labels, error }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        labels = values.members(.labels)
        error = values.text(.error)
    }
}
