// swift-tools-version: 6.2
import PackageDescription

// SLOTKEEPER_CORE=1 declares only the pure floor: it has no dependencies and builds in seconds,
// which is what sanitizers and fuzzers want.
let coreOnly = Context.environment["SLOTKEEPER_CORE"] == "1"

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: strict)
}

let core: [Target] = [
    library("ReviewSlots"),
    library("Chat"),
    library("Pacing"),
    library("IRCProtocol", ["Pacing"]),
    library("GerritProtocol", ["Pacing"]),
    library("GerritModel", ["GerritProtocol"]),
    library("MatrixProtocol", ["Chat", "Pacing"]),
    library("MatrixModel", ["MatrixProtocol"]),
    library("Tally"),
    library("ReleaseCalendar", ["ReviewSlots"]),
    tests("ReviewSlotsTests", ["ReviewSlots"]),
    tests("ChatTests", ["Chat"]),
    tests("IRCProtocolTests", ["IRCProtocol"]),
    tests("GerritProtocolTests", ["GerritModel", "GerritProtocol", "Pacing"]),
    tests("MatrixProtocolTests", ["Chat", "MatrixModel", "MatrixProtocol"]),
    tests("TallyTests", ["Tally"]),
    tests("ReleaseCalendarTests", ["ReleaseCalendar", "ReviewSlots"]),
]

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
    .product(name: "NIOTLS", package: "swift-nio"),
]

let whole: [Target] = [
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),

    // Floor 2
    library("Ledger", ["ReviewSlots"]),
    library(
        "IRCNetwork",
        nio + [
            "Chat", "IRCProtocol", "COpenSSL",
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
            .product(name: "Logging", package: "swift-log"),
        ]),
    library(
        "HTTPFetching",
        [
            .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ]),
    library(
        "MatrixNetwork",
        [
            "Chat", "HTTPFetching", "MatrixProtocol",
            .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "GRDB", package: "GRDB.swift"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
        ]),
    library(
        "Gerrit",
        [
            "GerritProtocol", "HTTPFetching",
            .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "Subprocess", package: "swift-subprocess"),
        ]),

    // Floor 3
    library("SQLiteLedger", ["Ledger", "ReviewSlots", .product(name: "GRDB", package: "GRDB.swift")]),
    library(
        "Bot",
        [
            "Chat", "Ledger", "ReleaseCalendar", "ReviewSlots", .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        ]),
    library(
        "Web",
        [
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HummingbirdCore", package: "hummingbird"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ]),

    // Floor 4
    library(
        "IRCTesting",
        nio + [
            "IRCNetwork", "IRCProtocol", "Chat", .product(name: "NIOSSL", package: "swift-nio-ssl"),
            .product(name: "Logging", package: "swift-log"),
        ]),
    library(
        "GerritReviews",
        [
            "Bot", "Chat", "Gerrit", "GerritProtocol", "Ledger", "ReleaseCalendar", "ReviewSlots",
            .product(name: "GRDB", package: "GRDB.swift"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        ]),
    library(
        "WebTesting",
        nio + [
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ]),
    library(
        "GerritTesting",
        nio + [
            "GerritModel", "GerritProtocol", "WebTesting",
            .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
        ]),
    library(
        "MatrixTesting",
        nio + [
            "MatrixModel", "MatrixProtocol", "WebTesting",
            .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
        ]),
    library("CalendarPlugin", ["Bot", "Chat", "Ledger", "ReleaseCalendar", "ReviewSlots"]),
    library(
        "Summaries",
        [
            "Bot", "Chat", "Ledger", "ReleaseCalendar", "ReviewSlots",
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        ]),
    library(
        "BotTesting",
        [
            "Bot", "Chat", "Ledger", "ReleaseCalendar", "ReviewSlots",
            .product(name: "Logging", package: "swift-log"),
        ]),

    // Plugins
    library("Kudos", ["Bot", "Chat", "Ledger", "ReviewSlots"], path: "plugins/Kudos"),
    library(
        "ReviewDay", ["Bot", "Chat", "Ledger", "ReleaseCalendar", "ReviewSlots"], path: "plugins/ReviewDay"),
    library("Subscriptions", ["Bot", "Chat", "Ledger", "ReviewSlots"], path: "plugins/Subscriptions"),
    library("RankVotes", ["Bot", "Chat", "Ledger", "ReviewSlots", "Tally"], path: "plugins/RankVotes"),

    // Floor 5
    .executableTarget(
        name: "slotkeeper",
        dependencies: nio + [
            "ReviewSlots", "Chat", "IRCProtocol", "Tally", "Ledger", "SQLiteLedger", "IRCNetwork", "MatrixNetwork",
            "MatrixProtocol", "Bot",
            "CalendarPlugin", "Gerrit", "GerritProtocol", "GerritReviews", "Kudos", "RankVotes", "ReleaseCalendar",
            "ReviewDay", "Subscriptions", "Summaries", "Web",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            .product(name: "Yams", package: "Yams"),
        ],
        swiftSettings: strict),

    tests("LedgerTests", ["BotTesting", "Ledger", "ReviewSlots"]),
    tests(
        "SQLiteLedgerTests",
        ["SQLiteLedger", "BotTesting", "Ledger", "ReviewSlots", .product(name: "GRDB", package: "GRDB.swift")]),
    tests(
        "IRCNetworkTests",
        [
            "IRCNetwork", "IRCTesting", "IRCProtocol", "Chat", .product(name: "NIOSSL", package: "swift-nio-ssl"),
            .product(name: "Logging", package: "swift-log"),
        ]),
    tests(
        "GerritTests",
        nio + [
            "Gerrit", "GerritProtocol", "GerritTesting", "IRCTesting", "WebTesting",
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ]),
    tests(
        "MatrixNetworkTests",
        [
            "Chat", "IRCTesting", "MatrixModel", "MatrixNetwork", "MatrixProtocol", "MatrixTesting", "Pacing",
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        ]),
    tests(
        "WebTests",
        nio + [
            "Web", .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ]),
    tests("BotTests", ["Bot", "BotTesting", "Chat", "Ledger", "ReleaseCalendar", "ReviewSlots"]),
    tests("RankVotesTests", ["RankVotes", "Bot", "BotTesting", "Chat", "Ledger", "ReviewSlots", "Tally"]),
    tests(
        "GerritReviewsTests",
        nio + [
            "GerritReviews", "Gerrit", "GerritProtocol", "Bot", "BotTesting", "Chat", "Ledger", "ReleaseCalendar",
            "ReviewSlots",
            .product(name: "Logging", package: "swift-log"),
        ]),
    tests(
        "ReviewDayTests",
        ["ReviewDay", "Bot", "BotTesting", "CalendarPlugin", "Chat", "Ledger", "ReleaseCalendar", "ReviewSlots"]),
    tests("SubscriptionsTests", ["Subscriptions", "Bot", "BotTesting", "Chat", "Ledger", "ReviewSlots"]),
    tests(
        "CalendarPluginTests",
        ["CalendarPlugin", "Bot", "BotTesting", "Chat", "Ledger", "ReleaseCalendar", "ReviewSlots"]),
    tests(
        "SummariesTests",
        [
            "Summaries", "Bot", "BotTesting", "Chat", "Ledger", "ReleaseCalendar", "ReviewSlots",
            .product(name: "Logging", package: "swift-log"),
        ]),
    tests("KudosTests", ["Kudos", "Bot", "BotTesting", "Chat", "Ledger", "ReviewSlots"]),
    tests(
        "SlotkeeperTests",
        nio + [
            "slotkeeper", "Bot", "BotTesting", "CalendarPlugin", "Chat", "Gerrit", "GerritModel", "GerritProtocol",
            "GerritReviews",
            "GerritTesting", "IRCTesting", "Ledger", "MatrixModel", "MatrixNetwork", "MatrixProtocol", "MatrixTesting",
            "SQLiteLedger",
            "ReviewSlots",
            "IRCNetwork", "IRCProtocol",
            "Kudos", "RankVotes", "ReleaseCalendar", "ReviewDay", "Subscriptions", "Summaries",
            .product(name: "Logging", package: "swift-log"),
        ]),
]

let package = Package(
    name: "slotkeeper",
    platforms: [.macOS(.v15)],
    products: coreOnly
        ? core.filter { !$0.isTest }.map { .library(name: $0.name, targets: [$0.name]) }
        : [.executable(name: "slotkeeper", targets: ["slotkeeper"])],
    dependencies: coreOnly
        ? []
        : [
            .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
            .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
            .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
            .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
            .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
            .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
            .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
            .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
            .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
            .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
            .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
            .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
        ],
    targets: coreOnly ? core : core + whole
)
