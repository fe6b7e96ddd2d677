import CivilTime
import Operations
import Store

extension Engine {
    /// The state and the stretches as the answers decided so far leave them, while nothing is on record yet.
    struct Batch {
        var state: EngineState
        private var stretches: [String: StasisEntry] = [:]

        init(_ state: EngineState) { self.state = state }

        mutating func take(_ decision: Decision) {
            state.take(decision)
            for mutation in decision.changes.mutations {
                if case .insertStasis(let entry) = mutation { stretches[entry.id] = entry }
                if case .replaceStasis(let entry, _) = mutation { stretches[entry.id] = entry }
            }
        }

        /// What the record answered, as it stands after the batch so far.
        fileprivate func standing(_ found: [StasisEntry], of id: ScheduleID) -> [StasisEntry] {
            let known = Set(found.map(\.id))
            return found.map { stretches[$0.id] ?? $0 }
                + stretches.values.filter { $0.schedule == id && !known.contains($0.id) }.sorted { $0.id < $1.id }
        }
    }

    /// Decides several answers, each on top of those before it; what can't be done is told for each by itself.
    func resolve(_ targets: [StasisTarget], _ wish: StasisAnswer, at now: Instant, by actor: Actor, reason: String?)
        async -> Answer
    {
        var batch = Batch(state)
        var decision = Decision()
        var reply = Reply()
        for target in targets {
            do throws(CommandRefused) {
                let answer = try await answer(target, wish, in: batch, at: now, by: actor, reason: reason)
                batch.take(answer.decision)
                decision.append(answer.decision)
                reply.resolutions.append(Resolution(target: target, result: .success(answer.reply)))
            } catch {
                reply.resolutions.append(Resolution(target: target, result: .failure(error)))
            }
        }
        return Answer(decision, reply)
    }

    func answer(
        _ target: StasisTarget, _ wish: StasisAnswer, in batch: Batch, at now: Instant, by actor: Actor, reason: String?
    ) async throws(CommandRefused) -> Answer {
        let (stretch, others) = try await stretch(target, in: batch)
        switch wish {
        case .approve:
            return try batch.state.decideApprove(stretch, target, others: others, at: now, by: actor, reason: reason)
        case .reschedule(let instant):
            return try batch.state.decideReschedule(
                stretch, target, others: others, to: instant, at: now, by: actor, reason: reason)
        case .delete:
            return try batch.state.decideDeleteMissed(
                stretch, target, others: others, at: now, by: actor, reason: reason)
        }
    }

    /// The stretch that holds the occurrence: the pending one, else the latest resolved one (to say so). And whether
    /// others of the schedule wait.
    private func stretch(_ target: StasisTarget, in batch: Batch) async throws(CommandRefused)
        -> (StasisEntry, others: Bool)
    {
        let at = target.occurrence.at
        let id = target.occurrence.schedule
        let second = Span(from: at, to: at.advanced(bySeconds: 1))
        let touching = try await reading { () throws(StoreError) in
            try await self.store.stasis(StasisQuery(statuses: nil, schedule: id, touching: second))
        }
        let found = batch.standing(touching, of: id).filter { $0.lastAt >= second.from && $0.firstAt < second.to }
        if let pending = found.first(where: { $0.status == .pending }) {
            let waiting = try await reading { () throws(StoreError) in
                try await self.store.stasis(StasisQuery(schedule: id, limit: Self.stretchesMax))
            }
            let others = batch.standing(waiting, of: id).contains { $0.status == .pending && $0.id != pending.id }
            return (pending, others)
        }
        if let resolved = found.max(by: { ($0.resolvedAt ?? $0.createdAt) < ($1.resolvedAt ?? $1.createdAt) }) {
            throw .alreadyResolved(resolved)
        }
        throw .notInStasis(target.occurrence)
    }

    /// Waiting stretches of one schedule that are looked through for others; more are others all the same.
    private static let stretchesMax = 1_000
}
