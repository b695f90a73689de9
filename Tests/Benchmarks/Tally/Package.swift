// swift-tools-version: 6.2
import PackageDescription

// SLOTKEEPER_CORE=1 swift run -c release TallyBenchmark
// A package of its own, so that nobody who builds the bot builds this.
let package = Package(
    name: "TallyBenchmark",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "slotkeeper", path: "../../..")],
    targets: [
        .executableTarget(
            name: "TallyBenchmark",
            dependencies: [.product(name: "Tally", package: "slotkeeper")],
            swiftSettings: [.swiftLanguageMode(.v6)])
    ])
