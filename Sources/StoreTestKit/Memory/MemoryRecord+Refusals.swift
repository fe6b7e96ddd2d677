internal import Operations
internal import Store

extension MemoryRecord {
    /// Which expectation of the mutation does not hold; nil where it may be applied.
    func refusal(of mutation: Mutation) -> Refusal? {
        switch mutation {
        case .insertSchedule(let schedule): schedules[schedule.id] == nil ? nil : .scheduleExists(schedule.id)
        case .replaceSchedule(let schedule, let version):
            schedules[schedule.id]?.version == version ? nil : .scheduleChanged(schedule.id)
        case .deleteSchedule(let id, let version): schedules[id]?.version == version ? nil : .scheduleChanged(id)
        case .advanceCursor(let id, let from, _): schedules[id]?.cursor == from ? nil : .cursorMoved(id)
        case .insertRun(let run): runs[run.id] == nil ? taken(run) : .runChanged(run.id)
        case .replaceRun(let run, let expected):
            runs[run.id]?.status == expected ? taken(run) : .runChanged(run.id)
        case .withdrawRun(let run): runs[run.id]?.status == .waiting ? nil : .runChanged(run.id)
        case .withdrawStasis(let entry): stasis[entry.id]?.version == entry.version ? nil : .stasisChanged(entry.id)
        case .insertStasis(let entry): stasis[entry.id] == nil ? nil : .stasisChanged(entry.id)
        case .replaceStasis(let entry, let version):
            isPending(entry.id, version) ? nil : .stasisChanged(entry.id)
        case .insertNotification(let notification):
            notifications[notification.id] == nil ? nil : .notificationChanged(notification.id)
        case .replaceNotification(let notification, let version):
            notifications[notification.id]?.version == version ? nil : .notificationChanged(notification.id)
        case .insertProposal(let proposal): proposals[proposal.id] == nil ? nil : .proposalChanged(proposal.id)
        case .replaceProposal(let proposal, let version):
            proposals[proposal.id].map { $0.status == .pending && $0.version == version } ?? false
                ? nil : .proposalChanged(proposal.id)
        case .insertDelivery(let delivery): deliveries[delivery.id] == nil ? nil : .deliveryChanged(delivery.id)
        case .replaceDelivery(let delivery, let attempts):
            deliveries[delivery.id].map { $0.status == .pending && $0.attempts == attempts } ?? false
                ? nil : .deliveryChanged(delivery.id)
        case .insertOutage, .insertAudit, .recordLiveness: nil
        }
    }

    /// Whether another run is the account of the run's occurrence and attempt.
    private func taken(_ run: Run) -> Refusal? {
        guard let account = Account(run), let holder = accounts[account], holder != run.id else { return nil }
        return .occurrenceTaken(run.occurrence)
    }

    private func isPending(_ id: String, _ version: Int) -> Bool {
        guard let entry = stasis[id] else { return false }
        return entry.status == .pending && entry.version == version
    }
}
