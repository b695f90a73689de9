import Bot
import GerritProtocol

extension Sync.Alert {
    /// For people: what is wrong, and what to do.
    func sentence(server: String) -> String {
        switch self {
        case .unreachable(let why):
            "\(server) gives no usable answer (\(Wording.short(why, 120))); it is tried again and again."
        case .recovered(let time): "\(server) answers again, after \(Wording.duration(time / 1000))."
        case .refused(let why):
            "\(server) refuses the bot (\(Wording.short(why, 120))): nothing is read or written until its name and password are right. Check \"user\" and the password file."
        case .badRequest(let why):
            "\(server) does not understand a request (\(Wording.short(why, 120))): check the names of projects in the configuration."
        case .writesRefused(let why):
            "\(server) does not let the bot write (\(Wording.short(why, 120))): blocks are neither set nor lifted. Give its account the right, or set \"blocks: {mode: advise}\"."
        case .manyVanished(let count):
            "\(count) changes on \(server) cannot be seen any more, all at once; they are left as they are. Did the bot's account lose a right?"
        case .clockSkew(let milliseconds):
            "the clocks of \(server) and of this machine are \(Wording.duration(abs(milliseconds) / 1000)) apart."
        }
    }

    /// Whether it waits for somebody to do something. What passes by itself is said by the answers while it lasts.
    var isForPeople: Bool {
        switch self {
        case .refused, .badRequest, .writesRefused, .manyVanished: true
        case .unreachable, .recovered, .clockSkew: false
        }
    }

    /// Whether it goes on until the server has recovered.
    var lasts: Bool {
        switch self {
        case .unreachable, .refused, .badRequest: true
        case .recovered, .writesRefused, .manyVanished, .clockSkew: false
        }
    }
}
