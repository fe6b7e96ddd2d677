internal import CivilTime
internal import Operations

// The values that are written by hand, and the events that tell of them.
extension EventDraft {
    /// nil for events that carry anything else: they are few.
    func recordText(_ documents: Documents) throws -> [UInt8]? {
        guard payload.isOfRunsAlone else { return nil }
        var text = RecordText()
        try text.object { text in
            text.field("type", type.rawValue)
            if let schedule { text.field("schedule", schedule) }
            text.field("ownerID", ownerID)
            text.field("sessionID", sessionID)
            text.field("channel", channel)
            text.field("occurredAt", occurredAt)
            text.field("status", status)
            text.name("payload")
            try text.object { text in
                if let run = payload.run {
                    text.name("run")
                    text.object { text in text.fields(of: run) }
                }
                if let stasis = payload.stasis {
                    try text.field("stasis", each: stasis) { text, entry in
                        try text.object { text in try text.fields(of: entry, documents) }
                    }
                }
                if let notification = payload.notification {
                    text.name("notification")
                    text.object { text in text.fields(of: notification) }
                }
                if let withdrawn = payload.withdrawn { text.field("withdrawn", withdrawn) }
            }
            text.field("actor", actor)
        }
        return text.bytes
    }
}

extension StasisEntry {
    func recordText(_ documents: Documents) throws -> String {
        var text = RecordText()
        try text.object { text in try text.fields(of: self, documents) }
        return String(decoding: text.bytes, as: UTF8.self)
    }
}

extension Notification {
    func recordText() -> String {
        var text = RecordText()
        text.object { text in text.fields(of: self) }
        return String(decoding: text.bytes, as: UTF8.self)
    }
}

extension RecordText {
    mutating func fields(of run: Run) {
        field("id", run.id)
        field("schedule", run.schedule)
        field("ownerID", run.ownerID)
        field("sessionID", run.sessionID)
        field("channel", run.channel)
        field("title", run.title)
        field("category", run.category.rawValue)
        field("trigger", run.trigger.rawValue)
        if let actor = run.askedBy { field("askedBy", actor) }
        field("attempt", Int64(run.attempt))
        field("status", run.status.rawValue)
        field("scheduledAt", run.scheduledAt)
        field("claimedAt", run.claimedAt)
        field("startedAt", run.startedAt)
        field("finishedAt", run.finishedAt)
        field("retryAt", run.retryAt)
        field("durationMS", run.durationMS)
        field("exitCode", run.exitCode.map(Int64.init))
        field("error", run.error)
        field("detail", run.detail)
        field("outputPreview", run.outputPreview)
        field("outputBytes", run.outputBytes)
        field("outputBytesDropped", run.outputBytesDropped)
        field("node", run.node)
        field("notes", run.notes)
    }

    mutating func fields(of entry: StasisEntry, _ documents: Documents) throws {
        field("id", entry.id)
        field("schedule", entry.schedule)
        field("ownerID", entry.ownerID)
        field("sessionID", entry.sessionID)
        field("channel", entry.channel)
        field("title", entry.title)
        field("category", entry.category.rawValue)
        name("timetable")
        try object { text in try text.fields(of: entry.timetable, documents) }
        field("status", entry.status.rawValue)
        field("reason", entry.reason.rawValue)
        field("count", Int64(entry.count))
        field("firstAt", entry.firstAt)
        field("lastAt", entry.lastAt)
        field("outageID", entry.outageID)
        field("createdAt", entry.createdAt)
        field("resolvedAt", entry.resolvedAt)
        if let actor = entry.resolvedBy { field("resolvedBy", actor) }
        field("runID", entry.runID)
        field("rescheduledTo", entry.rescheduledTo)
        field("version", Int64(entry.version))
    }

    mutating func fields(of notification: Notification) {
        field("id", notification.id)
        field("kind", notification.kind.rawValue)
        field("status", notification.status.rawValue)
        field("schedule", notification.schedule)
        field("ownerID", notification.ownerID)
        field("sessionID", notification.sessionID)
        field("channel", notification.channel)
        field("category", notification.category.rawValue)
        if let occurrence = notification.occurrence {
            name("occurrence")
            object { text in
                text.field("schedule", occurrence.schedule)
                text.field("at", occurrence.at)
            }
        }
        field("runID", notification.runID)
        field("stasisID", notification.stasisID)
        field("title", notification.title)
        field("message", notification.message)
        field("count", Int64(notification.count))
        field("createdAt", notification.createdAt)
        field("lastAt", notification.lastAt)
        field("snoozedUntil", notification.snoozedUntil)
        if let told = notification.told {
            field("told", each: told) { text, told in
                text.object { text in
                    text.field("channel", told.channel)
                    text.field("at", told.at)
                }
            }
        }
        field("version", Int64(notification.version))
    }

    private mutating func fields(of timetable: Timetable, _ documents: Documents) throws {
        // Rules and their policies are Recurrence's own.
        try field("timing", encoding: timetable.timing, by: documents)
        field("timezone", timetable.timezone)
        try field("dst", encoding: timetable.dst, by: documents)
        try field("added", encodingEach: timetable.added, by: documents)
        try field("exclusions", encodingEach: timetable.exclusions, by: documents)
        try field("removed", encodingEach: timetable.removed, by: documents)
    }
}
