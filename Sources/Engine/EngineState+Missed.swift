import CivilTime
import Notifications
import Operations
import Recurrence

extension EngineState {
    /// Compact entries for the occurrences of the span that have no account yet: one, but where accounts lie between.
    func missed(
        _ schedule: Schedule, plan: Plan, in span: Span, reason: MissedReason, outage: Outage?, at now: Instant
    ) -> Decision {
        let stretches = gaps(in: span, of: schedule.id).compactMap { gap in
            stretch(of: schedule, plan: plan, in: gap, reason: reason, outage: outage, at: now)
        }
        guard stretches.count > 1 else {
            return stretches.first.map { missing($0, plan: plan, withdrawing: nil, at: now) } ?? Decision()
        }
        var after = self
        var decision = Decision()
        for entry in stretches { after.add(after.missing(entry, plan: plan, withdrawing: nil, at: now), to: &decision) }
        return decision
    }

    /// What lies in the span between the occurrences that have their account already.
    private func gaps(in span: Span, of id: ScheduleID) -> [Span] {
        guard let accounted = accounted[id] else { return [span] }
        var from = span.from
        var gaps: [Span] = []
        for taken in accounted.filter(span.contains).sorted() {
            gaps.append(Span(from: from, to: taken))
            from = taken + .milliseconds(1)
        }
        return gaps + [Span(from: from, to: span.to)]
    }

    private func stretch(
        of schedule: Schedule, plan: Plan, in span: Span, reason: MissedReason, outage: Outage?, at now: Instant
    ) -> StasisEntry? {
        let count = plan.count(in: span)
        guard count > 0, let first = plan.next(after: span.from - .milliseconds(1)),
            let last = plan.previous(before: span.to)
        else { return nil }
        return StasisEntry(
            id: context.newID(), of: schedule, reason: reason, count: count, firstAt: first, lastAt: last,
            outageID: outage?.id, createdAt: now)
    }

    /// Puts an entry into stasis, joined to the one before it where nothing lies between; operators hear of it.
    private func missing(_ entry: StasisEntry, plan: Plan, withdrawing run: Run?, at now: Instant) -> Decision {
        var decision = Decision()
        if let run { decision.changes.mutations.append(.withdrawRun(run)) }
        let withdrawn = run.map { [$0.id] }
        if let open = openStretches[entry.schedule], open.isFollowed(by: entry, plan: plan) {
            var joined = open
            joined.count += entry.count
            joined.lastAt = entry.lastAt
            joined.version += 1
            decision.changes.append(
                ChangeSet(
                    [.replaceStasis(joined, expectedVersion: open.version)],
                    events: [.missed(joined, withdrawn: withdrawn, at: now)]))
        } else {
            decision.changes.append(
                ChangeSet([.insertStasis(entry)], events: [.missed(entry, withdrawn: withdrawn, at: now)]))
        }
        decision.changes.append(
            context.policy.changes(
                after: entry, open: openNotifications[entry.schedule] ?? [], at: now, newID: context.newID))
        return decision
    }

    /// A claim that never started becomes a missed occurrence (docs/invariants.md, I7). What it was told of goes to the
    /// next beat.
    func missing(_ run: Run, because reason: MissedReason, outage: Outage? = nil, at now: Instant) -> Decision {
        guard let entry = tracked[run.schedule], let plan = entry.plan else {
            var decision = Decision()
            decision.changes = cancellation(of: run, because: reason.words, at: now, by: .system)
            return decision
        }
        var stretch = StasisEntry(
            id: context.newID(), of: entry.schedule, reason: reason, count: 1, firstAt: run.scheduledAt,
            lastAt: run.scheduledAt, outageID: outage?.id, createdAt: now)
        // Claimed under a timetable that an edit has replaced since: the instant itself is what is left of it.
        if !plan.matches(run.scheduledAt) { stretch.timetable.timing = .at(run.scheduledAt) }
        return missing(stretch, plan: plan, withdrawing: run, at: now)
    }

    /// Runs that waited for a free slot beyond their grace.
    mutating func addOverdueWaits(at now: Instant, to decision: inout Decision) {
        while let run = takeOverdueWait(through: now) {
            var step = missing(run, because: lateReason, at: now)
            if run.schedule.source == .heartbeat {
                step.effects += run.notes.map { .remark(session: run.schedule.ref, $0) }
            }
            add(step, to: &decision)
        }
    }

    /// Keeps a stretch that may grow: missed while the engine lived, and waiting.
    mutating func noteStretch(_ entry: StasisEntry) {
        if entry.status == .pending, entry.outageID == nil {
            if let open = openStretches[entry.schedule], open.id != entry.id, open.lastAt > entry.lastAt { return }
            openStretches[entry.schedule] = entry
        } else {
            forgetStretch(entry)
        }
    }

    mutating func forgetStretch(_ entry: StasisEntry) {
        if openStretches[entry.schedule]?.id == entry.id { openStretches[entry.schedule] = nil }
    }

    /// Lets go of a stretch that the record has otherwise.
    mutating func forgetStretch(id: String) {
        for (schedule, entry) in openStretches where entry.id == id { openStretches[schedule] = nil }
    }
}

extension StasisEntry {
    /// Whether the other is what comes next: missed for the same reason under the same timetable, with no occurrence
    /// between.
    fileprivate func isFollowed(by next: StasisEntry, plan: Plan) -> Bool {
        reason == next.reason && outageID == next.outageID && timetable == next.timetable && ownerID == next.ownerID
            && title == next.title && category == next.category && plan.next(after: lastAt) == next.firstAt
    }
}
