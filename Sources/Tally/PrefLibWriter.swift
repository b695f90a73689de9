extension Election {
    /// PrefLib's kinds of lists of rankings: strict ones or such with ties, complete or incomplete.
    public enum PrefLibKind: String, Sendable, Hashable, CaseIterable {
        case toc, toi, soc, soi

        var hasTies: Bool { self == .toc || self == .toi }
        var isComplete: Bool { self == .toc || self == .soc }

        fileprivate var withTies: PrefLibKind { isComplete ? .toc : .toi }
        fileprivate var incomplete: PrefLibKind { hasTies ? .toi : .soi }
    }

    /// Writes a PrefLib file, which ``init(prefLib:)`` and other readers take back. (PrefLib, "Data Format")
    ///
    /// Ballots that say the same become one line, and the lines of most voters come first. Ballots of weight 0
    /// are left out, and those that name nobody, on which other readers stumble: neither changes a result. A file says
    /// nothing of the candidates that a ballot leaves out; where that matters a remark tells it.
    ///
    /// - Parameters:
    ///   - preferred: what ballots say of the rest, if the election does not tell.
    ///   - date: when it is written: `2014-12-15`.
    /// - Returns: the file, and sentences about what of the election is not in it.
    /// - Throws: ``InputError`` for what the kind of file cannot say.
    public func prefLib(
        _ kind: PrefLibKind, unranked preferred: Unranked = .last, date: String = ""
    ) throws(InputError) -> (text: String, remarks: [String]) {
        try checkNames()
        var voters: [String: Int] = [:]
        let ballots = ballots(unranked: preferred)
        for (index, ballot) in ballots.enumerated() where ballot.isWorthALine {
            try check(ballot, number: index + 1, kind)
            voters[Self.line(for: ballot), default: 0] += ballot.weight
        }
        if let (line, count) = voters.first(where: { $0.value > Ballot.greatestWeight }) {
            throw InputError(
                "\(count) voters cast the ballot \(line), and at most \(Ballot.greatestWeight) can be read in a line; use smaller weights"
            )
        }
        let lines = voters.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }
        let text =
            header(kind, date) + """
                # NUMBER VOTERS: \(voters.values.reduce(0, +))
                # NUMBER UNIQUE ORDERS: \(lines.count)

                """ + candidates.enumerated().map { "# ALTERNATIVE NAME \($0 + 1): \($1)\n" }.joined()
            + lines.map { "\($0.value): \($0.key)\n" }.joined()
        return (text, remarks(ballots))
    }

    private func header(_ kind: PrefLibKind, _ date: String) -> String {
        """
        # FILE NAME: \(id.map { "\($0).\(kind.rawValue)" } ?? "")
        # TITLE: \(id?.description ?? "")
        # DESCRIPTION:\u{20}
        # DATA TYPE: \(kind.rawValue)
        # MODIFICATION TYPE: original
        # RELATES TO:\u{20}
        # RELATED FILES:\u{20}
        # PUBLICATION DATE: \(date)
        # MODIFICATION DATE: \(date)
        # NUMBER ALTERNATIVES: \(candidates.count)

        """
    }

    /// `2,{1,3}`; candidates count from 1.
    private static func line(for ballot: Ballot) -> String {
        ballot.levels.map { level in
            let numbers = level.sorted().map { "\($0 + 1)" }.joined(separator: ",")
            return level.count == 1 ? numbers : "{\(numbers)}"
        }.joined(separator: ",")
    }

    private func checkNames() throws(InputError) {
        guard !candidates.isEmpty else {
            throw InputError("an election without candidates cannot be a PrefLib file; add the candidates")
        }
        for name in [id].compactMap(\.self) + candidates {
            let breaks = name.description.unicodeScalars.contains {
                $0.properties.generalCategory == .control || $0 == "\u{2028}" || $0 == "\u{2029}"
            }
            if breaks {
                throw InputError(
                    "the name \(name) has a control character, which a PrefLib file cannot have; change it")
            }
        }
    }

    private func check(_ ballot: Ballot, number: Int, _ kind: PrefLibKind) throws(InputError) {
        if !kind.hasTies, let tied = ballot.levels.first(where: { $0.count > 1 }) {
            throw InputError(
                "ballot \(number) ties \(candidates[tied[0]]) with \(candidates[tied[1]]), which \(kind.rawValue) cannot say; write \(kind.withTies.rawValue)"
            )
        }
        if kind.isComplete, ballot.items.count < candidates.count {
            let named = Set(ballot.items)
            let missing = candidates.indices.first { !named.contains($0) }.map { candidates[$0].description } ?? ""
            throw InputError(
                "ballot \(number) leaves out \(missing), which \(kind.rawValue) cannot say; write \(kind.incomplete.rawValue)"
            )
        }
    }

    /// What is not in the file.
    private func remarks(_ ballots: [Ballot]) -> [String] {
        var remarks: [String] = []
        let weightless = ballots.count { $0.weight == 0 }
        if weightless > 0 {
            remarks.append(
                weightless == 1 ? "1 ballot of weight 0 is left out" : "\(weightless) ballots of weight 0 are left out")
        }
        let empty = ballots.count { $0.weight > 0 && $0.items.isEmpty }
        if empty > 0 {
            remarks.append(
                empty == 1
                    ? "1 ballot that names nobody is left out" : "\(empty) ballots that name nobody are left out")
        }
        let shares = Set(ballots.filter(\.isWorthALine).map(judgedShare))
        if shares.contains(.some) || shares.isSuperset(of: [.all, .none]) {
            remarks.append(
                "PrefLib does not tell which of the candidates that it leaves out a ballot had seen; the file is ranked as if it were all of them, or with --unranked abstain none"
            )
        } else if shares.contains(.none) {
            remarks.append(
                "PrefLib does not tell that ballots judge only those whom they name; rank the file with --unranked abstain"
            )
        }
        return remarks
    }

    private enum Share {
        case all, some, none
        /// Nobody is left out.
        case any
    }

    /// How many of the candidates that a ballot leaves out it judges.
    private func judgedShare(_ ballot: Ballot) -> Share {
        let others = candidates.count - ballot.items.count
        if others == 0 { return .any }
        switch ballot.rest {
        case .last: return .all
        case .abstain: return .none
        case .seen(let seen):
            let judged = Set(seen).subtracting(ballot.items).count
            return judged == 0 ? .none : judged == others ? .all : .some
        }
    }
}

extension Ballot {
    fileprivate var isWorthALine: Bool { weight > 0 && !items.isEmpty }
}
