internal import Foundation
public import GerritProtocol

extension ModelServer {
    public mutating func answer(_ request: Request) -> Response {
        switch request.path.prefix(while: { $0 != "?" }) {
        case "/a/accounts/self": return ok("{\"_account_id\": 1000, \"username\": \"\(Self.account)\"}")
        case "/config/server/version", "/a/config/server/version": return ok("\"3.11.2\"")
        case let path where !path.hasPrefix("/a/changes/"): return Response(status: 404, body: Array("Not Found".utf8))
        default: break
        }
        let parts = request.path.dropFirst("/a/changes/".count).split(separator: "?", omittingEmptySubsequences: false)
        if parts[0].isEmpty { return list(parts.count > 1 ? parameters(parts[1]) : [:]) }
        let words = parts[0].split(separator: "/")
        let name = decoded(words[0])
        let number = name.split(separator: "~").last.flatMap { Int($0) } ?? 0
        guard let change = changes[number], change.isVisible, name == "\(number)" || name == "\(change.key)" else {
            return refusal(404, "Not found: \(name)")
        }
        guard request.method == .post else {
            // Nobody says anything here, but who asks for it gets it.
            return ok(json(change, rest: request.path.contains("o=MESSAGES") ? ",\"messages\":[]" : ""))
        }
        return write(words.dropFirst().map(decoded), Data(request.body ?? []), to: change)
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

    // MARK: Writes

    private struct Review: Decodable {
        var labels: [String: Int]?
        var message: String?
    }

    private struct Hashtags: Decodable {
        var add: [String]?
        var remove: [String]?
    }

    /// Set Review and Set Hashtags, as far as they are used.
    private mutating func write(_ words: [String], _ body: Data, to change: Change) -> Response {
        let number = change.key.number
        guard change.status == "NEW" else { return refusal(409, "change is closed") }
        let decoder = JSONDecoder()
        if words == ["hashtags"], let input = try? decoder.decode(Hashtags.self, from: body) {
            let (added, removed) = (input.add ?? [], input.remove ?? [])
            let tags = change.hashtags.union(added).subtracting(removed)
            if tags != change.hashtags { unsaid += self.change(number, "hashtags-changed") { $0.hashtags = tags } }
            written.append(Written(change: number, added: added, removed: removed))
            return ok("[\(tags.sorted().map { "\"\($0)\"" }.joined(separator: ","))]")
        }
        guard words.count == 3, words[0] == "revisions", words[2] == "review",
            let input = try? decoder.decode(Review.self, from: body)
        else { return refusal(400, "bad request") }
        guard words[1] == change.revision else { return refusal(409, "a newer patch set is there") }
        let labels = input.labels ?? [:]
        unsaid += self.change(number, "comment-added") { change in
            for (label, value) in labels {
                let vote = value == 0 ? nil : value
                if label == "Code-Review" {
                    change.votes[Self.account] = vote
                } else {
                    change.slotVotes[Self.account] = vote
                }
            }
        }
        written.append(Written(change: number, labels: labels, message: input.message))
        let set = labels.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        return ok("{\"labels\":{\(set.joined(separator: ","))}}")
    }

    // MARK: JSON

    private var date: String {
        let text = ServerTime(seconds: clock).queryText
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = text.split(whereSeparator: { "- ".contains($0) })
        return "Mon, \(parts[2]) \(months[(Int(parts[1]) ?? 1) - 1]) \(parts[0]) \(parts[3]) GMT"
    }

    private func refusal(_ status: Int, _ text: String) -> Response {
        Response(status: status, body: Array(text.utf8), contentType: "text/plain", date: date)
    }

    private func ok(_ json: String) -> Response {
        Response(status: 200, body: Array(")]}'\n\(json)\n".utf8), contentType: "application/json", date: date)
    }

    private func json(_ change: Change, rest: String = "") -> String {
        func time(_ seconds: Int) -> String { "\(ServerTime(seconds: seconds).queryText).000000000" }
        func all(_ votes: [String: Int]) -> String {
            let items = votes.sorted { $0.key < $1.key }.map { name, value in
                "{\"_account_id\":\(name == Self.account ? "1000" : name.dropFirst(4)),\"username\":\"\(name)\",\"value\":\(value)}"
            }
            return "{\"all\":[\(items.joined(separator: ","))]}"
        }
        let message = change.message.replacing("\n", with: "\\n")
        let files = change.files.sorted { $0.key < $1.key }.map { "\"\($0.key)\":{\"status\":\"\($0.value)\"}" }
        let owner = #"{"_account_id":77,"username":"carol"}"#
        let comments = change.comments.map { text in
            let text = text.replacing("\n", with: "\\n")
            return #"{"author":\#(owner),"date":"\#(time(change.updated))","message":"\#(text)"}"#
        }
        let tags = change.hashtags.sorted().map { "\"\($0)\"" }
        return """
            {"_number":\(change.key.number),"project":"\(change.key.project)","branch":"master","status":"\(change.status)",\
            "change_id":"I\(change.key.number)","subject":"\(change.message.prefix { $0 != "\n" })",\
            "owner":\(owner),"messages":[\(comments.joined(separator: ","))],"topic":"\(change.topic)",\
            "hashtags":[\(tags.joined(separator: ","))],\
            "work_in_progress":\(change.isWIP),"created":"\(time(change.created))","updated":"\(time(change.updated))",\
            "labels":{"Code-Review":\(all(change.votes)),"Review-Slot":\(all(change.slotVotes))},\
            "current_revision":"\(change.revision)","revisions":{"\(change.revision)":{"_number":\(change.patchSet),\
            "commit":{"message":"\(message)"},"files":{\(files.joined(separator: ","))}}}\(rest)}
            """
    }

    private func parameters(_ text: Substring) -> [String: String] {
        let pairs = text.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
        return Dictionary(pairs.map { (String($0[0]), decoded($0[1])) }, uniquingKeysWith: { first, _ in first })
    }

    private func decoded(_ text: Substring) -> String {
        text.removingPercentEncoding ?? String(text)
    }
}
