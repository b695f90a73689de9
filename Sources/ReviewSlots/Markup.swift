/// HTML or XML in which every text from outside is escaped: what stands in the literal is markup, what is put in is text.
///
///     let line: Markup = "<li>\(title): \(link)</li>"     // `link` is Markup itself
struct Markup: Sendable, Hashable, ExpressibleByStringInterpolation {
    private(set) var source: String

    init(stringLiteral markup: String) {
        source = markup
    }

    init(stringInterpolation: Interpolation) {
        source = stringInterpolation.source
    }

    init(_ parts: some Sequence<Markup>, separator: String = "") {
        source = parts.map(\.source).joined(separator: separator)
    }

    static func + (left: Markup, right: Markup) -> Markup { Markup([left, right]) }
    static func += (left: inout Markup, right: Markup) { left.source += right.source }

    struct Interpolation: StringInterpolationProtocol {
        var source = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            source.reserveCapacity(literalCapacity + 32 * interpolationCount)
        }

        mutating func appendLiteral(_ markup: String) { source += markup }

        mutating func appendInterpolation(_ markup: Markup) { source += markup.source }

        mutating func appendInterpolation(_ number: Int) { source += String(number) }

        /// A text, or the value of an attribute in quotation marks.
        mutating func appendInterpolation(_ text: String) {
            for scalar in text.unicodeScalars {
                switch scalar {
                case "&": source += "&amp;"
                case "<": source += "&lt;"
                case ">": source += "&gt;"
                case "\"": source += "&quot;"
                case "'": source += "&#39;"
                default: source.unicodeScalars.append(scalar)
                }
            }
        }
    }
}
