import CivilTime
import Operations
import Recurrence
import Store
import StoreTestKit
import Testing

@testable import Engine

@Suite struct ClaimTests {
    @Test("an occurrence is claimed once; its run, the cursor and the event go into one commit")
    func claimedOnce() throws {
        var world = World(job())
        let before = world.record.lastSeq
        world.advance(bySeconds: 2)
        world.tick()
        world.tick()
        let run = try #require(world.runs().first)
        #expect(world.runs().count == 1)
        #expect(run.scheduledAt == dawn)
        #expect(run.trigger == .schedule)
        #expect(world.started == [run])
        #expect(world.record.schedules[jobID]?.cursor == dawn)
        #expect(world.record.lastSeq == before + 1)
        #expect(world.record.events.last?.event.payload.run == run)
    }

    @Test("the same occurrence is refused by the record, whoever claims it")
    func uniqueKey() {
        var world = World(job())
        world.advance(bySeconds: 2)
        var record = world.record
        let twin = Run(
            id: "twin", of: job(), trigger: .backfill, status: .running, scheduledAt: dawn, claimedAt: at(5), node: "n")
        #expect(record.commit(ChangeSet([.insertRun(twin)])) == .refused(.occurrenceTaken(OccurrenceID(jobID, dawn))))
    }

    struct Late: Sendable, CustomTestStringConvertible {
        var name: String
        var grace: Int?
        var lateSeconds: Int64
        var downtime: Bool
        var runs: Int
        var missed: Int
        var testDescription: String { name }
    }

    @Test(
        "late within grace it runs, later it is missed",
        arguments: [
            Late(name: "in time", grace: nil, lateSeconds: 0, downtime: false, runs: 1, missed: 0),
            Late(
                name: "as late as the default allows", grace: nil, lateSeconds: 30, downtime: false, runs: 1, missed: 0),
            Late(
                name: "later than the default allows", grace: nil, lateSeconds: 31, downtime: false, runs: 0, missed: 1),
            Late(name: "no grace, in time", grace: 0, lateSeconds: 0, downtime: false, runs: 1, missed: 0),
            Late(name: "no grace, late", grace: 0, lateSeconds: 1, downtime: false, runs: 0, missed: 1),
            Late(name: "a grace of its own", grace: 600, lateSeconds: 600, downtime: false, runs: 1, missed: 0),
            Late(name: "beyond its own grace", grace: 600, lateSeconds: 601, downtime: false, runs: 0, missed: 1),
            Late(name: "down, default", grace: nil, lateSeconds: 1, downtime: true, runs: 0, missed: 1),
            Late(name: "down, no grace", grace: 0, lateSeconds: 1, downtime: true, runs: 0, missed: 1),
            Late(name: "down, within its own grace", grace: 600, lateSeconds: 600, downtime: true, runs: 1, missed: 0),
            Late(name: "down, beyond its own grace", grace: 600, lateSeconds: 601, downtime: true, runs: 0, missed: 1),
        ])
    func lateness(_ late: Late) {
        var world = World(job(every: 86_400, grace: late.grace))
        if late.downtime {
            world.restart(afterSeconds: 1 + late.lateSeconds)
        } else {
            world.jump(bySeconds: 1 + late.lateSeconds)
        }
        #expect(world.started.count == late.runs)
        #expect(world.pending().map(\.count) == (late.missed == 0 ? [] : [late.missed]))
        #expect(world.record.schedules[jobID]?.cursor == world.now)
    }

    @Test("a grace that spans more than one decision looks at leaves the older ones missed, none lost")
    func boundedClaims() throws {
        var world = World(job(every: 1, grace: 3_600))
        world.jump(bySeconds: 3_600)
        let runs = world.runs()
        let entry = try #require(world.pending().first)
        #expect(runs.count == EngineState.claimsMax)
        #expect(runs.count + entry.count == 3_600)
        #expect(entry.firstAt == dawn)
        #expect(entry.lastAt.advanced(bySeconds: 1) == runs.first?.scheduledAt)
        #expect(world.started.count == 1)
    }

    @Test("an added occurrence beside the rule runs once as backfill, at its own instant")
    func addedOccurrence() throws {
        var world = World(job(every: 3_600))
        world.restart(afterSeconds: 10)
        try world.answer(.reschedule(to: at(100)), at: dawn)
        world.advance(bySeconds: 200)
        let run = try #require(world.runs().first)
        #expect(world.runs().count == 1)
        #expect(run.trigger == .backfill)
        #expect(run.scheduledAt == at(100))
    }

    @Test("a schedule that can't be expanded stands still; the others go on")
    func brokenSchedule() {
        let world = World(job("good"))
        var broken = job("broken")
        broken.timetable.timezone = "Mars/Olympus"
        broken.timetable.timing = .cron(expression: "* * * * *", dialect: .almanac)
        var state = EngineState(
            recalling: Recollection(
                schedules: [broken, world.record.schedules[ScheduleID(.cron, "good")] ?? job("good")], unfinished: [],
                openNotifications: [], lastAlive: nil), context: world.context)
        let decision = state.decideDue(at: dawn, lateReason: .overload)
        #expect(state.tracked[broken.id]?.fault != nil)
        #expect(decision.effects.count == 1)
    }
}
