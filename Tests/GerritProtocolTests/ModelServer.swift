@testable import GerritProtocol

/// A Gerrit server in memory, with the habits that matter: whole seconds, newest first, pages computed anew, lists that
/// lag, private changes that are not there, and an event for each thing that happens.
struct ModelServer {
    struct Change {
        var key: ChangeKey
        var created: Int
        var updated: Int
        var status = "NEW"
        var patchSet = 1
        var votes: [String: Int] = [:]
        var topic = ""
        var isWIP = false
        var isPrivate = false
        var isDeleted = false
        /// When it was merged the last time, for the account of what happened.
        var merges = 0

        var isVisible: Bool { !isPrivate && !isDeleted }
    }

    /// Seconds since 1970 by the server's clock.
    var clock: Int
    var changes: [Int: Change] = [:]
    /// What lists show, until they have caught up.
    private var lagging: [(visibleAt: Int, change: Change)] = []
    private var indexed: [Int: Change] = [:]
    var indexLag = 0
    var queryLimit = 25
    var saysMore = true
    /// Whether changes are made private and deleted.
    var takesAway = true
    var nextNumber = 100
    let projects: [String]

    init(clock: Int, projects: [String]) {
        self.clock = clock
        self.projects = projects
    }

    /// Something happens to a change.
    /// - Returns: the lines that the stream has to say about it.
    mutating func happen(_ random: inout Numbers) -> [String] {
        let open = changes.values.filter { $0.status == "NEW" && $0.isVisible }.map(\.key.number).sorted()
        guard let number = open.randomElement(using: &random), !random.chance(15), var change = changes[number] else {
            return add(projects.randomElement(using: &random) ?? "")
        }
        let kind: String
        switch random.number(0...9) {
        case 0: (change.status, change.merges, kind) = ("MERGED", 1, "change-merged")
        case 1: (change.status, kind) = ("ABANDONED", "change-abandoned")
        case 2, 3:
            change.patchSet += 1
            change.votes = change.votes.filter { $0.value == -2 }
            kind = "patchset-created"
        case 4: (change.isWIP, kind) = (!change.isWIP, "wip-state-changed")
        case 5: (change.topic, kind) = ("bp/name-\(random.number(0...9))", "topic-changed")
        case 6 where takesAway && random.chance(30): (change.isPrivate, kind) = (true, "private-state-changed")
        case 7 where takesAway && random.chance(30): (change.isDeleted, kind) = (true, "change-deleted")
        default:
            change.votes["core\(random.number(1...4))"] = random.number(-2...2)
            change.votes = change.votes.filter { $0.value != 0 }
            kind = "comment-added"
        }
        return save(change, kind)
    }

    private mutating func add(_ project: String) -> [String] {
        nextNumber += 1
        let key = ChangeKey(project: project, number: nextNumber)
        return save(Change(key: key, created: clock, updated: clock), "patchset-created")
    }

    private mutating func save(_ change: Change, _ kind: String) -> [String] {
        var change = change
        change.updated = clock
        changes[change.key.number] = change
        lagging.append((clock + indexLag, change))
        let subject = "\"project\":\"\(change.key.project)\",\"number\":\(change.key.number)"
        return ["{\"type\":\"\(kind)\",\"change\":{\(subject)},\"eventCreatedOn\":\(clock + 1)}"]
    }

    /// A change as it is now, made open to all again, or moved: nobody is told.
    mutating func change(_ number: Int, quietly edit: (inout Change) -> Void) {
        guard var change = changes[number] else { return }
        edit(&change)
        _ = save(change, "")
    }

    mutating func answer(_ request: Request) -> Response {
        if request.path.hasPrefix("/a/accounts/self") { return ok("{\"_account_id\": 1, \"username\": \"slotbot\"}") }
        guard request.path.hasPrefix("/a/changes/") else { return Response(status: 404, body: Array("Not Found".utf8)) }
        let parts = request.path.dropFirst("/a/changes/".count).split(separator: "?", omittingEmptySubsequences: false)
        if parts[0].isEmpty { return list(parameters(parts[1])) }
        let name = decoded(parts[0])
        let number = name.split(separator: "~").last.flatMap { Int($0) } ?? 0
        guard let change = changes[number], change.isVisible, name == "\(number)" || name == "\(change.key)" else {
            return Response(status: 404, body: Array("Not found: \(name)".utf8), date: date)
        }
        return ok(json(change))
    }

    private mutating func list(_ parameters: [String: String]) -> Response {
        for entry in lagging where entry.visibleAt <= clock { indexed[entry.change.key.number] = entry.change }
        lagging.removeAll { $0.visibleAt <= clock }
        let query = parameters["q"] ?? ""
        func time(_ word: String) -> ServerTime? {
            query.firstRange(of: "\(word):\"").flatMap {
                ServerTime(text: query[$0.upperBound...].prefix { $0 != "\"" })
            }
        }
        let hits = indexed.values.filter { change in
            query.contains("project:\"\(change.key.project)\"") && changes[change.key.number]?.isVisible ?? false
                && (!query.contains("status:open") || change.status == "NEW")
                && time("after").map { change.updated >= $0.seconds } ?? true
                && time("before").map { change.updated <= $0.seconds } ?? true
        }.sorted { ($0.updated, $0.key.number) > ($1.updated, $1.key.number) }
        let start = min(hits.count, parameters["S"].flatMap { Int($0) } ?? 0)
        let limit = min(queryLimit, parameters["n"].flatMap { Int($0) } ?? queryLimit)
        let page = hits[start...].prefix(limit)
        let hasMore = saysMore && start + limit < hits.count
        let texts = page.enumerated().map { index, change in
            json(change, rest: hasMore && index == page.count - 1 ? ",\"_more_changes\":true" : "")
        }
        return ok("[\(texts.joined(separator: ","))]")
    }

    private var date: String {
        let text = ServerTime(seconds: clock).queryText
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = text.split(whereSeparator: { "- ".contains($0) })
        return "Mon, \(parts[2]) \(months[(Int(parts[1]) ?? 1) - 1]) \(parts[0]) \(parts[3]) GMT"
    }

    private func ok(_ json: String) -> Response {
        Response(status: 200, body: Array(")]}'\n\(json)\n".utf8), contentType: "application/json", date: date)
    }

    private func json(_ change: Change, rest: String = "") -> String {
        let votes = change.votes.sorted { $0.key < $1.key }.map { name, value in
            "{\"_account_id\":\(name.dropFirst(4)),\"username\":\"\(name)\",\"value\":\(value)}"
        }
        func time(_ seconds: Int) -> String { "\(ServerTime(seconds: seconds).queryText).000000000" }
        let revision = "abc\(change.key.number)x\(change.patchSet)"
        return """
            {"_number":\(change.key.number),"project":"\(change.key.project)","branch":"master","status":"\(change.status)",\
            "change_id":"I\(change.key.number)","subject":"Change \(change.key.number)","topic":"\(change.topic)",\
            "work_in_progress":\(change.isWIP),"created":"\(time(change.created))","updated":"\(time(change.updated))",\
            "labels":{"Code-Review":{"all":[\(votes.joined(separator: ","))]}},"current_revision":"\(revision)",\
            "revisions":{"\(revision)":{"_number":\(change.patchSet)}}\(rest)}
            """
    }

    private func parameters(_ text: Substring) -> [String: String] {
        let pairs = text.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
        return Dictionary(pairs.map { (String($0[0]), decoded($0[1])) }, uniquingKeysWith: { first, _ in first })
    }

    private func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(Substring(rest.prefix(2))), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
