/// What the bot says: lines of marked-up spans, rendered differently for IRC, Matrix, a terminal or Markdown.
///
/// Each line stands alone in a log. Text from outside (titles, remarks) may be anything at all; the renderers make it
/// harmless, so nobody has to remember to.
public struct Document: Sendable, Hashable {
    public var lines: [Line]

    public init(_ lines: [Line] = []) {
        self.lines = lines
    }

    public init(_ line: Line) {
        self.lines = [line]
    }

    public var isEmpty: Bool { lines.allSatisfy(\.isEmpty) }

    public static func + (left: Document, right: Document) -> Document {
        Document(left.lines + right.lines)
    }
}

extension Document {
    /// One line, written as a string literal: `"\(strong: name) leaves slot \(4), \(code: "!undo") takes it back"`.
    public struct Line: Sendable, Hashable, ExpressibleByStringInterpolation {
        public var spans: [Span]

        public init(spans: [Span] = []) {
            self.spans = spans
        }

        public init(_ text: String) {
            spans = text.isEmpty ? [] : [.text(text)]
        }

        public init(stringLiteral text: String) {
            self.init(text)
        }

        public init(stringInterpolation: Interpolation) {
            spans = stringInterpolation.spans
        }

        public var isEmpty: Bool { spans.isEmpty }

        public static func + (left: Line, right: Line) -> Line {
            Line(spans: left.spans + right.spans)
        }

        public static func += (left: inout Line, right: Line) {
            left.spans += right.spans
        }

        /// Adds a sentence at the end, but before a link that stands there.
        public mutating func insert(_ sentence: Line) {
            var end = spans.count
            if case .link = spans.last {
                end -= 1
                // The blank before it goes with it.
                if end > 0, spans[end - 1] == .text(" ") { end -= 1 }
            }
            spans.insert(contentsOf: sentence.spans, at: end)
        }
    }

    /// A piece of a line.
    public enum Span: Sendable, Hashable {
        case text(String)
        /// The blueprint that the line is about.
        case strong(String)
        /// Something to type.
        case code(String)
        /// An absolute URL; where `text` can carry a link it does, elsewhere the URL is shown.
        case link(text: String, url: String)
        /// A person who must act, by the name that the network highlights.
        case mention(String)
        /// A person who is only named: never highlighted.
        case person(String)
    }
}

extension Document.Line {
    public struct Interpolation: StringInterpolationProtocol {
        var spans: [Document.Span] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            spans.reserveCapacity(2 * interpolationCount + 1)
        }

        public mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { spans.append(.text(literal)) }
        }

        public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            spans.append(.text(value.description))
        }

        public mutating func appendInterpolation(strong name: String) {
            spans.append(.strong(name))
        }

        public mutating func appendInterpolation(code: String) {
            spans.append(.code(code))
        }

        public mutating func appendInterpolation(mention name: String) {
            spans.append(.mention(name))
        }

        public mutating func appendInterpolation(person name: String) {
            spans.append(.person(name))
        }

        public mutating func appendInterpolation(link url: String) {
            spans.append(.link(text: url, url: url))
        }

        public mutating func appendInterpolation(_ line: Document.Line) {
            spans += line.spans
        }
    }
}
