package import Operations

extension JSONWriter {
    /// Writes an event as the log, the stream and webhooks carry it; `extra` adds members to its payload.
    package mutating func envelope(_ event: LogEvent, extra: (inout JSONWriter) -> Void = { _ in }) {
        let draft = event.event
        object { json in
            json.field("seq", event.seq)
            json.field("event_type", draft.type.rawValue)
            json.field("source", draft.schedule?.source.rawValue)
            json.field("source_ref", draft.schedule?.ref)
            json.field("owner_id", draft.ownerID)
            json.fieldIfPresent("session_id", draft.sessionID)
            json.fieldIfPresent("channel", draft.channel)
            json.field("occurred_at_utc", draft.occurredAt)
            json.field("status", draft.status)
            json.actor(draft.actor)
            json.object("payload") { json in
                json.members(of: draft.payload)
                extra(&json)
            }
        }
    }

    private mutating func members(of payload: EventPayload) {
        if let run = payload.run { field("run") { $0.run(run) } }
        if let schedule = payload.schedule {
            field(schedule.id.source == .cron ? "job" : "session") { $0.schedule(schedule, facts: nil) }
        }
        if let entries = payload.stasis {
            array("stasis") { json in
                for entry in entries { json.object { $0.stasis(entry) } }
            }
        }
        if let notification = payload.notification {
            field("notification") { $0.notification(notification, actions: []) }
        }
        if let outage = payload.outage { field("outage") { $0.outage(outage) } }
        if let proposal = payload.proposal { field("proposal") { $0.proposal(proposal) } }
        if let withdrawn = payload.withdrawn { array("withdrawn", withdrawn) }
        if let note = payload.note { field("note") { $0.value(note) } }
    }

    /// Writes a problem document (RFC 9457); `errors` stands only where fields are at fault.
    package mutating func problem(
        status: Int, title: String, detail: String, errors: [Diagnostic] = [],
        member: ((inout JSONWriter) -> Void)? = nil
    ) {
        object { json in
            json.field("type", "about:blank")
            json.field("title", title)
            json.field("status", status)
            json.field("detail", detail)
            member?(&json)
            guard !errors.isEmpty else { return }
            json.array("errors") { json in
                for error in errors { json.diagnostic(error) }
            }
        }
    }

    /// Writes one diagnostic as an object.
    package mutating func diagnostic(_ diagnostic: Diagnostic) {
        object { json in
            json.field("field", diagnostic.field)
            json.field("message", diagnostic.message)
            json.fieldIfPresent("hint", diagnostic.hint)
            json.fieldIfPresent("line", diagnostic.line)
            json.fieldIfPresent("column", diagnostic.column)
        }
    }
}
