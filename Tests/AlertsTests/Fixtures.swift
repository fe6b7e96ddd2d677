import CivilTime
import Foundation
import Notifications
import Operations
import Runners

@testable import Alerts

/// 2 March 2026, 12:00 UTC.
let dawn = Instant(epochSeconds: 1_772_452_800)

func at(_ seconds: Int64) -> Instant { dawn.advanced(bySeconds: seconds) }

func notification(
    _ id: String = "n1", of ref: String = "nightly", kind: Operations.Notification.Kind = .failed,
    status: Operations.Notification.Status = .new, category: Operations.Category = .normal, count: Int = 1
) -> Operations.Notification {
    let schedule = ScheduleID(.cron, ref)
    return Operations.Notification(
        id: id, kind: kind, status: status, schedule: schedule, ownerID: "ops", sessionID: nil, channel: nil,
        category: category, occurrence: OccurrenceID(schedule, dawn), runID: "run-1", title: "Nightly failed",
        message: "exit status 3", count: count, createdAt: dawn)
}

func delivery(
    _ id: String = "n1-1-ops", to channel: String = "ops", of ref: String = "nightly",
    kind: Delivery.Kind = .opened, at instant: Instant = dawn
) -> Delivery {
    Delivery(
        id: id, channel: channel, kind: kind, notification: notification(of: ref), createdAt: instant)
}

func channel(
    _ name: String = "ops", _ target: AlertChannel.Target, isPrivateAllowed: Bool = true, timeoutSeconds: Int = 60
) -> AlertChannel {
    AlertChannel(
        route: AlertRoute(channel: name), target: target, isPrivateAllowed: isPrivateAllowed,
        timeoutSeconds: timeoutSeconds)
}

func open(_ channel: AlertChannel) throws -> OpenChannel { try OpenChannel(channel) { _ in nil } }

/// A folder of its own, with a courier that works in it.
final class Yard: Sendable {
    let folder = FileManager.default.temporaryDirectory.path + "/almanac-alerts-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// `resolve` answers a host's addresses; the system's resolver unless given.
    func courier(
        publicURL: String? = "https://almanac.example/",
        resolve: @escaping @Sendable (Destination) async -> [Destination.Address] = { await $0.addresses() }
    ) -> AlertCourier {
        let rules = ProcessRules(
            ledger: ProcessLedger(path: folder + "/processes"), grace: .milliseconds(200),
            drainTimeout: .milliseconds(100))
        return AlertCourier(
            publicURL: publicURL, version: "test",
            command: ServerCommand(rules: rules, logs: RunLogFolder(path: folder + "/logs"), folder: folder + "/work"),
            resolve: resolve)
    }
}
