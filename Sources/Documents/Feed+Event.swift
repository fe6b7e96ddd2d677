package import CivilTime
import Operations
package import Projection
import Recurrence

/// How the reader sees events: local times in its zone, and what it may do.
package struct EventDisplay: Hashable, Sendable {
    package var zone: Zone
    /// Actions that the reader may take; what is possible beyond them is told as denied.
    package var permitted: Set<EventAction>

    package init(zone: Zone, permitted: Set<EventAction> = Set(EventAction.allCases)) {
        self.zone = zone
        self.permitted = permitted
    }
}

extension JSONWriter {
    /// Writes a calendar event as an object (docs/api.md, The calendar).
    package mutating func event(_ event: CalendarEvent, display: EventDisplay) {
        object { json in json.eventFields(event, display: display) }
    }

    private mutating func eventFields(_ event: CalendarEvent, display: EventDisplay) {
        field("event_id") { $0.value(event.id) }
        fieldsBeforeTime(event)
        timeFields(event.scheduledAt, display: display)
        fieldsAfterTime(event, display: display)
    }

    /// Writes the event of another instant of the same schedule, which differs by its times alone.
    package mutating func event(at times: InstantFields, like example: EventExample) {
        object { json in
            json.name("event_id")
            json.raw(pieces: example.beforeSeconds, times.epochSeconds, example.beforeTime)
            json.raw(fields: times.bytes)
            json.raw(fields: example.afterTime)
        }
    }

    /// Writes what may be done, and, where there is any, what could be done by others.
    mutating func actions(_ actions: [EventAction], _ display: EventDisplay) {
        array("actions", actions.filter(display.permitted.contains).map(\.rawValue))
        let denied = actions.filter { !display.permitted.contains($0) }
        if !denied.isEmpty { array("denied_actions", denied.map(\.rawValue)) }
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

    fileprivate mutating func timeFields(_ instant: Instant, display: EventDisplay) {
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
        actions(event.actions, display)
        field("version", event.version)
    }
}

/// What the plain events of one schedule have in common, written once: a week of a frequent schedule is thousands of
/// events that differ by their times alone.
package struct EventExample: Sendable {
    package let status: EventStatus
    /// The event's id up to its seconds.
    let beforeSeconds: [UInt8]
    /// From the end of its id to its times.
    let beforeTime: [UInt8]
    let afterTime: [UInt8]

    /// `event` is one of them.
    package init(_ event: CalendarEvent, display: EventDisplay) {
        status = event.status
        beforeSeconds = Array("\"\(event.id.schedule)|".utf8)
        beforeTime = Array("\",".utf8) + JSONWriter.fields { $0.fieldsBeforeTime(event) }
        afterTime = JSONWriter.fields { $0.fieldsAfterTime(event, display: display) }
    }
}

/// What the events of one instant have in common: many schedules are due at the full hour.
package struct InstantFields: Sendable {
    package let instant: Instant
    let epochSeconds: [UInt8]
    let bytes: [UInt8]

    package init(_ instant: Instant, display: EventDisplay) {
        self.instant = instant
        epochSeconds = Array(String(instant.epochSeconds).utf8)
        bytes = JSONWriter.fields { $0.timeFields(instant, display: display) }
    }
}
