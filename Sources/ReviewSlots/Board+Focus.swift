// What a cycle is about: its name stands for slots reserved for kinds of work.
extension Draft {
    /// `nil` ends the focus: the reservations of the configuration count again.
    mutating func setFocus(_ name: String?) throws(Refusal) {
        try require(.lead)
        let names = board.settings.focuses.keys.sorted()
        if let name, !names.contains(name) {
            throw .badText(
                names.isEmpty
                    ? "no focus is set up here; the operator can (focus)"
                    : "there is no focus \"\(name)\"; there \(names.count == 1 ? "is" : "are") \(names.joined(separator: ", "))"
            )
        }
        let wanted = name.map { board.settings.focuses[$0] ?? [:] } ?? board.base?.reservations ?? [:]
        var settings = board.settings
        settings.reservations = wanted.filter { $0.value > 0 }
        if let fault = settings.fault { throw .settingsFault(fault) }
        if board.focus == name, settings.reservations == board.settings.reservations {
            throw .already(name.map { "the focus is \($0)" } ?? "there is no focus")
        }
        if board.focus != name { emit(.focusSet(from: board.focus, to: name)) }
        let old = board.settings.reservations
        let new = settings.reservations
        for kind in Set(old.keys).union(new.keys).sorted() where old[kind] != new[kind] {
            emit(.reservationSet(kind: kind, from: old[kind] ?? 0, to: new[kind] ?? 0))
        }
    }
}

extension Board {
    /// Whether the focus outlasts new settings: it ends with its cycle, and when it is set up no more.
    func keepsFocus(under new: Settings) -> Bool {
        focus.map { new.cycle == settings.cycle && new.focuses[$0] != nil } ?? true
    }
}
