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

    /// Has what is due recorded. A schedule that the record refuses again and again stands aside for a while: it holds up
    /// nobody (docs/invariants.md, B10), and the loop does not spin over it (B9).
    func settleDue(_ reason: MissedReason) async {
        var refusals: [ScheduleID: Int] = [:]
        for _ in 0..<Self.recallsMax * Self.asideMax {
            var next = state
            let decision = next.decideDue(at: clocks.now, lateReason: reason)
            switch await record(decision, from: next) {
            case .recorded:
                storeFailed = false
                if refusedDue != nil, state.aside.isEmpty {
                    refusedDue = nil
                    health.recovered()
                }
                return
            case .failed, .unknown: return
            case .refused(let refusal):
                guard let id = decision.changes.schedule(of: refusal) else {
                    refusedDue = "the record refused a decision: \(refusal)"
                    return
                }
                refusals[id, default: 0] += 1
                if refusals[id, default: 0] >= Self.recallsMax {
                    refusedDue = "the record refuses what is due of \(id): \(refusal)"
                    state.setAside(id, until: clocks.now + .milliseconds(Int64(Self.troubleSeconds * 1000)))
                }
            }
        }
    }

    func settle(_ reported: [RunEnding]) async {
        // What the stop of the server ended did not fail by itself, and nobody asked for its end: it was interrupted.
        unrecorded = deadlinePassed ? reported.map(\.interruptedByStop) : reported
        if await isRecorded(unrecorded) {
            unrecorded = []
        } else if unrecorded.count > 1, doubt == nil {
            // One that the record refuses must not hold up the others.
            for ending in unrecorded where await isRecorded([ending]) {
                unrecorded.removeAll { $0.runID == ending.runID }
            }
        }
    }

    private func isRecorded(_ endings: [RunEnding]) async -> Bool {
        for _ in 0..<Self.recallsMax {
            var next = state
            let decision = next.decideEnded(endings, at: clocks.now)
            switch await record(decision, from: next) {
            case .recorded: return true
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
