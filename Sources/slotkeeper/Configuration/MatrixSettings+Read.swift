import Bot
import MatrixProtocol

extension MatrixSettings {
    init(_ table: inout ConfigTable, _ environment: [String: String]?) {
        homeserver = table.requiredText("homeserver", Check.webAddress)
        while homeserver.hasSuffix("/") { homeserver.removeLast() }
        user = table.requiredText("user", Check.matrixUser)
        password = table.secret("password", environment)
        token = table.secret("token", environment)
        let keys = ["password_file", "password_env", "token_file", "token_env"]
        switch keys.filter({ table.has($0) }) {
        case let given where given.isEmpty:
            table.complain(about: "password_file", "is missing: give it, password_env, token_file or token_env")
        case let given where given.contains { $0.hasPrefix("p") } && given.contains { $0.hasPrefix("t") }:
            table.complain(about: given[1], "stands beside \(given[0]): give a password or a token")
        default: break
        }
        device = table.text("device", Check.word)
        if device != nil, table.has("token_file") || table.has("token_env") {
            table.complain(about: "device", "goes with a password: a token has its device already")
        }
        caFile = table.file("ca_file")
        answersInThreads = table.bool("answers_in_threads", default: answersInThreads)
        proxyDecrypts = table.bool("proxy_decrypts", default: proxyDecrypts)
        sendsReceipts = table.bool("sends_receipts", default: sendsReceipts)
        sendsTyping = table.bool("sends_typing", default: sendsTyping)
        timeouts = table.table("timeouts") { Timeouts(&$0) } ?? timeouts
        retry = table.table("retry") { Retry(&$0) } ?? retry
    }
}

extension MatrixSettings.Timeouts {
    fileprivate init(_ table: inout ConfigTable) {
        let range = Duration.milliseconds(1) ... .seconds(600)
        poll = table.duration("poll", default: poll, in: range)
        pollGrace = table.duration("poll_grace", default: pollGrace, in: range)
        request = table.duration("request", default: request, in: range)
    }
}

extension MatrixSettings.Retry {
    fileprivate init(_ table: inout ConfigTable) {
        let range = Duration.milliseconds(1) ... .seconds(86_400)
        first = table.duration("first", default: first, in: range)
        longest = table.duration("longest", default: longest, in: range)
        if first > longest { table.complain(about: "longest", "is shorter than first, \(first.configured)") }
    }
}
