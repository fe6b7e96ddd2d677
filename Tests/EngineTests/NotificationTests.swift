import CivilTime
import Notifications
import Operations
import StoreTestKit
import Testing

@testable import Engine

@Suite struct NotificationTests {
    func failing(_ times: Int, category: Operations.Category = .normal) -> World {
        var world = World(job { $0.category = category })
        for _ in 0..<times {
            world.advance(bySeconds: 60)
            world.end(jobID, .failed, reason: "exit status 3")
        }
        return world
    }

    func answer(_ world: inout World, _ status: Operations.Notification.Status, until: Instant? = nil) throws {
        let notification = try #require(world.notifications().last)
        try world.ask { state, now in
            var decision = Decision()
            decision.changes = state.context.policy.changes(
                answering: notification, with: status, snoozedUntil: until, at: now, by: ada)
            return Answer(decision)
        }
    }

    @Test("a failure opens a notification with its cause")
    func opens() throws {
        let world = failing(1)
        let notification = try #require(world.notifications().first)
        #expect(notification.kind == .failed && notification.status == .new)
        #expect(notification.message == "exit status 3")
        #expect(notification.runID == world.started.first?.id)
        #expect(world.events(.notificationCreated).count == 1)
    }

    @Test("repeats of one cause collapse")
    func repeats() {
        let world = failing(4)
        #expect(world.notifications().map(\.count) == [4])
        #expect(world.events(.notificationUpdated).count == 3)
    }

    @Test("recovery closes it, and the next failure opens another")
    func recovery() {
        var world = failing(2)
        world.advance(bySeconds: 60)
        world.end()
        #expect(world.notifications().map(\.status) == [.resolved])
        world.advance(bySeconds: 60)
        world.end(jobID, .failed)
        #expect(world.notifications().map(\.status) == [.resolved, .new])
    }

    @Test("a suppressed category is counted and listed, not shouted")
    func suppressed() {
        let world = failing(3, category: .low)
        #expect(world.notifications().map(\.status) == [.suppressed])
        #expect(world.notifications().map(\.count) == [3])
    }

    @Test("missed occurrences speak in any category")
    func missedSpeaks() {
        var world = World(job { $0.category = .low })
        world.restart(afterSeconds: 60)
        #expect(world.notifications().map(\.status) == [.new])
    }

    @Test("success does not close what was said about missed occurrences")
    func missedStays() {
        var world = World(job())
        world.restart(afterSeconds: 60)
        world.advance(bySeconds: 60)
        world.end()
        #expect(world.notifications().map(\.status) == [.new])
    }

    @Test("a snoozed one speaks again at its instant")
    func snooze() throws {
        var world = failing(1)
        try answer(&world, .snoozed, until: at(90))
        world.advance(bySeconds: 20)
        #expect(world.notifications().map(\.status) == [.snoozed])
        world.advance(bySeconds: 20)
        #expect(world.notifications().map(\.status) == [.new])
    }

    @Test("a snooze that ends in the turn in which its cause repeats is one change after the other")
    func snoozeEndsWithRepeat() throws {
        var world = World(job())
        world.restart(afterSeconds: 60)
        try answer(&world, .snoozed, until: at(100))
        world.jump(bySeconds: 600)
        #expect(world.notifications().map(\.status) == [.new])
        #expect(world.notifications().map(\.count) == [11])
    }

    @Test("a dismissed one stays closed, whatever is answered later; a repeat opens another")
    func dismissed() throws {
        var world = failing(1)
        try answer(&world, .dismissed)
        try answer(&world, .acknowledged)
        #expect(world.notifications().map(\.status) == [.dismissed])
        world.advance(bySeconds: 60)
        world.end(jobID, .failed)
        #expect(world.notifications().map(\.status) == [.dismissed, .new])
    }
}
