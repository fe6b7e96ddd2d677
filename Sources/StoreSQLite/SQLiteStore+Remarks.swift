package import CivilTime
internal import GRDB
package import Operations
package import Store

/// Notifications, deliveries, proposals, audit, outages and liveness.
extension SQLiteStore {
    package func notification(_ id: String) async throws(StoreError) -> Notification? {
        try await read("reading the notification \(id)") { db in
            try db.document(
                Notification.self, sql: "SELECT document FROM notifications WHERE id = ?", arguments: [id])
        }
    }

    package func notifications(_ query: NotificationQuery) async throws(StoreError) -> [Notification] {
        try await read("reading notifications") { db in
            let (sql, arguments) = query.sql
            return try db.documents(Notification.self, sql: sql, arguments: arguments)
        }
    }

    package func delivery(_ id: String) async throws(StoreError) -> Delivery? {
        try await read("reading the delivery \(id)") { db in
            try db.document(Delivery.self, sql: "SELECT document FROM outbox WHERE id = ?", arguments: [id])
        }
    }

    package func deliveries(_ query: DeliveryQuery) async throws(StoreError) -> [Delivery] {
        try await read("reading deliveries") { db in
            let (sql, arguments) = query.sql
            return try db.documents(Delivery.self, sql: sql, arguments: arguments)
        }
    }

    package func proposal(_ id: String) async throws(StoreError) -> Proposal? {
        try await read("reading the proposal \(id)") { db in
            try db.document(Proposal.self, sql: "SELECT document FROM proposals WHERE id = ?", arguments: [id])
        }
    }

    package func proposals(_ query: ProposalQuery) async throws(StoreError) -> [Proposal] {
        try await read("reading proposals") { db in
            let (sql, arguments) = query.sql
            return try db.documents(Proposal.self, sql: sql, arguments: arguments)
        }
    }

    package func auditRow(_ id: String) async throws(StoreError) -> AuditRow? {
        try await read("reading the audit row \(id)") { db in
            try db.document(AuditRow.self, sql: "SELECT document FROM audit WHERE id = ?", arguments: [id])
        }
    }

    package func notificationCounts(ownerID: String?) async throws(StoreError) -> [Notification.Status: Int] {
        try await read("counting notifications") { db in
            var filter = Filter()
            filter.equal("owner_id", ownerID)
            let rows = try Row.fetchAll(
                db, sql: "SELECT status, count(*) FROM notifications\(filter.sql) GROUP BY status",
                arguments: StatementArguments(filter.arguments))
            var counts: [Notification.Status: Int] = [:]
            for row in rows {
                if let status = Notification.Status(rawValue: row[0]) { counts[status] = row[1] }
            }
            return counts
        }
    }

    package func audit(_ query: AuditQuery) async throws(StoreError) -> [AuditRow] {
        try await read("reading the audit") { db in
            let (sql, arguments) = query.sql
            return try db.documents(AuditRow.self, sql: sql, arguments: arguments)
        }
    }

    package func outages(in span: Span) async throws(StoreError) -> [Outage] {
        try await read("reading outages") { db in
            try db.documents(
                Outage.self, sql: "SELECT document FROM outages WHERE to_at > ? AND from_at < ? ORDER BY from_at, id",
                arguments: [span.from.column, span.to.column])
        }
    }

    package func lastAlive() async throws(StoreError) -> Instant? {
        try await read("reading the liveness record") { db in
            try Int64.fetchOne(db, sql: "SELECT max(alive_at) FROM liveness").map { Instant(epochMilliseconds: $0) }
        }
    }
}

extension NotificationQuery {
    var sql: (text: String, arguments: [(any DatabaseValueConvertible)?]) {
        var filter = Filter()
        filter.schedule(schedule)
        filter.equal("owner_id", ownerID)
        filter.among("status", statuses?.map(\.rawValue))
        return (
            "SELECT document FROM notifications\(filter.sql) ORDER BY last_at DESC, id LIMIT ?",
            filter.arguments + [limit.asLimit]
        )
    }
}

extension DeliveryQuery {
    var sql: (text: String, arguments: [(any DatabaseValueConvertible)?]) {
        var filter = Filter()
        // By value and not by parameter: only so is the index of what is pending found.
        if statuses == [.pending] {
            filter.add("status = 'pending'")
        } else {
            filter.among("status", statuses?.map(\.rawValue))
        }
        filter.equal("channel", channel)
        filter.equal("notification_id", notificationID)
        filter.equal("owner_id", ownerID)
        return (
            "SELECT document FROM outbox\(filter.sql) ORDER BY number \(oldestFirst ? "ASC" : "DESC") LIMIT ?",
            filter.arguments + [limit.asLimit]
        )
    }
}

extension ProposalQuery {
    var sql: (text: String, arguments: [(any DatabaseValueConvertible)?]) {
        var filter = Filter()
        filter.schedule(schedule)
        filter.among("status", statuses?.map(\.rawValue))
        return (
            "SELECT document FROM proposals\(filter.sql) ORDER BY created_at DESC, id LIMIT ?",
            filter.arguments + [limit.asLimit]
        )
    }
}

extension AuditQuery {
    var sql: (text: String, arguments: [(any DatabaseValueConvertible)?]) {
        var filter = Filter()
        filter.schedule(schedule)
        if let before { filter.add("at < ?", before.column) }
        return (
            "SELECT document FROM audit\(filter.sql) ORDER BY at DESC, number DESC LIMIT ?",
            filter.arguments + [limit.asLimit]
        )
    }
}
