internal import CivilTime
internal import Operations
internal import Store

extension MemoryRecord {
    func schedules(_ query: ScheduleQuery) -> [Schedule] {
        schedules.values.filter { schedule in
            (query.source.map { $0 == schedule.id.source } ?? true)
                && (query.ownerID.map { $0 == schedule.ownerID } ?? true)
                && (query.sessionID.map { $0 == schedule.sessionID } ?? true)
        }.sorted { $0.id < $1.id }
    }

    func runs(_ query: RunQuery) -> [Run] {
        let found = candidates(query).filter { query.admits($0) }
        let sorted = found.sorted { query.oldestFirst ? Run.isOlder($0, $1) : Run.isNewer($0, $1) }
        return Array(sorted.prefix(query.limit.asLimit))
    }

    func runPage(_ query: RunPageQuery) -> [Run] {
        let found = runs.values.filter { query.admits($0) }
        return Array(found.sorted(by: Run.comesBefore).prefix(query.limit.asLimit))
    }

    func lastRuns(of schedules: [ScheduleID]) -> [ScheduleID: Run] {
        var last: [ScheduleID: Run] = [:]
        for id in schedules {
            last[id] = runs(of: id).filter { $0.status != .skipped }.min(by: Run.isNewer)
        }
        return last
    }

    /// Counted anew at each question: the measure for stores that keep counts.
    func runCounts(of schedules: [ScheduleID], in span: Span) -> [RunCount] {
        guard !span.isEmpty else { return [] }
        let quarters = Span(from: RunCount.quarter(of: span.from), to: span.to)
        return Set(schedules).sorted().flatMap { id in
            recount(runs(of: id)).filter { quarters.contains($0.from) }
        }
    }

    /// The smallest lot that an index gives.
    private func candidates(_ query: RunQuery) -> [Run] {
        if let statuses = query.statuses, statuses.allSatisfy(\.isLive) { return liveIDs.compactMap { runs[$0] } }
        if let schedule = query.schedule { return runs(of: schedule) }
        return Array(runs.values)
    }

    private func runs(of schedule: ScheduleID) -> [Run] {
        (runIDs[schedule] ?? []).compactMap { runs[$0] }
    }

    func stasis(_ query: StasisQuery) -> [StasisEntry] {
        let found = stasis.values.filter { query.admits($0) }
        return Array(found.sorted { ($0.lastAt, $0.id) < ($1.lastAt, $1.id) }.prefix(query.limit.asLimit))
    }

    func notifications(_ query: NotificationQuery) -> [Notification] {
        let found = notifications.values.filter { notification in
            (query.statuses?.contains(notification.status) ?? true)
                && (query.schedule.map { $0 == notification.schedule } ?? true)
                && (query.ownerID.map { $0 == notification.ownerID } ?? true)
        }
        return Array(found.sorted { ($1.lastAt, $0.id) < ($0.lastAt, $1.id) }.prefix(query.limit.asLimit))
    }

    func deliveries(_ query: DeliveryQuery) -> [Delivery] {
        let all = outbox.compactMap { deliveries[$0] }
        let found = (query.oldestFirst ? all : all.reversed()).filter { delivery in
            (query.statuses?.contains(delivery.status) ?? true)
                && (query.channel.map { $0 == delivery.channel } ?? true)
                && (query.notificationID.map { $0 == delivery.notification?.id } ?? true)
                && (query.ownerID.map { $0 == delivery.notification?.ownerID } ?? true)
        }
        return Array(found.prefix(query.limit.asLimit))
    }

    func proposals(_ query: ProposalQuery) -> [Proposal] {
        let found = proposals.values.filter { proposal in
            (query.schedule.map { $0 == proposal.schedule } ?? true)
                && (query.statuses?.contains(proposal.status) ?? true)
        }
        return Array(found.sorted { ($1.createdAt, $0.id) < ($0.createdAt, $1.id) }.prefix(query.limit.asLimit))
    }

    func notificationCounts(ownerID: String?) -> [Notification.Status: Int] {
        let found = notifications.values.filter { ownerID == nil || $0.ownerID == ownerID }
        return Dictionary(found.map { ($0.status, 1) }, uniquingKeysWith: +)
    }

    func audit(_ query: AuditQuery) -> [AuditRow] {
        let found = audit.enumerated().filter { _, row in
            (query.schedule.map { $0 == row.schedule } ?? true) && (query.before.map { row.at < $0 } ?? true)
        }
        let newestFirst = found.sorted { ($0.element.at, $0.offset) > ($1.element.at, $1.offset) }
        return newestFirst.prefix(query.limit.asLimit).map(\.element)
    }

    func outages(in span: Span) -> [Outage] {
        outages.values.filter { $0.to > span.from && $0.from < span.to }.sorted { ($0.from, $0.id) < ($1.from, $1.id) }
    }

    func events(after seq: Int64, limit: Int) -> [LogEvent] {
        // Without gaps, so a position is an index.
        guard let first = events.first?.seq else { return [] }
        return Array(events.dropFirst(Int(max(0, min(seq, lastSeq) - first + 1))).prefix(limit.asLimit))
    }

    var logBounds: LogBounds {
        LogBounds(first: events.first?.seq ?? lastSeq + 1, last: lastSeq)
    }
}

extension RunQuery {
    fileprivate func admits(_ run: Run) -> Bool {
        (schedule.map { $0 == run.schedule } ?? true)
            && (source.map { $0 == run.schedule.source } ?? true)
            && (ownerID.map { $0 == run.ownerID } ?? true)
            && (scheduledIn.map { $0.contains(run.scheduledAt) } ?? true)
            && (scheduledAt.map { $0 == run.scheduledAt } ?? true)
            && (statuses?.contains(run.status) ?? true)
    }
}

extension RunPageQuery {
    fileprivate func admits(_ run: Run) -> Bool {
        !run.status.isLive && span.contains(run.scheduledAt)
            && (after.map { ($0.at, $0.schedule) < (run.scheduledAt, run.schedule) } ?? true)
            && (!lanes.contains(run.schedule) || run.standsOut)
            && (source.map { $0 == run.schedule.source } ?? true)
            && (ownerID.map { $0 == run.ownerID } ?? true)
    }
}

extension StasisQuery {
    fileprivate func admits(_ entry: StasisEntry) -> Bool {
        (statuses?.contains(entry.status) ?? true)
            && (schedule.map { $0 == entry.schedule } ?? true)
            && (source.map { $0 == entry.schedule.source } ?? true)
            && (ownerID.map { $0 == entry.ownerID } ?? true)
            && (outageID.map { $0 == entry.outageID } ?? true)
            && (touching.map { entry.lastAt >= $0.from && entry.firstAt < $0.to } ?? true)
    }
}

extension Run {
    static func isNewer(_ a: Run, _ b: Run) -> Bool {
        (b.scheduledAt, b.claimedAt, a.id) < (a.scheduledAt, a.claimedAt, b.id)
    }

    static func isOlder(_ a: Run, _ b: Run) -> Bool {
        (a.scheduledAt, a.claimedAt, a.id) < (b.scheduledAt, b.claimedAt, b.id)
    }
}

extension Int {
    /// Held within what a question may ask for: 1 to 100,000.
    var asLimit: Int { Swift.min(Swift.max(self, 1), 100_000) }
}
