package import CivilTime
package import Operations

package struct ScheduleQuery: Hashable, Sendable {
    package var source: Source?
    package var ownerID: String?
    package var sessionID: String?

    package init(source: Source? = nil, ownerID: String? = nil, sessionID: String? = nil) {
        self.source = source
        self.ownerID = ownerID
        self.sessionID = sessionID
    }
}

/// Which runs. Every condition that is set must hold.
package struct RunQuery: Hashable, Sendable {
    package var schedule: ScheduleID?
    package var source: Source?
    package var ownerID: String?
    /// Half-open over `scheduledAt`.
    package var scheduledIn: Span?
    package var scheduledAt: Instant?
    /// nil is any.
    package var statuses: Set<RunStatus>?
    package var oldestFirst: Bool
    /// 1 to 100,000.
    package var limit: Int

    package init(
        schedule: ScheduleID? = nil, source: Source? = nil, ownerID: String? = nil, scheduledIn: Span? = nil,
        scheduledAt: Instant? = nil, statuses: Set<RunStatus>? = nil, oldestFirst: Bool = false, limit: Int = 100
    ) {
        self.schedule = schedule
        self.source = source
        self.ownerID = ownerID
        self.scheduledIn = scheduledIn
        self.scheduledAt = scheduledAt
        self.statuses = statuses
        self.oldestFirst = oldestFirst
        self.limit = limit
    }
}

/// A page of a window's runs, as the calendar shows them: those of lanes only where they stand out.
package struct RunPageQuery: Hashable, Sendable {
    /// Half-open over `scheduledAt`.
    package var span: Span
    /// Only runs of later occurrences, in the order of the page.
    package var after: OccurrenceID?
    /// Of these only runs that stand out: failed or lost, an operator's own, and retries, the last word on what failed.
    package var lanes: Set<ScheduleID>
    package var source: Source?
    package var ownerID: String?
    /// 1 to 100,000.
    package var limit: Int

    package init(
        _ span: Span, after: OccurrenceID? = nil, lanes: Set<ScheduleID> = [], source: Source? = nil,
        ownerID: String? = nil, limit: Int
    ) {
        self.span = span
        self.after = after
        self.lanes = lanes
        self.source = source
        self.ownerID = ownerID
        self.limit = limit
    }
}

package struct StasisQuery: Hashable, Sendable {
    package var statuses: Set<StasisStatus>?
    package var schedule: ScheduleID?
    package var source: Source?
    package var ownerID: String?
    package var outageID: String?
    /// Entries with an occurrence stretch that touches the span.
    package var touching: Span?
    package var limit: Int

    package init(
        statuses: Set<StasisStatus>? = [.pending], schedule: ScheduleID? = nil, source: Source? = nil,
        ownerID: String? = nil, outageID: String? = nil, touching: Span? = nil, limit: Int = 1_000
    ) {
        self.statuses = statuses
        self.schedule = schedule
        self.source = source
        self.ownerID = ownerID
        self.outageID = outageID
        self.touching = touching
        self.limit = limit
    }
}

package struct NotificationQuery: Hashable, Sendable {
    package var statuses: Set<Notification.Status>?
    package var schedule: ScheduleID?
    package var ownerID: String?
    package var limit: Int

    package init(
        statuses: Set<Notification.Status>? = nil, schedule: ScheduleID? = nil, ownerID: String? = nil,
        limit: Int = 200
    ) {
        self.statuses = statuses
        self.schedule = schedule
        self.ownerID = ownerID
        self.limit = limit
    }
}

/// Which deliveries of the outbox. Every condition that is set must hold.
package struct DeliveryQuery: Hashable, Sendable {
    package var statuses: Set<Delivery.Status>?
    package var channel: String?
    package var notificationID: String?
    /// Those of this owner's notifications; tests belong to nobody.
    package var ownerID: String?
    package var oldestFirst: Bool
    /// 1 to 100,000.
    package var limit: Int

    package init(
        statuses: Set<Delivery.Status>? = nil, channel: String? = nil, notificationID: String? = nil,
        ownerID: String? = nil, oldestFirst: Bool = false, limit: Int = 200
    ) {
        self.statuses = statuses
        self.channel = channel
        self.notificationID = notificationID
        self.ownerID = ownerID
        self.oldestFirst = oldestFirst
        self.limit = limit
    }
}

package struct ProposalQuery: Hashable, Sendable {
    package var schedule: ScheduleID?
    package var statuses: Set<Proposal.Status>?
    package var limit: Int

    package init(schedule: ScheduleID? = nil, statuses: Set<Proposal.Status>? = nil, limit: Int = 200) {
        self.schedule = schedule
        self.statuses = statuses
        self.limit = limit
    }
}

package struct AuditQuery: Hashable, Sendable {
    package var schedule: ScheduleID?
    package var before: Instant?
    package var limit: Int

    package init(schedule: ScheduleID? = nil, before: Instant? = nil, limit: Int = 200) {
        self.schedule = schedule
        self.before = before
        self.limit = limit
    }
}
