import CivilTime
import Operations
import Recurrence
import StoreTestKit

// Interesting paths, recognised in what the log tells.

extension Watch {
    mutating func note(_ event: EventDraft, plan: FaultPlan) {
        switch event.type {
        case .cronMissed, .heartbeatMissed:
            for entry in event.payload.stasis ?? [] {
                plan.mark(entry.reason.mark)
                if told.stasis[entry.id] != nil { plan.mark(.stretchJoined) }
            }
            if event.payload.withdrawn != nil { plan.mark(.claimWithdrawn) }
        case .stasisResolved:
            if event.status == "withdrawn" { plan.mark(.rebase) }
            if (event.payload.stasis ?? []).count > 1 { plan.mark(.stretchSplit) }
        case .cronJobUpdated, .heartbeatUpdated:
            if event.payload.note?["cursor_to"] != nil { plan.mark(.rebase) }
            if event.payload.note?["reason"] == "the pause ended" { plan.mark(.pauseEnded) }
        case .cronJobDeleted:
            if event.payload.note?["reason"] == "it has run" { plan.mark(.oneShotSpent) }
        case .cronJobCreated, .heartbeatScheduled, .heartbeatDeleted, .cronRunStarted, .cronRunCompleted,
            .cronRunFailed, .cronRunSkipped, .heartbeatStarted, .heartbeatCompleted, .heartbeatFailed,
            .heartbeatSkipped, .notificationCreated, .notificationUpdated, .changeProposed, .schedulerStarted,
            .schedulerStopped, .schedulerClockStepped:
            break
        case .changeApplied: plan.mark(.proposalApplied)
        case .changeRejected: plan.mark(.proposalRejected)
        case .changeFailed: plan.mark(.proposalFailed)
        }
    }

    func note(_ run: Run, after before: Run?, plan: FaultPlan) {
        if before?.status == .waiting, run.status == .running {
            plan.mark(before?.detail == "waiting for a free slot" ? .waitedForSlot : .queuedBehindRun)
        }
        guard before == nil else { return }
        if run.status == .skipped {
            plan.mark(run.trigger == .retry ? .retrySkipped : .skippedByOverlap)
            if run.schedule.source == .heartbeat { plan.mark(.busyBeatSkipped) }
            return
        }
        if !run.notes.isEmpty { plan.mark(.remarkHandedOver) }
        switch run.trigger {
        case .retry:
            plan.mark(.retryStarted)
            let first = told.runs.values.first { $0.occurrence == run.occurrence && $0.attempt < run.attempt }
            if let first, first.node != run.node { plan.mark(.retryAcrossRestart) }
        case .wake: plan.mark(.wakeStartedBeat)
        case .backfill: plan.mark(run.askedBy == nil ? .rescheduledRun : .approvedRun)
        case .manual: break
        case .schedule: noteLocalTime(run, plan: plan)
        }
    }

    private func noteLocalTime(_ run: Run, plan: FaultPlan) {
        guard case .cron = schedule(run.schedule)?.timetable.timing, let timetable = schedule(run.schedule)?.timetable,
            let rule = try? timetable.plan(zones: zones, seed: run.schedule)
        else { return }
        let second = Span(from: run.scheduledAt, to: run.scheduledAt.advanced(bySeconds: 1))
        if rule.occurrences(in: second, limit: 1).first?.dst != nil { plan.mark(.movedLocalTime) }
        guard let zone = try? zones.zone(named: timetable.timezone) else { return }
        let local = zone.local(run.scheduledAt)
        for seconds in [1_800, 3_600] as [Int64]
        where zone.local(run.scheduledAt.advanced(bySeconds: -seconds)) == local {
            plan.mark(.doubledLocalTime)
        }
    }
}

extension MissedReason {
    fileprivate var mark: Mark {
        switch self {
        case .downtime: .missedByDowntime
        case .overload, .unknownOutcome: .missedByOverload
        case .clockJump: .missedByClock
        case .suspended: .missedBySleep
        case .storeUnavailable: .missedByStore
        case .past: .missedInThePast
        }
    }
}
