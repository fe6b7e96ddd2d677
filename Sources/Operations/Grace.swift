package import CivilTime

/// How late an occurrence may start and still run by itself (docs/invariants.md, I5).
///
/// Counted in whole seconds, as occurrences are: with a grace of 0 an occurrence starts in its own second or is missed.
package enum Grace {
    /// Seconds for a schedule that sets none, while the engine is alive: a stall shorter than this is no miss.
    package static let whileAlive = 30

    /// The oldest instant that may still be started at `now`.
    ///
    /// Downtime is never caught up by itself: across it only a grace that the schedule sets itself counts.
    package static func oldest(_ schedule: Schedule, now: Instant, acrossDowntime: Bool) -> Instant {
        guard let seconds = schedule.graceSeconds ?? (acrossDowntime ? nil : whileAlive) else {
            return now.advanced(bySeconds: 1)
        }
        return Instant(epochSeconds: now.epochSeconds).advanced(bySeconds: -Int64(seconds))
    }

    /// The first instant at which what was due at `instant`, or could have started from then on, is too late to start.
    package static func end(_ schedule: Schedule, from instant: Instant) -> Instant {
        instant.advanced(bySeconds: Int64(schedule.graceSeconds ?? whileAlive) + 1)
    }
}

/// What the overlap policy says of an occurrence that falls due.
package enum OverlapVerdict: Hashable, Sendable {
    case start
    /// Waits for the blocking run to end.
    case wait(blockedBy: Run)
    case skip(blockedBy: Run)
}

extension Overlap {
    /// `live` are the schedule's runs that have not ended, waiting ones included, oldest first.
    package func verdict(live: [Run]) -> OverlapVerdict {
        guard let blocker = live.first else { return .start }
        switch self {
        case .allow: return .start
        case .skip: return .skip(blockedBy: blocker)
        case .queue:
            return live.contains { $0.status == .waiting } ? .skip(blockedBy: blocker) : .wait(blockedBy: blocker)
        }
    }
}

/// When a failed run is tried again: bounded exponential back-off with a jitter that is a pure function of the
/// occurrence, so that it is never rolled anew (docs/invariants.md, B18).
package enum Retry {
    package static let delaySecondsMax: Int64 = 600

    /// Seconds until attempt `attempt + 1`, or nil where the schedule allows none.
    package static func delaySeconds(after run: Run, retries: Int) -> Int64? {
        guard run.status == .failed, run.trigger.accountsForOccurrence, run.attempt <= retries else { return nil }
        let base = min(delaySecondsMax, 5 << Int64(min(run.attempt - 1, 16)))
        let jitter = Int64(stableHash("\(run.occurrence)#\(run.attempt)") % UInt64(max(1, base / 4)))
        return base + jitter
    }
}
