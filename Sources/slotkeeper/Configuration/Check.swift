import Bot
import MatrixProtocol

/// What texts of the configuration must look like: each says what is wrong, as the rest of a sentence, or `nil`.
enum Check {
    static func name(_ text: String) -> String? {
        let allowed = text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        return allowed && !text.hasPrefix("-") && (1...32).contains(text.utf8.count)
            ? nil : "must be up to 32 of a-z, 0-9 and -, and not begin with -"
    }

    /// One line of text.
    static func line(_ text: String) -> String? {
        text.unicodeScalars.contains { $0.properties.generalCategory == .control } ? "has control characters" : nil
    }

    /// One word.
    static func word(_ text: String) -> String? {
        line(text) ?? (text.contains(where: \.isWhitespace) ? "has blanks" : nil)
    }

    /// https://modern.ircdocs.horse/#nickname, and the older RFC 2812 2.3.1, which every server takes.
    static func nick(_ text: String) -> String? {
        let special = "[]\\`_^{|}"
        let allowed = text.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || special.contains($0))
        }
        guard allowed, let first = text.first, !first.isNumber, first != "-" else {
            return "is no nick: letters, digits, - and \(special), and neither a digit nor - at the start"
        }
        return nil
    }

    /// RFC 2812 1.3.
    static func channel(_ text: String) -> String? {
        guard let first = text.first, "#&+!".contains(first), text.utf8.count <= 200, word(text) == nil,
            !text.contains(",")
        else { return "is no channel: it begins with # and has no blanks and no commas" }
        return nil
    }

    /// An account on a Matrix homeserver, whole.
    static func matrixUser(_ text: String) -> String? {
        UserID(text) == nil ? "is no Matrix user: write the whole id, such as @alice:example.org" : nil
    }

    static func matrixRoom(_ text: String) -> String? {
        Place(text) == nil ? "is no Matrix room: write its alias, such as #nova:example.org, or its id" : nil
    }

    static func webAddress(_ text: String) -> String? {
        let hasScheme = ["https://", "http://"].contains { text.hasPrefix($0) && text != $0 }
        return hasScheme && word(text) == nil ? nil : "is no address: it begins with https://"
    }

    /// What is part of an address, and cannot be guessed.
    static func pathSecret(_ text: String) -> String? {
        let allowed = text.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95
        }
        return allowed && text.utf8.count >= 16
            ? nil : "must hold at least 16 letters, digits, - and _, such as those of: openssl rand -hex 24"
    }

    static func network(_ text: String, among names: [String]) -> String? {
        names.contains(text) ? nil : "is not among the networks\(didYouMean(text, among: names))"
    }
}
