import CivilTime
import Operations
import StoreTestKit

@testable import Engine

extension RandomStory {
    /// What does not hold now, in words; empty when all is well.
    func faults() -> [String] {
        memoryFaults() + runFaults() + logFaults()
    }

    /// Memory is what the record says.
    private func memoryFaults() -> [String] {
        let (state, record) = (world.state, world.record)
        var faults: [String] = []
        if state.tracked.mapValues(\.schedule) != record.schedules { faults.append("schedules differ") }
        let live = record.runs.values.filter(\.status.isLive)
        if Set(state.liveRuns) != Set(live) { faults.append("live runs differ") }
        if state.runningCount != live.count(where: { $0.status == .running }) {
            faults.append("the running are miscounted")
        }
        let open = record.notifications.values.filter { $0.status.isOpen && state.tracked[$0.schedule] != nil }
        let known = state.openNotifications.values.flatMap { $0 }.filter { state.tracked[$0.schedule] != nil }
        if Set(known) != Set(open) { faults.append("notifications differ") }
        return faults
    }

    private func runFaults() -> [String] {
        let (state, record) = (world.state, world.record)
        var faults: [String] = []
        if state.runningCount > state.context.concurrency { faults.append("more run than there are slots (I7)") }
        if Set(world.started.map(\.id)).count != world.started.count { faults.append("a run was started twice (I2)") }
        let accounts = record.runs.values.filter(\.trigger.accountsForOccurrence).map {
            "\($0.occurrence)#\($0.attempt)"
        }
        if Set(accounts).count != accounts.count { faults.append("an occurrence has two accounts (I1)") }
        for run in record.runs.values {
            if run.status == .running, !world.started.contains(where: { $0.id == run.id }) {
                faults.append("\(run.id) runs and was never started")
            }
            if let finished = run.finishedAt, finished < run.startedAt ?? run.claimedAt {
                faults.append("\(run.id) ended before it began (I15)")
            }
        }
        for (id, runs) in state.live where state.tracked[id] != nil {
            if runs.allSatisfy({ $0.status == .waiting }), state.runningCount < state.context.concurrency {
                faults.append("\(id) waits although a slot is free")
            }
        }
        return faults
    }

    private func logFaults() -> [String] {
        let events = world.record.events
        var faults: [String] = []
        if events.map(\.seq) != Array(1..<Int64(events.count + 1)) { faults.append("the log has gaps (I8)") }
        if events.contains(where: { $0.event.actor.name.isEmpty }) { faults.append("an event has no actor (I25)") }
        return faults
    }
}
