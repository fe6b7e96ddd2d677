import Access
import CivilTime
import Foundation

let dawn = Instant(iso8601: "2026-03-02T06:00:00Z")!

/// Bytes that count up, so that a test can say which secret it got.
final class CountingBytes: @unchecked Sendable {
    private var next: UInt8 = 0

    func callAsFunction(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in
            next &+= 1
            return next
        }
    }
}

func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "access-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
}

extension AccessBook {
    /// A new token's secret, of a name that is free.
    mutating func made(
        _ name: String = "ci", _ role: Role = .operator, _ scope: OwnerScope = .all, expiresAt: Instant? = nil
    ) throws -> Secret {
        try create(name: name, role: role, scope: scope, expiresAt: expiresAt, now: dawn, random: systemRandom)
    }
}
