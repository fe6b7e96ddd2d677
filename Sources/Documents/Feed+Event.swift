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
    /// Writes a calendar event as an object (DESIGN 5).
    package mutating func event(_ event: CalendarEvent, display: EventDisplay) {
        object { json in json.eventFields(event, display: display) }
    }

    private mutating func eventFields(_ event: CalendarEvent, display: EventDisplay) {
        let local = display.zone.local(event.scheduledAt)
        field("event_id", event.id.description)
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
        field("scheduled_at_utc", event.scheduledAt)
        field("scheduled_at_local", display.zone.iso8601(event.scheduledAt))
        field("scheduled_at_epoch", event.scheduledAt.epochSeconds)
        field("day", local.date.description)
        field("minute_of_day", local.time.secondOfDay / 60)
        field("offset_seconds", display.zone.offsetSeconds(at: event.scheduledAt))
        fieldIfPresent("duration_hint_seconds", event.durationHintSeconds)
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
