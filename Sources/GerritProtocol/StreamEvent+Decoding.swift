extension StreamEvent {
    private enum Key: String, CodingKey {
        case type, change, patchSet, patchset, approvals, comment, eventCreatedOn, refUpdate, refName, project, id
        case author, uploader, abandoner, restorer, submitter, changer, editor, reviewer, remover, deleter
    }

    private struct RefUpdate: Decodable {
        var refName: String?
        var project: String?
    }

    private struct PatchSet: Decodable {
        var number: Int?

        enum Key: String, CodingKey { case number }

        init(from decoder: any Decoder) throws {
            number = try decoder.container(keyedBy: Key.self).number(.number)
        }
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        kind = Kind(try values.decode(String.self, forKey: .type))
        change = values.value(.change)
        patchSet = ((values.value(.patchSet) as PatchSet?) ?? (values.value(.patchset) as PatchSet?))?.number
        // The remover before the reviewer, whose vote it was.
        let actors: [Key] = [
            .author, .uploader, .abandoner, .restorer, .submitter, .changer, .editor, .remover, .deleter, .reviewer,
        ]
        actor = actors.lazy.compactMap { (values.value($0) as Account?) }.first
        approvals = values.list(.approvals)
        comment = values.text(.comment)
        created = values.time(.eventCreatedOn)
        let update = (values.value(.refUpdate) as RefUpdate?)
        ref = update?.refName
        project = update?.project ?? values.text(.project)
        id = values.text(.id)
    }
}

extension StreamEvent.Change {
    private enum Key: String, CodingKey {
        case project, branch, number, subject, topic, hashtags, owner, url, commitMessage, status
        case changeID = "id"
        case isWorkInProgress = "wip"
        case isPrivate = "private"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        project = values.text(.project)
        branch = values.text(.branch)
        changeID = values.text(.changeID)
        number = values.number(.number)
        subject = values.text(.subject)
        topic = values.text(.topic)
        hashtags = values.list(.hashtags)
        owner = values.value(.owner)
        url = values.text(.url)
        commitMessage = values.text(.commitMessage)
        status = ChangeInfo.Status(word: values.text(.status))
        isWorkInProgress = values.flag(.isWorkInProgress)
        isPrivate = values.flag(.isPrivate)
    }
}

extension StreamEvent.Approval {
    private enum Key: String, CodingKey { case type, value, oldValue }
    private static let oldNames = ["CRVW": "Code-Review", "VRIF": "Verified", "APRV": "Workflow"]

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let type = try values.decode(String.self, forKey: .type)
        label = Self.oldNames[type] ?? type
        value = values.number(.value) ?? 0
        oldValue = values.number(.oldValue)
    }
}
