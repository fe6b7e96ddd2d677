internal import CivilTime
internal import Operations
internal import Store

extension MemoryRecord {
    /// Removes at most `limit` of each kind, the oldest first; answers how many went.
    mutating func prune(_ limits: RetentionLimits, limit: Int) -> Int {
        let before = limits.recordsBefore
        return pruneRuns(before, limit) + pruneStasis(before, limit) + pruneNotifications(before, limit)
            + pruneDeliveries(before, limit) + pruneProposals(before, limit) + pruneOutages(before, limit)
            + pruneAudit(limits.auditBefore, limit)
            + pruneLog(before, limit)
    }

    private mutating func pruneRuns(_ instant: Instant, _ limit: Int) -> Int {
        let old = runs.values.filter { run in
            !run.status.isLive && max(run.scheduledAt, run.claimedAt, run.finishedAt ?? run.claimedAt) < instant
        }
        let gone = old.sorted(by: Run.isOlder).prefix(limit)
        for run in gone { _ = set(run.id, nil as Run?) }
        return gone.count
    }

    private mutating func pruneStasis(_ instant: Instant, _ limit: Int) -> Int {
        let old = stasis.values.filter { entry in
            entry.status != .pending && max(entry.lastAt, entry.resolvedAt ?? entry.createdAt) < instant
        }
        let gone = old.sorted { ($0.lastAt, $0.id) < ($1.lastAt, $1.id) }.prefix(limit)
        for entry in gone { _ = set(entry.id, nil as StasisEntry?) }
        return gone.count
    }

    private mutating func pruneNotifications(_ instant: Instant, _ limit: Int) -> Int {
        let old = notifications.values.filter { notification in
            switch notification.status {
            case .dismissed, .resolved, .suppressed: notification.lastAt < instant
            case .new, .acknowledged, .snoozed: false
            }
        }
        let gone = old.sorted { ($0.lastAt, $0.id) < ($1.lastAt, $1.id) }.prefix(limit)
        for notification in gone { _ = set(notification.id, nil as Notification?) }
        return gone.count
    }

    private mutating func pruneDeliveries(_ instant: Instant, _ limit: Int) -> Int {
        let old = deliveries.values.filter { $0.endedAt.map { $0 < instant } ?? false }
        let gone = old.sorted { ($0.endedAt ?? $0.createdAt, $0.id) < ($1.endedAt ?? $1.createdAt, $1.id) }.prefix(
            limit)
        for delivery in gone { _ = set(delivery.id, nil as Delivery?) }
        return gone.count
    }

    private mutating func pruneProposals(_ instant: Instant, _ limit: Int) -> Int {
        let old = proposals.values.filter { $0.restedAt < instant }
        let gone = old.sorted { ($0.restedAt, $0.id) < ($1.restedAt, $1.id) }.prefix(limit)
        for proposal in gone { _ = set(proposal.id, nil as Proposal?) }
        return gone.count
    }

    private mutating func pruneOutages(_ instant: Instant, _ limit: Int) -> Int {
        let gone = outages.values.filter { $0.to < instant }.sorted { ($0.to, $0.id) < ($1.to, $1.id) }.prefix(limit)
        for outage in gone { _ = set(outage.id, nil as Outage?) }
        return gone.count
    }

    /// From its beginning only, so that what stays is one chain.
    private mutating func pruneAudit(_ instant: Instant, _ limit: Int) -> Int {
        let gone = audit.prefix(limit).prefix { $0.at < instant }.count
        keepAudit(Array(audit.dropFirst(gone)))
        return gone
    }

    /// From the log's beginning only, so that what stays is without gaps; never the newest.
    private mutating func pruneLog(_ instant: Instant, _ limit: Int) -> Int {
        let gone = events.dropLast().prefix(limit).prefix { $0.event.occurredAt < instant }.count
        events.removeFirst(gone)
        return gone
    }
}
