import CivilTime
import Operations

/// A digest of the log, field by field (FNV-1a, 64 bits): the same on every machine, as it takes no dictionary's order.
struct LogDigest {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ logged: LogEvent) {
        let event = logged.event
        add(logged.seq)
        add(event.type.rawValue)
        add(event.occurredAt)
        add(event.status)
        add(event.actor.kind.rawValue)
        add(event.actor.name)
        if let schedule = event.schedule { add(schedule) }
        if let run = event.payload.run {
            add(run.id)
            add(run.schedule)
            add(run.scheduledAt)
            add(Int64(run.attempt))
            add(run.status.rawValue)
            add(run.error ?? "")
            for note in run.notes { add(note) }
        }
        for entry in event.payload.stasis ?? [] {
            add(entry.id)
            add(Int64(entry.count))
            add(entry.firstAt)
            add(entry.lastAt)
            add(entry.status.rawValue)
        }
        if let notification = event.payload.notification {
            add(notification.id)
            add(notification.status.rawValue)
            add(Int64(notification.count))
        }
        if let proposal = event.payload.proposal {
            add(proposal.id)
            add(proposal.status.rawValue)
        }
    }

    private mutating func add(_ id: ScheduleID) {
        add(id.source.rawValue)
        add(id.ref)
    }

    private mutating func add(_ instant: Instant) { add(instant.epochMilliseconds) }

    private mutating func add(_ number: Int64) {
        value = (value ^ UInt64(bitPattern: number)) &* 0x100_0000_01b3
    }

    /// The text and its length, so that two texts are never taken for others with the same letters.
    private mutating func add(_ text: String) {
        var count: Int64 = 0
        for byte in text.utf8 {
            value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
            count += 1
        }
        add(count)
    }
}
