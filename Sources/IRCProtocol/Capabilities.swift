/// What client and server have agreed on by `CAP` (IRCv3 "Capability Negotiation", version 302).
///
/// A value that is fed the server's CAP lines and says what to ask for. Lists over several lines, refusals, and
/// capabilities that come and go later (`NEW`, `DEL`) are its business; SASL and the end of the negotiation are the session's.
public struct Capabilities: Sendable, Hashable {
    /// All that we can use, in the order in which it is asked for. `sts` is never asked for.
    public static let usable = [
        "message-tags", "account-tag", "server-time", "batch", "echo-message", "labeled-response", "account-notify",
        "extended-join", "chghost", "multi-prefix", "userhost-in-names", "cap-notify", "setname", "invite-notify",
        "standard-replies",
    ]

    /// No server offers more; a hostile one shall not fill our memory.
    static let offerLimit = 256

    /// What came of a CAP line.
    enum Outcome: Hashable {
        case wait
        /// Ask for these, a list a line.
        case ask([[String]])
        /// Everything that was asked for is answered.
        case settled
    }

    /// What the server has, with the values it gave.
    public private(set) var offered: [String: String] = [:]
    /// What is in force.
    public private(set) var enabled: Set<String> = []

    private let wanted: [String]
    private var unanswered: [[String]] = []

    init(wantsSASL: Bool) {
        wanted = (wantsSASL ? ["sasl"] : []) + Self.usable
    }

    public func has(_ name: String) -> Bool {
        enabled.contains(name)
    }

    /// The mechanisms that the server names for `sasl`; nil if it names none (then any may be tried).
    var saslMechanisms: [String]? {
        guard let value = offered["sasl"], !value.isEmpty else { return nil }
        return value.split(separator: ",").map { $0.uppercased() }
    }

    /// Takes in a line `CAP target SUBCOMMAND [*] :names`.
    mutating func receive(_ message: IRCMessage) -> Outcome {
        let names = Self.list(in: message)
        switch message.parameter(1).uppercased() {
        case "LS":
            offer(names)
            let goesOn = message.parameterCount > 3 && message.parameter(2) == "*"
            return goesOn ? .wait : ask(for: wanted)
        case "NEW":
            offer(names)
            return ask(for: wanted.filter(Self.names(in: message).contains))
        case "DEL":
            for name in names {
                offered[name] = nil
                enabled.remove(name)
            }
            // If it comes back it is asked for anew, whatever becomes of a question that is under way.
            forget(names)
            return .wait
        case "ACK":
            for name in names {
                if name.hasPrefix("-") {
                    enabled.remove(String(name.dropFirst()))
                } else if wanted.contains(name) {
                    enabled.insert(name)
                }
            }
            return answered(names)
        case "NAK":
            return refused(names)
        default:
            return .wait
        }
    }

    private mutating func offer(_ names: [String]) {
        for name in names where offered.count < Self.offerLimit {
            let (name, value) = Self.split(name)
            offered[name] = value
        }
    }

    private mutating func ask(for names: [String]) -> Outcome {
        let asked = Set(unanswered.joined())
        let lists = Self.lists(
            names.filter { offered[$0] != nil && !enabled.contains($0) && !asked.contains($0) })
        unanswered += lists
        return lists.isEmpty ? (unanswered.isEmpty ? .settled : .wait) : .ask(lists)
    }

    private mutating func answered(_ names: [String]) -> Outcome {
        // A server may split its answer: a list is done when the last of its names is.
        forget(names)
        return unanswered.isEmpty ? .settled : .wait
    }

    private mutating func forget(_ names: [String]) {
        unanswered = unanswered.map { $0.filter { !names.contains($0) } }.filter { !$0.isEmpty }
    }

    /// A refusal refuses the whole list, so what is in it is asked for again one by one.
    private mutating func refused(_ names: [String]) -> Outcome {
        // The refused names may be cut off by the server: then it is the oldest list, since answers come in order.
        guard
            let index = unanswered.firstIndex(where: { $0.contains(where: names.contains) }) ?? unanswered.indices.first
        else {
            return .wait
        }
        let list = unanswered.remove(at: index)
        guard list.count > 1 else { return unanswered.isEmpty ? .settled : .wait }
        let single = list.map { [$0] }
        unanswered += single
        return .ask(single)
    }

    private static func list(in message: IRCMessage) -> [String] {
        message.lastParameter.split(separator: " ").map(String.init)
    }

    /// What a CAP line names, without values.
    static func names(in message: IRCMessage) -> Set<String> {
        Set(list(in: message).map { split($0).name })
    }

    /// The value that this line gives for a capability; nil if it does not name it.
    static func value(of name: String, in message: IRCMessage) -> String? {
        list(in: message).lazy.map { split($0) }.last { $0.name == name }?.value
    }

    private static func split(_ capability: String) -> (name: String, value: String) {
        let parts = capability.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (parts.first.map(String.init) ?? "", parts.count > 1 ? String(parts[1]) : "")
    }

    /// Lists that fit a line each.
    private static func lists(_ names: [String]) -> [[String]] {
        var lists: [[String]] = []
        var length = 0
        for name in names {
            if lists.isEmpty || length + name.utf8.count > 400 {
                lists.append([])
                length = 0
            }
            lists[lists.count - 1].append(name)
            length += name.utf8.count + 1
        }
        return lists
    }
}
