/// A patch set (REST API changes, "RevisionInfo").
public struct RevisionInfo: Sendable, Hashable, Decodable {
    public var number: Int
    /// `REWORK`, `TRIVIAL_REBASE`, `NO_CODE_CHANGE` … Old servers do not say.
    public var kind: String?
    public var created: ServerTime?
    public var uploader: Account?
    /// With `CURRENT_COMMIT`.
    public var commit: CommitInfo?
    /// With `CURRENT_FILES`, sorted by path.
    public var files: [FileChange]

    private enum Key: String, CodingKey {
        case number = "_number"
        case kind, created, uploader, commit, files
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        number = values.number(.number) ?? 0
        kind = values.text(.kind)
        created = values.time(.created)
        uploader = values.value(.uploader)
        commit = values.value(.commit)
        files = (values.members(.files) as [String: FileInfo])
            .map { FileChange(path: $0.key, kind: $0.value.kind, oldPath: $0.value.oldPath) }
            .sorted { $0.path < $1.path }
    }
}

/// A commit (REST API changes, "CommitInfo").
public struct CommitInfo: Sendable, Hashable, Decodable {
    public var message: String?
    /// Their SHA-1s, the first parent first.
    public var parents: [String]

    private enum Key: String, CodingKey { case message, parents }
    private struct Parent: Decodable { var commit: String }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        message = values.text(.message)
        parents = (values.list(.parents) as [Parent]).map(\.commit)
    }
}

/// What a patch set does to a file.
public struct FileChange: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable {
        case added = "A"
        case modified = "M"
        case deleted = "D"
        case renamed = "R"
        case copied = "C"
        case rewritten = "W"
    }

    public var path: String
    public var kind: Kind
    /// Of a renamed or copied file.
    public var oldPath: String?

    public init(path: String, kind: Kind, oldPath: String? = nil) {
        self.path = path
        self.kind = kind
        self.oldPath = oldPath
    }
}

/// REST API changes, "FileInfo": the status is left out for a modified file.
private struct FileInfo: Decodable {
    var kind: FileChange.Kind
    var oldPath: String?

    private enum Key: String, CodingKey {
        case status
        case oldPath = "old_path"
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        kind = values.text(.status).flatMap(FileChange.Kind.init) ?? .modified
        oldPath = values.text(.oldPath)
    }
}
