import CivilTime
import Operations
import Store

extension Engine {
    /// What the record holds for a process that starts: nothing that is still to be done lives in memory alone.
    func recollect() async throws(StoreError) -> Recollection {
        let schedules = try await store.schedules(ScheduleQuery())
        let lastAlive = try await store.lastAlive()
        var past = Recollection(
            schedules: schedules,
            unfinished: try await store.runs(
                RunQuery(statuses: [.waiting, .running], oldestFirst: true, limit: 100_000)),
            openNotifications: try await store.notifications(
                NotificationQuery(statuses: [.new, .acknowledged, .snoozed, .suppressed], limit: 100_000)),
            lastAlive: lastAlive)
        lastSeq = try await store.logBounds().last
        past.retries = try await pendingRetries(of: schedules)
        for session in schedules where session.id.source == .heartbeat {
            past.remarks[session.id.ref] = try await pendingRemarks(to: session, among: schedules)
        }
        for schedule in schedules {
            guard let end = schedule.accountedThrough, end > schedule.cursor else { continue }
            past.accounts += try await runs(of: schedule.id, from: schedule.cursor)
        }
        return past
    }

    func runs(of id: ScheduleID, from instant: Instant) async throws(StoreError) -> [Run] {
        try await store.runs(
            RunQuery(
                schedule: id, scheduledIn: Span(from: instant, to: .distantFuture), oldestFirst: true, limit: 100_000))
    }

    /// Failed runs that name an instant to be tried again at, and have no further attempt on record.
    private func pendingRetries(of schedules: [Schedule]) async throws(StoreError) -> [EngineState.PendingRetry] {
        let retried = Set(schedules.filter { $0.retries > 0 }.map(\.id))
        guard !retried.isEmpty else { return [] }
        let failed = try await store.runs(RunQuery(statuses: [.failed], limit: Self.failedRunsMax))
        var pending: [EngineState.PendingRetry] = []
        for run in failed where retried.contains(run.schedule) {
            guard let at = run.retryAt else { continue }
            let attempts = try await store.runs(RunQuery(schedule: run.schedule, scheduledAt: run.scheduledAt))
            if attempts.contains(where: { $0.trigger.accountsForOccurrence && $0.attempt > run.attempt }) { continue }
            pending.append(EngineState.PendingRetry(run: run, at: at))
        }
        return pending
    }

    /// Failed runs that are looked through for retries to come, the newest: a retry is due within minutes of a failure.
    static let failedRunsMax = 1_000

    /// What was said to a session since its last beat began: ends of jobs bound to it, and wakes by operators.
    private func pendingRemarks(to session: Schedule, among schedules: [Schedule]) async throws(StoreError) -> [String]
    {
        let beats = try await store.runs(RunQuery(schedule: session.id, limit: 100))
        let told = beats.first { $0.startedAt != nil }?.claimedAt ?? session.createdAt
        let wakes = try await store.audit(AuditQuery(schedule: session.id))
        var remarks = wakes.filter { $0.action == EngineState.wakeAction && $0.at > told }.map {
            ($0.at, $0.reason ?? "")
        }
        let bound = schedules.filter {
            $0.id.source == .cron && $0.sessionID == session.id.ref && $0.sessionWake != .off
        }
        for schedule in bound {
            for run in try await store.runs(RunQuery(schedule: schedule.id, limit: EngineState.remarksMax)) {
                guard !run.status.isLive, run.startedAt != nil, let ended = run.finishedAt, ended > told else {
                    continue
                }
                remarks.append((ended, EngineState.remark(on: run)))
            }
        }
        return remarks.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.suffix(EngineState.remarksMax).map(\.1)
    }
}
