package import CivilTime
package import Operations

/// How an attempt to deliver went.
package enum DeliveryOutcome: Hashable, Sendable {
    case delivered(String)
    /// It may go better later; `retryAfterSeconds` is what the receiver asked for.
    case failed(String, retryAfterSeconds: Int64? = nil)
    /// No later attempt would go better.
    case refused(String)
}

/// When deliveries are tried, and when they are given up: values in, values out.
package struct DeliveryPolicy: Hashable, Sendable {
    /// Attempts at one delivery.
    package var attemptsMax = 40
    /// Age at which a delivery is given up.
    package var ageSecondsMax: Int64 = 86_400
    /// The wait after the first failed attempt; it doubles with each.
    package var firstWaitSeconds = 5.0
    package var waitSecondsMax = 3_600.0
    /// Failures in a row after which a channel's other deliveries wait too.
    package var failuresBeforePause = 5
    package var pauseSecondsMax = 60.0
    /// From so many on that are due together, a channel that bundles gets one message for all of them.
    package var bundleMin = 10
    package var bundleMax = 200
    /// Characters of an answer that are kept.
    package var answerLengthMax = 300

    package init() {}

    /// The delivery after an attempt that ended at `now`.
    ///
    /// The wait before the next one is 2ⁿ times the first, at most `waitSecondsMax`, of which `random` (0 ..< 1) chooses
    /// somewhere in the upper half, so that channels that failed together are not tried together; a longer one that the
    /// receiver asks for is kept, up to the same bound.
    package func after(
        _ delivery: Delivery, _ outcome: DeliveryOutcome, at now: Instant, random: Double
    ) -> Delivery {
        var next = delivery
        next.attempts += 1
        next.lastAttemptAt = now
        switch outcome {
        case .delivered(let words):
            next.status = .delivered
            next.answer = String(words.prefix(answerLengthMax))
            next.endedAt = now
        case .refused(let words):
            next.status = .givenUp
            next.answer = String(words.prefix(answerLengthMax))
            next.endedAt = now
        case .failed(let words, let retryAfter):
            next.answer = String(words.prefix(answerLengthMax))
            let wait = max(self.wait(after: next.attempts, random: random), retryAfterWait(retryAfter))
            next.nextAttemptAt = now + .milliseconds(Int64(wait * 1_000))
            let isTooOld = next.nextAttemptAt > delivery.createdAt.advanced(bySeconds: ageSecondsMax)
            // A test shows how it goes now.
            if next.attempts >= attemptsMax || isTooOld || delivery.kind == .test {
                next.status = .givenUp
                next.endedAt = now
            }
        }
        return next
    }

    private func wait(after attempts: Int, random: Double) -> Double {
        let whole = min(
            waitSecondsMax, firstWaitSeconds * Double(sign: .plus, exponent: min(attempts - 1, 30), significand: 1))
        return whole / 2 * (1 + random)
    }

    private func retryAfterWait(_ seconds: Int64?) -> Double {
        min(waitSecondsMax, Double(max(0, seconds ?? 0)))
    }

    /// Seconds for which a channel is left alone after so many failures in a row: a receiver that is down or busy is not
    /// asked anew for each delivery that waits. What it asks for itself (`retryAfter`) counts from the first failure on.
    package func pauseSeconds(afterFailures failures: Int, retryAfter: Int64?) -> Double {
        let excess = failures - failuresBeforePause
        let own = excess >= 0 ? firstWaitSeconds * Double(sign: .plus, exponent: min(excess, 30), significand: 1) : 0
        return max(min(pauseSecondsMax, own), retryAfterWait(retryAfter))
    }

    /// Of a channel's pending deliveries, oldest first: those to try now as one message, or when to look again (nil:
    /// never). There is more than one only where the channel `bundles` and many are due.
    ///
    /// What tells of one schedule is sent in its order: a recovery waits until its opening has arrived or is given up.
    package func next(
        of pending: [Delivery], bundles: Bool, at now: Instant
    ) -> (deliveries: [Delivery], wakeAt: Instant?) {
        var blocked: Set<ScheduleID> = []
        var due: [Delivery] = []
        var wakeAt: Instant?
        for delivery in pending {
            if let schedule = delivery.notification?.schedule, !blocked.insert(schedule).inserted { continue }
            // A clock that was set back must not make it wait longer than its longest wait.
            let isDue =
                delivery.nextAttemptAt <= now
                || delivery.nextAttemptAt > now.advanced(bySeconds: Int64(waitSecondsMax))
            if isDue {
                due.append(delivery)
            } else {
                wakeAt = min(wakeAt ?? delivery.nextAttemptAt, delivery.nextAttemptAt)
            }
            if due.count >= (bundles ? bundleMax : 1) { break }
        }
        if due.isEmpty { return ([], wakeAt) }
        return (due.count >= bundleMin ? due : [due[0]], nil)
    }
}
