// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds the bot builds this:
//     SLOTKEEPER_CORE=1 swift run -c release TallyBenchmark
//     SLOTKEEPER_CORE=1 swift run -c release TallyBenchmark 500 5000 ballots.txt
// Beside a program in C add what that is given: gcc -O2 is the plain x86-64, for -march=native add -Xcc -march=native.
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
