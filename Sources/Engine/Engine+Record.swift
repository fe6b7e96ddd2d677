import CivilTime
import Logging
import Operations
import Store

extension Engine {
    enum Recording {
        case recorded
        /// The record refused it, and what it disagreed about was taken up: deciding again may help.
        case refused
        /// The store can't be written.
        case failed
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
                return .refused
            }
        } catch {
            logger.error("the store can't be written", metadata: ["error": "\(error)"])
            health.failed("the store can't be written: \(error.underlying)")
            storeFailed = true
            doubt = Doubt(decision: decision, next: next)
            return await settleDoubt() ? .recorded : .failed
        }
    }

    /// Finds out whether a commit that failed was done after all; true if it was. Never tries it again blindly.
    ///
    /// Events carry fresh ids, so the log tells. A decision without events is made of marks, whose expectations tell.
    @discardableResult
    func settleDoubt() async -> Bool {
        guard let doubt else { return false }
        guard let first = doubt.decision.changes.events.first else {
            self.doubt = nil
            return false
        }
        do {
            let told = try await store.events(after: lastSeq, limit: max(100, doubt.decision.changes.events.count))
            self.doubt = nil
            guard let last = told.last, told.contains(where: { $0.event == first }) else { return false }
            complete(doubt.decision, doubt.next)
            passed(last.seq)
            return true
        } catch {
            logger.error("the log can't be read", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func complete(_ decision: Decision, _ next: EngineState?) {
        if let next { state = next } else { state.take(decision) }
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
        health.recovered()
        bell.ring(seq)
    }

    /// Memory and record disagree about something: take up the record.
    private func recall(_ refusal: Refusal) async {
        do {
            switch refusal {
            case .scheduleExists(let id), .scheduleChanged(let id), .cursorMoved(let id): try await recall(id)
            case .occurrenceTaken(let occurrence):
                try await recall(occurrence.schedule)
                try await recallAccounts(of: occurrence)
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
            case .stasisChanged, .proposalChanged: break
            }
        } catch {
            logger.error("the record can't be read", metadata: ["refusal": "\(refusal)", "error": "\(error)"])
        }
    }

    private func recall(_ id: ScheduleID) async throws(StoreError) {
        if let schedule = try await store.schedule(id) { state.track(schedule) } else { state.forget(id) }
    }

    /// Takes up which occurrences from this one on, or from the cursor, are accounted for.
    private func recallAccounts(of occurrence: OccurrenceID) async throws(StoreError) {
        let cursor = state.tracked[occurrence.schedule]?.schedule.cursor ?? occurrence.at
        let span = Span(from: min(cursor, occurrence.at), to: .distantFuture)
        state.account(
            for: try await store.runs(
                RunQuery(schedule: occurrence.schedule, scheduledIn: span, oldestFirst: true, limit: 100_000)))
    }
}
