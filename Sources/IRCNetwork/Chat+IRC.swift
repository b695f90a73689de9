import Chat
import IRCProtocol
import Logging
import NIOCore
import NIOSSL

extension Chat.Identity {
    init(_ identity: Session.Identity) {
        switch identity {
        case .account(let account): self = .account(account.text)
        case .notLoggedIn: self = .notLoggedIn
        case .unavailable: self = .unavailable
        }
    }
}

extension SendError {
    init(_ refusal: Session.Refusal) {
        switch refusal {
        case .notConnected: self = .notConnected
        case .notInRoom(let room): self = .notInRoom(room)
        case .queueFull: self = .queueFull
        }
    }
}

extension Session.Severity {
    var level: Logger.Level {
        switch self {
        case .debug: .debug
        case .notice: .notice
        case .warning: .warning
        }
    }
}

extension Session.Ending {
    /// What an error of the connection means.
    init(_ error: any Error, of configuration: IRCNetworkConfiguration) {
        let place = "\(configuration.host):\(configuration.port)"
        switch error {
        case let error as Session.Ending:
            self = error
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self = .untrusted("the certificate of \(place) is for another host name; set the right host, or a pin")
        case NIOSSLError.handshakeFailed(let reason) where "\(reason)".contains("CERTIFICATE_VERIFY_FAILED"):
            self = .untrusted(
                configuration.tls?.pin == nil
                    ? "the certificate of \(place) is expired or of an unknown authority; set the authority's file, or a pin"
                    : "the certificate of \(place) is not the pinned one; if it was renewed, set the new pin")
        case NIOSSLError.handshakeFailed(let reason):
            self = .lost("TLS handshake with \(place): \(reason)")
        case NIOSSLError.uncleanShutdown:
            self = .lost("closed by the server")
        case ChannelError.connectTimeout:
            self = .timedOut("connecting to \(place)")
        default:
            self = .lost("\(place): \(error)")
        }
    }
}
