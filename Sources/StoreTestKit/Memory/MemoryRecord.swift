package import CivilTime
package import Operations

/// The record as values: what a store keeps, with the indexes that its questions need.
package struct MemoryRecord: Sendable {
    /// The key under which an occurrence's account is unique.
    struct Account: Hashable {
        var occurrence: OccurrenceID
        var attempt: Int
    }

    package private(set) var schedules: [ScheduleID: Schedule] = [:]
    package private(set) var runs: [String: Run] = [:]
    package private(set) var stasis: [String: StasisEntry] = [:]
    package private(set) var notifications: [String: Notification] = [:]
    package private(set) var proposals: [String: Proposal] = [:]
    package private(set) var deliveries: [String: Delivery] = [:]
    /// Ids of deliveries in the order in which they came.
    package private(set) var outbox: [String] = []
    package private(set) var outages: [String: Outage] = [:]
    /// In the order in which they were written.
    package private(set) var audit: [AuditRow] = []
    /// How long the last successes took, in the order of the ends.
    package private(set) var durations: [ScheduleID: RecentDurations] = [:]
    package private(set) var liveness: [String: Instant] = [:]
    package var events: [LogEvent] = []
    package var lastSeq: Int64 = 0

    private(set) var accounts: [Account: String] = [:]
    private(set) var runIDs: [ScheduleID: Set<String>] = [:]
    private(set) var liveIDs: Set<String> = []
    private(set) var auditIDs: Set<String> = []

    package init() {}
}

/// Each sets a value or removes it (nil), and answers what stood there: enough to undo it.
extension MemoryRecord {
    mutating func set(_ id: ScheduleID, _ schedule: Schedule?) -> Undo {
        defer { schedules[id] = schedule }
        return .schedule(id, schedules[id])
    }

    mutating func set(_ id: String, _ run: Run?) -> Undo {
        let previous = runs[id]
        if let previous { forget(previous) }
        runs[id] = run
        if let run { note(run) }
        return .run(id, previous)
    }

    mutating func set(_ id: ScheduleID, _ durations: RecentDurations?) -> Undo {
        defer { self.durations[id] = durations }
        return .durations(id, self.durations[id])
    }

    mutating func set(_ id: String, _ entry: StasisEntry?) -> Undo {
        defer { stasis[id] = entry }
        return .stasis(id, stasis[id])
    }

    mutating func set(_ id: String, _ notification: Notification?) -> Undo {
        defer { notifications[id] = notification }
        return .notification(id, notifications[id])
    }

    mutating func set(_ id: String, _ proposal: Proposal?) -> Undo {
        defer { proposals[id] = proposal }
        return .proposal(id, proposals[id])
    }

    mutating func set(_ id: String, _ delivery: Delivery?) -> Undo {
        defer { deliveries[id] = delivery }
        if delivery == nil { outbox.removeAll { $0 == id } } else if deliveries[id] == nil { outbox.append(id) }
        return .delivery(id, deliveries[id])
    }

    mutating func set(_ id: String, _ outage: Outage?) -> Undo {
        defer { outages[id] = outage }
        return .outage(id, outages[id])
    }

    mutating func setAlive(_ node: String, _ instant: Instant?) -> Undo {
        defer { liveness[node] = instant }
        return .liveness(node, liveness[node])
    }

    mutating func appendAudit(_ row: AuditRow) -> Undo {
        guard auditIDs.insert(row.id).inserted else { return .nothing }
        audit.append(row)
        return .lastAudit
    }

    mutating func removeLastAudit() {
        auditIDs.remove(audit.removeLast().id)
    }

    mutating func keepAudit(_ rows: [AuditRow]) {
        audit = rows
        auditIDs = Set(rows.map(\.id))
    }

    private mutating func note(_ run: Run) {
        runIDs[run.schedule, default: []].insert(run.id)
        if run.status.isLive { liveIDs.insert(run.id) }
        if let account = Account(run) { accounts[account] = run.id }
    }

    private mutating func forget(_ run: Run) {
        runIDs[run.schedule]?.remove(run.id)
        liveIDs.remove(run.id)
        if let account = Account(run) { accounts[account] = nil }
    }
}

extension MemoryRecord.Account {
    /// nil for a run that is nobody's account (manual, wake).
    init?(_ run: Run) {
        guard run.trigger.accountsForOccurrence else { return nil }
        self.init(occurrence: run.occurrence, attempt: run.attempt)
    }
}

/// How one step is taken back.
enum Undo: Sendable {
    case schedule(ScheduleID, Schedule?)
    case run(String, Run?)
    case durations(ScheduleID, RecentDurations?)
    case stasis(String, StasisEntry?)
    case notification(String, Notification?)
    case proposal(String, Proposal?)
    case delivery(String, Delivery?)
    case outage(String, Outage?)
    case liveness(String, Instant?)
    case lastAudit
    case nothing
}
