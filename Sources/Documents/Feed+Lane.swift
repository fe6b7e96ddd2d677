package import CivilTime
import Operations
package import Projection

extension JSONWriter {
    /// Writes an "Always Running" row as an object (docs/api.md, The calendar).
    ///
    /// `hours` keeps what one lane's hours have in common with the next one's.
    package mutating func lane(_ lane: Lane, display: EventDisplay, hours: inout LaneHourFields) {
        let schedule = lane.facts.schedule
        object { json in
            json.field("source", schedule.id.source.rawValue)
            json.field("source_ref", schedule.id.ref)
            json.field("event_id") { $0.value(lane.occurrence) }
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
                for hour in lane.hours {
                    json.raw(pieces: hours.beginning(of: hour), hours.counts(of: hour), LaneHourFields.end)
                }
            }
            json.actions(lane.actions, display)
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

/// The hours of lanes as text, each put together once: the lanes of a page tell the same hours, and one hour's counts are
/// mostly those of the hour before.
package struct LaneHourFields: Sendable {
    /// From the opening brace to the counts.
    private var beginnings: [Instant: [UInt8]] = [:]
    private var last: (counts: StatusCounts, text: [UInt8])?
    fileprivate static let end = Array("}".utf8)

    package init() {}

    fileprivate mutating func beginning(of hour: LaneHour) -> [UInt8] {
        if let known = beginnings[hour.start] { return known }
        let fields = JSONWriter.fields { json in
            json.field("start_utc", hour.start)
            json.field("day", hour.date.description)
            json.field("hour_index", hour.index)
        }
        let text = Array("{".utf8) + fields + Array(",".utf8)
        beginnings[hour.start] = text
        return text
    }

    fileprivate mutating func counts(of hour: LaneHour) -> [UInt8] {
        if let last, last.counts == hour.counts { return last.text }
        let text = JSONWriter.fields { json in
            json.field("scheduled", hour.counts.scheduled)
            json.field("success", hour.counts.success)
            json.field("failed", hour.counts.failed)
            json.field("missed", hour.counts.missed)
            json.field("running", hour.counts.running)
            json.field("skipped", hour.counts.skipped)
        }
        last = (hour.counts, text)
        return text
    }
}
