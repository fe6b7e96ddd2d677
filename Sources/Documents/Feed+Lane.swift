package import CivilTime
import Operations
package import Projection

extension JSONWriter {
    /// Writes an "Always Running" row as an object (docs/api.md, The calendar).
    package mutating func lane(_ lane: Lane, display: EventDisplay) {
        let schedule = lane.facts.schedule
        object { json in
            json.field("source", schedule.id.source.rawValue)
            json.field("source_ref", schedule.id.ref)
            json.field("event_id", lane.occurrence.description)
            json.field("owner_id", schedule.ownerID)
            json.field("title", schedule.title)
            json.field("session_id", schedule.sessionID)
            json.field("category", schedule.category.rawValue)
            json.field("color_key", lane.facts.colorKey.rawValue)
            json.field("state", schedule.state.name)
            json.field("schedule_in_words", lane.facts.words)
            json.field("timezone", schedule.timetable.timezone)
            json.field("every_seconds", schedule.timetable.everySeconds)
            json.field("next_due_utc", lane.nextDue)
            json.field("next_due_local", lane.nextDue.map { display.zone.iso8601($0) })
            json.field("status", lane.status.rawValue)
            json.field("running", lane.facts.isRunning)
            json.field("always_running", true)
            if let run = lane.lastRun {
                json.name("last_run")
                json.run(run)
            } else {
                json.null("last_run")
            }
            json.array("hours") { json in
                for hour in lane.hours { json.laneHour(hour) }
            }
            json.array("actions", lane.actions.map(\.rawValue))
        }
    }

    private mutating func laneHour(_ hour: LaneHour) {
        object { json in
            json.field("start_utc", hour.start)
            json.field("day", hour.date.description)
            json.field("hour_index", hour.index)
            json.field("scheduled", hour.counts.scheduled)
            json.field("success", hour.counts.success)
            json.field("failed", hour.counts.failed)
            json.field("missed", hour.counts.missed)
            json.field("running", hour.counts.running)
            json.field("skipped", hour.counts.skipped)
        }
    }

    /// Writes a day of a window as an object.
    package mutating func day(_ day: CalendarDay, zone: Zone) {
        object { json in
            json.field("date", day.date.description)
            json.field("weekday", day.date.weekday)
            json.field("start_utc", day.span.from)
            json.field("end_utc", day.span.to)
            json.field("hours", day.hours)
            json.array("transitions") { json in
                for transition in day.transitions {
                    let seconds = transition.at.epochSeconds
                    json.object { json in
                        json.field("at_utc", transition.at)
                        json.field("offset_before_seconds", transition.offsetBefore)
                        json.field("offset_after_seconds", transition.offsetAfter)
                        json.field("local_before", Self.clock(seconds + Int64(transition.offsetBefore)))
                        json.field("local_after", Self.clock(seconds + Int64(transition.offsetAfter)))
                    }
                }
            }
        }
    }

    /// "02:00" of local seconds since the epoch.
    private static func clock(_ localSeconds: Int64) -> String {
        let minutes = ((localSeconds % 86_400 + 86_400) % 86_400) / 60
        return "\(minutes / 60 < 10 ? "0" : "")\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    }
}
