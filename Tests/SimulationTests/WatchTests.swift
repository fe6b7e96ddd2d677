import CivilTime
import Notifications
import Operations
import StoreTestKit
import Testing

@testable import SimulationKit

/// The watch itself: it finds what it is there to find.
@Suite struct WatchTests {
    static let dawn = Instant(epochSeconds: 1_772_452_800)

    private func schedule() -> Schedule {
        Schedule(
            id: ScheduleID(.cron, "job"), ownerID: "ops", title: "Job",
            timetable: Timetable(timing: .every(seconds: 60, anchor: Self.dawn), timezone: "UTC"),
            work: Work(command: "work"), createdAt: Self.dawn)
    }

    private func run(_ id: String, minute: Int64, _ status: RunStatus) -> Run {
        let at = Self.dawn.advanced(bySeconds: minute * 60)
        return Run(
            id: id, of: schedule(), trigger: .schedule, status: status, scheduledAt: at, claimedAt: at,
            startedAt: at, finishedAt: status.isLive ? nil : at, node: "n")
    }

    /// What the watch says of this record.
    private func look(_ sets: [ChangeSet], starts: [Witness.Start] = []) throws -> String? {
        var record = MemoryRecord()
        for set in sets { _ = record.commit(set) }
        var watch = Watch(zones: try ZoneDatabase.system())
        return watch.look(record, starts: starts, plan: FaultPlan())?.invariant
    }

    private var created: ChangeSet {
        ChangeSet(
            [.insertSchedule(schedule())],
            events: [.schedule(.created, schedule(), at: Self.dawn, by: .operator("Ada"))])
    }

    private func claimed(_ run: Run, cursor: Int64 = 0, to: Int64 = 60) -> ChangeSet {
        ChangeSet(
            [
                .insertRun(run),
                .advanceCursor(
                    schedule().id, from: Self.dawn.advanced(bySeconds: cursor), to: Self.dawn.advanced(bySeconds: to)),
            ], events: [.run(run, at: run.claimedAt, by: .schedule)])
    }

    @Test("a story in order")
    func inOrder() throws {
        #expect(try look([created, claimed(run("a", minute: 1, .running))]) == nil)
    }

    @Test("an occurrence without an account (I1)")
    func lost() throws {
        #expect(try look([created, claimed(run("a", minute: 1, .running), to: 120)]) == "I1")
    }

    @Test("a second start, of the same run or of the same occurrence, and one without a claim (I2, I3)")
    func startedTwice() throws {
        let first = run("a", minute: 1, .running)
        func start(_ id: String, onRecord: Bool = true) -> Witness.Start {
            var run = first
            run.id = id
            return Witness.Start(run: run, process: 1, at: 0, onRecord: onRecord)
        }
        let told = [created, claimed(first)]
        #expect(try look(told, starts: [start("a")]) == nil)
        #expect(try look(told, starts: [start("a"), start("a")]) == "I2")
        #expect(try look(told, starts: [start("a"), start("b")]) == "I2")
        #expect(try look(told, starts: [start("a", onRecord: false)]) == "I3")
    }

    @Test("a start of what is disabled (I4), a claim that is late (I5), runs that overlap (I6)")
    func withoutLeave() throws {
        var disabled = schedule()
        disabled.state = .disabled
        disabled.version = 2
        let off = ChangeSet(
            [.replaceSchedule(disabled, expectedVersion: 1)],
            events: [.schedule(.updated, disabled, at: Self.dawn, by: .operator("Ada"))])
        #expect(try look([created, off, claimed(run("a", minute: 1, .running))]) == "I4")
        var late = run("a", minute: 1, .running)
        late.claimedAt = late.scheduledAt.advanced(bySeconds: 31)
        late.startedAt = late.claimedAt
        #expect(try look([created, claimed(late)]) == "I5")
        let second = claimed(run("b", minute: 2, .running), cursor: 60, to: 120)
        #expect(try look([created, claimed(run("a", minute: 1, .running)), second]) == "I6")
    }

    @Test("a change without an event (I9), an end after the end (I15)")
    func untold() throws {
        let first = run("a", minute: 1, .success)
        #expect(try look([created, claimed(first), ChangeSet([.insertOutage(outage)])]) == "I9")
        var again = first
        again.status = .failed
        let second = ChangeSet(
            [.replaceRun(again, expected: .success)], events: [.run(again, at: Self.dawn, by: .schedule)])
        #expect(try look([created, claimed(first), second]) == "I15")
    }

    @Test("a proposal that changes something unconfirmed, twice, or otherwise than it said (I27)")
    func proposals() throws {
        var after = schedule()
        after.title = "Renamed"
        after.version = 2
        let proposal = Proposal(
            id: "p", occurrence: nil, schedule: after.id, ownerID: "ops", instruction: "rename it",
            summary: "Renames it",
            kind: .setFields, before: schedule(), after: after, confidence: .high, interpreter: "test",
            createdAt: Self.dawn, createdBy: .operator("Ada"))
        let proposed = ChangeSet(
            [.insertProposal(proposal)], events: [.proposal(proposal, at: Self.dawn, by: .operator("Ada"))])
        func row(_ id: String) -> Mutation {
            .insertAudit(
                AuditRow(
                    id: id, at: Self.dawn, actor: .operator("Ada"), action: "change_applied", schedule: after.id,
                    before: schedule(), after: after, proposalID: "p"))
        }
        func renamed(_ rows: [Mutation], as title: String = "Renamed") -> ChangeSet {
            var schedule = after
            schedule.title = title
            return ChangeSet(
                [.replaceSchedule(schedule, expectedVersion: 1)] + rows,
                events: [.schedule(.updated, schedule, at: Self.dawn, by: .operator("Ada"))])
        }
        let applied = proposal.resolved(.applied, by: .operator("Ada"), at: Self.dawn)
        let confirmed = ChangeSet(
            [.replaceProposal(applied, expectedVersion: 1)],
            events: [.proposal(applied, at: Self.dawn, by: .operator("Ada"))])
        #expect(try look([created, proposed, renamed([row("a")]), confirmed]) == nil)
        #expect(try look([created, proposed, renamed([row("a")])]) == "I27")
        #expect(try look([created, proposed, renamed([row("a"), row("b")]), confirmed]) == "I27")
        #expect(try look([created, proposed, renamed([row("a")], as: "Otherwise"), confirmed]) == "I27")
        #expect(try look([created, proposed, confirmed]) == "I27")
    }

    @Test("an undo that is not the inverse of the change it names (I28)")
    func undo() throws {
        var renamed = schedule()
        renamed.title = "Renamed"
        func row(_ id: String, from before: Schedule, to after: Schedule, undoes: String? = nil) -> ChangeSet {
            ChangeSet([
                .insertAudit(
                    AuditRow(
                        id: id, at: Self.dawn, actor: .operator("Ada"), action: "edit", schedule: before.id,
                        before: before, after: after, undoes: undoes))
            ])
        }
        let change = row("a", from: schedule(), to: renamed)
        #expect(try look([created, change, row("b", from: renamed, to: schedule(), undoes: "a")]) == nil)
        #expect(try look([created, change, row("b", from: renamed, to: renamed, undoes: "a")]) == "I28")
        #expect(try look([created, row("b", from: renamed, to: schedule(), undoes: "a")]) == "I28")
    }

    private var outage: Outage {
        Outage(id: "o", from: Self.dawn, to: Self.dawn.advanced(bySeconds: 9), reason: .downtime, node: "n")
    }

    @Test("a notification that opens without its delivery, a delivery that nothing asks for, and one twice (I26)")
    func alerts() throws {
        let failed = NotificationPolicy(routes: [Watch.alertRoute])
        let entry = StasisEntry(
            id: "s", of: schedule(), reason: .downtime, count: 1, firstAt: Self.dawn, lastAt: Self.dawn,
            createdAt: Self.dawn)
        let opening = failed.changes(after: entry, open: [], at: Self.dawn) { "n" }
        #expect(try look([created, opening]) == nil)
        var untold = opening
        untold.mutations.removeAll { if case .insertDelivery = $0 { true } else { false } }
        #expect(try look([created, untold]) == "I26")
        let stray = Delivery(id: "x", channel: "watch", kind: .opened, notification: nil, createdAt: Self.dawn)
        #expect(try look([created, opening, ChangeSet([.insertDelivery(stray)])]) == "I26")
    }
}
