import Chat
import Logging
import MatrixProtocol

extension Message {
    /// What somebody said or did, as the bot hears it.
    init(_ heard: MatrixSession.Heard, network: String) {
        switch heard {
        case .said(let said):
            self.init(said, network: network)
        case .edited(let said, _, let beginning):
            self.init(said, network: network)
            act = .edits(beginning: beginning)
        case .reacted(let reaction):
            self.init(reaction.target, reaction.sender, id: reaction.id, network: network)
            act = .marks(reaction.value, subject: reaction.subject)
        case .redacted(let event, let target, let user):
            self.init(target, user, id: nil, network: network)
            act = .takesBack(event.text)
        }
    }

    private init(_ said: MatrixSession.Said, network: String) {
        self.init(said.target, said.sender, id: said.id, network: network)
        text = said.text
        ownNick = said.ownName
        sharedRooms = said.sharedPlaces.map(\.text)
        isLate = said.isLate
        switch said.power {
        case .unknown: break
        case .level(let level): power = .level(level)
        case .creator: power = .creator
        }
    }

    private init(_ target: Target, _ sender: UserID, id: EventID?, network: String) {
        self.init(
            room: Room(target, network: network), nick: sender.text, identity: .account(sender.text), text: "",
            ownNick: "", id: id?.text)
    }
}

extension Room {
    fileprivate init(_ target: Target, network: String) {
        switch target {
        case .place(let place): self.init(network: network, id: place.text)
        case .person(let user): self.init(network: network, id: user.text, isPrivate: true)
        }
    }

    var target: Target? {
        isPrivate ? UserID(id).map { .person($0) } : Place(id).map { .place($0) }
    }
}

extension SendError {
    init(_ refusal: MatrixSession.Refusal, in room: Room) {
        switch refusal {
        case .notConnected, .notStored: self = .notConnected
        case .notInRoom, .encrypted, .refused: self = .notInRoom(room.id)
        case .queueFull: self = .queueFull
        }
    }
}

extension MatrixSession.Severity {
    var level: Logger.Level {
        switch self {
        case .debug: .debug
        case .notice: .notice
        case .warning: .warning
        }
    }
}

extension MatrixSession.Alert {
    /// What happened, and what to do if there is something.
    var sentence: String {
        switch self {
        case .unreachable(let why): "the homeserver cannot be reached: \(why); it is tried again and again"
        case .recovered(let milliseconds): "the homeserver is there again after \(milliseconds / 1000) seconds"
        case .locked(let why): "the account is locked: \(why); ask the server's administrator"
        case .badRequest(let why): "the homeserver does not understand us: \(why); is its address right?"
        case .cannotStore(let why): "what must be kept cannot be stored: \(why); make room on the disk"
        case .placeClosed(let place, let why): "cannot be in \(place): \(why); invite the bot, or take the room out"
        case .aliasLost(let alias, let room?, let why):
            "\(alias) leads nowhere any more: \(why); the bot stays in \(room) until it leads to another room"
        case .aliasLost(let alias, nil, let why): "\(alias) leads nowhere: \(why); make it, or take it out"
        case .shared(let place, let first):
            "\(place) is the same room as \(first): what is said there is for the board of \(first) alone; take one out"
        case .encrypted(let place):
            "\(place) is encrypted, and so cannot be read; use a room without encryption, or Pantalaimon"
        case .moved(let place, let old, let new): "\(place) has moved from \(old) to \(new)"
        case .successorRefused(let place, let room, let why):
            "\(place) claims to go on in \(room), which is not believed: \(why)"
        case .skipped(let place): "more was said in \(place) while nobody listened than is read again"
        }
    }

    var level: Logger.Level {
        switch self {
        case .recovered, .moved: .notice
        case .locked, .badRequest, .cannotStore: .error
        default: .warning
        }
    }
}
