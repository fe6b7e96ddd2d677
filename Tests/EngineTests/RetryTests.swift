import CivilTime
import Operations
import StoreTestKit
import Testing

@testable import Engine

@Suite struct RetryTests {
    @Test("a failed run is tried again as often as its schedule allows, each attempt a run of the same occurrence")
    func bounded() {
        var world = World(job(every: 86_400, retries: 2))
        for _ in 0..<6 {
            world.advance(bySeconds: 3_000)
            world.end(jobID, .failed)
        }
        #expect(world.runs().map(\.attempt).sorted() == [1, 2, 3])
        #expect(Set(world.runs().map(\.scheduledAt)) == [dawn])
        #expect(world.runs().filter { $0.trigger == .retry }.count == 2)
        #expect(world.notifications().map(\.count) == [3])
    }

    @Test("success ends the retries and closes the notification")
    func recovers() {
        var world = World(job(every: 86_400, retries: 5))
        world.advance(bySeconds: 2)
        world.end(jobID, .failed)
        world.advance(bySeconds: 100)
        world.end()
        world.advance(bySeconds: 3_000)
        #expect(world.statuses() == [.failed, .success])
        #expect(world.notifications().map(\.status) == [.resolved])
    }

    @Test("nothing but a failure is tried again", arguments: [RunOutcome.Ending.success, .cancelled, .skipped])
    func onlyFailures(_ ending: RunOutcome.Ending) {
        var world = World(job(every: 86_400, retries: 5))
        world.advance(bySeconds: 2)
        world.end(jobID, ending)
        world.advance(bySeconds: 3_000)
        #expect(world.runs().count == 1)
    }

    @Test("a manual run is not tried again by itself")
    func manual() throws {
        var world = World(job(every: 86_400, retries: 5), at: at(10))
        try world.runNow()
        world.end(jobID, .failed)
        world.advance(bySeconds: 3_000)
        #expect(world.runs().count == 1)
    }

    @Test("a retry that falls due together with the next occurrence does not overlap it (I6)")
    func noOverlap() {
        var world = World(job(every: 60, retries: 1))
        world.advance(bySeconds: 2)
        world.end(jobID, .failed)
        world.jump(bySeconds: 60)
        #expect(world.state.live[jobID]?.count == 1)
        #expect(world.state.retries.isEmpty)
    }

    @Test("a retry that falls due while a run is alive is on record, with the run that blocked it", arguments: [1, 5])
    func blocked(_ retries: Int) throws {
        var world = World(job(every: 60, retries: retries))
        world.advance(bySeconds: 58)
        world.end(jobID, .failed)
        world.advance(bySeconds: 10)
        let blocker = try #require(world.runs().first { $0.status == .running })
        #expect(world.runs().filter { $0.trigger == .retry }.map(\.status) == [.skipped])
        #expect(world.runs().first { $0.trigger == .retry }?.error?.contains(blocker.id) == true)
    }

    @Test("where the policy is to queue, a retry waits for the run that is alive")
    func queued() {
        var world = World(job(every: 60, overlap: .queue, retries: 1))
        world.advance(bySeconds: 58)
        world.end(jobID, .failed)
        world.advance(bySeconds: 10)
        #expect(world.runs().filter { $0.trigger == .retry }.map(\.status) == [.waiting])
        world.end(world.state.liveRuns.filter { $0.status == .running })
        #expect(world.runs().filter { $0.trigger == .retry }.map(\.status) == [.running])
    }

    @Test("a retry of a paused schedule does not run, and the record says why")
    func paused() throws {
        var world = World(job(every: 86_400, retries: 1))
        world.advance(bySeconds: 2)
        world.end(jobID, .failed)
        try world.change(.pause(until: nil))
        world.advance(bySeconds: 3_000)
        #expect(world.statuses() == [.failed, .skipped])
        #expect(world.runs().last?.error == "the schedule was paused when the retry was due")
    }

    @Test("a retry without a slot waits for one")
    func waitsForSlot() throws {
        var world = World(
            [job(every: 86_400, retries: 1), job("other", every: 86_400)], context: makeContext(concurrency: 1))
        world.advance(bySeconds: 2)
        world.end(jobID, .failed)
        world.advance(bySeconds: 100)
        #expect(world.statuses() == [.failed, .waiting])
        world.end(ScheduleID(.cron, "other"))
        #expect(world.statuses() == [.failed, .running])
    }
}
