import CivilTime
import Logging
import Operations
import Store

// What a turn of the loop has recorded.
extension Engine {
    /// How often a turn decides again after the record refused and was taken up.
    static let recallsMax = 4
    /// How many schedules one turn sets aside at most before it gives up until the next.
    static let asideMax = 16

    /// Has what is due recorded, as much as one decision takes up; `backlog` says whether more is left.
    func settleDue(_ reason: MissedReason) async {
        backlog = nil
        var now = clocks.now
        let isSettled = await isSettled { [clocks] state in
            now = clocks.now
            return state.decideDue(at: now, lateReason: reason)
        }
        guard isSettled else { return }
        storeFailed = false
        if state.isAnyDue(at: now) { backlog = reason }
        if refusedDue != nil, state.aside.isEmpty {
            refusedDue = nil
            health.recovered()
        }
    }

    /// Has the rest of the beginning recorded, whose first part is on record.
    func settleBeginning() async {
        while let rest = state.beginning, await isSettled({ $0.decideBegin(rest) }) {}
    }

    /// Decides about what is due until the record takes the decision; false where it is left to a later turn.
    ///
    /// A schedule that the record refuses again and again stands aside for a while: it holds up nobody
    /// (docs/invariants.md, B10), and the loop does not spin over it (B9).
    private func isSettled(_ decide: (inout EngineState) -> Decision) async -> Bool {
        var refusals: [ScheduleID: Int] = [:]
        for _ in 0..<Self.recallsMax * Self.asideMax {
            var next = state
            let decision = decide(&next)
            switch await record(decision, from: next) {
            case .recorded: return true
            case .failed, .unknown: return false
            case .refused(let refusal):
                guard let id = decision.changes.schedule(of: refusal) else {
                    refusedDue = "the record refused a decision: \(refusal)"
                    return false
                }
                refusals[id, default: 0] += 1
                if refusals[id, default: 0] >= Self.recallsMax {
                    refusedDue = "the record refuses what is due of \(id): \(refusal)"
                    state.setAside(id, until: clocks.now + .milliseconds(Int64(Self.troubleSeconds * 1000)))
                }
            }
        }
        return false
    }

    /// Has ends recorded before what is due: a run that has ended blocks nobody who is due now.
    ///
    /// While more is due than one decision takes up, and slots are free for it, ends that block nobody wait: else the
    /// ends of the first of thousands would hold up the starts of the last.
    func settleEnded() async {
        var endings = backlog != nil && state.freeSlots > 0 ? takeBlocking(at: clocks.now) : takeUnrecorded()
        guard !endings.isEmpty else { return }
        // What the stop of the server ended did not fail by itself, and nobody asked for its end: it was interrupted.
        if deadlinePassed { endings = endings.map(\.interruptedByStop) }
        if await isRecorded(endings) { return }
        guard endings.count > 1, doubt == nil else {
            unrecorded += endings
            return
        }
        // One that the record refuses must not hold up the others.
        for ending in endings where !(await isRecorded([ending])) { unrecorded.append(ending) }
    }

    private func takeUnrecorded() -> [RunEnding] {
        defer {
            unrecorded = []
            lookedAt = LookedAt()
        }
        return unrecorded
    }

    /// Takes the ends out of `unrecorded` whose schedules are due now. Of thousands that wait none is looked at twice before
    /// the first of their schedules falls due.
    private func takeBlocking(at now: Instant) -> [RunEnding] {
        if lookedAt.until <= now { lookedAt = LookedAt() }
        let fresh = Array(unrecorded[lookedAt.count...])
        unrecorded.removeSubrange(lookedAt.count...)
        var blocking: [RunEnding] = []
        for ending in fresh {
            let due = state.wakeInstant(of: ending.schedule)
            if let due, due <= now {
                blocking.append(ending)
            } else {
                unrecorded.append(ending)
                if let due { lookedAt.until = min(lookedAt.until, due) }
            }
        }
        lookedAt.count = unrecorded.count
        return blocking
    }

    private func isRecorded(_ endings: [RunEnding]) async -> Bool {
        for _ in 0..<Self.recallsMax {
            var next = state
            let decision = next.decideEnded(endings, at: clocks.now)
            switch await record(decision, from: next) {
            case .recorded:
                for ending in endings { desk.settled(ending.runID) }
                return true
            case .failed, .unknown: return false
            case .refused: continue
            }
        }
        return false
    }

    func noteStep(_ finding: ClockWatch.Finding) async {
        guard finding.stepSeconds != 0 else { return }
        logger.warning("the wall clock was set", metadata: ["seconds": "\(finding.stepSeconds)"])
        state.shift(bySeconds: finding.stepSeconds)
        var decision = Decision()
        decision.changes.events = [
            .scheduler(
                .schedulerClockStepped, node: state.context.node, at: clocks.now,
                note: ["step_seconds": .number(finding.stepSeconds)])
        ]
        _ = await record(decision)
    }
}
