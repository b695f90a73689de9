public import Chat

extension MatrixSession {
    public typealias RequestID = Int
    public typealias StoreID = Int
    public typealias DeliveryID = Int

    /// What the carrier has to do, in order.
    public enum Action: Sendable, Hashable {
        /// Carry it out, beside others that are on their way, and say `received` or `failed`.
        case send(Request, RequestID)
        /// Nobody waits for that answer any more: close its connection.
        case cancel(RequestID)
        /// Keep the change, then say `stored`. Changes are stored in the order in which they come.
        case store(Kept.Change, StoreID)
        /// Let it have its effects, then say `handled`. The next one comes only then.
        case deliver(Heard, DeliveryID)
        /// The server has taken all of it. The ids are for replacing it and for knowing reactions to it.
        case said(ticket: Int, [EventID])
        case notSaid(ticket: Int, Refusal)
        case alert(Alert)
        /// It is over, and trying again cannot mend it.
        case stop(Ending)
        case log(Severity, String)
    }

    public enum Severity: Sendable, Hashable {
        case debug, notice, warning
    }

    /// What goes in.
    public enum Input: Sendable, Hashable {
        case start
        case received(RequestID, Response)
        case failed(RequestID, reason: String)
        case stored(StoreID)
        /// It could not be stored; it will come again, or what it was for is given up.
        case unstored(StoreID, reason: String)
        case handled(DeliveryID)
        case say(Saying)
        /// Other rooms, and other people whose invitations are followed.
        case setRooms([Place], inviters: Set<UserID>)
        case quit
        case tick
    }

    /// Something to say.
    public struct Saying: Sendable, Hashable {
        /// Comes back with `said` or `notSaid`.
        public var ticket: Int
        public var target: Target
        public var document: Document
        /// The message that it answers.
        public var answering: EventID?
        /// The name of an announcement that it takes the place of; where none of that name stands, or if it does not fit, it is
        /// said anew, and is what the next one replaces.
        public var replaces: String?
        /// Names this very announcement, after a restart too: what is said twice in one place by one name is said once. At
        /// most 200 bytes.
        public var key: String?
        /// What it is about: reactions to it come with that.
        public var subject: String?

        public init(
            ticket: Int, target: Target, document: Document, answering: EventID? = nil, replaces: String? = nil,
            key: String? = nil, subject: String? = nil
        ) {
            self.ticket = ticket
            self.target = target
            self.document = document
            self.answering = answering
            self.replaces = replaces
            self.key = key
            self.subject = subject
        }
    }

    /// Something that a person did.
    public enum Heard: Sendable, Hashable {
        case said(Said)
        /// Another text for an earlier message of the same person. Never run it as a command of its own.
        /// - Parameter beginning: how the text of the original began, up to 64 bytes; `nil`: that is not known any more.
        case edited(Said, original: EventID, beginning: String?)
        case reacted(Reaction)
        /// An event is gone, a reaction or a message: taken back by its sender, or removed by somebody who may. Only its id is
        /// left, so whoever acted on it has to know it by that.
        case redacted(EventID, Target, by: UserID)
    }

    /// A vote by reaction, on a message.
    public struct Reaction: Sendable, Hashable {
        /// What it is redacted by.
        public var id: EventID
        public var target: Target
        public var sender: UserID
        /// The message that it is on.
        public var message: EventID
        /// From 1 to 5.
        public var value: Int
        /// What the message was about, if it was ours and we said so.
        public var subject: String?

        /// The number that a reaction shows: a digit, or its keycap.
        static func value(of key: String) -> Int? {
            let scalars = key.unicodeScalars.filter { $0.value != 0xFE0F && $0.value != 0x20E3 }
            guard scalars.count == 1, let digit = Int(String(String.UnicodeScalarView(scalars))) else { return nil }
            return (1...5).contains(digit) ? digit : nil
        }
    }

    public struct Said: Sendable, Hashable {
        public var target: Target
        public var sender: UserID
        public var id: EventID
        /// One line, without control characters; if it names us, by `ownName`.
        public var text: String
        /// How much its sender may do in the room, at that moment.
        public var power: Power
        /// For a private message: the places that its sender and we share, sorted.
        public var sharedPlaces: [Place]
        /// How we are called.
        public var ownName: String
        /// Said while we were away.
        public var isLate: Bool
    }

    /// Why something is not said.
    public enum Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        case notConnected
        case notInRoom(Target)
        case encrypted(Target)
        case queueFull
        case notStored(String)
        case refused(String)

        public var description: String {
            switch self {
            case .notConnected: "the session is over"
            case .notInRoom: "not in the room"
            case .encrypted: "the room is encrypted, and I cannot encrypt"
            case .queueFull: "too much is waiting to be sent"
            case .notStored(let why): "it could not be stored: \(why)"
            case .refused(let why): "the server refused it: \(why)"
            }
        }
    }

    /// What somebody should know about. Each is said once until it is over.
    public enum Alert: Sendable, Hashable {
        case unreachable(String)
        case recovered(afterMilliseconds: Int)
        /// The account is locked; it is tried seldom.
        case locked(String)
        /// Our requests are wrong: the address, a setting, or a mistake of the program.
        case badRequest(String)
        case cannotStore(String)
        /// We cannot get into a place, or were put out of it; it is tried seldom.
        case placeClosed(Place, String)
        /// An alias leads nowhere, or not any more.
        case aliasLost(RoomAlias, stayingIn: RoomID?, String)
        /// Two places turn out to be one room, which is the second one's.
        case shared(Place, Place)
        case encrypted(Place)
        case moved(Place, from: RoomID, to: RoomID)
        /// A room says that it goes on in another, and the other does not agree.
        case successorRefused(Place, RoomID, String)
        /// More was said while we were away than is read again; what is older was left out.
        case skipped(Place)
    }

    /// Why a session is over.
    public enum Ending: Error, Sendable, Hashable, CustomStringConvertible {
        case farewell
        case loginRefused(String)
        case loggedOut(String)
        case wrongAccount(UserID, expected: String)

        public var description: String {
            switch self {
            case .farewell: "said goodbye"
            case .loginRefused(let why): "the server refused the login: \(why); check user and password"
            case .loggedOut(let why):
                "the access token is not valid any more: \(why.isEmpty ? "logged out" : why); set a new one, or a password"
            case .wrongAccount(let user, let expected): "the token belongs to \(user), not to \(expected)"
            }
        }
    }
}
