// swift-tools-version: 6.2
import PackageDescription

// Fuzzers for what reads foreign bytes, a target each; README.md says how to run them and how to add one. A package of its
// own, because the sanitizer must be in everything that is built. It needs SLOTKEEPER_CORE=1 in the environment.
func fuzzer(_ name: String, _ subjects: String...) -> Target {
    .executableTarget(
        name: name,
        dependencies: subjects.map { .product(name: $0, package: "slotkeeper") },
        swiftSettings: [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        ])
}

let package = Package(
    name: "fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "slotkeeper", path: "../..")],
    targets: [
        fuzzer("FuzzCalendar", "ReleaseCalendar", "ReviewSlots"),
        fuzzer("FuzzChat", "Chat"),
        fuzzer("FuzzIRC", "IRCProtocol"),
        fuzzer("FuzzMatrix", "MatrixProtocol"),
        fuzzer("FuzzSummary", "ReviewSlots"),
    ]
)
