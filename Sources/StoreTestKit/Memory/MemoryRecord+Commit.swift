internal import CivilTime
package import Operations
package import Store

extension MemoryRecord {
    /// Applies the set whole, or changes nothing and answers the first expectation that did not hold.
    package mutating func commit(_ changes: ChangeSet) -> CommitResult {
        var done: [Undo] = []
        for mutation in changes.mutations {
            switch apply(mutation) {
            case .success(let undos): done += undos
            case .failure(let refused):
                for undo in done.reversed() { takeBack(undo) }
                return .refused(refused.refusal)
            }
        }
        for event in changes.events {
            lastSeq += 1
            events.append(LogEvent(seq: lastSeq, event: event))
        }
        return .committed(lastSeq: lastSeq)
    }

    private struct Refused: Error {
        var refusal: Refusal
    }

    private mutating func apply(_ mutation: Mutation) -> Result<[Undo], Refused> {
        if let refusal = refusal(of: mutation) { return .failure(Refused(refusal: refusal)) }
        return .success([note(mutation), perform(mutation)])
    }

    /// What is usual for a schedule follows its successes, and goes with it.
    private mutating func note(_ mutation: Mutation) -> Undo {
        switch mutation {
        case .insertRun(let run):
            return remember(run)
        case .replaceRun(let run, let expected):
            return expected == .success ? .nothing : remember(run)
        case .deleteSchedule(let id, _):
            return set(id, nil as RecentDurations?)
        case .insertSchedule, .replaceSchedule, .advanceCursor, .withdrawRun, .insertStasis, .replaceStasis,
            .withdrawStasis, .insertNotification, .replaceNotification, .insertProposal, .replaceProposal,
            .insertDelivery, .replaceDelivery, .insertOutage, .insertAudit, .recordLiveness:
            return .nothing
        }
    }

    private mutating func remember(_ run: Run) -> Undo {
        guard let duration = run.usualDurationMS else { return .nothing }
        var known = durations[run.schedule] ?? RecentDurations()
        known.add(duration)
        return set(run.schedule, known)
    }

    private mutating func perform(_ mutation: Mutation) -> Undo {
        switch mutation {
        case .insertSchedule(let schedule), .replaceSchedule(let schedule, _): return set(schedule.id, schedule)
        case .deleteSchedule(let id, _): return set(id, nil as Schedule?)
        case .advanceCursor(let id, _, let to):
            var schedule = schedules[id]
            schedule?.cursor = to
            return set(id, schedule)
        case .insertRun(let run), .replaceRun(let run, _): return set(run.id, run)
        case .withdrawRun(let run): return set(run.id, nil as Run?)
        case .insertStasis(let entry), .replaceStasis(let entry, _): return set(entry.id, entry)
        case .withdrawStasis(let entry): return set(entry.id, nil as StasisEntry?)
        case .insertNotification(let notification), .replaceNotification(let notification, _):
            return set(notification.id, notification)
        case .insertProposal(let proposal), .replaceProposal(let proposal, _): return set(proposal.id, proposal)
        case .insertDelivery(let delivery), .replaceDelivery(let delivery, _): return set(delivery.id, delivery)
        case .insertOutage(let outage): return set(outage.id, outage)
        case .insertAudit(let row): return appendAudit(row)
        case .recordLiveness(let node, let at): return setAlive(node, max(liveness[node] ?? at, at))
        }
    }

    private mutating func takeBack(_ undo: Undo) {
        switch undo {
        case .schedule(let id, let schedule): _ = set(id, schedule)
        case .run(let id, let run): _ = set(id, run)
        case .durations(let id, let durations): _ = set(id, durations)
        case .stasis(let id, let entry): _ = set(id, entry)
        case .notification(let id, let notification): _ = set(id, notification)
        case .proposal(let id, let proposal): _ = set(id, proposal)
        case .delivery(let id, let delivery): _ = set(id, delivery)
        case .outage(let id, let outage): _ = set(id, outage)
        case .liveness(let node, let instant): _ = setAlive(node, instant)
        case .lastAudit: removeLastAudit()
        case .nothing: break
        }
    }
}
