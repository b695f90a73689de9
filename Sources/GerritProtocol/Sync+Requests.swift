extension Sync {
    /// REST API changes, "Query Changes". `MESSAGES` is left out: it makes answers many times as long.
    static let allOptions = [
        "CURRENT_REVISION", "CURRENT_COMMIT", "CURRENT_FILES", "DETAILED_LABELS", "DETAILED_ACCOUNTS",
        "SUBMIT_REQUIREMENTS",
    ]

    func request(for work: Work) -> Request {
        let root = settings.isAuthenticated ? "/a" : ""
        switch work {
        case .identify:
            return .get(root + (settings.isAuthenticated ? "/accounts/self" : "/config/server/version"))
        case .write(let write):
            return write.request(root: root)
        case .single(let key):
            let one = dirty[key]
            // The second time by the number alone: a change that was moved has another project now.
            let name = one?.misses ?? 0 > 0 ? "\(key.number)" : "\(Request.encoded(key.project))~\(key.number)"
            let messages = one?.withMessages ?? false ? ["MESSAGES"] : []
            return .get("\(root)/changes/\(name)", (options + messages).map { ("o", $0) })
        case .page(let reading):
            let pass = pass(reading) ?? Pass()
            var parameters = [("q", query(reading, pass)), ("n", "\(pageSize)")]
            if pass.skip > 0 { parameters.append(("S", "\(pass.skip)")) }
            return .get("\(root)/changes/", parameters + options.map { ("o", $0) })
        }
    }

    func pass(_ reading: Reading) -> Pass? {
        switch reading {
        case .poll: poll.pass
        case .backfill: backfillPass
        case .audit: audit.pass
        }
    }

    private func query(_ reading: Reading, _ pass: Pass) -> String {
        let projects = reading == .backfill ? cursor.backfill?.projects ?? [] : cursor.projects
        let names = projects.map { "project:\"\($0)\"" }.joined(separator: " OR ")
        var words = [projects.count == 1 ? names : "(\(names))"]
        if reading == .audit || (reading == .backfill && cursor.backfill?.isAtOlder ?? false) {
            words.append("status:open")
        }
        if let after = pass.after { words.append("after:\"\(after.queryText)\"") }
        if let before = pass.before { words.append("before:\"\(before.queryText)\"") }
        return words.joined(separator: " ")
    }

    /// Begins to read the projects that are new, and leaves those that are followed no more.
    mutating func follow(_ projects: [String]) {
        let wanted = Set(projects.filter { !$0.isEmpty && !$0.contains { "\"{}".contains($0) } })
        let known = Set(cursor.projects).intersection(wanted)
        let reading = Set(cursor.backfill?.projects ?? []).intersection(wanted)
        let missing = wanted.subtracting(known).subtracting(reading)
        cursor.projects = known.sorted()
        if cursor.projects.isEmpty { cursor.highWater = nil }
        if !missing.isEmpty || reading.count != cursor.backfill?.projects.count ?? 0 {
            // Another set of projects is another list: what was read of it before is read again, which changes nothing.
            let all = missing.union(reading)
            cursor.backfill = all.isEmpty ? nil : Backfill(projects: all.sorted())
        }
        open = open.filter { wanted.contains($0.key.project) }
    }

    func isFollowed(_ project: String) -> Bool {
        cursor.projects.contains(project) || cursor.backfill?.projects.contains(project) ?? false
    }
}
