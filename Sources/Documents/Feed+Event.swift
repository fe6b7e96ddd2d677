package import CivilTime
import Operations
package import Projection
import Recurrence

/// How the reader sees local times.
package struct EventDisplay: Sendable {
    package var zone: Zone

    package init(zone: Zone) { self.zone = zone }
}

extension JSONWriter {
    /// Writes a calendar event as an object (docs/api.md, The calendar).
    package mutating func event(_ event: CalendarEvent, display: EventDisplay) {
        object { json in json.eventFields(event, display: display) }
    }

    private mutating func eventFields(_ event: CalendarEvent, display: EventDisplay) {
        eventID(event.id)
        fieldsBeforeTime(event)
        timeFields(event.scheduledAt, display: display)
        fieldsAfterTime(event, display: display)
    }

    /// Writes the event of another instant of the same schedule, which differs by its times alone.
    package mutating func event(at instant: Instant, like example: EventExample, display: EventDisplay) {
        object { json in
            json.eventID(OccurrenceID(example.schedule, instant))
            json.raw(fields: example.beforeTime)
            json.timeFields(instant, display: display)
            json.raw(fields: example.afterTime)
        }
    }

    private mutating func eventID(_ id: OccurrenceID) {
        name("event_id")
        value(quoting: [id.schedule.source.rawValue, "|", id.schedule.ref, "|"], id.at.epochSeconds)
    }

    fileprivate mutating func fieldsBeforeTime(_ event: CalendarEvent) {
        field("source", event.id.schedule.source.rawValue)
        field("source_ref", event.id.schedule.ref)
        field("owner_id", event.ownerID)
        fieldIfPresent("session_id", event.sessionID)
        fieldIfPresent("channel", event.channel)
        field("title", event.title)
        fieldIfPresent("description", event.description)
        field("category", event.category.rawValue)
        field("color_key", event.colorKey.rawValue)
        field("status", event.status.rawValue)
        fieldIfPresent("status_detail", event.statusDetail)
        field("running", event.status == .running)
        field("late", event.isLate)
    }

    private mutating func timeFields(_ instant: Instant, display: EventDisplay) {
        let offset = display.zone.offsetSeconds(at: instant)
        let local = LocalDateTime(secondsAsUTC: instant.epochSeconds + Int64(offset))
        field("scheduled_at_utc", instant)
        name("scheduled_at_local")
        value(instant, local: local, offsetSeconds: offset, zone: display.zone)
        field("scheduled_at_epoch", instant.epochSeconds)
        name("day")
        value(local.date)
        field("minute_of_day", local.time.secondOfDay / 60)
        field("offset_seconds", offset)
    }

    fileprivate mutating func fieldsAfterTime(_ event: CalendarEvent, display: EventDisplay) {
        fieldIfPresent("duration_hint_seconds", event.durationHintSeconds)
        fieldIfPresent("overruns_at_utc", event.overrunsAt)
        field("timezone_display", display.zone.identifier)
        field("timezone", event.timezone)
        field("schedule_in_words", event.words)
        field("job_state", event.scheduleState?.name)
        fieldIfPresent("paused_until", event.scheduleState?.pausedUntil)
        field("always_running", event.alwaysRunning)
        field("missed_count", event.missedCount)
        field("reason", event.reason)
        fieldIfPresent("stasis_entry_id", event.stasis?.id)
        fieldIfPresent("stasis_status", event.stasis?.status.rawValue)
        if let run = event.run {
            field("run_id", run.id)
            field("run_status", run.status == .waiting ? "running" : run.status.rawValue)
            field("trigger", run.trigger.rawValue)
            name("run")
            self.run(run)
        } else {
            null("run")
        }
        if let note = event.dst {
            object("dst") { json in
                json.field("kind", note.kind.rawValue)
                json.field("text", note.text)
            }
        } else {
            null("dst")
        }
        array("actions", event.actions.map(\.rawValue))
        field("version", event.version)
    }
}

/// What the plain events of one schedule have in common, written once: a week of a frequent schedule is thousands of
/// events that differ by their times alone.
package struct EventExample: Sendable {
    let schedule: ScheduleID
    package let status: EventStatus
    let beforeTime: [UInt8]
    let afterTime: [UInt8]

    /// `event` is one of them.
    package init(_ event: CalendarEvent, display: EventDisplay) {
        schedule = event.id.schedule
        status = event.status
        beforeTime = JSONWriter.fields { $0.fieldsBeforeTime(event) }
        afterTime = JSONWriter.fields { $0.fieldsAfterTime(event, display: display) }
    }
}
