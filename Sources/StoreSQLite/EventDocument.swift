internal import CivilTime
internal import Operations

/// Events of runs as JSON, written by hand: two for each run make them most of the log, and thousands of them are
/// written at one wake before anything may start.
///
/// The text is what the general encoder would write, and is read back by the general decoder; the suite of StoreTestKit
/// holds an event of a run with everything set against what comes back.
extension EventDraft {
    /// nil for events that carry anything else: they are few.
    func runDocument() -> [UInt8]? {
        guard let run = payload.run, payload == EventPayload(run: run) else { return nil }
        var text = RecordText()
        text.object { text in
            text.field("type", type.rawValue)
            if let schedule { text.field("schedule", schedule) }
            text.field("ownerID", ownerID)
            text.field("sessionID", sessionID)
            text.field("channel", channel)
            text.field("occurredAt", occurredAt)
            text.field("status", status)
            text.name("payload")
            text.object { text in
                text.name("run")
                text.object { text in text.fields(of: run) }
            }
            text.field("actor", actor)
        }
        return text.bytes
    }
}

/// JSON as the record keeps it: names as they are in the code, what is nil left out.
private struct RecordText {
    var bytes: [UInt8] = []
    private var isFollowing = false

    init() { bytes.reserveCapacity(1_024) }

    mutating func object(_ body: (inout RecordText) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        isFollowing = false
        body(&self)
        bytes.append(UInt8(ascii: "}"))
        isFollowing = true
    }

    /// Names need no escape.
    mutating func name(_ name: StaticString) {
        if isFollowing { bytes.append(UInt8(ascii: ",")) }
        isFollowing = true
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func field(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        self.name(name)
        bytes.append(quoted: value)
    }

    mutating func field(_ name: StaticString, _ value: Int64?) {
        guard let value else { return }
        self.name(name)
        bytes.append(decimal: value)
    }

    mutating func field(_ name: StaticString, _ value: Instant?) {
        guard let value else { return }
        self.name(name)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(iso8601: value)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func field(_ name: StaticString, _ value: ScheduleID) {
        self.name(name)
        object { text in
            text.field("source", value.source.rawValue)
            text.field("ref", value.ref)
        }
    }

    mutating func field(_ name: StaticString, _ value: Actor) {
        self.name(name)
        object { text in
            text.field("kind", value.kind.rawValue)
            text.field("name", value.name)
        }
    }

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
        name("notes")
        bytes.append(UInt8(ascii: "["))
        for (index, note) in run.notes.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(quoted: note)
        }
        bytes.append(UInt8(ascii: "]"))
    }
}
