internal import CivilTime
package import Operations
package import Store

/// What the log can tell again: the things as they stand, without the cursors.
///
/// A cursor is the engine's own mark and moves without an event where nothing was due.
package struct ReadModel: Hashable, Sendable {
    package var schedules: [ScheduleID: Schedule] = [:]
    package var runs: [String: Run] = [:]
    package var stasis: [String: StasisEntry] = [:]
    package var notifications: [String: Notification] = [:]
    package var proposals: [String: Proposal] = [:]
    package var outages: [String: Outage] = [:]

    package init() {}
}

/// Tells the log again from `start`, the model as it stood before the first of these events.
package func replay(_ events: [LogEvent], from start: ReadModel = ReadModel()) -> ReadModel {
    var model = start
    for event in events { model.apply(event.event) }
    return model
}

extension ReadModel {
    /// Takes the model one event further.
    package mutating func apply(_ event: EventDraft) {
        let payload = event.payload
        if event.type.endsSchedule {
            if let id = event.schedule { schedules[id] = nil }
        } else if let schedule = payload.schedule {
            schedules[schedule.id] = schedule.withoutCursor
        }
        if let run = payload.run { runs[run.id] = run }
        for entry in payload.stasis ?? [] { stasis[entry.id] = entry }
        for id in payload.withdrawn ?? [] {
            runs[id] = nil
            stasis[id] = nil
        }
        if let notification = payload.notification { notifications[notification.id] = notification }
        if let proposal = payload.proposal { proposals[proposal.id] = proposal }
        if let outage = payload.outage { outages[outage.id] = outage }
    }

    /// The model as a store answers it now; at most `limit` runs, stasis entries and notifications.
    package init(of store: any Store, limit: Int = 100_000) async throws {
        schedules = Dictionary(
            uniqueKeysWithValues: try await store.schedules(ScheduleQuery()).map { ($0.id, $0.withoutCursor) })
        runs = Dictionary(uniqueKeysWithValues: try await store.runs(RunQuery(limit: limit)).map { ($0.id, $0) })
        stasis = Dictionary(
            uniqueKeysWithValues: try await store.stasis(StasisQuery(statuses: nil, limit: limit)).map { ($0.id, $0) })
        notifications = Dictionary(
            uniqueKeysWithValues: try await store.notifications(NotificationQuery(limit: limit)).map { ($0.id, $0) })
        proposals = Dictionary(
            uniqueKeysWithValues: try await store.proposals(ProposalQuery(limit: limit)).map { ($0.id, $0) })
        outages = Dictionary(
            uniqueKeysWithValues: try await store.outages(in: .everything).map { ($0.id, $0) })
    }
}

extension Span {
    /// From the first instant that can be written to the last.
    static let everything = Span(from: .distantPast, to: .distantFuture)
}
