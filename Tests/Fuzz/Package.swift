// swift-tools-version:6.2
import PackageDescription

// The rooms under test are the project's own, by symbolic links: a package sees `package` names of its own only.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    targets: [
        .target(name: "CivilTime", swiftSettings: settings),
        .target(name: "Recurrence", dependencies: ["CivilTime"], swiftSettings: settings),
        // The entry point is the fuzzer's own: see Fuzz.swift.
        .executableTarget(
            name: "Fuzz", dependencies: ["CivilTime", "Recurrence"],
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]),
    ]
)
