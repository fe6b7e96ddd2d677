import CivilTime
import Operations
import StoreTestKit
import Testing

@testable import Engine

@Suite struct ActTests {
    @Test("a manual run has an instant of its own, so that the occurrence of that second still runs")
    func ownInstant() throws {
        var world = World(job(overlap: .allow))
        world.now = dawn
        world.tick()
        let reply = try world.runNow()
        #expect(reply.run?.scheduledAt == at(1))
        #expect(reply.run?.trigger == .manual)
        let second = try world.runNow()
        #expect(second.run?.scheduledAt == at(2))
        #expect(Set(world.runs().map(\.occurrence)).count == 3)
    }

    @Test("a rule of every second leaves no instant free: the manual run takes now")
    func noInstantFree() throws {
        var world = World(job(every: 1, overlap: .allow))
        #expect(try world.runNow().run?.scheduledAt == at(-1))
    }

    @Test("run_now is refused while a run is alive, unless runs may overlap", arguments: Overlap.allCases)
    func runningNow(_ overlap: Overlap) throws {
        var world = World(job(every: 3_600, overlap: overlap))
        let first = try #require(try world.runNow().run)
        if overlap == .allow {
            try world.runNow()
            #expect(world.started.count == 2)
        } else {
            #expect(throws: CommandRefused.alreadyRunning(jobID, runID: first.id)) { try world.runNow() }
        }
    }

    @Test("run_now is allowed while paused, and refused while disabled")
    func runNowByState() throws {
        var world = World(job())
        try world.change(.pause(until: nil))
        try world.runNow()
        #expect(world.started.count == 1)
        world.end()
        try world.change(.disable)
        #expect(throws: CommandRefused.stateForbids(jobID, state: "disabled", action: "run_now")) {
            try world.runNow()
        }
    }

    @Test("a manual run waits for a slot like any other")
    func manualWaits() throws {
        var world = World([job("a", every: 3_600), job("b", every: 3_600)], context: makeContext(concurrency: 1))
        try world.runNow(ScheduleID(.cron, "a"))
        #expect(try world.runNow(ScheduleID(.cron, "b")).run?.status == .waiting)
        #expect(world.started.count == 1)
    }

    @Test("cancelling a running run asks its runner to end it; it ends as cancelled, without a notification")
    func cancelRunning() throws {
        var world = World(job())
        world.advance(bySeconds: 2)
        try world.cancel()
        #expect(world.cancelled == world.started.map(\.id))
        world.end(jobID, .cancelled)
        #expect(world.statuses() == [.cancelled])
        #expect(world.notifications().isEmpty)
        #expect(throws: CommandRefused.notRunning(jobID)) { try world.cancel() }
    }

    @Test("cancelling a waiting run ends it on the spot, and the answer shows it")
    func cancelWaiting() throws {
        var world = World(job(overlap: .queue))
        world.advance(bySeconds: 62)
        let reply = try world.cancel(at: at(60))
        #expect(reply.run?.status == .cancelled)
        #expect(world.statuses() == [.running, .cancelled])
        #expect(world.cancelled.isEmpty)
        world.end()
        #expect(world.started.count == 1)
    }

    @Test("cancelling by occurrence leaves the other runs alone")
    func cancelOne() throws {
        var world = World(job(overlap: .allow))
        world.advance(bySeconds: 62)
        try world.cancel(at: at(60))
        #expect(world.cancelled == [world.started[1].id])
    }

    @Test("every act on what isn't there is refused by name")
    func noSuchSchedule() {
        var world = World()
        let refused = CommandRefused.noSuchSchedule(jobID)
        #expect(throws: refused) { try world.runNow() }
        #expect(throws: refused) { try world.cancel() }
        #expect(throws: refused) { try world.change(.pause(until: nil)) }
        #expect(throws: refused) { try world.delete() }
        #expect(throws: CommandRefused.noSuchSchedule(ScheduleID(.heartbeat, "main"))) { try world.wake() }
    }

    @Test(
        "a pause holds back what waits for a slot by itself, a disabled schedule whatever waits; the record says so (I4)"
    )
    func heldBack() throws {
        var world = World(
            [job("a-long", every: 86_400), job(every: 60, overlap: .allow, grace: 600)],
            context: makeContext(concurrency: 1))
        let long = ScheduleID(.cron, "a-long")
        world.advance(bySeconds: 62)
        #expect(world.statuses(long) == [.running])
        #expect(world.statuses() == [.waiting, .waiting])
        try world.runNow()
        try world.change(.pause(until: nil))
        #expect(world.runs().map(\.status).filter(\.isLive) == [.waiting])
        #expect(world.runs().first { $0.scheduledAt == at(60) }?.error == "the schedule was paused before it started")
        try world.change(.disable)
        #expect(world.runs().allSatisfy { !$0.status.isLive })
        world.end(long)
        #expect(world.started.allSatisfy { $0.schedule == long })
    }
}
