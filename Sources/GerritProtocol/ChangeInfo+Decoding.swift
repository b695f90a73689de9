extension ChangeInfo {
    private enum Key: String, CodingKey {
        case id, project, branch, subject, status, topic, hashtags, created, updated, submitted, owner, labels
        case number = "_number"
        case changeID = "change_id"
        case isWorkInProgress = "work_in_progress"
        case isPrivate = "is_private"
        case attention = "attention_set"
        case requirements = "submit_requirements"
        case insertions, deletions, revisions, messages
        case unresolvedComments = "unresolved_comment_count"
        case metaRevision = "meta_rev_id"
        case currentRevision = "current_revision"
        case hasMoreChanges = "_more_changes"
    }

    private struct AttentionEntry: Decodable {
        var value: Attention

        enum Key: String, CodingKey {
            case account, reason
            case lastUpdate = "last_update"
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            value = Attention(
                account: try values.decode(Account.self, forKey: .account), since: values.time(.lastUpdate),
                reason: values.text(.reason))
        }
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let missing = { (key: Key) in
            DecodingError.keyNotFound(
                key, .init(codingPath: decoder.codingPath, debugDescription: "a change without \(key.rawValue)"))
        }
        guard let number = values.number(.number), number > 0 else { throw missing(.number) }
        guard let project = values.text(.project) else { throw missing(.project) }
        guard let updated = values.time(.updated) else { throw missing(.updated) }
        let word = values.text(.status)
        guard let status = Status(word: word) else { throw missing(.status) }
        self.number = number
        self.project = project
        self.updated = updated
        self.status = status
        id = values.text(.id)
        branch = values.text(.branch) ?? ""
        changeID = values.text(.changeID) ?? ""
        subject = values.text(.subject) ?? ""
        topic = values.text(.topic)
        hashtags = (values.list(.hashtags) as [String])
        created = values.time(.created)
        submitted = values.time(.submitted)
        owner = values.value(.owner)
        // A draft, until Gerrit 2.14, was what is now private and in progress.
        isWorkInProgress = values.flag(.isWorkInProgress) || word == "DRAFT"
        isPrivate = values.flag(.isPrivate) || word == "DRAFT"
        attention =
            values.contains(.attention)
            ? (values.members(.attention) as [String: AttentionEntry]).map(\.value.value)
                .sorted { ($0.account.id ?? 0, $0.account.handle) < ($1.account.id ?? 0, $1.account.handle) } : nil
        labels = values.members(.labels)
        requirements = values.contains(.requirements) ? values.list(.requirements) : nil
        insertions = values.number(.insertions)
        deletions = values.number(.deletions)
        unresolvedComments = values.number(.unresolvedComments)
        metaRevision = values.text(.metaRevision)
        currentRevision = values.text(.currentRevision)
        revisions = values.members(.revisions)
        messages = values.contains(.messages) ? values.list(.messages) : nil
        hasMoreChanges = values.flag(.hasMoreChanges)
    }
}

extension ChangeInfo.Status {
    /// `SUBMITTED` (waiting to be merged) and `DRAFT` are words of old servers for open changes.
    init?(word: String?) {
        switch word {
        case "NEW", "SUBMITTED", "DRAFT": self = .open
        case "MERGED": self = .merged
        case "ABANDONED": self = .abandoned
        default: return nil
        }
    }
}
