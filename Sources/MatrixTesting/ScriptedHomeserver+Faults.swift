extension ScriptedHomeserver {
    /// What goes wrong with a request.
    public enum Fault: Sendable, Hashable {
        /// It is never answered.
        case hung
        /// The connection is closed before it is looked at.
        case closed
        /// It is done, and the connection is closed before the answer.
        case lost
        /// It is done, and half of the answer comes.
        case cut
        /// A status of 5xx in place of Matrix's answer.
        case status(Int)
        /// It is done, and the answer says otherwise: a proxy that did not wait.
        case doneBut(Int)
        /// A web page with this status.
        case page(Int)
        /// 429, with the wait in the body, in the header, in both or not at all.
        case limited(milliseconds: Int?, seconds: Int?)
        /// 401 for whoever has a token, good as it may be.
        case loggedOut(isSoft: Bool)
        /// To a sync that names a place: 400.
        case unknownPlace
        /// With so many blanks behind it.
        case padded(Int)
        /// In ten pieces, with so many milliseconds before each.
        case dripping(Int)
        /// A refusal of Matrix's own.
        case refused(Int, String)
    }

    /// One of each kind, none of which forbids that all ends well; they cost few seconds.
    public static let everyPassingFault: [Fault] = [
        .closed, .lost, .cut, .status(500), .status(503), .doneBut(502), .doneBut(504), .page(200), .page(502),
        .limited(milliseconds: 300, seconds: nil), .limited(milliseconds: nil, seconds: 1),
        .limited(milliseconds: nil, seconds: nil), .loggedOut(isSoft: true), .unknownPlace, .dripping(20),
    ]

    struct Rule {
        var faults: [Fault]
        var part: String
        var every: Int
        var left: Int?
        var seen = 0

        /// - Parameter isPossible: whether it can befall this request.
        mutating func next(_ path: String, _ isPossible: (Fault) -> Bool) -> Fault? {
            guard left != 0, path.contains(part) else { return nil }
            seen += 1
            guard seen % every == 0 else { return nil }
            let fault = faults[(seen / every - 1) % faults.count]
            guard isPossible(fault) else { return nil }
            left = left.map { $0 - 1 }
            return fault
        }
    }
}
