package import CivilTime
import Notifications
package import Operations
import Recurrence

extension EngineState {
    /// What falls due at `now`: claims, skips and misses of the schedules whose time has come, pauses that end, retries.
    /// Of more than `dueMax` schedules the earliest.
    ///
    /// `lateReason` is what to call an occurrence that is found beyond its grace. Decides on this state, which is then as
    /// it will be when the decision is on record.
    package mutating func decideDue(at now: Instant, lateReason: MissedReason) -> Decision {
        self.lateReason = lateReason
        takeBackAside(through: now)
        var decision = Decision()
        addOverdueWaits(at: now, to: &decision)
        for id in takeDue(through: now, limit: context.dueMax) {
            endPause(of: id, at: now, in: &decision)
            guard let entry = tracked[id], let plan = entry.plan, entry.schedule.state == .active else { continue }
            add(
                settle(entry.schedule, plan: plan, at: now, reason: lateReason, acrossDowntime: false, outage: nil),
                to: &decision)
        }
        addDueRetries(at: now, to: &decision)
        addEndedSnoozes(at: now, to: &decision)
        return decision
    }

    /// Turns the stretch (cursor, now] of one schedule into records and moves its cursor.
    ///
    /// A clock that was set back leaves the cursor where it is (docs/invariants.md, I12).
    func settle(
        _ schedule: Schedule, plan: Plan, at now: Instant, reason: MissedReason, acrossDowntime: Bool, outage: Outage?
    ) -> Decision {
        var decision = Decision()
        guard schedule.cursor < now else { return decision }
        let stretch = Span.after(schedule.cursor, through: now)
        let grace = Grace.oldest(schedule, now: now, acrossDowntime: acrossDowntime)
        let (oldest, due) = claimable(plan, in: Span(from: min(stretch.to, max(stretch.from, grace)), to: stretch.to))
        decision.append(
            missed(
                schedule, plan: plan, in: Span(from: stretch.from, to: oldest), reason: reason, outage: outage, at: now)
        )
        decision.append(claim(schedule, plan: plan, due, at: now))
        decision.changes.append(skipped(schedule, plan: plan, in: stretch, at: now))
        decision.changes.mutations.append(.advanceCursor(schedule.id, from: schedule.cursor, to: now))
        return decision
    }

    /// Bound on occurrences of one schedule that one decision claims or skips one by one; a grace that spans more
    /// leaves the older ones missed.
    package static var claimsMax: Int { 1_000 }

    /// The newest occurrences of the span, at most `claimsMax`, and the instant from which on they are all there.
    private func claimable(_ plan: Plan, in span: Span) -> (oldest: Instant, due: [Occurrence]) {
        let due = plan.occurrences(in: span, limit: Self.claimsMax + 1)
        guard due.count > Self.claimsMax else { return (span.from, due) }
        var oldest = span.to
        for _ in 0..<Self.claimsMax { oldest = plan.previous(before: oldest) ?? span.from }
        return (oldest, plan.occurrences(in: Span(from: oldest, to: span.to), limit: Self.claimsMax))
    }

    /// Records of what excluded days took out of the span: nothing ran, and nothing was missed. Of more than `claimsMax`
    /// the newest are recorded.
    private func skipped(_ schedule: Schedule, plan: Plan, in span: Span, at now: Instant) -> ChangeSet {
        var changes = ChangeSet()
        for occurrence in plan.excludedOccurrences(in: span, limit: Self.claimsMax)
        where accounted[schedule.id]?.contains(occurrence.at) != true {
            let run = Run(
                id: context.newID(), of: schedule, trigger: .schedule, status: .skipped, scheduledAt: occurrence.at,
                claimedAt: now, finishedAt: now, error: plan.exclusion(of: occurrence.at)?.words, node: context.node)
            changes.append(ChangeSet([.insertRun(run)], events: [.run(run, at: now, by: .schedule)]))
        }
        return changes
    }

    private func claim(_ schedule: Schedule, plan: Plan, _ due: [Occurrence], at now: Instant) -> Decision {
        var decision = Decision()
        var alive = live[schedule.id] ?? []
        var free = isStopping ? 0 : freeSlots
        for occurrence in due where accounted[schedule.id]?.contains(occurrence.at) != true {
            let trigger: Trigger = plan.origin(of: occurrence.at) == nil ? .schedule : .backfill
            var run = Run(
                id: context.newID(), of: schedule, trigger: trigger, status: .running, scheduledAt: occurrence.at,
                claimedAt: now, node: context.node)
            switch schedule.overlap.verdict(live: alive) {
            case .start where free > 0:
                free -= 1
                run.startedAt = now
            case .start:
                run.status = .waiting
                run.detail = Self.waitsForSlot
            case .wait(let blocker):
                run.status = .waiting
                run.detail = Self.waits(for: blocker)
            case .skip(let blocker):
                run.status = .skipped
                run.finishedAt = now
                run.error = Self.skipReason(schedule, blocker)
            }
            // What was said is told once: to the first that runs.
            if run.status.isLive, decision.run == nil { decision.append(handRemarks(to: &run)) }
            if run.status.isLive { alive.append(run) }
            decision.changes.mutations.append(.insertRun(run))
            decision.changes.events.append(.run(run, at: now, by: .schedule))
            if run.status == .running { decision.effects.append(.start(run, schedule)) }
        }
        return decision
    }

    static let waitsForSlot = "waiting for a free slot"

    static func waits(for blocker: Run) -> String { "waiting for the run of \(blocker.scheduledAt.iso8601) to end" }

    static func skipReason(_ schedule: Schedule, _ blocker: Run) -> String {
        switch schedule.id.source {
        case .cron: "the run of \(blocker.scheduledAt.iso8601) (\(blocker.id)) was still alive"
        case .heartbeat: "the session was busy with the run of \(blocker.scheduledAt.iso8601) (\(blocker.id))"
        }
    }

    /// What was said to a session since its last heartbeat goes into this run's prompt.
    func handRemarks(to run: inout Run) -> Decision {
        var decision = Decision()
        guard run.schedule.source == .heartbeat, let said = remarks[run.schedule.ref], !said.isEmpty else {
            return decision
        }
        run.notes += said
        decision.effects.append(.remarksTaken(session: run.schedule.ref))
        return decision
    }

    /// A pause that was limited ends at its instant: from there on occurrences count again.
    mutating func endPause(of id: ScheduleID, at now: Instant, in decision: inout Decision) {
        guard let entry = tracked[id], case .paused(let until?) = entry.schedule.state, until <= now else { return }
        let step = resumed(
            entry.schedule, plan: entry.plan, from: until, now: now, actor: .system, reason: "the pause ended")
        add(step, to: &decision)
    }

    private mutating func addEndedSnoozes(at now: Instant, to decision: inout Decision) {
        let ended = snoozes.filter { notBefore($0.value.schedule, $0.value.until) <= now }.sorted {
            ($0.value.until, $0.key) < ($1.value.until, $1.key)
        }
        for (id, snooze) in ended {
            guard let notification = openNotifications[snooze.schedule]?.first(where: { $0.id == id }) else { continue }
            var step = Decision()
            step.changes = context.policy.changes(
                answering: notification, with: .new, snoozedUntil: nil, at: now, by: .system)
            add(step, to: &decision)
        }
    }
}
