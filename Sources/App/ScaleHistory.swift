package import CivilTime
package import Operations
import Recurrence

/// A made-up house of any size, for measuring: so many schedules, and so many runs that they left behind.
///
/// A thousand schedules are due 112,000 times a week. Runs are written in the order of time, newest last, and reach as far
/// back as their number asks for; there are no events of them, so the log tells nothing of this past.
package struct ScaleHistory {
    let schedules: Int
    let runs: Int
    let now: Instant
    let zones: ZoneDatabase
    let newID: @Sendable () -> String

    package init(schedules: Int, runs: Int, now: Instant, zones: ZoneDatabase, newID: @escaping @Sendable () -> String)
    {
        self.schedules = schedules
        self.runs = runs
        self.now = now
        self.zones = zones
        self.newID = newID
    }

    /// How often the schedules of a house are due: of every thousand so many.
    static let kinds: [(perThousand: Int, name: String, timing: @Sendable (Int) -> Timetable.Timing)] = [
        (32, "five-minutes", { cron("\($0 % 5)-59/5 * * * *") }),
        (60, "half-hourly", { cron("\($0 % 30),\($0 % 30 + 30) * * * *") }),
        (110, "hourly", { cron("\($0 % 60) * * * *") }),
        (110, "four-hourly", { cron("\($0 % 60) */4 * * *") }),
        (500, "daily", { cron("\($0 % 60) \($0 / 60 % 24) * * *") }),
        (100, "weekdays", { cron("\($0 % 60) \($0 / 60 % 24) * * MON-FRI") }),
        (80, "weekly", { cron("\($0 % 60) \($0 / 60 % 24) * * \($0 % 7)") }),
        (8, "monthly", { cron("\($0 % 60) \($0 / 60 % 24) \($0 % 28 + 1) * *") }),
    ]

    private static func cron(_ expression: String) -> Timetable.Timing {
        .cron(expression: expression, dialect: .almanac)
    }

    /// Runs of one transaction.
    private static let batch = 20_000
    private static let node = "scale"

    func makeSchedules() -> [Schedule] {
        (0..<schedules).map { number in
            // 617 has no factor in common with 1,000: any stretch of numbers holds every kind.
            var share = number * 617 % 1_000
            var kind = Self.kinds[0]
            for candidate in Self.kinds {
                kind = candidate
                share -= candidate.perThousand
                if share < 0 { break }
            }
            return Schedule(
                id: ScheduleID(.cron, "\(kind.name)-\(number)"), ownerID: "ops-\(number % 4)",
                title: "\(kind.name) \(number)", category: number % 50 == 0 ? .critical : .normal,
                timetable: Timetable(timing: kind.timing(number), timezone: "America/Chicago"),
                work: Work(runner: "dry-run", command: "true"), createdAt: now.advanced(bySeconds: -365 * 86_400),
                cursor: now)
        }
    }

    /// Change sets in order of time: the schedules first, then their runs.
    ///
    /// `commit` is given one at a time, so that five million runs need no more memory than one batch.
    package func write(_ commit: (ChangeSet) async throws -> Void) async throws {
        let all = makeSchedules()
        for start in stride(from: 0, to: all.count, by: 1_000) {
            let part = all[start..<min(all.count, start + 1_000)]
            try await commit(
                ChangeSet(
                    part.map { .insertSchedule($0) },
                    events: part.map { .schedule(.created, $0, at: $0.createdAt, by: .operator($0.ownerID)) }))
        }
        let plans = try all.map { try $0.timetable.plan(zones: zones, seed: $0.id) }
        let perDay = plans.reduce(0) { $0 + $1.rule.occurrencesPerDay }
        guard perDay > 0, runs > 0 else { return try await commit(alive) }
        let begin = now.advanced(bySeconds: -Int64(Double(runs) / perDay * 86_400))
        // A slice of time at once, so that runs come in order.
        let slice = max(60, Int64(Double(Self.batch) / perDay * 86_400))
        var from = begin
        while from < now {
            let span = Span(from: from, to: min(now, from.advanced(bySeconds: slice)))
            var made: [Run] = []
            for (schedule, plan) in zip(all, plans) {
                for occurrence in plan.occurrences(in: span, limit: Self.batch) {
                    made.append(run(of: schedule, at: occurrence.at))
                }
            }
            made.sort(by: Run.comesBefore)
            try await commit(ChangeSet(made.map { .insertRun($0) }))
            from = span.to
        }
        try await commit(alive)
    }

    private var alive: ChangeSet { ChangeSet([.recordLiveness(node: Self.node, at: now)]) }

    /// One in a hundred fails, by a hash of its occurrence.
    private func run(of schedule: Schedule, at instant: Instant) -> Run {
        let chance = stableHash(OccurrenceID(schedule.id, instant).description)
        let started = instant + .milliseconds(Int64(chance % 40) + 3)
        let run = Run(
            id: newID(), of: schedule, trigger: .schedule, status: .running, scheduledAt: instant, claimedAt: started,
            startedAt: started, node: Self.node)
        let length = Duration.milliseconds(Int64(chance / 64 % 20_000) + 50)
        let fails = chance / 4_096 % 100 == 0
        return run.finished(
            RunOutcome(
                fails ? .failed : .success, exitCode: fails ? 1 : 0, reason: fails ? "ended with exit code 1" : nil,
                outputPreview: "done\n"), at: started + length, duration: length)
    }
}
