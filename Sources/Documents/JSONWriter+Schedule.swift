package import CivilTime
package import Operations
import Recurrence

/// What the form of a schedule says beyond the schedule itself.
package struct JobFacts: Hashable, Sendable {
    package var nextRunAt: Instant?
    package var lastRun: Run?
    /// The rule in words.
    package var words: String

    package init(nextRunAt: Instant?, lastRun: Run?, words: String) {
        self.nextRunAt = nextRunAt
        self.lastRun = lastRun
        self.words = words
    }
}

extension JSONWriter {
    /// Writes a cron job; without facts, as it stands in audit rows and events.
    package mutating func job(_ schedule: Schedule, facts: JobFacts?) {
        object { json in
            json.field("job_id", schedule.id.ref)
            json.identity(of: schedule)
            json.field("command", schedule.work.command)
            json.field("stdin", schedule.work.stdin)
            json.field("runner", schedule.work.runner)
            json.timing(of: schedule.timetable)
            json.field("delete_after_run", schedule.deleteAfterRun)
            json.state(of: schedule)
            json.field("timeout_seconds", schedule.work.timeoutSeconds)
            json.field("overlap", schedule.overlap.rawValue)
            json.field("grace_seconds", schedule.graceSeconds)
            json.field("retries", schedule.retries)
            json.field("session_id", schedule.sessionID)
            json.field("wake_heartbeat", schedule.sessionWake.rawValue)
            json.field("channel", schedule.channel)
            json.workplace(of: schedule)
            json.field("metadata") { $0.value(schedule.metadata) }
            json.closing(of: schedule, facts: facts)
        }
    }

    /// Writes a heartbeat session; without facts, as it stands in audit rows and events.
    package mutating func session(_ schedule: Schedule, facts: JobFacts?) {
        let settings = schedule.metadata[SessionForm.metadataName]?.object ?? [:]
        object { json in
            json.field("session_id", schedule.id.ref)
            json.identity(of: schedule)
            json.interval(of: schedule.timetable)
            json.field("timezone", schedule.timetable.timezone)
            json.exclusions(schedule.timetable.exclusions)
            json.field("prompt", schedule.work.command)
            json.field("runner", schedule.work.runner)
            json.field("delivery_mode", schedule.deliveryMode)
            json.state(of: schedule)
            json.field("timeout_seconds", schedule.work.timeoutSeconds)
            json.field("channel", schedule.channel)
            json.workplace(of: schedule)
            for name in ["ok_tokens", "ack_max_chars", "require_file"] { json.field(name, settings[name] ?? .null) }
            json.field("metadata") { json in
                json.value(schedule.metadata.filter { $0.key != SessionForm.metadataName })
            }
            json.closing(of: schedule, facts: facts)
        }
    }

    /// Writes a cron job or a heartbeat session, as its source has it.
    package mutating func schedule(_ schedule: Schedule, facts: JobFacts?) {
        switch schedule.id.source {
        case .cron: job(schedule, facts: facts)
        case .heartbeat: session(schedule, facts: facts)
        }
    }

    private mutating func identity(of schedule: Schedule) {
        field("owner_id", schedule.ownerID)
        field("title", schedule.title)
        field("description", schedule.description)
        field("category", schedule.category.rawValue)
    }

    private mutating func timing(of table: Timetable) {
        var expression: String?
        var dialect: Dialect?
        var seconds: Int64?
        var anchor: Instant?
        var runAt: Instant?
        switch table.timing {
        case .cron(let text, let read): (expression, dialect) = (text, read)
        case .every(let length, let first): (seconds, anchor) = (length, first)
        case .heartbeat(let length, _, _): seconds = length
        case .at(let instant): runAt = instant
        }
        field("cron_expr", expression)
        field("dialect", dialect?.rawValue)
        field("timezone", table.timezone)
        clockChanges(table.dst)
        exclusions(table.exclusions)
        field("every_seconds", seconds)
        field("anchor", anchor)
        field("run_at", runAt)
    }

    /// As they were written, and the dates that they stand for.
    private mutating func exclusions(_ exclusions: [Exclusion]) {
        array("exclusions", exclusions.map(\.text))
        array("excluded_dates", Set(exclusions.flatMap(\.dates)).sorted().map(\.description))
    }

    private mutating func clockChanges(_ policy: DSTPolicy) {
        guard policy != .dialect else { return null("dst") }
        object("dst") { json in
            json.field("gap", policy.gap?.rawValue)
            json.field("overlap", policy.overlap?.rawValue)
        }
    }

    private mutating func interval(of table: Timetable) {
        guard case .heartbeat(let seconds, _, let hours) = table.timing else {
            null("every_seconds")
            return null("active_hours")
        }
        field("every_seconds", seconds)
        guard let hours else { return null("active_hours") }
        object("active_hours") { json in
            json.field("start", hours.start.description)
            json.field("end", hours.end.description)
        }
    }

    private mutating func state(of schedule: Schedule) {
        field("state", schedule.state.name)
        field("paused_until", schedule.state.pausedUntil)
        field("enabled", schedule.state == .active)
    }

    private mutating func workplace(of schedule: Schedule) {
        field("workspace_dir", schedule.work.workspaceDir)
        object("env") { json in
            for (name, value) in schedule.work.env.sorted(by: { $0.key < $1.key }) { json.field(name, value) }
        }
    }

    private mutating func closing(of schedule: Schedule, facts: JobFacts?) {
        array("exceptions") { json in
            for occurrence in schedule.timetable.added {
                json.object { json in
                    json.field("type", "add")
                    json.field("at", occurrence.at)
                    json.field("origin", occurrence.origin)
                }
            }
            for occurrence in schedule.timetable.removed {
                json.object { json in
                    json.field("type", occurrence.movedTo == nil ? "skip" : "move")
                    json.field("at", occurrence.at)
                    json.fieldIfPresent("to", occurrence.movedTo)
                }
            }
        }
        if let facts {
            field("next_run_at", facts.nextRunAt)
            field("last_run") { json in
                if let run = facts.lastRun { json.run(run) } else { json.null() }
            }
            field("schedule_in_words", facts.words)
        }
        field("version", schedule.version)
        field("created_at", schedule.createdAt)
        field("updated_at", schedule.updatedAt)
    }
}
