import CivilTime
import Notifications
import Operations
import Store
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

    // MARK: The outbox

    /// Failing once a minute with a channel for failures of importance, told again after ten minutes.
    func alerting(_ times: Int, category: Operations.Category = .normal) -> World {
        let route = AlertRoute(channel: "ops", categories: [.critical, .normal], repeatSeconds: 600)
        var world = World(job { $0.category = category }, context: makeContext(routes: [route]))
        for _ in 0..<times {
            world.advance(bySeconds: 60)
            world.end(jobID, .failed, reason: "exit status 3")
        }
        return world
    }

    func sent(_ world: World) -> [String] {
        world.record.outbox.compactMap { world.record.deliveries[$0] }.map {
            "\($0.kind.rawValue) \($0.notification?.count ?? 0)"
        }
    }

    @Test("a failure that goes on fills the outbox once, then once in the interval; its end is told too")
    func outbox() {
        var world = alerting(13)
        #expect(sent(world) == ["opened 1", "repeated 11"])
        world.advance(bySeconds: 60)
        world.end()
        #expect(sent(world) == ["opened 1", "repeated 11", "recovered 13"])
        #expect(world.record.deliveries.values.allSatisfy { $0.status == .pending && $0.channel == "ops" })
    }

    @Test("what is suppressed fills no outbox")
    func suppressedOutbox() {
        #expect(sent(alerting(3, category: .low)) == [])
    }

    @Test("an acknowledged failure is told no more until it is over")
    func acknowledgedOutbox() throws {
        var world = alerting(1)
        try answer(&world, .acknowledged)
        for _ in 0..<20 {
            world.advance(bySeconds: 60)
            world.end(jobID, .failed)
        }
        #expect(sent(world) == ["opened 1"])
        world.advance(bySeconds: 60)
        world.end()
        #expect(sent(world) == ["opened 1", "recovered 21"])
    }

    @Test("a snoozed failure is told again when the snooze is over, with what came meanwhile")
    func snoozedOutbox() throws {
        var world = alerting(1)
        try answer(&world, .snoozed, until: world.now.advanced(bySeconds: 150))
        for _ in 0..<3 {
            world.advance(bySeconds: 60)
            world.end(jobID, .failed)
        }
        #expect(sent(world) == ["opened 1", "repeated 3"])
    }

    @Test("what a restart finds fills the outbox as well: interrupted and missed")
    func restartOutbox() {
        var world = alerting(0)
        world.advance(bySeconds: 60)
        world.restart(afterSeconds: 3_600)
        #expect(world.record.deliveries.values.map(\.kind) == [.opened, .opened])
        #expect(
            Set(world.record.deliveries.values.compactMap(\.notification?.kind)) == [.failed, .missed])
    }

    @Test("a decision that is refused fills no outbox")
    func refusedOutbox() {
        let world = alerting(1)
        var record = world.record
        let delivery = record.deliveries["\(world.notifications()[0].id)-1-ops"]
        #expect(delivery != nil)
        let before = record.deliveries
        let stale = ChangeSet([
            .insertDelivery(
                Delivery(id: "other", channel: "ops", kind: .opened, notification: nil, createdAt: world.now)),
            .replaceNotification(world.notifications()[0], expectedVersion: 9),
        ])
        #expect(record.commit(stale) == .refused(.notificationChanged(world.notifications()[0].id)))
        #expect(record.deliveries == before)
    }
}
