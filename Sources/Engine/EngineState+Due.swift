package import CivilTime
import Notifications
package import Operations
import Recurrence

extension EngineState {
    /// What falls due at `now`: claims, skips and misses of the schedules whose time has come, pauses that end, retries.
    ///
    /// `lateReason` is what to call an occurrence that is found beyond its grace.
    package mutating func decideDue(at now: Instant, lateReason: MissedReason) -> Decision {
        var decision = Decision()
        var free = max(0, context.concurrency - runningCount)
        for id in takeDue(through: now) {
            guard let entry = tracked[id] else { continue }
            if case .paused(let until?) = entry.schedule.state {
                decision.append(endPause(entry.schedule, plan: entry.plan, at: until, now: now))
            } else if let plan = entry.plan {
                decision.append(
                    settle(
                        entry.schedule, plan: plan, at: now, reason: lateReason, acrossDowntime: false, outage: nil,
                        free: &free))
            }
        }
        decision.append(dueRetries(at: now, free: &free))
        decision.append(endedSnoozes(at: now))
        return decision
    }

    /// Turns the stretch (cursor, now] of one schedule into records and moves its cursor.
    func settle(
        _ schedule: Schedule, plan: Plan, at now: Instant, reason: MissedReason, acrossDowntime: Bool,
        outage: Outage?, free: inout Int
    ) -> Decision {
        var decision = Decision()
        let stretch = Span.after(schedule.cursor, through: now)
        let oldest = max(stretch.from, Grace.oldest(schedule, now: now, acrossDowntime: acrossDowntime))
        if stretch.from < oldest {
            let late = Span(from: stretch.from, to: min(oldest, stretch.to))
            decision.changes.append(missed(schedule, plan: plan, in: late, reason: reason, outage: outage, at: now))
        }
        if oldest < stretch.to {
            decision.append(
                claim(schedule, plan: plan, in: Span(from: oldest, to: stretch.to), at: now, free: &free))
        }
        decision.changes.mutations.append(.advanceCursor(schedule.id, from: schedule.cursor, to: now))
        return decision
    }

    /// One compact entry for every occurrence of the span, or nothing where it holds none.
    func missed(
        _ schedule: Schedule, plan: Plan, in span: Span, reason: MissedReason, outage: Outage?, at now: Instant
    ) -> ChangeSet {
        let count = plan.count(in: span)
        guard count > 0, let first = plan.next(after: Instant(epochMilliseconds: span.from.epochMilliseconds - 1)),
            let last = plan.previous(before: span.to)
        else { return ChangeSet() }
        let entry = StasisEntry(
            id: context.newID(), of: schedule, reason: reason, count: count, firstAt: first, lastAt: last,
            outageID: outage?.id, createdAt: now)
        var changes = ChangeSet([.insertStasis(entry)], events: [.missed(entry, at: now)])
        changes.append(
            context.policy.changes(
                after: entry, open: openNotifications[schedule.id] ?? [], at: now, newID: context.newID))
        return changes
    }

    /// Bound on occurrences of one schedule that one claim looks at; a grace that spans more leaves the older ones missed.
    static var claimsMax: Int { 1_000 }

    private func claim(
        _ schedule: Schedule, plan: Plan, in span: Span, at now: Instant, free: inout Int
    ) -> Decision {
        var decision = Decision()
        var alive = live[schedule.id] ?? []
        for occurrence in plan.occurrences(in: span, limit: Self.claimsMax) {
            let verdict = schedule.overlap.verdict(live: alive)
            let trigger: Trigger = plan.origin(of: occurrence.at) == nil ? .schedule : .backfill
            var run = Run(
                id: context.newID(), of: schedule, trigger: trigger, status: .running, scheduledAt: occurrence.at,
                claimedAt: now, node: context.node)
            switch verdict {
            case .start where free > 0:
                free -= 1
                run.startedAt = now
            case .start:
                run.status = .waiting
                run.detail = "waiting for a free slot"
            case .wait(let blocker):
                run.status = .waiting
                run.detail = "waiting for the run of \(blocker.scheduledAt.iso8601) to end"
            case .skip(let blocker):
                run.status = .skipped
                run.finishedAt = now
                run.error = Self.skipReason(schedule, blocker)
            }
            if run.status.isLive {
                decision.append(handRemarks(to: &run))
                alive.append(run)
            }
            decision.changes.mutations.append(.insertRun(run))
            decision.changes.events.append(.run(run, at: now, by: .schedule))
            if run.status == .running { decision.effects.append(.start(run, schedule)) }
        }
        return decision
    }

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
    private func endPause(_ schedule: Schedule, plan: Plan?, at until: Instant, now: Instant) -> Decision {
        var decision = Decision()
        decision.changes = resumed(schedule, plan: plan, from: until, now: now, actor: .system, reason: "the pause ended")
        return decision
    }

    private mutating func dueRetries(at now: Instant, free: inout Int) -> Decision {
        var decision = Decision()
        for retry in retries where retry.at <= now {
            guard let entry = tracked[retry.run.schedule], entry.schedule.state == .active else { continue }
            guard (live[retry.run.schedule] ?? []).isEmpty || entry.schedule.overlap == .allow else { continue }
            var run = Run(
                id: context.newID(), of: entry.schedule, trigger: .retry, attempt: retry.run.attempt + 1,
                status: free > 0 ? .running : .waiting, scheduledAt: retry.run.scheduledAt, claimedAt: now,
                startedAt: free > 0 ? now : nil, node: context.node)
            run.notes = retry.run.notes
            decision.changes.append(
                ChangeSet([.insertRun(run)], events: [.run(run, at: now, by: .schedule)]))
            if free > 0 {
                free -= 1
                decision.effects.append(.start(run, entry.schedule))
            }
        }
        retries.removeAll { $0.at <= now }
        return decision
    }

    private func endedSnoozes(at now: Instant) -> Decision {
        var decision = Decision()
        for notification in openNotifications.values.flatMap({ $0 })
        where notification.status == .snoozed && (notification.snoozedUntil ?? now) <= now {
            decision.changes.append(
                context.policy.changes(
                    answering: notification, with: .new, snoozedUntil: nil, at: now, by: .system))
        }
        return decision
    }
}
