import CivilTime
import Engine
import Operations
import Recurrence
import StoreTestKit

// I24: one beat of a session at a time (that is I6), spaced, and none outside the active hours by itself.

extension Watch {
    func beatHolds(_ run: Run, after before: Run?, _ event: EventDraft) -> Violation? {
        guard before == nil, run.trigger == .wake, let schedule = schedule(run.schedule) else { return nil }
        if clockSteps == 0, let last = lastBeat[run.schedule],
            last.claimedAt.seconds(to: run.claimedAt) < EngineState.wakeSpacingSeconds
        {
            return Violation(invariant: "I24", what: "\(run.id) follows \(last.id) too soon")
        }
        guard event.actor.kind != .operator, case .heartbeat(_, _, let hours?) = schedule.timetable.timing,
            let zone = try? zones.zone(named: schedule.timetable.timezone)
        else { return nil }
        return hours.contains(zone.local(run.claimedAt).time)
            ? nil : Violation(invariant: "I24", what: "\(run.id) woke the session outside its active hours")
    }
}
