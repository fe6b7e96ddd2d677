import CivilTime
import Operations
import Store
import StoreTestKit

/// Who keeps watch: reads the log as it grows, sees what starts, and holds both against the record.
struct Watch {
    let zones: ZoneDatabase
    /// What the log has told so far.
    var told = ReadModel()
    var eventsSeen = 0
    var startsSeen = 0
    var lives: [ScheduleID: [Life]] = [:]
    /// Runs that are alive, by schedule, as the log tells.
    var live: [ScheduleID: [String: Run]] = [:]
    var runningCount = 0
    var startedRuns: Set<String> = []
    var startedAccounts: Set<String> = []
    var clockSteps = 0
    /// When each session's last beat was claimed.
    var lastBeat: [ScheduleID: Run] = [:]
    /// The schedules as they stood at the last look.
    var cursors: [ScheduleID: Schedule] = [:]
    /// Runs that are the first account of their occurrences, and these; and missed stretches, by schedule.
    var firstAccounts: [ScheduleID: [String: Instant]] = [:]
    var entries: [ScheduleID: [String: StasisEntry]] = [:]
    /// Of these something has changed since the last look at their accounts.
    var touched: Set<ScheduleID> = []
    /// Timetables compiled: the same few again and again.
    var plans: [ScheduleID: [KnownPlan]] = [:]
    /// The audit's rows that were read, and those of them that tell of changes of schedules; proposals that made one.
    var rowsSeen = 0
    var changes: [String: AuditRow] = [:]
    var applications: Set<String> = []
    /// Notifications that the channel was told of, and the deliveries that events ask for.
    var alerted: Set<String> = []
    var deliveriesSeen: Set<String> = []
    private var log = LogDigest()

    init(zones: ZoneDatabase) { self.zones = zones }

    var digest: UInt64 { log.value }

    mutating func clockWasSet() { clockSteps += 1 }

    /// Looks at everything that has happened since the last look; answers the first thing that does not hold.
    mutating func look(_ record: MemoryRecord, starts: [Witness.Start], plan: FaultPlan) -> Violation? {
        for logged in record.events.dropFirst(eventsSeen) {
            if let violation = read(logged, plan: plan) ?? outboxHolds(logged.event, record) { return violation }
        }
        for start in starts {
            if let violation = see(start) { return violation }
        }
        return cursorsHold(record) ?? logHolds(record) ?? accountsHold(record) ?? changesHold(record)
            ?? outboxHolds(record)
    }

    private mutating func read(_ logged: LogEvent, plan: FaultPlan) -> Violation? {
        let event = logged.event
        defer {
            eventsSeen += 1
            told.apply(event)
            log.add(logged)
        }
        if let violation = orderHolds(logged) { return violation }
        if let run = event.payload.run, let violation = read(run, event, plan: plan) { return violation }
        if let proposal = event.payload.proposal, let violation = proposalHolds(proposal, event) { return violation }
        for id in event.payload.withdrawn ?? [] {
            if let run = told.runs[id] { end(run) }
        }
        note(event, plan: plan)
        followAccounts(event)
        followLife(event)
        return nil
    }

    /// A run as an event tells it: what it was before is still in `told`.
    private mutating func read(_ run: Run, _ event: EventDraft, plan: FaultPlan) -> Violation? {
        let before = told.runs[run.id]
        if let violation = endHolds(run, after: before) ?? claimHolds(run, after: before)
            ?? leaveHolds(run, after: before, event) ?? overlapHolds(run, after: before)
            ?? beatHolds(run, after: before, event)
        {
            return violation
        }
        note(run, after: before, plan: plan)
        if let before { end(before) }
        if run.status.isLive {
            live[run.schedule, default: [:]][run.id] = run
            if run.status == .running { runningCount += 1 }
        }
        if before == nil, run.schedule.source == .heartbeat, run.status.isLive { lastBeat[run.schedule] = run }
        return nil
    }

    private mutating func end(_ run: Run) {
        guard live[run.schedule]?.removeValue(forKey: run.id) != nil else { return }
        if run.status == .running { runningCount -= 1 }
    }

    /// The schedule as it stands before the event that is being read.
    func schedule(_ id: ScheduleID) -> Schedule? { told.schedules[id] }
}
