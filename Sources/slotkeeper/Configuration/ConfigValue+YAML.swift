import Bot

import Yams

extension ConfigValue {
    /// The value that a YAML document holds.
    ///
    /// A small part of YAML 1.2: one document of tables, lists and text, without anchors. Tags mean nothing.
    /// - Throws: what is no YAML, or not of this part, with its place.
    init(yaml: String, file: String) throws(ConfigurationErrors) {
        let source = YAMLSource(file: file, text: yaml)
        do {
            // Without rules every scalar is text: what it means is for the key to say, not for YAML 1.1.
            let parser = try Parser(yaml: yaml, resolver: .basic)
            guard let root = try parser.singleRoot() else {
                self.init(content: .nothing(comment: nil), place: source.place(nil))
                return
            }
            // Nodes know their anchors only as long as the parser lives.
            self = try withExtendedLifetime(parser) { try source.value(root, depth: 0) }
        } catch let error as ConfigurationErrors {
            throw error
        } catch let error as YamlError {
            throw source.errors(error)
        } catch {
            throw ConfigurationErrors(source.place(nil), "\(error)")
        }
    }
}

private struct YAMLSource {
    /// Deeper than any configuration, and far from the end of the stack.
    static let maximumDepth = 20

    let file: String
    let lines: [Substring.UnicodeScalarView]

    init(file: String, text: String) {
        self.file = file
        lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    }

    func place(_ mark: Mark?) -> ConfigPlace {
        ConfigPlace(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
    }

    func value(_ node: Node, depth: Int) throws -> ConfigValue {
        let place = place(node.mark)
        guard node.anchor == nil else {
            throw ConfigurationErrors(place, "anchors and aliases (& and *) are not supported: write the value out")
        }
        guard depth < Self.maximumDepth else {
            throw ConfigurationErrors(place, "lists and tables are nested more than \(Self.maximumDepth) deep")
        }
        let content: ConfigValue.Content
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain
            let isNothing = isPlain && ["", "~", "null"].contains(scalar.string)
            content = isNothing ? .nothing(comment: comment(at: place)) : .text(scalar.string, quoted: !isPlain)
        case .sequence(let sequence):
            content = .list(try sequence.map { try value($0, depth: depth + 1) })
        case .mapping(let mapping):
            content = .table(try mapping.map { try entry($0, $1, depth: depth + 1) })
        case .alias:
            throw ConfigurationErrors(place, "anchors and aliases (& and *) are not supported: write the value out")
        }
        return ConfigValue(content: content, place: place)
    }

    private func entry(_ key: Node, _ node: Node, depth: Int) throws -> ConfigValue.Entry {
        let place = place(key.mark)
        guard let scalar = key.scalar else { throw ConfigurationErrors(place, "a key must be text") }
        return ConfigValue.Entry(key: scalar.string, place: place, value: try value(node, depth: depth))
    }

    /// The first word after a place if it looks like a channel, which is a comment to YAML.
    private func comment(at place: ConfigPlace) -> String? {
        guard lines.indices.contains(place.line - 1) else { return nil }
        let rest = lines[place.line - 1].dropFirst(place.column - 1).drop { $0 == " " }
        let word = String(String.UnicodeScalarView(rest.prefix { $0 != " " && $0 != "\r" }))
        return word.hasPrefix("#") && word != "#" ? word : nil
    }

    func errors(_ error: YamlError) -> ConfigurationErrors {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            if context?.text.contains("flow") == true, let hash = commentInList(before: mark) {
                return ConfigurationErrors(
                    hash, "an unquoted # begins a comment, so nothing closes this list: write it in quotes")
            }
            let start = context.map { " (\($0.text), line \($0.mark.line))" } ?? ""
            return ConfigurationErrors(place(mark), "not valid YAML: \(problem)\(start)\(advice(problem, mark))")
        case .composer(_, let problem, let mark, _):
            return ConfigurationErrors(place(mark), "not one YAML document: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            let keys = keys.map(quoted).joined(separator: ", ")
            return ConfigurationErrors(place(context.mark), "\(keys) stands more than once in this table: keep one")
        case .reader(let problem, _, _, _):
            return ConfigurationErrors(place(nil), "not valid YAML: \(problem)")
        default:
            return ConfigurationErrors(place(nil), "not valid YAML: \(error)")
        }
    }

    /// What YAML's own words leave out.
    private func advice(_ problem: String, _ mark: Mark) -> String {
        if lines.indices.contains(mark.line - 1),
            lines[mark.line - 1].prefix(while: { $0 == " " || $0 == "\t" }).contains("\t")
        {
            return ": indent with spaces, not with tabs"
        }
        return problem.hasPrefix("mapping values")
            ? ": see that keys of one table begin in the same column, and write text that has \": \" in quotes" : ""
    }

    /// The parser notices far behind that nothing closes `[#nova, #glance]`.
    private func commentInList(before mark: Mark) -> ConfigPlace? {
        for (index, line) in lines.prefix(mark.line).enumerated().reversed() {
            guard let hash = line.firstIndex(of: "#"),
                let before = line[..<hash].last(where: { $0 != " " }), "[{,".unicodeScalars.contains(before)
            else { continue }
            return ConfigPlace(file: file, line: index + 1, column: line.distance(from: line.startIndex, to: hash) + 1)
        }
        return nil
    }
}
