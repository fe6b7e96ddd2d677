internal import CivilTime
internal import FoundationEssentials
internal import GRDB
internal import Operations
internal import Store

/// Holds the event log against the tables: the log's last word on each thing is what its row must say.
///
/// The log is read from its end, so that each thing is met in its last state first and memory holds ids, not values.
struct LogComparison {
    private let db: Database
    private let bounds: LogBounds
    private let documents = Documents()
    private(set) var findings: [RecordFinding] = []
    private var seen: [RecordKind: Set<String>] = [:]

    /// Whether the log reaches back to the beginning. Of a shortened one, things may be older than its first event, and
    /// retention may have removed things that it still tells of.
    private var isWhole: Bool { bounds.first == 1 }

    init(db: Database, bounds: LogBounds) {
        self.db = db
        self.bounds = bounds
    }

    mutating func compare() throws {
        var expected = bounds.last
        let rows = try Row.fetchCursor(db, sql: "SELECT seq, document FROM events ORDER BY seq DESC")
        while let row = try rows.next(), findings.count < RecordCheck.findingsMax {
            let seq: Int64 = row[0]
            if expected == bounds.last, seq != expected {
                add(.position(last: seq, expected: expected))
            } else if seq != expected {
                add(.gap(at: expected))
            }
            expected = seq - 1
            do {
                take(try documents.value(EventDraft.self, from: row[1] as Data), seq: seq)
            } catch {
                add(.unreadable("the event \(seq)"))
            }
        }
        if isWhole { try findUntold() }
    }

    private mutating func add(_ finding: RecordFinding) {
        if findings.count < RecordCheck.findingsMax { findings.append(finding) }
    }

    private mutating func take(_ event: EventDraft, seq: Int64) {
        let payload = event.payload
        if event.type.endsSchedule {
            if let id = event.schedule { expectEnd(of: id.description, seq: seq) }
        } else if let schedule = payload.schedule {
            let id = schedule.id.description
            compare(.schedule, id, schedule.withoutCursor, seq: seq, mayBeGone: false) { db in
                try held(.schedule, id, in: db).map(\Schedule.withoutCursor)
            }
        }
        if let run = payload.run {
            compare(.run, run.id, run, seq: seq, mayBeGone: !run.status.isLive) { try $0.run(run.id) }
        }
        for entry in payload.stasis ?? [] {
            compare(.stasis, entry.id, entry, seq: seq, mayBeGone: entry.status != .pending) { db in
                try held(.stasis, entry.id, in: db)
            }
        }
        if let notification = payload.notification {
            compare(.notification, notification.id, notification, seq: seq, mayBeGone: true) { db in
                try held(.notification, notification.id, in: db)
            }
        }
        if let proposal = payload.proposal {
            compare(.proposal, proposal.id, proposal, seq: seq, mayBeGone: true) {
                try held(.proposal, proposal.id, in: $0)
            }
        }
        for id in payload.withdrawn ?? [] { expectWithdrawn(id, seq: seq) }
        if let outage = payload.outage {
            compare(.outage, outage.id, outage, seq: seq, mayBeGone: true) { try held(.outage, outage.id, in: $0) }
        }
    }

    private mutating func expectEnd(of schedule: String, seq: Int64) {
        guard isNew(.schedule, schedule) else { return }
        do {
            if try held(.schedule, schedule, in: db) as Schedule? != nil {
                add(.stillThere(.schedule, id: schedule, seq: seq))
            }
        } catch {
            add(.unreadable("the schedule \(schedule)"))
        }
    }

    /// A withdrawn run or stretch is in neither table; ids are never given twice.
    private mutating func expectWithdrawn(_ id: String, seq: Int64) {
        for kind in [RecordKind.run, .stasis] where isNew(kind, id) {
            do {
                let sql = "SELECT EXISTS (SELECT 1 FROM \(kind.table) WHERE \(kind.condition))"
                let isThere = try Bool.fetchOne(db, sql: sql, arguments: StatementArguments(kind.arguments(id)))
                if isThere == true { add(.stillThere(kind, id: id, seq: seq)) }
            } catch {
                add(.unreadable("the \(kind.rawValue) \(id)"))
            }
        }
    }

    /// `mayBeGone`: whether retention may have removed it before the event that tells of it.
    private mutating func compare<Value: Equatable>(
        _ kind: RecordKind, _ id: String, _ told: Value, seq: Int64, mayBeGone: Bool,
        held: (Database) throws -> Value?
    ) {
        guard isNew(kind, id) else { return }
        do {
            if let held = try held(db) {
                if held != told { add(.differs(kind, id: id, seq: seq)) }
            } else if isWhole || !mayBeGone {
                add(.absent(kind, id: id, seq: seq))
            }
        } catch {
            add(.unreadable("the \(kind.rawValue) \(id)"))
        }
    }

    private mutating func isNew(_ kind: RecordKind, _ id: String) -> Bool {
        seen[kind, default: []].insert(id).inserted
    }

    private mutating func findUntold() throws {
        for kind in RecordKind.allCases {
            let ids = try String.fetchCursor(db, sql: "SELECT \(kind.key) FROM \(kind.table)")
            while let id = try ids.next() {
                if seen[kind]?.contains(id) != true { add(.untold(kind, id: id)) }
            }
        }
    }
}

/// What a table holds under an id, as a value.
private func held<Value: Decodable>(_ kind: RecordKind, _ id: String, in db: Database) throws -> Value? {
    try db.document(
        Value.self, sql: "SELECT document FROM \(kind.table) WHERE \(kind.condition)", arguments: kind.arguments(id))
}

extension RecordKind {
    fileprivate var table: String {
        switch self {
        case .schedule: "schedules AS s JOIN schedule_keys AS k ON k.no = s.schedule_no"
        case .run: "runs"
        case .stasis: "stasis"
        case .notification: "notifications"
        case .proposal: "proposals"
        case .outage: "outages"
        }
    }

    /// What identifies a row, as an expression.
    fileprivate var key: String {
        switch self {
        case .schedule: "k.source || '|' || k.source_ref"
        case .run, .stasis, .notification, .proposal, .outage: "id"
        }
    }

    /// The same as a condition that an index answers.
    fileprivate var condition: String {
        switch self {
        case .schedule: "k.source = ? AND k.source_ref = ?"
        case .run, .stasis, .notification, .proposal, .outage: "id = ?"
        }
    }

    fileprivate func arguments(_ id: String) -> [(any DatabaseValueConvertible)?] {
        switch self {
        case .schedule: id.split(separator: "|", maxSplits: 1).map(String.init)
        case .run, .stasis, .notification, .proposal, .outage: [id]
        }
    }
}
