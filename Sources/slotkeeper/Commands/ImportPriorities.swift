import ArgumentParser
import ReviewSlots

struct ImportPriorities: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "priorities", abstract: "Take in priorities of blueprints, as Launchpad gives them.",
        discussion: """
            A line name,priority for each blueprint (CSV). The name is what chat takes: name, alias, code, change number, or \
            a beginning that only one has. The priority is Essential, High, Medium or Low, or Undefined, which takes one \
            away. Priorities order the backlog as long as there are no votes; blueprints that are not listed keep \
            theirs. A file with a mistake changes nothing, and importing twice changes nothing.
            """)

    @OptionGroup var file: ConfigurationOption
    @Argument(help: "The file to read; - is standard input.", completion: .file()) var path: String
    @Option(help: "The board, if there are several.") var board: String?

    func run() async throws {
        try await reporting {
            let settings = try file.load()
            let list: PriorityList
            do {
                list = try PriorityList(InputFile.read(path, atMost: PriorityList.byteLimit))
            } catch let refusal as PriorityListRefusal {
                throw Failure("\(InputFile.name(path)): \(refusal). Nothing was imported.", code: .badInput)
            }
            let conversation = try await Conversation.open(settings)
            let request = ControlRequest.importPriorities(list, file: InputFile.name(path), board: board)
            for line in try await conversation.ask(request) { say(line) }
        }
    }
}
