// swift-tools-version:6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// A room of the house (docs/ARCHITECTURE.md): a target that may import just what is named here.
func room(
    _ name: String, _ dependencies: [Target.Dependency] = [], plugins: [Target.PluginUsage]? = nil
) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings, plugins: plugins)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: dependencies, resources: resources, swiftSettings: settings)
}

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "almanac",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "almanac", targets: ["almanac"]),
        // Tells made-up worlds; not part of what is installed.
        .executable(name: "almanac-simulate", targets: ["almanac-simulate"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.30.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        // Pure: values in, values out.
        room("CivilTime"),
        room("Recurrence", ["CivilTime"]),
        room("Operations", ["CivilTime", "Recurrence"]),
        // Who may do what; pure but for the file that it is kept in.
        room("Access", ["CivilTime", "Operations", crypto]),
        room("Projection", ["CivilTime", "Recurrence", "Operations"]),
        room("ChangeRequests", ["CivilTime", "Recurrence", "Operations"]),
        room(
            "Documents",
            ["Access", "CivilTime", "Recurrence", "Operations", "Projection", "ChangeRequests", "Notifications", yams]),
        room("Notifications", ["CivilTime", "Operations"]),

        // The record.
        room("Store", ["CivilTime", "Operations"]),
        room("StoreSQLite", ["CivilTime", "Operations", "Store", crypto, grdb, sqlite, logging]),
        room("StoreTestKit", ["CivilTime", "Recurrence", "Operations", "Store"]),

        // What waits and acts.
        room(
            "Runners",
            ["Access", "CivilTime", "Operations", subprocess, httpClient, nio, nioHTTP1, nioPosix, logging, system]),
        // A receiver that answers what a test tells it to.
        room("HTTPTestKit"),
        room(
            "Engine",
            [
                "CivilTime", "Recurrence", "Operations", "Notifications", "Store", "Runners", heap, logging, metrics,
                lifecycle,
            ]),

        // What the outbox holds on its way to other places.
        room(
            "Alerts",
            [
                "Access", "CivilTime", "Operations", "Projection", "Documents", "Notifications", "Store", "Runners",
                "Engine", crypto, httpClient, nio, nioHTTP1, logging, lifecycle,
            ]),

        room(
            "LanguageModel",
            [
                "CivilTime", "Recurrence", "Operations", "ChangeRequests", "Documents", httpClient, nio, nioHTTP1,
                logging,
            ]),

        // The whole engine in made-up worlds.
        room(
            "SimulationKit",
            [
                "CivilTime", "Recurrence", "Operations", "Notifications", "Store", "StoreTestKit", "Engine", "Runners",
                logging,
            ]),
        .executableTarget(
            name: "almanac-simulate", dependencies: ["CivilTime", "SimulationKit"], swiftSettings: settings),

        // The edges.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        room(
            "HTTPAPI",
            [
                "CZlib", "Access", "Alerts", "Notifications",
                "CivilTime", "Recurrence", "Operations", "Projection", "ChangeRequests", "Documents", "Store",
                "Engine", "Runners", heap, hummingbird, hummingbirdCore, hummingbirdTLS, nio, nioHTTP1, nioHTTPTypes,
                nioSSL,
                nioPosix, httpTypes, crypto, logging,
                metrics,
                lifecycle,
            ], plugins: ["EmbedPages"]),
        room(
            "Commands",
            [
                "CivilTime", "Recurrence", "Operations", "ChangeRequests", "Documents", arguments, httpClient, nio,
                nioHTTP1, logging,
            ]),
        room(
            "App",
            [
                "Access", "Alerts", "CivilTime", "Recurrence", "Operations", "Projection", "ChangeRequests",
                "Documents",
                "Notifications", "Store", "StoreSQLite", "Engine", "Runners", "LanguageModel", "HTTPAPI", "Commands",
                nio, httpClient, arguments, logging, lifecycle, signals,
            ]),
        .executableTarget(name: "almanac", dependencies: ["App"], swiftSettings: settings),

        // Days of virtual time on the real engine and store (Benchmarks/README.md).
        .executableTarget(
            name: "virtual-day",
            dependencies: ["App", "CivilTime", "Engine", "Operations", "Runners", "Store", "StoreSQLite", logging],
            path: "Benchmarks/VirtualDay", swiftSettings: settings),

        // Turns Public/ into Swift string literals at build time, its modules joined into one script.
        room("PageScript"),
        .executableTarget(name: "embed-pages", dependencies: ["PageScript"], swiftSettings: settings),
        .plugin(name: "EmbedPages", capability: .buildTool(), dependencies: ["embed-pages"]),

        tests("CivilTime", ["CivilTime"]),
        tests("Recurrence", ["CivilTime", "Recurrence"], resources: [.copy("Vectors")]),
        tests("Operations", ["CivilTime", "Recurrence", "Operations"]),
        tests("Projection", ["CivilTime", "Recurrence", "Operations", "Projection"]),
        tests(
            "ChangeRequests", ["CivilTime", "Recurrence", "Operations", "ChangeRequests"], resources: [.copy("Vectors")]
        ),
        tests(
            "Documents",
            ["CivilTime", "Recurrence", "Operations", "Projection", "ChangeRequests", "Notifications", "Documents"]),
        tests("PageScript", ["PageScript"]),
        tests("StoreSQLite", ["CivilTime", "Operations", "Store", "StoreSQLite", "StoreTestKit", grdb]),
        tests("Commands", ["CivilTime", "Recurrence", "Operations", "Documents", "Commands", arguments]),
        tests(
            "LanguageModel",
            [
                "CivilTime", "Recurrence", "Operations", "ChangeRequests", "LanguageModel", httpClient, hummingbird,
                nio,
                logging, .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        tests("Runners", ["CivilTime", "HTTPTestKit", "Operations", "Runners", httpClient, system, logging]),
        tests(
            "Engine",
            [
                "CivilTime", "Recurrence", "Operations", "Notifications", "Store", "StoreTestKit", "Engine", "Runners",
                heap, logging,
            ]),
        tests("Simulation", ["CivilTime", "Notifications", "Operations", "Store", "StoreTestKit", "SimulationKit"]),
        tests("Access", ["Access", "CivilTime", "Operations"]),
        tests(
            "Alerts",
            [
                "Access", "Alerts", "CivilTime", "HTTPTestKit", "Operations", "Notifications", "Store", "StoreTestKit",
                "Runners", "Engine",
                crypto, logging,
            ]),
        tests(
            "App",
            [
                "Access", "Alerts", "ChangeRequests", "CivilTime", "HTTPTestKit", "Operations", "Notifications",
                "StoreSQLite",
                "Engine",
                "Runners", "HTTPAPI",
                crypto,
                hummingbird,
                nio, nioEmbedded, nioHTTPTypes, httpTypes,
                logging,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
    ]
)
