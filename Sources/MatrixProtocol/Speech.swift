internal import Chat

/// A document as contents of `m.room.message` events.
public enum Speech {
    /// Bytes of JSON that a content may have. The server takes 65,536 for a whole event, clients like it smaller.
    public static let limit = 4000

    /// What the message belongs to.
    enum Relation: Sendable, Hashable {
        /// An answer, in the thread of what it answers if there is one.
        case answer(to: EventID, thread: EventID?)
        /// Takes the place of an earlier message of ours.
        case replacement(of: EventID)

        var json: JSON {
            switch self {
            case .answer(let event, nil): ["m.in_reply_to": ["event_id": .text(event.text)]]
            case .answer(let event, let root?):
                [
                    "rel_type": "m.thread", "event_id": .text(root.text), "is_falling_back": true,
                    "m.in_reply_to": ["event_id": .text(event.text)],
                ]
            case .replacement(let event): ["rel_type": "m.replace", "event_id": .text(event.text)]
            }
        }
    }

    /// The document in as few notices as hold it, parted at the ends of lines; a line that alone is too long is broken at
    /// blanks, without its marks. A replacement is one notice, or none where it does not fit into one.
    static func contents(of document: Document, _ relation: Relation?, limit: Int = limit) -> [JSON] {
        var pieces: [[Document.Line]] = []
        for line in document.lines.filter({ !$0.isEmpty }).flatMap({ parts(of: $0, relation, limit) }) {
            if let last = pieces.last, content(last + [line], relation).bytes.count <= limit {
                pieces[pieces.count - 1].append(line)
            } else {
                pieces.append([line])
            }
        }
        if case .replacement = relation, pieces.count > 1 { return [] }
        return pieces.map { content($0, relation) }
    }

    /// The line, if it fits; else pieces of it that do.
    private static func parts(of line: Document.Line, _ relation: Relation?, _ limit: Int) -> [Document.Line] {
        if content([line], relation).bytes.count <= limit { return [line] }
        let text = line.named.plainText(quiet: false)
        // Escaped, a character may take many times its bytes.
        var bytes = limit / 2
        while true {
            let parts = text.broken(atBytes: bytes).map { Document.Line($0) }
            if bytes <= 16 || parts.allSatisfy({ content([$0], relation).bytes.count <= limit }) { return parts }
            bytes /= 2
        }
    }

    private static func content(_ lines: [Document.Line], _ relation: Relation?) -> JSON {
        var content = message(lines)
        guard let relation else { return .object(content) }
        if case .replacement = relation {
            let new = content
            // For clients that do not know replacements.
            content["body"] = .text("* " + (content["body"]?.text ?? ""))
            content["formatted_body"] = .text("* " + (content["formatted_body"]?.text ?? ""))
            content["m.new_content"] = .object(new)
            // Whoever has to act has heard it already.
            content["m.mentions"] = [:]
        }
        content["m.relates_to"] = relation.json
        return .object(content)
    }

    private static func message(_ lines: [Document.Line]) -> [String: JSON] {
        let users = Set(lines.flatMap(\.mentioned)).sorted()
        return [
            "msgtype": "m.notice",
            "body": .text(lines.map { $0.named.plainText(quiet: false) }.joined(separator: "\n")),
            "format": "org.matrix.custom.html",
            "formatted_body": .text(html(lines)),
            // Always there, so that nobody's client looks for names in the text.
            "m.mentions": users.isEmpty ? [:] : ["user_ids": .list(users.map { .text($0.text) })],
        ]
    }

    /// A line, or a line and what it is the head of.
    private static func html(_ lines: [Document.Line]) -> String {
        let html = lines.map(\.matrixHTML)
        guard html.count > 2 else { return html.joined(separator: "<br>") }
        return html[0] + "<ul>" + html[1...].map { "<li>\($0)</li>" }.joined() + "</ul>"
    }
}

extension Document.Line {
    /// Those who must act.
    var mentioned: [UserID] {
        spans.compactMap { if case .mention(let name) = $0 { UserID(name) } else { nil } }
    }

    /// With people by short names, as `formatted_body` shows them.
    var named: Document.Line {
        Document.Line(
            spans: spans.map { span in
                switch span {
                case .mention(let name): .mention(UserID(name)?.localpart ?? name)
                case .person(let name): .person(UserID(name)?.localpart ?? name)
                default: span
                }
            })
    }

    /// HTML as Matrix allows it ("m.room.message msgtypes"): text from outside is escaped, and links go to the web only.
    var matrixHTML: String {
        var html = ""
        for span in spans {
            switch span {
            case .text(let text): html += text.escapedHTML
            case .strong(let text): html += "<strong>\(text.escapedHTML)</strong>"
            case .code(let text): html += "<code>\(text.escapedHTML)</code>"
            case .link(let text, let url): html += Self.link(text, url)
            case .mention(let name):
                let user = UserID(name)
                html +=
                    user.map { Self.link($0.localpart, "https://matrix.to/#/" + Request.encoded($0.text)) }
                    ?? name.escapedHTML
            case .person(let name): html += (UserID(name)?.localpart ?? name).escapedHTML
            }
        }
        return html
    }

    private static func link(_ text: String, _ url: String) -> String {
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else { return text.escapedHTML }
        return "<a href=\"\(url.escapedHTML)\">\(text.escapedHTML)</a>"
    }
}

extension String {
    fileprivate var escapedHTML: String {
        var text = ""
        // By scalars: a sign under a combining mark is another character, but not to a browser.
        for scalar in harmless.unicodeScalars {
            switch scalar {
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "&": text += "&amp;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
