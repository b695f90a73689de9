import Chat
import Ledger
import ReviewSlots

extension CommandContext {
    /// Why a command did nothing, as a sentence: what, why, what next.
    /// - Parameters:
    ///   - command: what was tried, for "only cores can …".
    ///   - words: what was said behind the command.
    func sentence(for error: LedgerError, command: String, words: Words) async -> Document.Line {
        switch error {
        case .refused(let refusal): return await sentence(for: refusal, command: command, words)
        case .declined(let sentence): return Document.Line(sentence)
        case .noSuchBoard(let name): return "there is no board \"\(name)\" in the ledger."
        case .noSuchPlugin(let name): return "the plugin \"\(name)\" is not running here."
        case .log(let error):
            return "nothing was changed, because it cannot be written down: \(error.description)"
        case .unreadable(let what): return "nothing was changed: \(what)"
        case .undo(let fault): return sentence(for: fault)
        }
    }

    private func sentence(for fault: UndoFault) -> Document.Line {
        switch fault {
        case .nothing:
            "you did nothing here in the last \(Ledger.undoWindow / Timestamp.minute) minutes that could be taken back. A lead can undo any command by the id that \(code: "!log") shows."
        case .noSuchCommand(let id):
            "there is no command \"\(Wording.short(id, 20))\". \(code: "!log") shows the last ones with their ids."
        case .already(let by): "that was taken back already, by \(by)."
        case .notYours: "that was somebody else's command; only leads can take it back\(whoCan(.lead))."
        case .changedSince(let by):
            "that cannot be taken back, because \(by) has changed the same thing since. Take back \(by) first (\(code: "!undo \(by)")), or set it right by hand."
        case .impossible:
            "that cannot be taken back: it was said, or came from outside, and is corrected by a new command."
        }
    }

    private func sentence(for refusal: Refusal, command: String, _ words: Words) async -> Document.Line {
        let view = try? await read { view in refusalNames(refusal, view) }
        let name = view ?? "it"
        switch refusal {
        case .needs(let permission): return await needs(permission, command: command, words)
        case .noSuchBlueprint: return "no blueprint \(name)."
        case .noSuchReview(let number):
            return
                "no spec has a review \(number). \(code: "!specs") lists them; a spec core can add one with \(code: "!spec add \(number) CATEGORY: TITLE")."
        case .noSuchChange(let number):
            return "\(number) is no change of a blueprint. \(code: "!change add NAME \(number)") links it."
        case .noSuchCategory(let name):
            return "there is no category \"\(Wording.short(name, 60))\". \(code: "!specs") lists them."
        case .nameFault(let word, let fault): return "\"\(Wording.short(word, 40))\" cannot be a name: \(fault)."
        case .nameTaken(let taken, let owner):
            return "\"\(taken)\" is the name of \(owner) already; please choose another."
        case .settingsFault(let fault): return "that cannot be: \(fault). Nothing was changed."
        case .closed(_, let closure):
            let how = closure.outcome == .landed ? "landed" : "was withdrawn"
            return
                "\(name) \(how) on \(day(closure.at)) and is off the board. \(code: "!log \(name)") shows the command, which a lead can undo."
        case .hasSlot: return "\(name) has a slot. \(code: "!slot \(name)") shows it."
        case .enoughReviews(let ids):
            let names = (try? await read { view in ids.map(view.name) }) ?? []
            return
                "you have signed up for \(Wording.list(names)), and \(ids.count) at a time is the limit. \(code: "!untake \(names.first ?? "NAME")") gives one back."
        case .noSlot: return "\(name) has no slot. \(code: "!why \(name)") says what it waits for."
        case .already(let what): return "nothing was changed: \(what)."
        case .illegalStates(let fault): return "that cannot be: \(fault)."
        case .inThePast: return "that is in the past. Say a time to come, such as \(code: "!hold \(name) 10d")."
        case .placeFault:
            return "a place is a number from 1 to the length of the backlog. \(code: "!backlog") shows it."
        case .olderThanNewest(let date):
            return "a newer summary was imported, of \(Wording.day(date, now: now)); import the oldest first."
        case .noDraft:
            return
                "there is no draft of a summary. A spec core makes one with \(code: "!summary draft \"an introduction\"")."
        case .draftNotSeen:
            return
                "you were not shown the draft as it is now: look at it with \(code: "!summary show"), and then say \(code: "!summary approve")."
        case .draftNotApproved:
            return
                "the draft is not approved yet: look at it with \(code: "!summary show"), and then say \(code: "!summary approve")."
        case .draftIsOld:
            return
                "the last summary is another one than when this was drafted: draft it anew with \(code: "!summary draft")."
        case .badText(let fault): return "\(fault)."
        case .notUndoable: return "that cannot be taken back: it was said, and changed nothing."
        }
    }

    private func refusalNames(_ refusal: Refusal, _ view: BoardView) -> String {
        switch refusal {
        case .noSuchBlueprint(let id), .closed(let id, _), .hasSlot(let id), .noSlot(let id): view.name(id)
        case .nameTaken(_, let id): view.name(id)
        default: "NAME"
        }
    }

    /// "only cores can bump (you are known as erin, voter). Ask alice, bob or dave …"
    private func needs(_ permission: Permission, command: String, _ words: Words) async -> Document.Line {
        let who =
            switch permission {
            case .everyone, .person: "people who are logged in"
            case .voter: "voters"
            case .author: "its author and cores"
            case .core: "cores"
            case .specCore: "spec cores"
            case .lead: "leads"
            }
        var known: String?
        if let account {
            let roles = (try? await actor().roles) ?? []
            known = "you are known as \(Wording.short(account.name, 64)), \(roles.title)"
        }
        let role: Roles? =
            switch permission {
            case .everyone, .person: nil
            case .voter: .voter
            case .author, .core: .core
            case .specCore: .specCore
            case .lead: .lead
            }
        let blueprint = try? await read { view in
            words.list.prefix(2).compactMap { try? view.blueprint($0) }.first.map(view.name)
        }
        let hint: Document.Line =
            blueprint.map { " \(code: "!why \($0)") says what it waits for." } ?? Document.Line()
        return
            "only \(who) can \(command)\(known.map { " (\($0))" } ?? "")\(role.map(whoCan) ?? Document.Line()).\(hint)"
    }

    private func whoCan(_ role: Roles) -> Document.Line {
        let names = board.names(with: role, on: message.room.network).prefix(3)
        var line: Document.Line = names.isEmpty ? "" : ". Ask "
        for (index, name) in names.enumerated() {
            line += "\(index == 0 ? "" : index == names.count - 1 ? " or " : ", ")\(person: name)"
        }
        return line
    }
}

extension Roles {
    /// The highest role, as one word.
    var title: String {
        if contains(.lead) { return "lead" }
        if contains(.core) { return contains(.specCore) ? "core and spec core" : "core" }
        if contains(.specCore) { return "spec core" }
        return contains(.voter) ? "voter" : "reader"
    }
}
