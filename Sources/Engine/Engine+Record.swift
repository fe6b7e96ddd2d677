import CivilTime
import Logging
import Operations
import Store

extension Engine {
    enum Recording: Hashable {
        case recorded
        /// The record refused it, and what it disagreed about was taken up: deciding again may help.
        case refused(Refusal)
        /// The store can't be written: nothing was done.
        case failed
        /// The store failed, and it can't be told yet whether it was done.
        case unknown
    }

    /// A decision whose commit failed without telling whether it was done.
    struct Doubt {
        var decision: Decision
        var next: EngineState?
    }

    /// Records a decision and, once it is on record, brings the state up to date and acts. Nothing is done otherwise.
    ///
    /// `next` is the state that the decision leaves, where it was decided on a copy.
    @discardableResult
    func record(_ decision: Decision, from next: EngineState? = nil) async -> Recording {
        guard doubt == nil else { return .failed }
        guard !decision.changes.isEmpty else {
            complete(decision, next)
            return .recorded
        }
        do {
            switch try await store.commit(decision.changes) {
            case .committed(let seq):
                complete(decision, next)
                passed(seq)
                return .recorded
            case .refused(let refusal):
                logger.error("the record refused a decision", metadata: ["refusal": "\(refusal)"])
                health.failed("the record refused a decision: \(refusal)")
                await recall(refusal)
                return .refused(refusal)
            }
        } catch {
            logger.error("the store can't be written", metadata: ["error": "\(error)"])
            health.failed("the store can't be written: \(error.underlying)")
            storeFailed = true
            doubt = Doubt(decision: decision, next: next)
            return await settleDoubt() ? .recorded : doubt == nil ? .failed : .unknown
        }
    }

    /// Finds out whether a commit that failed was done after all; true if it was. Never tries it again blindly.
    ///
    /// While the record can't be read the doubt stays, and nothing else is decided. Events carry fresh ids, so the log
    /// tells; what has none is told by its row in the audit. The rest is made of marks, whose expectations tell.
    @discardableResult
    func settleDoubt() async -> Bool {
        guard let doubt else { return false }
        let changes = doubt.decision.changes
        do {
            if let first = changes.events.first {
                let told = try await store.events(after: lastSeq, limit: max(100, changes.events.count))
                self.doubt = nil
                guard let last = told.last, told.contains(where: { $0.event == first }) else { return false }
                complete(doubt.decision, doubt.next)
                passed(last.seq)
                return true
            }
            let isOnRecord = try await isAudited(changes)
            self.doubt = nil
            guard isOnRecord else { return false }
            complete(doubt.decision, doubt.next)
            passed(lastSeq)
            return true
        } catch {
            logger.error("the record can't be read", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func isAudited(_ changes: ChangeSet) async throws(StoreError) -> Bool {
        for case .insertAudit(let row) in changes.mutations {
            let rows = try await store.audit(
                AuditQuery(schedule: row.schedule, before: row.at + .milliseconds(1)))
            return rows.contains { $0.id == row.id }
        }
        return false
    }

    private func complete(_ decision: Decision, _ next: EngineState?) {
        if let next { state = next } else { state.take(decision) }
        show()
        if decision.changes.fillsOutbox { outboxBell.ring(lastSeq) }
        for effect in decision.effects {
            switch effect {
            case .start(let run, let schedule):
                desk.admit(run.id)
                starts.append((run, schedule))
            case .cancel(let runID): desk.cancel(runID)
            case .retry, .remark, .remarksTaken: break
            }
        }
    }

    private func passed(_ seq: Int64) {
        lastSeq = max(lastSeq, seq)
        if let refusedDue { health.failed(refusedDue) } else { health.recovered() }
        bell.ring(seq)
    }

    /// Memory and record disagree about something: take up the record.
    private func recall(_ refusal: Refusal) async {
        defer { show() }
        do {
            switch refusal {
            case .scheduleExists(let id), .scheduleChanged(let id), .cursorMoved(let id): try await recall(id)
            case .occurrenceTaken(let occurrence):
                try await recall(occurrence.schedule)
                try await recallAccounts(from: occurrence.at, of: occurrence.schedule)
            case .runChanged(let id):
                if let run = try await store.run(id) {
                    state.apply(ChangeSet([.replaceRun(run, expected: run.status)]))
                } else {
                    state.drop(runID: id)
                }
            case .notificationChanged(let id):
                if let notification = try await store.notification(id) {
                    state.keep(notification)
                } else {
                    state.dropNotification(id)
                }
            case .stasisChanged(let id): state.forgetStretch(id: id)
            case .proposalChanged, .deliveryChanged: break
            }
        } catch {
            logger.error("the record can't be read", metadata: ["refusal": "\(refusal)", "error": "\(error)"])
        }
    }

    private func recall(_ id: ScheduleID) async throws(StoreError) {
        if let schedule = try await store.schedule(id) { state.track(schedule) } else { state.forget(id) }
    }

    /// Takes up which occurrences from this one on, or from the cursor, are accounted for by runs.
    func recallAccounts(from instant: Instant, of id: ScheduleID) async throws(StoreError) {
        let from = min(state.tracked[id]?.schedule.cursor ?? instant, instant)
        state.account(for: try await runs(of: id, from: from))
    }
}
