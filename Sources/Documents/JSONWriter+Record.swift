import CivilTime
package import Notifications
package import Operations

// The wire forms of what the record holds.
extension JSONWriter {
    /// Writes a run. One that is claimed and not yet started is `running` without `started_at`.
    package mutating func run(_ run: Run) {
        object { json in
            json.field("run_id", run.id)
            json.reference(run.schedule)
            json.field("event_id") { $0.value(run.occurrence) }
            json.field("owner_id", run.ownerID)
            json.field("session_id", run.sessionID)
            json.field("channel", run.channel)
            json.field("title", run.title)
            json.field("category", run.category.rawValue)
            json.field("trigger", run.trigger.rawValue)
            json.fieldIfPresent("asked_by", run.askedBy?.description)
            json.field("attempt", run.attempt)
            json.field("status", run.status.wireName)
            json.field("scheduled_at", run.scheduledAt)
            json.field("claimed_at", run.claimedAt)
            json.field("started_at", run.startedAt)
            json.field("finished_at", run.finishedAt)
            json.fieldIfPresent("retry_at", run.retryAt)
            json.field("duration_ms", run.durationMS)
            json.field("exit_code", run.exitCode)
            json.field("error", run.error)
            json.field("detail", run.detail)
            json.field("output_preview", run.outputPreview)
            json.field("output_bytes", run.outputBytes)
            json.field("output_bytes_dropped", run.outputBytesDropped)
            json.field("node", run.node)
            json.array("notes", run.notes)
            json.field("log", WirePath.log(ofRun: run.id))
        }
    }

    /// Writes the members of a stasis entry; the caller opens the object and adds `event`.
    package mutating func stasis(_ entry: StasisEntry) {
        field("entry_id", entry.id)
        field("event_id") { $0.value(entry.occurrence) }
        reference(entry.schedule)
        field("owner_id", entry.ownerID)
        field("session_id", entry.sessionID)
        field("channel", entry.channel)
        field("title", entry.title)
        field("category", entry.category.rawValue)
        field("status", entry.status.rawValue)
        field("reason", entry.reason.rawValue)
        field("reason_in_words", entry.reason.words)
        field("count", entry.count)
        field("first_at", entry.firstAt)
        field("last_at", entry.lastAt)
        field("created_at", entry.createdAt)
        fieldIfPresent("outage_id", entry.outageID)
        fieldIfPresent("resolved_at", entry.resolvedAt)
        fieldIfPresent("resolved_by", entry.resolvedBy?.description)
        fieldIfPresent("run_id", entry.runID)
        fieldIfPresent("rescheduled_to", entry.rescheduledTo)
        field("version", entry.version)
    }

    /// Writes a notification with the actions that its occurrence allows.
    package mutating func notification(_ notification: Notification, actions: [String]) {
        object { json in
            json.field("id", notification.id)
            json.field("kind", notification.kind.rawValue)
            json.field("status", notification.status.rawValue)
            json.reference(notification.schedule)
            json.field("owner_id", notification.ownerID)
            json.field("session_id", notification.sessionID)
            json.field("channel", notification.channel)
            json.field("category", notification.category.rawValue)
            json.field("event_id", notification.occurrence?.description)
            json.field("run_id", notification.runID)
            json.field("entry_id", notification.stasisID)
            json.field("title", notification.title)
            json.field("message", notification.message)
            json.field("count", notification.count)
            json.object("links") { json in
                json.field(
                    notification.schedule.source == .cron ? "job" : "session", WirePath.schedule(notification.schedule))
                json.fieldIfPresent("run", notification.runID.map(WirePath.run))
                json.fieldIfPresent("log", notification.runID.map(WirePath.log(ofRun:)))
            }
            json.array("actions", actions)
            json.field("created_at", notification.createdAt)
            json.field("last_at", notification.lastAt)
            json.field("snoozed_until", notification.snoozedUntil)
            json.field("version", notification.version)
        }
    }

    /// Writes an alert channel: what it is told, nothing of where it is or what it is told with.
    package mutating func alertChannel(_ channel: AlertChannel) {
        object { json in
            json.field("name", channel.name)
            json.field("type", channel.target.form.rawValue)
            json.array("kinds", AlertRoute.Kind.allCases.filter(channel.route.kinds.contains).map(\.rawValue))
            json.array("categories", Category.allCases.filter(channel.route.categories.contains).map(\.rawValue))
            json.field("repeat_minutes", Int(channel.route.repeatSeconds / 60))
            json.field("timeout_seconds", channel.timeoutSeconds)
            json.field("allow_private", channel.isPrivateAllowed)
        }
    }

    /// Writes a delivery of the outbox.
    package mutating func delivery(_ delivery: Delivery) {
        object { json in
            json.field("id", delivery.id)
            json.field("channel", delivery.channel)
            json.field("event", delivery.kind.rawValue)
            json.field("status", delivery.status.rawValue)
            json.field("notification_id", delivery.notification?.id)
            json.field("source", delivery.notification?.schedule.source.rawValue)
            json.field("source_ref", delivery.notification?.schedule.ref)
            json.field("title", delivery.notification?.title)
            json.field("created_at", delivery.createdAt)
            json.field("attempts", delivery.attempts)
            json.field("last_attempt_at", delivery.lastAttemptAt)
            json.field("next_attempt_at", delivery.status == .pending ? delivery.nextAttemptAt : nil)
            json.field("ended_at", delivery.endedAt)
            json.field("answer", delivery.answer)
        }
    }

    /// Writes an audit row; before and after stand as jobs or sessions.
    package mutating func audit(_ row: AuditRow) {
        object { json in
            json.field("id", row.id)
            json.field("at", row.at)
            json.actor(row.actor)
            json.field("action", row.action)
            json.field("source", row.schedule?.source.rawValue)
            json.field("source_ref", row.schedule?.ref)
            json.field("event_id", row.occurrence?.description)
            json.field("reason", row.reason)
            json.field("proposal_id", row.proposalID)
            json.field("undoes", row.undoes)
            for (name, schedule) in [("before", row.before), ("after", row.after)] {
                json.field(name) { json in
                    if let schedule { json.schedule(schedule, facts: nil) } else { json.null() }
                }
            }
        }
    }

    package mutating func outage(_ outage: Outage) {
        object { json in
            json.field("id", outage.id)
            json.field("from_utc", outage.from)
            json.field("to_utc", outage.to)
            json.field("duration_seconds", Int64(outage.from.seconds(to: outage.to)))
            json.field("reason", outage.reason.rawValue)
            json.field("reason_in_words", outage.reason.words)
            json.field("node", outage.node)
        }
    }

    mutating func actor(_ actor: Actor) {
        object("actor") { json in
            json.field("kind", actor.kind.rawValue)
            json.field("name", actor.name)
        }
    }

    mutating func reference(_ schedule: ScheduleID) {
        field("source", schedule.source.rawValue)
        field("source_ref", schedule.ref)
    }
}

extension RunStatus {
    /// The status as the wire knows it: a waiting run counts as running.
    package var wireName: String {
        switch self {
        case .waiting: RunStatus.running.rawValue
        case .running, .success, .failed, .skipped, .cancelled, .lost: rawValue
        }
    }
}

/// URL paths that answers name. Ids hold no character that a path would have to escape.
package enum WirePath {
    package static func run(_ id: String) -> String { "/api/v1/ops/runs/\(id)" }

    package static func log(ofRun id: String) -> String { "/api/v1/ops/runs/\(id)/log" }

    package static func schedule(_ id: ScheduleID) -> String {
        switch id.source {
        case .cron: "/api/v1/cron/jobs/\(id.ref)"
        case .heartbeat: "/api/v1/heartbeat/sessions/\(id.ref)"
        }
    }
}
