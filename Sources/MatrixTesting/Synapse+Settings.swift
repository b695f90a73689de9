internal import Foundation

extension Synapse.Settings {
    /// Names and contents. It knows no other server and asks none; what costs time and is not looked at is off.
    func files(in folder: String, port: Int) -> [(String, String)] {
        let key = Data((0..<32).map { _ in UInt8.random(in: 0...255) }).base64EncodedString().dropLast()
        let plenty = "{per_second: 100000, burst_count: 100000}"
        let configuration = """
            server_name: \(Synapse.name)
            listeners:
              - {port: \(port), bind_addresses: [127.0.0.1], type: http, resources: [{names: [client]}]}
            database: {name: sqlite3, args: {database: \(folder)/homeserver.db}}
            signing_key_path: \(folder)/signing.key
            log_config: \(folder)/log.yaml
            trusted_key_servers: []
            federation_domain_whitelist: []
            report_stats: false
            presence: {enabled: false}
            push: {enabled: false}
            user_directory: {enabled: false}
            enable_media_repo: false
            enable_registration: true
            enable_registration_without_verification: true
            bcrypt_rounds: 4
            refreshable_access_token_lifetime: \(tokenLifetime)s
            \(limitsMessages ? "" : "rc_message: \(plenty)")
            rc_registration: \(plenty)
            rc_login: {address: \(plenty), account: \(plenty), failed_attempts: \(plenty)}
            rc_joins: {local: \(plenty), remote: \(plenty)}
            rc_joins_per_room: \(plenty)
            rc_invites: {per_room: \(plenty), per_user: \(plenty), per_issuer: \(plenty)}
            rc_room_creation: \(plenty)

            """
        let log = """
            version: 1
            disable_existing_loggers: false
            handlers: {console: {class: logging.StreamHandler}}
            root: {level: WARNING, handlers: [console]}

            """
        return [("homeserver.yaml", configuration), ("log.yaml", log), ("signing.key", "ed25519 a_test \(key)\n")]
    }
}

extension Synapse {
    /// A process that ends with ours, however ours ends, and takes its folder with it.
    struct Running: Sendable {
        /// What waits in the background reads until nobody is there any more who might write.
        private static let command = #"""
            folder=$1; shift
            exec 3<&0
            (cat <&3 >/dev/null; kill -9 $$; rm -rf "$folder") &
            exec "$@" >"$folder/output" 2>&1 </dev/null 3<&-
            """#

        private let process: Process
        private let line: Pipe
        private let folder: URL

        init(_ program: [String], in folder: URL) throws {
            (process, line, self.folder) = (Process(), Pipe(), folder)
            process.currentDirectoryURL = folder
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", Self.command, "sh", folder.path] + program
            process.standardInput = line
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
        }

        func end() {
            try? line.fileHandleForWriting.close()
            process.waitUntilExit()
        }

        /// The end of what it has said.
        var lastWords: String {
            let output = try? String(contentsOf: folder.appending(path: "output"), encoding: .utf8)
            return String((output ?? "").suffix(2000))
        }
    }
}
