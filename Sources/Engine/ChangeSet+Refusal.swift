import Operations
import Store

extension ChangeSet {
    /// The schedule that the refused change of this set belongs to; nil if none of them does.
    func schedule(of refusal: Refusal) -> ScheduleID? {
        switch refusal {
        case .scheduleExists(let id), .scheduleChanged(let id), .cursorMoved(let id): id
        case .occurrenceTaken(let occurrence): occurrence.schedule
        case .runChanged(let id), .stasisChanged(let id), .notificationChanged(let id), .proposalChanged(let id),
            .deliveryChanged(let id):
            mutations.lazy.compactMap { $0.schedule(of: id) }.first
        }
    }
}

extension ChangeSet {
    var fillsOutbox: Bool {
        mutations.contains { mutation in
            if case .insertDelivery = mutation { true } else { false }
        }
    }
}

extension Mutation {
    /// The schedule of the run, stasis entry, notification or proposal with this id, if that is what it changes.
    fileprivate func schedule(of id: String) -> ScheduleID? {
        switch self {
        case .insertRun(let run), .replaceRun(let run, _), .withdrawRun(let run): run.id == id ? run.schedule : nil
        case .insertStasis(let entry), .replaceStasis(let entry, _), .withdrawStasis(let entry):
            entry.id == id ? entry.schedule : nil
        case .insertNotification(let notification), .replaceNotification(let notification, _):
            notification.id == id ? notification.schedule : nil
        case .insertProposal(let proposal), .replaceProposal(let proposal, _):
            proposal.id == id ? proposal.schedule : nil
        case .insertDelivery(let delivery), .replaceDelivery(let delivery, _):
            delivery.id == id ? delivery.notification?.schedule : nil
        case .insertSchedule, .replaceSchedule, .deleteSchedule, .advanceCursor, .insertOutage, .insertAudit,
            .recordLiveness:
            nil
        }
    }
}
