import CivilTime
import Notifications
import Operations
import Recurrence

/// Made-up history for a set of schedules: runs, failures, skips, two outages with what they missed.
///
/// The same instants always get the same story: chance comes from a hash of the occurrence. `metadata.usual_seconds` and
/// `metadata.fails_one_in` say how a schedule behaves.
struct SampleHistory {
    let days: Int
    let now: Instant
    let zones: ZoneDatabase
    let newID: @Sendable () -> String

    private let policy = NotificationPolicy()
    private static let node = "demo"

    init(days: Int, now: Instant, zones: ZoneDatabase, newID: @escaping @Sendable () -> String) {
        self.days = days
        self.now = now
        self.zones = zones
        self.newID = newID
    }

    /// Change sets in order of time, each small enough for one transaction.
    func changes(for schedules: [Schedule]) throws -> [ChangeSet] {
        let begin = now.advanced(bySeconds: -Int64(days) * 86_400)
        var sets: [ChangeSet] = [try outageSet()]
        for schedule in schedules {
            var opened = schedule
            opened.createdAt = begin
            opened.updatedAt = begin
            opened.cursor = now
            opened.timetable.timing = opened.timetable.timing.anchored(before: begin)
            sets.append(
                ChangeSet(
                    [.insertSchedule(opened)],
                    events: [.schedule(.created, opened, at: begin, by: .operator(opened.ownerID))]))
            guard opened.state == .active else { continue }
            sets += try past(of: opened, since: begin)
            if opened.metadata["demo_state"] == "paused" { sets.append(paused(opened)) }
        }
        return sets
    }

    /// A pause that an operator asked for a little while ago.
    private func paused(_ schedule: Schedule) -> ChangeSet {
        var paused = schedule
        paused.state = .paused(until: now.advanced(bySeconds: 3 * 86_400))
        paused.version += 1
        paused.updatedAt = now
        return ChangeSet(
            [.replaceSchedule(paused, expectedVersion: schedule.version)],
            events: [.schedule(.updated, paused, at: now, by: .operator(paused.ownerID))])
    }

    // MARK: Outages

    /// A long one three days ago, answered since; a short one last night, still in stasis.
    private var outages: [Outage] {
        let midnight = now.epochSeconds / 86_400 * 86_400
        return [
            outage("demo-outage-1", from: midnight - 3 * 86_400 + 7 * 3600 + 600, seconds: 95 * 60),
            outage(
                "demo-outage-2", from: max(midnight - 86_400 + 13 * 3600, now.epochSeconds - 20 * 3600),
                seconds: 25 * 60),
        ].filter { $0.to < now }
    }

    private func outage(_ id: String, from seconds: Int64, seconds length: Int64) -> Outage {
        Outage(
            id: id, from: Instant(epochSeconds: seconds), to: Instant(epochSeconds: seconds + length),
            reason: .downtime,
            node: Self.node)
    }

    private func outageSet() throws -> ChangeSet {
        var changes = ChangeSet()
        for outage in outages {
            changes.mutations.append(.insertOutage(outage))
            changes.events.append(.scheduler(.schedulerStarted, node: Self.node, at: outage.to, outage: outage))
        }
        changes.mutations.append(.recordLiveness(node: Self.node, at: now))
        return changes
    }

    // MARK: One schedule

    private func past(of schedule: Schedule, since begin: Instant) throws -> [ChangeSet] {
        let plan = try schedule.timetable.plan(zones: zones, seed: schedule.id)
        var sets: [ChangeSet] = []
        var current = ChangeSet()
        var busyUntil = begin
        var lastRun: Run?
        var open: [Operations.Notification] = []
        for occurrence in plan.occurrences(in: Span(from: begin, to: now), limit: 100_000) {
            if outages.contains(where: { Span(from: $0.from, to: $0.to).contains(occurrence.at) }) { continue }
            var run = makeRun(schedule, at: occurrence.at)
            if occurrence.at < busyUntil, schedule.overlap == .skip, let lastRun {
                run = skipped(run, by: lastRun)
            } else {
                busyUntil = run.finishedAt ?? busyUntil
                if busyUntil > now { continue }
                lastRun = run
            }
            current.append(
                ChangeSet([.insertRun(run)], events: [.run(run, at: run.finishedAt ?? run.claimedAt, by: .schedule)]))
            let spoken = policy.changes(after: run, open: open, at: run.finishedAt ?? run.claimedAt, newID: newID)
            open = open.applying(spoken)
            current.append(spoken)
            if current.mutations.count >= Self.batch {
                sets.append(current)
                current = ChangeSet()
            }
        }
        for outage in outages { current.append(missed(schedule, plan: plan, in: outage, open: &open)) }
        if !current.isEmpty { sets.append(current) }
        return sets
    }

    private static let batch = 500

    private func missed(
        _ schedule: Schedule, plan: Plan, in outage: Outage, open: inout [Operations.Notification]
    ) -> ChangeSet {
        let span = Span(from: outage.from, to: outage.to)
        let count = plan.count(in: span)
        guard count > 0, let first = plan.next(after: outage.from.advanced(bySeconds: -1)),
            let last = plan.previous(before: outage.to)
        else { return ChangeSet() }
        var entry = StasisEntry(
            id: newID(), of: schedule, reason: .downtime, count: count, firstAt: first, lastAt: last,
            outageID: outage.id, createdAt: outage.to)
        if outage.id == outages.first?.id, outages.count > 1 {
            entry = entry.resolved(.deleted, by: .operator(schedule.ownerID), at: outage.to.advanced(bySeconds: 1_200))
            return ChangeSet(
                [.insertStasis(entry)],
                events: [
                    .missed(entry, at: outage.to),
                    .stasisResolved(entry, at: entry.resolvedAt ?? outage.to, by: .operator(schedule.ownerID)),
                ])
        }
        var changes = ChangeSet([.insertStasis(entry)], events: [.missed(entry, at: outage.to)])
        let spoken = policy.changes(after: entry, open: open, at: outage.to, newID: newID)
        open = open.applying(spoken)
        changes.append(spoken)
        return changes
    }

    private func makeRun(_ schedule: Schedule, at instant: Instant) -> Run {
        let chance = stableHash(OccurrenceID(schedule.id, instant).description)
        let usual = schedule.metadata["usual_seconds"]?.seconds ?? 3
        let seconds = usual * (0.7 + Double(chance % 1000) / 1000 * 0.8)
        let fails = schedule.metadata["fails_one_in"]?.seconds.map { chance / 1000 % UInt64(max(2, $0)) == 0 } ?? false
        let started = Instant(epochMilliseconds: instant.epochMilliseconds + Int64(chance % 40) + 3)
        var run = Run(
            id: newID(), of: schedule, trigger: .schedule, status: .running, scheduledAt: instant, claimedAt: started,
            startedAt: started, node: Self.node)
        let timeout = schedule.work.timeoutSeconds.map(Double.init)
        let timedOut = fails && timeout != nil && chance / 7 % 3 == 0
        let length = timedOut ? timeout ?? seconds : seconds
        let outcome =
            timedOut
            ? RunOutcome(.failed, reason: "timed out after \(Int(length)) s", outputPreview: "still waiting…\n")
            : fails
                ? RunOutcome(
                    .failed, exitCode: 1, reason: "ended with exit code 1",
                    outputPreview: "connection refused, giving up\n")
                : RunOutcome(
                    .success, exitCode: 0,
                    detail: schedule.id.source == .heartbeat ? "nothing to report" : nil,
                    outputPreview: schedule.id.source == .heartbeat ? "HEARTBEAT_OK\n" : "done in \(Int(length)) s\n")
        run = run.finished(
            outcome, at: Instant(epochMilliseconds: started.epochMilliseconds + Int64(length * 1000)),
            duration: .milliseconds(Int64(length * 1000)))
        return run
    }

    private func skipped(_ run: Run, by blocker: Run) -> Run {
        var skipped = run
        skipped.status = .skipped
        skipped.startedAt = nil
        skipped.finishedAt = run.claimedAt
        skipped.durationMS = nil
        skipped.exitCode = nil
        skipped.detail = nil
        skipped.outputPreview = ""
        skipped.error = "the run of \(blocker.scheduledAt.iso8601) (\(blocker.id)) was still alive"
        return skipped
    }
}

extension Timetable.Timing {
    /// The same rhythm, begun before an instant, so that it has a past.
    fileprivate func anchored(before begin: Instant) -> Timetable.Timing {
        guard case .every(let seconds, let anchor) = self else { return self }
        let steps = (anchor.epochSeconds - begin.epochSeconds) / seconds + 1
        return .every(seconds: seconds, anchor: anchor.advanced(bySeconds: -steps * seconds))
    }
}

extension JSONValue {
    fileprivate var seconds: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .null, .bool, .string, .array, .object: nil
        }
    }
}

extension [Operations.Notification] {
    /// The open ones after these changes.
    fileprivate func applying(_ changes: ChangeSet) -> [Operations.Notification] {
        var open = self
        for mutation in changes.mutations {
            switch mutation {
            case .insertNotification(let notification), .replaceNotification(let notification, _):
                open.removeAll { $0.id == notification.id }
                if notification.status.isOpen { open.append(notification) }
            case .insertSchedule, .replaceSchedule, .deleteSchedule, .advanceCursor, .insertRun, .replaceRun,
                .withdrawRun, .insertStasis, .replaceStasis, .withdrawStasis, .insertProposal, .replaceProposal,
                .insertDelivery, .replaceDelivery, .insertOutage, .insertAudit, .recordLiveness:
                break
            }
        }
        return open
    }
}
