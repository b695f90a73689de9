// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds the bot builds this. The IRC parser beside a scanner in C that finds
// the same fields of the same lines:
//     SLOTKEEPER_CORE=1 swift run -c release IRCParserBenchmark
let package = Package(
    name: "IRCParserBenchmark",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "slotkeeper", path: "../../..")],
    targets: [
        .target(name: "CScanner"),
        .executableTarget(
            name: "IRCParserBenchmark",
            dependencies: ["CScanner", .product(name: "IRCProtocol", package: "slotkeeper")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
    ])
