import CivilTime
import Notifications
import Operations
import Store

extension Engine {
    /// Decides a request, records it, acts on it, and answers.
    func answer(_ request: CommandRequest) async -> Result<Reply, CommandRefused> {
        guard !state.isStopping else { return .failure(.stopping) }
        // Nothing is decided on a state of which it is not known whether it holds.
        await settleDoubt()
        guard doubt == nil else { return .failure(.notRecorded(health.trouble ?? "the record can't be read")) }
        do {
            for _ in 0..<Self.recallsMax {
                let answer = try await decide(request)
                switch await record(answer.decision) {
                case .recorded: return answer.refusal.map { .failure($0) } ?? .success(answer.reply)
                case .failed: return .failure(.notRecorded(health.trouble ?? "the store can't be written"))
                case .unknown: return .failure(.outcomeUnknown(health.trouble ?? "the store can't be read"))
                // What the record disagrees about was taken up: the answer may be another one now.
                case .refused: continue
                }
            }
            return .failure(.notRecorded(health.trouble ?? "the record refused it"))
        } catch {
            return .failure(error)
        }
    }

    private func decide(_ request: CommandRequest) async throws(CommandRefused) -> Answer {
        let now = clocks.now
        let actor = request.actor
        let reason = request.reason
        switch request.command {
        case .create(let schedule):
            try await takeUpAccount(of: schedule, at: now)
            var schedule = schedule
            schedule.accountedThrough = try await takeUpAccounts(ahead: schedule.id, at: now)
            return try state.decideCreate(schedule, at: now, by: actor, reason: reason)
        case .edit(let schedule, let version):
            try await takeUpAccount(of: schedule, at: now)
            return try state.decideEdit(schedule, expectedVersion: version, at: now, by: actor, reason: reason)
        case .delete(let id, let version):
            let pending = try await pendingStasis(of: id)
            return try state.decideDelete(
                id, expectedVersion: version, pending: pending, at: now, by: actor, reason: reason)
        case .pause(let id, let until):
            return try state.decideState(id, .pause(until: until), at: now, by: actor, reason: reason)
        case .resume(let id): return try state.decideState(id, .resume, at: now, by: actor, reason: reason)
        case .disable(let id): return try state.decideState(id, .disable, at: now, by: actor, reason: reason)
        case .enable(let id): return try state.decideState(id, .enable, at: now, by: actor, reason: reason)
        case .runNow(let id): return try state.decideRunNow(id, at: now, by: actor, reason: reason)
        case .cancel(let id, let at):
            return try state.decideCancel(id, at: at, now: now, by: actor, reason: reason)
        case .approve(let target):
            return try await answer(target, .approve, in: Batch(state), at: now, by: actor, reason: reason)
        case .reschedule(let target, let instant):
            return try await answer(
                target, .reschedule(to: instant), in: Batch(state), at: now, by: actor, reason: reason)
        case .deleteMissed(let target):
            return try await answer(target, .delete, in: Batch(state), at: now, by: actor, reason: reason)
        case .resolve(let targets, let wish):
            return await resolve(targets, wish, at: now, by: actor, reason: reason)
        case .rebase(let id): return try await rebase(id, at: now, by: actor, reason: reason)
        case .wake(let session, let immediately, let reason):
            return try state.decideWake(session: session, now: immediately, reason: reason, at: now, by: actor)
        case .propose(let proposal): return state.decidePropose(proposal, at: now, by: actor)
        case .answerProposal(let answer):
            let found = try await reading { () throws(StoreError) in try await self.store.proposal(answer.proposalID) }
            guard let proposal = found else { throw .noSuchProposal(answer.proposalID) }
            let started = try await reading { () throws(StoreError) in
                if let id = proposal.runID { try await self.store.run(id) } else { nil as Run? }
            }
            return try state.decideAnswer(to: proposal, answer, started: started, at: clocks.now, by: actor)
        case .undo(let id):
            let found = try await reading { () throws(StoreError) in try await self.store.auditRow(id) }
            guard var row = found else { throw .noSuchAuditRow(id) }
            if let id = row.schedule, state.tracked[id] == nil {
                row.before?.accountedThrough = try await takeUpAccounts(ahead: id, at: now)
            }
            let pending = try await pendingStasis(of: row.schedule)
            return try state.decideUndo(row, pending: pending, at: clocks.now, by: actor, reason: reason)
        case .answer(let id, let status, let until):
            return try await answerNotification(id, status, until: until, at: now, by: actor)
        }
    }

    private func pendingStasis(of id: ScheduleID?) async throws(CommandRefused) -> [StasisEntry] {
        guard let id else { return [] }
        return try await reading { () throws(StoreError) in
            try await self.store.stasis(StasisQuery(schedule: id, limit: 100_000))
        }
    }

    /// After a clock was set back a schedule of this name may have run at instants to come: they don't run again. Answers
    /// the last of them.
    private func takeUpAccounts(ahead id: ScheduleID, at now: Instant) async throws(CommandRefused) -> Instant? {
        let known = try await reading { () throws(StoreError) in try await self.runs(of: id, from: now) }
        let accounts = known.filter(\.trigger.accountsForOccurrence)
        state.account(for: accounts)
        return accounts.map(\.scheduledAt).max()
    }

    /// A one-shot asked for at an instant that has passed may have its account already: it gets no second one.
    private func takeUpAccount(of schedule: Schedule, at now: Instant) async throws(CommandRefused) {
        guard let instant = schedule.timetable.instantPassed(by: now) else { return }
        let id = schedule.id
        let known = try await reading { () throws(StoreError) in
            try await self.store.runs(RunQuery(schedule: id, scheduledAt: instant))
        }
        let missed = try await reading { () throws(StoreError) in
            try await self.store.stasis(
                StasisQuery(
                    statuses: nil, schedule: id, touching: Span(from: instant, to: instant.advanced(bySeconds: 1))))
        }
        state.account(for: known)
        if missed.contains(where: { $0.firstAt == instant || $0.lastAt == instant }) {
            state.account(for: instant, of: id)
        }
    }

    private func rebase(_ id: ScheduleID, at now: Instant, by actor: Actor, reason: String?)
        async throws(CommandRefused)
        -> Answer
    {
        let future = Span(from: now + .milliseconds(1), to: .distantFuture)
        let ahead = try await reading { () throws(StoreError) in
            try await self.store.stasis(
                StasisQuery(statuses: nil, schedule: id, touching: future, limit: 100_000))
        }
        let waiting = try await reading { () throws(StoreError) in
            try await self.store.stasis(StasisQuery(schedule: id, limit: 100_000))
        }
        let known = try await reading { () throws(StoreError) in try await self.runs(of: id, from: now) }
        state.account(for: known)
        let others = waiting.contains { entry in !ahead.contains { $0.id == entry.id } }
        return try state.decideRebase(id, ahead: ahead, others: others, at: now, by: actor, reason: reason)
    }

    private func answerNotification(
        _ id: String, _ status: Notification.Status, until: Instant?, at now: Instant, by actor: Actor
    ) async throws(CommandRefused) -> Answer {
        let found = try await reading { () throws(StoreError) in try await self.store.notification(id) }
        guard let notification = found else { throw .noSuchNotification(id) }
        var decision = Decision()
        decision.changes = state.context.policy.changes(
            answering: notification, with: status, snoozedUntil: until, at: now, by: actor)
        guard case .replaceNotification(let next, _)? = decision.changes.mutations.first else {
            return Answer(decision, Reply(notification: notification))
        }
        return Answer(decision, Reply(notification: next))
    }

    func reading<T: Sendable>(_ body: () async throws(StoreError) -> T) async throws(CommandRefused) -> T {
        do { return try await body() } catch { throw .notRecorded("the store can't be read: \(error.underlying)") }
    }
}
