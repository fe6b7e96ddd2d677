package import CivilTime
package import Operations

/// Which causes speak to the operators: values in, changes of the notification center out (docs/api.md).
package struct NotificationPolicy: Hashable, Sendable {
    /// Categories whose failures are recorded as suppressed instead of new.
    package var suppressedCategories: Set<Category>
    /// Who is told outside of the calendar.
    package var routes: [AlertRoute]

    package init(suppressedCategories: Set<Category> = [.low], routes: [AlertRoute] = []) {
        self.suppressedCategories = suppressedCategories
        self.routes = routes
    }

    /// What a run's end does: a failure opens a notification or joins the open one; a success closes it.
    ///
    /// `open` are the schedule's notifications whose cause still stands.
    package func changes(
        after run: Run, open: [Notification], at now: Instant, newID: () -> String
    ) -> ChangeSet {
        switch run.status {
        case .failed, .lost: speak(.failed, of: run, open: open, at: now, newID: newID)
        case .success: close(open.filter { $0.kind == .failed }, at: now)
        case .waiting, .running, .skipped, .cancelled: ChangeSet()
        }
    }

    /// A missed stretch opens a notification, or joins the schedule's open one about missed occurrences.
    package func changes(
        after entry: StasisEntry, open: [Notification], at now: Instant, newID: () -> String
    ) -> ChangeSet {
        let words =
            entry.count == 1
            ? "1 occurrence was missed: \(entry.reason.words)."
            : "\(entry.count) occurrences were missed: \(entry.reason.words)."
        if var known = open.first(where: { $0.kind == .missed }) {
            known.stasisID = entry.id
            known.occurrence = entry.occurrence
            return repeated(known, by: entry.count, message: words, at: now)
        }
        var created = Notification(
            id: newID(), kind: .missed, status: .new, schedule: entry.schedule, ownerID: entry.ownerID,
            sessionID: entry.sessionID, channel: entry.channel, category: entry.category,
            occurrence: entry.occurrence, stasisID: entry.id, title: "\(entry.title) was missed", message: words,
            createdAt: now)
        created.count = entry.count
        return opening(created, at: now)
    }

    /// A change that was confirmed and could not be applied speaks to the operators.
    package func changes(
        afterFailed proposal: Proposal, open: [Notification], at now: Instant, newID: () -> String
    ) -> ChangeSet {
        let message = "\(proposal.summary) \(proposal.failure ?? "")"
        if var known = open.first(where: { $0.kind == .change }) {
            known.occurrence = proposal.occurrence
            return repeated(known, by: 1, message: message, at: now)
        }
        let title = proposal.before?.title ?? proposal.after?.title ?? proposal.schedule.ref
        let created = Notification(
            id: newID(), kind: .change, status: .new, schedule: proposal.schedule, ownerID: proposal.ownerID,
            sessionID: proposal.sessionID, channel: nil, category: proposal.before?.category ?? .normal,
            occurrence: proposal.occurrence, title: "A change of \(title) could not be applied", message: message,
            createdAt: now)
        return opening(created, at: now)
    }

    /// Closes notifications whose cause is gone.
    package func close(_ open: [Notification], at now: Instant) -> ChangeSet {
        var changes = ChangeSet()
        for var notification in open where notification.status.isOpen {
            notification.status = .resolved
            notification.lastAt = now
            changes.append(replace(notification, at: now))
        }
        return changes
    }

    /// What an operator's answer does. `snoozedUntil` counts only for `.snoozed`. One whose cause is gone stays closed.
    package func changes(
        answering notification: Notification, with status: Notification.Status, snoozedUntil: Instant?,
        at now: Instant, by actor: Actor
    ) -> ChangeSet {
        guard notification.status.isOpen else { return ChangeSet() }
        var answered = notification
        answered.status = status
        answered.snoozedUntil = status == .snoozed ? snoozedUntil : nil
        let isWoken = notification.status == .snoozed && status == .new
        return replace(answered, isWoken: isWoken, at: now, by: actor)
    }

    private func speak(
        _ kind: Notification.Kind, of run: Run, open: [Notification], at now: Instant, newID: () -> String
    ) -> ChangeSet {
        let message = run.error ?? "The run ended without saying why."
        if var known = open.first(where: { $0.kind == kind }) {
            known.runID = run.id
            known.occurrence = run.occurrence
            return repeated(known, by: 1, message: message, at: now)
        }
        let suppressed = suppressedCategories.contains(run.category)
        let created = Notification(
            id: newID(), kind: kind, status: suppressed ? .suppressed : .new, schedule: run.schedule,
            ownerID: run.ownerID, sessionID: run.sessionID, channel: run.channel, category: run.category,
            occurrence: run.occurrence, runID: run.id, title: "\(run.title) failed", message: message, createdAt: now)
        return opening(created, at: now)
    }

    private func repeated(_ known: Notification, by count: Int, message: String, at now: Instant) -> ChangeSet {
        var known = known
        known.count += count
        known.message = message
        known.lastAt = now
        return replace(known, at: now)
    }

    private func opening(_ created: Notification, at now: Instant) -> ChangeSet {
        let (notification, deliveries) = AlertRoute.deliveries(telling: created, through: routes, at: now)
        return ChangeSet(
            [.insertNotification(notification)] + deliveries.map { .insertDelivery($0) },
            events: [Self.event(.notificationCreated, notification, at: now)])
    }

    private func replace(
        _ changed: Notification, isWoken: Bool = false, at now: Instant, by actor: Actor = .system
    ) -> ChangeSet {
        var next = changed
        next.version += 1
        let (notification, deliveries) = AlertRoute.deliveries(
            telling: next, isWoken: isWoken, through: routes, at: now)
        return ChangeSet(
            [.replaceNotification(notification, expectedVersion: changed.version)]
                + deliveries.map { .insertDelivery($0) },
            events: [Self.event(.notificationUpdated, notification, at: now, by: actor)])
    }

    private static func event(
        _ type: EventType, _ notification: Notification, at now: Instant, by actor: Actor = .system
    ) -> EventDraft {
        EventDraft(
            type, schedule: notification.schedule, ownerID: notification.ownerID, sessionID: notification.sessionID,
            channel: notification.channel, occurredAt: now, status: notification.status.rawValue,
            payload: EventPayload(notification: notification), actor: actor)
    }
}
