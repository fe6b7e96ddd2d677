import CivilTime
import Notifications
import Operations
import Recurrence
import Synchronization

@testable import Engine

/// 2 March 2026, 12:00 UTC: a whole hour.
let dawn = Instant(epochSeconds: 1_772_452_800)

let ada = Actor.operator("Ada")
let zones: ZoneDatabase = {
    do { return try ZoneDatabase.system() } catch { preconditionFailure("no time zones on this machine: \(error)") }
}()

func at(_ seconds: Int64) -> Instant { dawn.advanced(bySeconds: seconds) }

/// Ids that follow one another: `id-000001`, `id-000002`.
final class IDCounter: Sendable {
    private let count = Mutex(0)

    func next() -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return "id-\(String(1_000_000 + number).dropFirst())"
    }
}

func makeContext(
    concurrency: Int = 64, dueMax: Int = 1_000, suppressed: Set<Operations.Category> = [.low],
    routes: [AlertRoute] = []
) -> EngineContext {
    let ids = IDCounter()
    return EngineContext(
        node: "node-1", zones: zones, policy: NotificationPolicy(suppressedCategories: suppressed, routes: routes),
        concurrency: concurrency, dueMax: dueMax, newID: { ids.next() })
}

/// A cron job that is due every `seconds` from `dawn` on.
func job(
    _ ref: String = "job", every seconds: Int64 = 60, overlap: Overlap = .skip, grace: Int? = nil, retries: Int = 0,
    _ change: (inout Schedule) -> Void = { _ in }
) -> Schedule {
    var schedule = Schedule(
        id: ScheduleID(.cron, ref), ownerID: "ops", title: "Job \(ref)",
        timetable: Timetable(timing: .every(seconds: seconds, anchor: dawn), timezone: "UTC"),
        work: Work(runner: "scripted", command: "work"), overlap: overlap, graceSeconds: grace, retries: retries,
        createdAt: dawn)
    change(&schedule)
    return schedule
}

/// A cron job that is due once.
func oneShot(_ ref: String = "once", at instant: Instant, _ change: (inout Schedule) -> Void = { _ in }) -> Schedule {
    var schedule = job(ref, change)
    schedule.timetable.timing = .at(instant)
    return schedule
}

/// A session's heartbeat, every `seconds` from `dawn` on.
func heartbeat(_ session: String = "main", every seconds: Int64 = 1_800, hours: ActiveHours? = nil) -> Schedule {
    Schedule(
        id: ScheduleID(.heartbeat, session), ownerID: "ops", title: "Session \(session)", sessionID: session,
        timetable: Timetable(
            timing: .heartbeat(everySeconds: seconds, anchor: dawn, activeHours: hours), timezone: "UTC"),
        work: Work(runner: "scripted", command: "Look around."), createdAt: dawn)
}

let jobID = ScheduleID(.cron, "job")

extension Schedule {
    /// The job bound to a session, whose heartbeat its end wakes.
    func bound(to session: String, wake: SessionWake) -> Schedule {
        var schedule = self
        schedule.sessionID = session
        schedule.sessionWake = wake
        return schedule
    }
}
