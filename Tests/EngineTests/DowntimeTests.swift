import CivilTime
import Operations
import StoreTestKit
import Testing

@testable import Engine

@Suite struct DowntimeTests {
    @Test("killed across a due instant: exactly one missed record, no run (B1)")
    func killedAcrossDueInstant() throws {
        var world = World(job(every: 3_600))
        world.restart(afterSeconds: 60)
        let entry = try #require(world.pending().first)
        #expect(world.pending().count == 1)
        #expect(entry.count == 1 && entry.firstAt == dawn && entry.lastAt == dawn)
        #expect(entry.reason == .downtime)
        #expect(entry.outageID == world.record.outages.values.first?.id)
        #expect(world.started.isEmpty && world.runs().isEmpty)
        #expect(world.notifications().map(\.kind) == [.missed])
        world.restart(afterSeconds: 60)
        #expect(world.pending().count == 1)
    }

    @Test("10,000 overdue at the start: none runs, each has its entry (B2)")
    func noStampede() {
        var world = World((0..<10_000).map { job("job-\($0)", every: 3_600) })
        world.restart(afterSeconds: 7_200)
        #expect(world.started.isEmpty)
        #expect(world.record.runs.isEmpty)
        #expect(world.record.stasis.count == 10_000)
        #expect(world.record.stasis.values.allSatisfy { $0.count == 2 })
        world.advance(bySeconds: 3_600)
        // As many as there are slots run; the others wait for one until their grace is over.
        #expect(world.record.runs.count == world.context.concurrency)
        #expect(world.record.stasis.values.map(\.count).reduce(0, +) == 30_000 - world.context.concurrency)
    }

    @Test("a year of a minute job is one entry, and the next minute starts as ever (B6)")
    func yearOfMinutes() {
        var world = World(job())
        world.restart(afterSeconds: 365 * 86_400)
        #expect(world.pending().map(\.count) == [365 * 1_440])
        world.advance(bySeconds: 60)
        #expect(world.started.count == 1)
    }

    @Test("a run that was alive ends as failed, once; the next occurrence starts (B3)")
    func interrupted() throws {
        var world = World(job())
        world.advance(bySeconds: 2)
        world.restart(afterSeconds: 5)
        let run = try #require(world.runs().first)
        #expect(run.status == .failed)
        #expect(run.error?.hasPrefix("interrupted") == true)
        #expect(world.events(.cronRunFailed).count == 1)
        #expect(world.notifications().map(\.kind) == [.failed])
        world.restart(afterSeconds: 5)
        #expect(world.events(.cronRunFailed).count == 1)
        world.advance(bySeconds: 60)
        #expect(world.statuses() == [.failed, .running])
    }

    @Test("several interrupted runs of a schedule speak in one notification, also where one was open")
    func interruptedTogether() throws {
        var world = World(job(overlap: .allow))
        world.advance(bySeconds: 200)
        world.restart(afterSeconds: 5)
        #expect(world.notifications().map(\.count) == [4])
        world.advance(bySeconds: 120)
        world.restart(afterSeconds: 5)
        #expect(world.notifications().map(\.count) == [6])
        #expect(world.state.live.isEmpty && world.state.runningCount == 0)
    }

    @Test(
        "an interrupted run blocks nothing that its schedule's own grace lets start",
        arguments: [Overlap.skip, .queue, .allow])
    func interruptedBlocksNobody(_ overlap: Overlap) {
        var world = World(job(overlap: overlap, grace: 300))
        world.advance(bySeconds: 2)
        world.restart(afterSeconds: 70)
        #expect(world.statuses() == [.failed, .running])
    }

    @Test("one that waited was never started: it is missed, and waits in stasis (I3)")
    func interruptedWaiting() {
        var world = World(job(overlap: .queue))
        world.advance(bySeconds: 62)
        world.restart(afterSeconds: 5)
        #expect(world.statuses() == [.failed])
        #expect(world.pending().map(\.firstAt) == [at(60)])
        #expect(world.pending().map(\.reason) == [.downtime])
    }

    @Test("an operator's run that waited ends as failed, and says that it was never started")
    func interruptedManual() throws {
        var world = World([job(every: 3_600, overlap: .allow)], context: makeContext(concurrency: 1))
        world.advance(bySeconds: 2)
        try world.runNow()
        world.restart(afterSeconds: 5)
        #expect(world.statuses() == [.failed, .failed])
        #expect(world.runs().last?.error?.contains("before it was started") == true)
    }

    @Test("a retry that is still to come survives a restart; an interrupted run is not tried again")
    func retriesSurvive() {
        var world = World(job(every: 3_600, retries: 3))
        world.advance(bySeconds: 2)
        world.end(jobID, .failed)
        world.restart(afterSeconds: 1)
        world.advance(bySeconds: 60)
        #expect(world.statuses() == [.failed, .running])
        world.restart(afterSeconds: 1)
        world.advance(bySeconds: 1_800)
        #expect(world.statuses() == [.failed, .failed])
    }

    @Test("a retry that fell due while nobody was there is on record as skipped, and not made up for")
    func retryPassedOver() {
        var world = World(job(every: 3_600, retries: 3))
        world.advance(bySeconds: 2)
        world.end(jobID, .failed)
        world.restart(afterSeconds: 60)
        world.advance(bySeconds: 1_800)
        #expect(world.statuses() == [.failed, .skipped])
        #expect(world.runs().last?.error == "the scheduler was not running when the retry was due")
    }

    @Test("a job that allows a late start across downtime has its retry made up for, too")
    func retryWithinGrace() {
        var world = World(job(every: 3_600, grace: 120, retries: 3))
        world.advance(bySeconds: 2)
        world.end(jobID, .failed)
        world.restart(afterSeconds: 60)
        world.advance(bySeconds: 1)
        #expect(world.statuses() == [.failed, .running])
    }

    @Test("a pause that ended while nobody was there: suppressed before, missed after")
    func pauseEndedMeanwhile() throws {
        var world = World(job())
        try world.change(.pause(until: at(150)))
        world.restart(afterSeconds: 301)
        #expect(world.pending().map(\.count) == [3])
        #expect(world.pending().first?.firstAt == at(180))
        #expect(world.record.schedules[jobID]?.state == .active)
        #expect(world.events(.cronJobUpdated).last?.payload.note?["suppressed_count"] == .integer(3))
    }

    @Test("time without a scheduler while paused or disabled is no miss")
    func pausedMissesNothing() throws {
        var world = World(job("paused"), job("disabled"))
        try world.change(.pause(until: nil), ScheduleID(.cron, "paused"))
        try world.change(.disable, ScheduleID(.cron, "disabled"))
        world.restart(afterSeconds: 3_600)
        #expect(world.record.stasis.isEmpty)
    }

    @Test("a second restart at once is no outage")
    func noOutage() {
        var world = World(job())
        world.restart(afterSeconds: 1)
        #expect(world.record.outages.isEmpty)
        world.restart(afterSeconds: 2)
        #expect(world.record.outages.count == 1)
    }
}
