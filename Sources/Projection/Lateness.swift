package import CivilTime
package import Operations

/// When an occurrence counts as late, and a run as overrunning: from its time and from what is usual.
package enum Lateness {
    /// An occurrence that has not begun this long after its instant is late.
    package static let afterSeconds: Int64 = 15

    package static func isLate(_ instant: Instant, now: Instant) -> Bool {
        instant.advanced(bySeconds: afterSeconds) < now
    }

    /// Half as long again as 19 of 20 runs take, and 5 seconds: short runs differ much by chance.
    package static func overrunsAt(_ run: Run, durations: RecentDurations) -> Instant? {
        guard run.status == .running, let started = run.startedAt, let usual = durations.p95MS else { return nil }
        return started + .milliseconds(usual + usual / 2 + 5_000)
    }
}
