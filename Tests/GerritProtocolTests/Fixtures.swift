import Foundation

@testable import GerritProtocol

/// What real servers answered; see the README beside the files.
enum Fixture {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../Fixtures/gerrit")

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: path)))
    }

    /// A body as the server sends it: the files were kept without their first line.
    static func body(_ path: String) throws -> [UInt8] { Array(")]}'\n".utf8) + (try bytes(path)) }

    static func change(_ path: String) throws -> ChangeInfo {
        try Answer.decode(ChangeInfo.self, from: body(path))
    }

    static func lines(_ folder: String) throws -> [(file: String, line: String)] {
        let directory = Self.folder.appending(path: folder)
        return try FileManager.default.contentsOfDirectory(atPath: directory.path()).sorted().flatMap { file in
            try String(contentsOf: directory.appending(path: file), encoding: .utf8).split(separator: "\n")
                .map { (file, String($0)) }
        }
    }
}

/// A change in JSON, with what a test needs beside what every change has.
func json(_ members: String = "", number: String = "7", status: String = "NEW") -> [UInt8] {
    let rest = members.isEmpty ? "" : ", \(members)"
    return Array(
        """
        )]}'
        {"project": "demo/code", "_number": \(number), "status": "\(status)", "updated": "2014-12-01 10:00:00.000000000"\(rest)}
        """.utf8)
}

func info(_ members: String = "", number: String = "7", status: String = "NEW") throws -> ChangeInfo {
    try Answer.decode(ChangeInfo.self, from: json(members, number: number, status: status))
}

func view(
    _ number: Int = 7, project: String = "demo/code", title: String = "A change", message: String? = nil,
    status: ChangeInfo.Status = .open, files: [FileChange] = [], created: Int = 0, updated: Int = 0
) throws -> ChangeView {
    var view = ChangeView(try info(number: "\(number)"), keepsFiles: false)
    view.key = ChangeKey(project: project, number: number)
    view.changeID = "I\(number)"
    view.title = title
    view.status = status
    view.files = files
    view.created = ServerTime(seconds: created)
    view.updated = ServerTime(seconds: updated)
    view.patchSet = 1
    view.revision = "abc\(number)"
    let message = CommitMessage(message ?? title)
    view.mentions = message.mentions
    view.suggested = message.suggestions
    view.dependsOn = message.dependsOn
    view.previouslyApproved = message.previouslyApproved
    return view
}

func roundTrip<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
}
