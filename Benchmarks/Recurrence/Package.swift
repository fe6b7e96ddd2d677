// swift-tools-version:6.1
import PackageDescription

// The rooms under measure are the project's own, by symbolic links: a package sees `package` names of its own only.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "recurrence-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        // Without its traits it needs no jemalloc.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.30.0", traits: [])
    ],
    targets: [
        .target(name: "CivilTime", swiftSettings: settings),
        .target(name: "Recurrence", dependencies: ["CivilTime"], swiftSettings: settings),
        .executableTarget(name: "Figures", dependencies: ["CivilTime", "Recurrence"], swiftSettings: settings),
        .executableTarget(
            name: "Expressions",
            dependencies: ["CivilTime", "Recurrence", .product(name: "Benchmark", package: "benchmark")],
            path: "Benchmarks/Expressions",
            swiftSettings: settings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    ]
)
