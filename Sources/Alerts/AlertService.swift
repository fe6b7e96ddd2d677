package import CivilTime
package import Engine
package import Logging
package import Notifications
import Operations
import ServiceLifecycle
package import Store

/// Sends what the outbox holds, each channel at its own pace, beside the engine: no channel that is slow, down or wrong
/// holds up another, a run, or the engine's loop.
///
/// At least once: an attempt counts when its end is on record. What a crash or a stop interrupts is sent again under the
/// same id.
package struct AlertService: Service {
    /// Bound on a sleep: a clock that was set is noticed.
    static let sleepSecondsMax = 30.0
    /// Deliveries of one channel that are looked at together.
    static let pendingMax = 500
    /// Pause after the store failed.
    static let troubleSeconds = 2.0

    private let channels: [OpenChannel]
    private let courier: AlertCourier
    private let policy: DeliveryPolicy
    private let store: any Store
    private let bell: LogBell
    private let clock: any WallClock
    private let random: @Sendable () -> Double
    private let logger: Logger

    /// - Parameters:
    ///   - bell: rings when deliveries were put into the outbox.
    ///   - random: from 0 up to 1.
    package init(
        channels: [OpenChannel], courier: AlertCourier, policy: DeliveryPolicy, store: any Store, bell: LogBell,
        clock: any WallClock, random: @escaping @Sendable () -> Double, logger: Logger
    ) {
        self.channels = channels
        self.courier = courier
        self.policy = policy
        self.store = store
        self.bell = bell
        self.clock = clock
        self.random = random
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await giveUpStrangers() }
                for channel in channels { group.addTask { await serve(channel) } }
            }
            // Without channels there is nothing to do; but a service that ends would end the others.
            while !Task.isCancelled { try? await Task.sleep(for: .seconds(3_600)) }
        }
    }

    private func serve(_ channel: OpenChannel) async {
        let query = DeliveryQuery(
            statuses: [.pending], channel: channel.name, oldestFirst: true, limit: Self.pendingMax)
        var failures = 0
        while !Task.isCancelled {
            // Before the question: what comes after it rings.
            let rings = bell.listen()
            let pending: [Delivery]
            do {
                pending = try await store.deliveries(query)
            } catch {
                logger.error("the outbox can't be read", metadata: ["channel": "\(channel.name)", "error": "\(error)"])
                try? await Task.sleep(for: .seconds(Self.troubleSeconds))
                continue
            }
            let next = policy.next(of: pending, bundles: channel.channel.target.form.bundles, at: clock.now)
            if !next.deliveries.isEmpty {
                let outcome = await attempt(next.deliveries, channel)
                guard case .failed(_, let retryAfter) = outcome else {
                    failures = 0
                    continue
                }
                failures += 1
                let pause = policy.pauseSeconds(afterFailures: failures, retryAfter: retryAfter)
                if pause > 0 { try? await Task.sleep(for: .milliseconds(Int64(pause * 1_000))) }
            } else {
                await wait(until: next.wakeAt, or: rings)
            }
        }
    }

    private func wait(until instant: Instant?, or rings: AsyncStream<Int64>) async {
        let seconds = instant.map { max(0, clock.now.seconds(to: $0)) } ?? Self.sleepSecondsMax
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in rings { return } }
            group.addTask { try? await Task.sleep(for: .seconds(min(seconds, Self.sleepSecondsMax))) }
            await group.next()
            group.cancelAll()
        }
    }

    private func attempt(_ deliveries: [Delivery], _ channel: OpenChannel) async -> DeliveryOutcome {
        let outcome = await courier.carry(deliveries, through: channel, at: clock.now)
        // Interrupted: whether it arrived nobody knows, so it is sent again.
        if Task.isCancelled { return outcome }
        let (now, chance) = (clock.now, random())
        let ended = deliveries.map { ($0.attempts, policy.after($0, outcome, at: now, random: chance)) }
        await record(ended)
        for (_, delivery) in ended { log(delivery) }
        return outcome
    }

    private func log(_ delivery: Delivery) {
        let facts: Logger.Metadata = [
            "channel": "\(delivery.channel)", "delivery": "\(delivery.id)", "attempt": "\(delivery.attempts)",
            "answer": "\(delivery.answer ?? "")",
        ]
        switch delivery.status {
        case .delivered: logger.debug("an alert was delivered", metadata: facts)
        case .pending: logger.notice("an alert could not be delivered yet", metadata: facts)
        case .givenUp: logger.error("an alert was given up", metadata: facts)
        }
    }

    /// Goes on until it is on record: a channel whose attempts can't be recorded must not be sent the same again and again.
    private func record(_ ended: [(attemptsBefore: Int, delivery: Delivery)]) async {
        let changes = ChangeSet(ended.map { .replaceDelivery($0.delivery, expectedAttempts: $0.attemptsBefore) })
        while true {
            do {
                // What another has recorded meanwhile stays.
                _ = try await store.commit(changes)
                return
            } catch {
                logger.error("an attempt can't be recorded", metadata: ["error": "\(error)"])
                guard (try? await Task.sleep(for: .seconds(Self.troubleSeconds))) != nil else { return }
            }
        }
    }

    /// What was meant for channels that the configuration no longer names.
    private func giveUpStrangers() async {
        let known = Set(channels.map(\.name))
        let query = DeliveryQuery(statuses: [.pending], oldestFirst: true, limit: 100_000)
        while !Task.isCancelled {
            do {
                for delivery in try await store.deliveries(query) where !known.contains(delivery.channel) {
                    let reason = "the configuration names no channel \(delivery.channel) any more"
                    let given = policy.after(delivery, .refused(reason), at: clock.now, random: 0)
                    await record([(delivery.attempts, given)])
                }
                return
            } catch {
                logger.error("the outbox can't be read", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: .seconds(Self.troubleSeconds))
            }
        }
    }
}
