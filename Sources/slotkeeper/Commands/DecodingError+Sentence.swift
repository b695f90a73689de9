extension DecodingError {
    /// What is wrong with a line of JSON, and what to do about it; places in lists count from 1.
    var sentence: String {
        switch self {
        case .keyNotFound(let key, let context):
            "\"\(key.stringValue)\" is missing in \(Self.place(context)); add it"
        case .valueNotFound(let type, let context), .typeMismatch(let type, let context):
            "\(Self.place(context)) is not \(Self.noun(type)); write one there"
        // Foundation tells neither which number it cannot read nor where the text stops being JSON.
        case .dataCorrupted:
            """
            this is not JSON, or not all of it, or a number is not whole; write one object in braces, without line breaks
            """
        @unknown default: "this cannot be read; write one object in braces"
        }
    }

    private static func place(_ context: Context) -> String {
        if context.codingPath.isEmpty { return "the line" }
        var place = ""
        for key in context.codingPath {
            place += key.intValue.map { " \($0 + 1)" } ?? "\(place.isEmpty ? "" : ", ")\"\(key.stringValue)\""
        }
        return place
    }

    private static func noun(_ type: Any.Type) -> String {
        switch type {
        case is Int.Type: "a whole number"
        case is String.Type: "a text in quotes"
        case is [String: Any].Type: "an object in braces"
        default: "a list in brackets"
        }
    }
}
