package import Operations

extension Notification {
    /// What can be done about its cause from the notification itself.
    package var actions: [EventAction] {
        guard status.isOpen else { return [] }
        return switch kind {
        case .failed: [.openLogs, .runNow]
        case .change: []
        case .missed: [.approveBackfillRun, .reschedule, .deleteMissed]
        }
    }
}
