/// What all runs' processes have in common: where they are written down, how they are started and how ended.
package struct ProcessRules: Sendable {
    package let ledger: ProcessLedger
    package let gate: SpawnGate
    /// What a former server left behind: their schedules' runs wait for their end.
    package let orphans: Orphans
    /// Between TERM and KILL.
    package let grace: Duration
    /// What is still read from the pipe after the leader's end.
    package let drainTimeout: Duration
    /// The monotonic clock that time limits are measured on.
    package let clock: any Clock<Duration>

    /// Share one `gate` among all runners of a server.
    package init(
        ledger: ProcessLedger, orphans: Orphans = .none, gate: SpawnGate = SpawnGate(), grace: Duration = .seconds(10),
        drainTimeout: Duration = .seconds(1), clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.ledger = ledger
        self.orphans = orphans
        self.gate = gate
        self.grace = grace
        self.drainTimeout = drainTimeout
        self.clock = clock
    }
}
