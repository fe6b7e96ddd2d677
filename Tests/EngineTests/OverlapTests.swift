import CivilTime
import Operations
import StoreTestKit
import Testing

@testable import Engine

@Suite struct OverlapTests {
    @Test(
        "what becomes of an occurrence that falls due while a run is alive",
        arguments: [
            Story("a long run skips the next", every: 5, runFor: 6, overlap: .skip, marks: "S====xF···S====x"),
            Story(
                "a run that ends in time lets the next start", every: 5, runFor: 3, overlap: .skip, marks: "S==F·S==F·S"
            ),
            Story("a run that ends just then blocks nobody", every: 5, runFor: 5, overlap: .skip, marks: "S====S====S"),
            Story(
                "a queued one starts when the run ends", every: 5, runFor: 6, overlap: .queue, marks: "S====qS===q=S="),
            Story(
                "one waits, further ones are skipped", every: 5, runFor: 13, overlap: .queue,
                marks: "S====q====x==S=q==="),
            Story("allowed ones run side by side", every: 5, runFor: 12, overlap: .allow, marks: "S====S====S=F==S=F"),
            Story(
                "allowed ones wait for a slot", every: 5, runFor: 8, overlap: .allow, concurrency: 1,
                marks: "S====q==S=q====qS"),
        ])
    func overlaps(_ story: Story) {
        #expect(story.drawn() == story.marks)
    }

    @Test("a skipped occurrence names the run that blocked it")
    func skipNamesBlocker() throws {
        var world = World(job())
        world.advance(bySeconds: 61)
        let skipped = try #require(world.runs().first { $0.status == .skipped })
        #expect(skipped.scheduledAt == at(60))
        #expect(skipped.error?.contains(world.started[0].id) == true)
        #expect(skipped.finishedAt == at(60))
    }

    @Test("after an edit from queue to skip the one that waits still starts")
    func waitingSurvivesEdit() throws {
        var world = World(job(overlap: .queue))
        world.advance(bySeconds: 61)
        try world.edit { $0.overlap = .skip }
        world.end()
        #expect(world.statuses() == [.success, .running])
    }

    @Test("of several schedules due at once as many start as there are slots, the others in order")
    func slotsInOrder() {
        let jobs = (0..<5).map { job("job-\($0)", every: 3_600) }
        var world = World(jobs, context: makeContext(concurrency: 2))
        world.advance(bySeconds: 2)
        #expect(world.started.map(\.schedule.ref) == ["job-0", "job-1"])
        #expect(world.state.runningCount == 2)
        while let run = world.state.liveRuns.first(where: { $0.status == .running }) {
            world.end([run])
            #expect(world.state.runningCount <= 2)
        }
        #expect(world.started.map(\.schedule) == jobs.map(\.id))
    }

    @Test("who waits for a slot beyond its grace is missed, in one stretch, and can be approved (I7)")
    func waitsTooLong() throws {
        var world = World(
            [job("long", every: 86_400), job(every: 10, overlap: .allow, grace: 25)],
            context: makeContext(concurrency: 1))
        world.advance(bySeconds: 1)
        let long = ScheduleID(.cron, "long")
        #expect(world.statuses() == [.running])
        world.advance(bySeconds: 60)
        // 0 runs; 10, 20, 30 have waited 26 s and more; 40, 50 and 60 may still start.
        #expect(world.pending().map(\.count) == [3])
        #expect(world.pending().first?.reason == .overload)
        #expect(world.statuses() == [.running, .waiting, .waiting, .waiting])
        #expect(world.notifications().map(\.count) == [3])
        #expect(world.pending(long).map(\.firstAt) == [dawn])
        world.end()
        #expect(world.started.last?.scheduledAt == at(40))
        world.end()
        try world.answer(.approve, at: at(20))
        #expect(world.runs().contains { $0.scheduledAt == at(20) && $0.trigger == .backfill })
        #expect(world.pending().map(\.count) == [1, 1])
    }

    @Test("a queued run may start late, for it waits for its own schedule; then it has its grace to find a slot")
    func queuedBeyondGrace() {
        var world = World(
            [job(every: 60, overlap: .queue, grace: 5), job("other", every: 86_400)],
            context: makeContext(concurrency: 2))
        world.advance(bySeconds: 100)
        #expect(world.statuses() == [.running, .waiting])
        world.end()
        #expect(world.statuses() == [.success, .running])
    }

    @Test("an occurrence starts in the second that it is due in, also with a grace of 0")
    func noGrace() {
        var world = World(job(every: 60, grace: 0), at: at(30))
        world.now = Instant(epochMilliseconds: at(60).epochMilliseconds + 700)
        world.tick()
        #expect(world.statuses() == [.running])
        world.end()
        world.now = at(121)
        world.tick()
        #expect(world.pending().map(\.firstAt) == [at(120)])
    }

    @Test("a slot that gets free goes to who waits, not to whom the ended run wakes")
    func waitingBeforeWoken() throws {
        var world = World(
            [job("a", every: 3_600).bound(to: "main", wake: .now), job("b", every: 3_600), heartbeat(every: 86_400)],
            at: at(10), context: makeContext(concurrency: 1))
        try world.runNow(ScheduleID(.cron, "a"))
        try world.runNow(ScheduleID(.cron, "b"))
        world.end(ScheduleID(.cron, "a"))
        #expect(world.started.map(\.schedule.ref) == ["a", "b"])
        #expect(world.statuses(ScheduleID(.heartbeat, "main")) == [.waiting])
        world.end(ScheduleID(.cron, "b"))
        #expect(world.started.map(\.schedule.ref) == ["a", "b", "main"])
    }
}
