internal import CivilTime
internal import GRDB
internal import Operations

/// Notifications, deliveries, proposals, outages, audit and liveness.
extension ChangeWriter {
    func insert(_ notification: Notification) throws -> Bool {
        try db.change(
            """
            INSERT INTO notifications (source, source_ref, owner_id, status, version, last_at, document, id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, try columns(notification)) == 1
    }

    func replace(_ notification: Notification, version: Int) throws -> Bool {
        try db.change(
            """
            UPDATE notifications SET source = ?, source_ref = ?, owner_id = ?, status = ?, version = ?, last_at = ?,
                document = ?
            WHERE id = ? AND version = ?
            """, try columns(notification) + [version]) == 1
    }

    func insert(_ proposal: Proposal) throws -> Bool {
        try db.change(
            """
            INSERT INTO proposals (source, source_ref, status, version, created_at, rested_at, document, id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, try columns(proposal)) == 1
    }

    func replace(_ proposal: Proposal, version: Int) throws -> Bool {
        try db.change(
            """
            UPDATE proposals SET source = ?, source_ref = ?, status = ?, version = ?, created_at = ?, rested_at = ?,
                document = ?
            WHERE id = ? AND version = ? AND status = 'pending_confirmation'
            """, try columns(proposal) + [version]) == 1
    }

    func insert(_ delivery: Delivery) throws -> Bool {
        try db.change(
            """
            INSERT INTO outbox (channel, notification_id, owner_id, status, attempts, rested_at, document, id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, try columns(delivery)) == 1
    }

    func replace(_ delivery: Delivery, attempts: Int) throws -> Bool {
        try db.change(
            """
            UPDATE outbox SET channel = ?, notification_id = ?, owner_id = ?, status = ?, attempts = ?, rested_at = ?,
                document = ?
            WHERE id = ? AND attempts = ? AND status = 'pending'
            """, try columns(delivery) + [attempts]) == 1
    }

    /// An outage told again under its id is the same one, seen longer.
    func insert(_ outage: Outage) throws {
        try db.change(
            """
            INSERT INTO outages (id, from_at, to_at, document) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET from_at = excluded.from_at, to_at = excluded.to_at,
                document = excluded.document
            """, [outage.id, outage.from.column, outage.to.column, try documents.text(outage)])
    }

    /// A row that stands is never overwritten: the first word under an id is the one that counts.
    func insert(_ row: AuditRow) throws {
        let document = try documents.text(row)
        let link = AuditChain.link(after: try db.auditHead(), id: row.id, document: document)
        let count = try db.change(
            """
            INSERT INTO audit (id, at, source, source_ref, document, chain) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """, [row.id, row.at.column, row.schedule?.source.rawValue, row.schedule?.ref, document, link])
        if count == 1 { try db.change("UPDATE audit_chain SET head = ?", [link]) }
    }

    /// Never moves back, whatever the wall clock does.
    func recordLiveness(_ node: String, at: Instant) throws {
        try db.change(
            """
            INSERT INTO liveness (node, alive_at) VALUES (?, ?)
            ON CONFLICT (node) DO UPDATE SET alive_at = max(alive_at, excluded.alive_at)
            """, [node, at.column])
    }

    private func columns(_ proposal: Proposal) throws -> [(any DatabaseValueConvertible)?] {
        [
            proposal.schedule.source.rawValue, proposal.schedule.ref, proposal.status.rawValue, proposal.version,
            proposal.createdAt.column, proposal.restedAt.column, try documents.text(proposal), proposal.id,
        ]
    }

    private func columns(_ delivery: Delivery) throws -> [(any DatabaseValueConvertible)?] {
        [
            delivery.channel, delivery.notification?.id, delivery.notification?.ownerID, delivery.status.rawValue,
            delivery.attempts, delivery.endedAt?.column, try documents.text(delivery), delivery.id,
        ]
    }

    private func columns(_ notification: Notification) throws -> [(any DatabaseValueConvertible)?] {
        [
            notification.schedule.source.rawValue, notification.schedule.ref, notification.ownerID,
            notification.status.rawValue, notification.version, notification.lastAt.column,
            notification.recordText(), notification.id,
        ]
    }
}
