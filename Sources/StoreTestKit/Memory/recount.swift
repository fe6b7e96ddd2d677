internal import CivilTime
internal import Operations

/// The counts that runs add up to, ordered as `Store.runCounts` orders them.
func recount(_ runs: [Run]) -> [RunCount] {
    struct Key: Hashable {
        var schedule: ScheduleID
        var from: Instant
        var status: RunStatus
    }
    let counts = Dictionary(
        runs.map { (Key(schedule: $0.schedule, from: RunCount.quarter(of: $0.scheduledAt), status: $0.status), 1) },
        uniquingKeysWith: +)
    return counts.map { RunCount(schedule: $0.schedule, from: $0.from, status: $0.status, count: $1) }.sorted {
        ($0.schedule, $0.from, $0.status.rawValue) < ($1.schedule, $1.from, $1.status.rawValue)
    }
}
