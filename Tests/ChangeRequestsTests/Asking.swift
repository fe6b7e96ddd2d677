import ChangeRequests
import CivilTime
import Operations

/// A daily job at 9 in the morning, Chicago time, asked about on Wednesday, 4 March 2026, 09:20.
struct Asking {
    let interpreter: ChangeInterpreter
    var schedule = ChangeSubject(
        source: .cron, title: "Nightly ledger sync", timing: .cron("0 9 * * *"), timezone: "America/Chicago")
    var scheduledAt = Instant(epochSeconds: 1_772_722_800)

    init() throws { interpreter = ChangeInterpreter(zones: try ZoneDatabase.system()) }

    func answer(_ instruction: String) -> Interpretation {
        interpreter.interpret(
            ChangeRequest(
                now: now, displayTimezone: "America/Chicago", schedule: schedule, scheduledAt: scheduledAt,
                instruction: instruction))
    }

    /// What would change, whatever the words and warnings.
    func effect(_ instruction: String) -> Effect {
        let answer = answer(instruction)
        return Effect(operation: answer.operation, patch: answer.patch, occurrence: answer.occurrence)
    }

    struct Effect: Hashable, Sendable {
        var operation: ChangeKind
        var patch: SchedulePatch
        var occurrence: OccurrenceChange?
    }
}

/// A generator of numbers that a seed repeats (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
