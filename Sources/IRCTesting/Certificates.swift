import Foundation

/// Throw-away certificates, made once by the openssl command.
public struct Certificates: Sendable {
    public enum Name: String, Sendable, CaseIterable {
        /// For localhost and 127.0.0.1, signed by our authority.
        case server
        /// For another host, signed by our authority.
        case wrongHost
        /// For localhost, signed by nobody.
        case rogue
        /// For localhost, signed by our authority, over since yesterday.
        case expired
    }

    public static let shared = Result { try Certificates() }

    private static let folder = FileManager.default.temporaryDirectory
        .appending(path: "slotkeeper-certificates-\(UUID().uuidString)")

    public var authority: String { path("authority.pem") }

    public func certificate(_ name: Name) -> String { path("\(name.rawValue).pem") }
    public func key(_ name: Name) -> String { path("\(name.rawValue).key") }

    private func path(_ file: String) -> String { Self.folder.appending(path: file).path }

    private init() throws {
        try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(at: Certificates.folder) }
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"]
        let localhost = "subjectAltName=DNS:localhost,IP:127.0.0.1"
        try openssl(
            ["req", "-x509", "-subj", "/CN=authority", "-keyout", path("authority.key"), "-out", authority] + key
                + ["-addext", "keyUsage=critical,keyCertSign"])
        try openssl(
            ["req", "-x509", "-subj", "/CN=localhost", "-keyout", self.key(.rogue), "-out", certificate(.rogue)] + key
                + ["-addext", localhost])
        let elsewhere = "subjectAltName=DNS:wrong.example,IP:127.0.0.9"
        for (name, names, days) in [
            (Name.server, localhost, "30"), (.wrongHost, elsewhere, "30"), (.expired, localhost, "-1"),
        ] {
            let (request, extensions) = (path("request"), path("extensions"))
            try Data(names.utf8).write(to: URL(fileURLWithPath: extensions))
            try openssl(["req", "-subj", "/CN=irc", "-keyout", self.key(name), "-out", request] + key.dropLast(2))
            try openssl(
                ["x509", "-req", "-in", request, "-CA", authority, "-CAkey", path("authority.key"), "-CAcreateserial"]
                    + ["-days", days, "-extfile", extensions, "-out", certificate(name)])
        }
    }

    private func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Unexpected("openssl \(arguments.joined(separator: " ")) failed")
        }
    }
}
