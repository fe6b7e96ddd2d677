import CivilTime
import Notifications
import Operations
import Testing

@Suite("Who is told") struct RouteTests {
    private func kinds(
        of told: Notification, by routes: [AlertRoute], isWoken: Bool = false, at now: Instant = dawn
    ) -> [String] {
        AlertRoute.deliveries(telling: told, isWoken: isWoken, through: routes, at: now).1
            .map { "\($0.channel) \($0.kind.rawValue)" }
    }

    @Test(
        "A channel is told of its kinds and categories alone",
        arguments: [
            (.failed, .critical, ["loud", "all"]), (.failed, .normal, ["all"]), (.failed, .low, ["all"]),
            (.missed, .critical, ["all"]), (.missed, .low, ["missed", "all"]), (.change, .critical, ["all"]),
        ] as [(Notification.Kind, Operations.Category, [String])])
    func routing(kind: Notification.Kind, category: Operations.Category, expected: [String]) {
        let routes = [
            AlertRoute(channel: "loud", kinds: [.failure, .recovery], categories: [.critical]),
            AlertRoute(channel: "missed", kinds: [.missed], categories: [.low]), AlertRoute(channel: "all"),
        ]
        let opened = notification(kind: kind, category: category)
        #expect(kinds(of: opened, by: routes) == expected.map { "\($0) opened" })
    }

    @Test("Repeats wait for the interval, and count from the last word")
    func repeats() {
        let route = AlertRoute(channel: "ops", repeatSeconds: 600)
        var (told, sent) = AlertRoute.deliveries(telling: notification(), through: [route], at: dawn)
        #expect(sent.map(\.kind) == [.opened])
        var heard: [(Int64, Int)] = []
        for minute in 1...25 {
            told.count += 1
            told.version += 1
            (told, sent) = AlertRoute.deliveries(telling: told, through: [route], at: at(Int64(minute) * 60))
            for delivery in sent { heard.append((Int64(minute), delivery.notification?.count ?? 0)) }
        }
        #expect(heard.map(\.0) == [10, 20])
        #expect(heard.map(\.1) == [11, 21])
    }

    @Test("Who acknowledged, snoozed or dismissed it hears no repeats; the end of a snooze speaks at once")
    func quiet() {
        let route = AlertRoute(channel: "ops", repeatSeconds: 600)
        let (told, _) = AlertRoute.deliveries(telling: notification(), through: [route], at: dawn)
        for status in [Notification.Status.acknowledged, .snoozed, .dismissed, .suppressed] {
            var quiet = told
            quiet.status = status
            quiet.count = 9
            #expect(kinds(of: quiet, by: [route], at: at(86_400)) == [], "\(status)")
        }
        #expect(kinds(of: told, by: [route], isWoken: true, at: at(60)) == ["ops repeated"])
        #expect(kinds(of: told, by: [route], isWoken: false, at: at(60)) == [])
    }

    @Test("Recovery goes to those that were told of the beginning, if they take it")
    func recovery() {
        let routes = [
            AlertRoute(channel: "told"), AlertRoute(channel: "not-told", categories: [.critical]),
            AlertRoute(channel: "no-recovery", kinds: [.failure]),
        ]
        var (told, sent) = AlertRoute.deliveries(telling: notification(), through: routes, at: dawn)
        #expect(sent.map(\.channel) == ["told", "no-recovery"])
        told.status = .resolved
        told.version += 1
        #expect(kinds(of: told, by: routes) == ["told recovered"])
        var silent = notification(status: .suppressed)
        silent.status = .resolved
        #expect(kinds(of: silent, by: routes) == [])
    }

    @Test("A decision that is made twice names its deliveries alike")
    func ids() {
        let route = AlertRoute(channel: "ops")
        let first = AlertRoute.deliveries(telling: notification(), through: [route], at: dawn).1
        let second = AlertRoute.deliveries(telling: notification(), through: [route], at: at(5)).1
        #expect(first.map(\.id) == ["n1-1-ops"] && second.map(\.id) == first.map(\.id))
    }

    @Test("A channel that came later is told of what goes on as of something new")
    func late() {
        let (told, _) = AlertRoute.deliveries(telling: notification(), through: [AlertRoute(channel: "old")], at: dawn)
        let routes = [AlertRoute(channel: "old"), AlertRoute(channel: "new")]
        #expect(kinds(of: told, by: routes, at: at(60)) == ["new opened"])
    }
}
