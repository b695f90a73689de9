extension Duration {
    private static let units: [(name: String, milliseconds: Int)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// As it stands in a configuration: a whole number and one of the units `ms`, `s`, `m`, `h`, `d`; or `0`.
    package init?(configured text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits) else { return nil }
        let unit = text[digits.endIndex...]
        guard let factor = Self.units.first(where: { $0.name == unit })?.milliseconds ?? (text == "0" ? 1 : nil) else {
            return nil
        }
        let (milliseconds, overflow) = number.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        self = .milliseconds(milliseconds)
    }

    /// The shortest way to write it in a configuration, exact to the millisecond.
    package var configured: String {
        let milliseconds = Int(self / .milliseconds(1))
        guard milliseconds != 0, let unit = Self.units.first(where: { milliseconds.isMultiple(of: $0.milliseconds) })
        else {
            return "0"
        }
        return "\(milliseconds / unit.milliseconds)\(unit.name)"
    }
}
