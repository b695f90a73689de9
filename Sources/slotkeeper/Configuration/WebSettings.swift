import Bot
import NIOCore

/// Where web hooks come in.
struct WebSettings: Sendable, Hashable {
    /// An address of this machine, and a port.
    struct Address: Sendable, Hashable, CustomStringConvertible {
        var host: String
        var port: Int

        var isLoopback: Bool { host == "::1" || host.hasPrefix("127.") }

        var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
    }

    var listen: Address
}

extension WebSettings.Address {
    /// `127.0.0.1:8484` or `[::1]:8484`; `nil` for anything else.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (1...65535).contains(port)
        else { return nil }
        host = String(text[..<colon])
        self.port = port
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
            guard host.contains(":") else { return nil }
        } else if host.contains(":") {
            return nil
        }
        guard (try? SocketAddress(ipAddress: host, port: port)) != nil else { return nil }
    }
}

extension WebSettings {
    init(_ table: inout ConfigTable) {
        let text = table.requiredText("listen") {
            Address($0) == nil ? "is no address and port, such as 127.0.0.1:8484 or [::1]:8484" : nil
        }
        listen = Address(text) ?? Address(host: "127.0.0.1", port: 0)
    }
}
