internal import CivilTime
internal import GRDB
internal import Operations
internal import Store

/// Applies a change set inside an open transaction. A row count of zero is an expectation that did not hold.
struct ChangeWriter {
    let db: Database
    let documents = Documents()
    let keys = KnownKeys()
    let hot = HotStatements()

    init(db: Database) {
        self.db = db
    }

    /// Applies in order and stops at the first refusal; the caller rolls back.
    func apply(_ mutations: [Mutation]) throws -> Refusal? {
        for mutation in mutations {
            if let refusal = try apply(mutation) { return refusal }
        }
        return nil
    }

    private func apply(_ mutation: Mutation) throws -> Refusal? {
        switch mutation {
        case .insertSchedule(let schedule):
            return try insert(schedule) ? nil : .scheduleExists(schedule.id)
        case .replaceSchedule(let schedule, let version):
            return try replace(schedule, version: version) ? nil : .scheduleChanged(schedule.id)
        case .deleteSchedule(let id, let version):
            return try delete(id, version: version) ? nil : .scheduleChanged(id)
        case .advanceCursor(let id, let from, let to):
            return try moveCursor(id, from: from, to: to) ? nil : .cursorMoved(id)
        case .insertRun(let run):
            return try insert(run)
        case .replaceRun(let run, let expected):
            return try replace(run, expected: expected)
        case .withdrawRun(let run):
            return try withdraw(run) ? nil : .runChanged(run.id)
        case .withdrawStasis(let entry):
            return try withdraw(entry) ? nil : .stasisChanged(entry.id)
        case .insertStasis(let entry):
            return try insert(entry) ? nil : .stasisChanged(entry.id)
        case .replaceStasis(let entry, let version):
            return try replace(entry, version: version) ? nil : .stasisChanged(entry.id)
        case .insertNotification(let notification):
            return try insert(notification) ? nil : .notificationChanged(notification.id)
        case .replaceNotification(let notification, let version):
            return try replace(notification, version: version) ? nil : .notificationChanged(notification.id)
        case .insertProposal(let proposal):
            return try insert(proposal) ? nil : .proposalChanged(proposal.id)
        case .replaceProposal(let proposal, let version):
            return try replace(proposal, version: version) ? nil : .proposalChanged(proposal.id)
        case .insertDelivery(let delivery):
            return try insert(delivery) ? nil : .deliveryChanged(delivery.id)
        case .replaceDelivery(let delivery, let attempts):
            return try replace(delivery, attempts: attempts) ? nil : .deliveryChanged(delivery.id)
        case .insertOutage(let outage): try insert(outage)
        case .insertAudit(let row): try insert(row)
        case .recordLiveness(let node, let at): try recordLiveness(node, at: at)
        }
        return nil
    }

    /// Gives each event the next position, and answers the log's last one.
    ///
    /// The position comes from a row of this transaction, so a rollback gives it back and no reader sees a gap.
    func append(_ events: [EventDraft]) throws -> Int64 {
        guard var seq = try Int64.fetchOne(db, sql: "SELECT last_seq FROM log_position") else {
            throw StoreError(.damaged, context: "appending to the log", underlying: "the log's position is missing")
        }
        guard !events.isEmpty else { return seq }
        var statement = try hot.statement(.appendEvent, in: db)
        for event in events {
            seq += 1
            statement.bind(seq)
            statement.bind(event.occurredAt.column)
            statement.bind(event.type.rawValue)
            if let bytes = try event.recordText(documents) {
                statement.bind(text: bytes)
            } else {
                statement.bind(try documents.text(event))
            }
            try statement.run(in: db)
        }
        try db.change("UPDATE log_position SET last_seq = ?", [seq])
        return seq
    }
}
