/// The post that a `SummaryReader` is reading.
struct SummaryPost {
    /// A line from before the list: a paragraph, a part of one, or the name of an empty category.
    private struct Opening {
        let text: String
        let line: Int
        var standsAlone = false
    }

    private struct Category {
        let name: String
        var items: [SummaryItem] = []
    }

    private(set) var isMarkdown = false
    private var title: String?
    private var titleLine = 0
    private var openings: [Opening] = []
    private var introduction: [String] = []
    private var listHasBegun = false
    private var hasMarkedCategories = false
    private var categories: [Category] = []
    private var categoryIndex: [String: Int] = [:]
    /// The category in which bullets are put.
    private var current: Int?
    private var numbers: Set<Int> = []

    /// Whether nothing, or no more than the title, has been read.
    var isAtTitle: Bool { openings.isEmpty && !listHasBegun }

    mutating func add(_ form: SummaryLine, at line: Int, _ report: inout SummaryReport) {
        switch form {
        case .blank, .divider, .aside:
            break
        case .title(let text):
            isMarkdown = true
            title = text
            titleLine = line
        case .category(let name):
            hasMarkedCategories = true
            beginList(introductionEnd: openings.count, at: line, &report)
            open(name, at: line, &report)
        case .bullet(let text):
            let lastProse = isMarkdown ? openings.indices.last : openings.lastIndex(where: \.text.readsAsProse)
            beginList(introductionEnd: lastProse.map { $0 + 1 } ?? 0, at: line, &report)
            addItem(text, at: line, &report)
        case .paragraph(let text) where !listHasBegun:
            openings.append(Opening(text: text, line: line, standsAlone: true))
        case .text(let text), .paragraph(let text):
            addText(text, at: line, &report)
        }
    }

    /// Hands over the summary, if the post is one.
    func finish(_ report: inout SummaryReport) {
        if hasMarkedCategories || categories.contains(where: { !$0.items.isEmpty }) {
            report.summaries.append(
                Summary(
                    title: title ?? "Untitled", introduction: introduction,
                    categories: categories.map { Summary.Category($0.name, $0.items) }))
        } else if let title {
            report.addSkippedPost(line: titleLine, title: title)
        }
    }

    private mutating func addText(_ text: String, at line: Int, _ report: inout SummaryReport) {
        if title == nil, !listHasBegun {
            title = text
            titleLine = line
        } else if !listHasBegun {
            openings.append(Opening(text: text, line: line))
        } else if isMarkdown || text.readsAsProse {
            let place = current.map { "the specs after it stand under \"\(categories[$0].name.excerpt)\"" }
            report.addProblem(
                line: line, text: text,
                reason:
                    "it reads as a sentence among the lists and was left out; \(place ?? "no category stands above it")"
                    + " (if it is a category, put \"## \" before it; if a title, a line of dashes)")
        } else {
            open(text, at: line, &report)
        }
    }

    private mutating func beginList(introductionEnd: Int, at line: Int, _ report: inout SummaryReport) {
        if listHasBegun { return }
        listHasBegun = true
        if title == nil {
            report.addProblem(
                line: line, text: "", reason: "the list begins without a title above it; it was called Untitled")
        }
        var lastLine: Int?
        for opening in openings[..<introductionEnd] {
            if let lastLine, opening.line == lastLine + 1, !opening.standsAlone, let paragraph = introduction.popLast()
            {
                introduction.append("\(paragraph) \(opening.text)")
            } else {
                introduction.append(opening.text)
            }
            lastLine = opening.line
        }
        for opening in openings[introductionEnd...] {
            open(opening.text, at: opening.line, &report)
        }
        openings = []
    }

    private mutating func open(_ name: String, at line: Int, _ report: inout SummaryReport) {
        if let known = categoryIndex[name] {
            current = known
            report.addProblem(
                line: line, text: name, reason: "the category is listed twice; its lists were put together")
        } else {
            current = categories.count
            categoryIndex[name] = categories.count
            categories.append(Category(name: name))
        }
    }

    private mutating func addItem(_ bullet: String, at line: Int, _ report: inout SummaryReport) {
        do throws(SummaryFault) {
            let item = try SummaryItem(bullet: bullet)
            guard let current else { throw SummaryFault("no category stands above it") }
            var own: Set<Int> = []
            for number in item.reviews.map(\.number) where numbers.contains(number) || !own.insert(number).inserted {
                throw SummaryFault("review \(number) is listed twice")
            }
            numbers.formUnion(own)
            categories[current].items.append(item)
        } catch {
            report.addProblem(line: line, text: bullet, reason: error.reason)
        }
    }
}
