import CivilTime
import Operations
import StoreTestKit

// I8: the log has no gaps. I9: told again it gives the record. I25: every event has an actor.

extension Watch {
    func orderHolds(_ logged: LogEvent) -> Violation? {
        if logged.seq != Int64(eventsSeen) + 1 {
            return Violation(invariant: "I8", what: "event \(logged.seq) follows \(eventsSeen)")
        }
        return logged.event.actor.name.isEmpty
            ? Violation(invariant: "I25", what: "event \(logged.seq) has no actor") : nil
    }

    func logHolds(_ record: MemoryRecord) -> Violation? {
        if told.runs != record.runs { return Violation(invariant: "I9", what: "the log tells other runs") }
        if told.stasis != record.stasis { return Violation(invariant: "I9", what: "the log tells other stasis") }
        if told.notifications != record.notifications {
            return Violation(invariant: "I9", what: "the log tells other notifications")
        }
        if told.proposals != record.proposals {
            return Violation(invariant: "I9", what: "the log tells other proposals")
        }
        if told.outages != record.outages { return Violation(invariant: "I9", what: "the log tells other outages") }
        let standing = record.schedules.mapValues { schedule in
            var schedule = schedule
            schedule.cursor = schedule.createdAt
            return schedule
        }
        return told.schedules == standing ? nil : Violation(invariant: "I9", what: "the log tells other schedules")
    }
}
