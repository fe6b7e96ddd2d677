import CivilTime
import Engine
import Operations
import Recurrence
import StoreTestKit

extension Wish {
    /// What it asks of the engine in a world that stands so; nil where there is nothing of the kind.
    func command(on record: MemoryRecord, at now: Instant, zones: ZoneDatabase, reason: String) -> Command? {
        func schedule(_ number: Int) -> Schedule? {
            let all = record.schedules.values.sorted { $0.id < $1.id }
            return all.isEmpty ? nil : all[number % all.count]
        }
        switch self {
        case .create(let kind, let number, let policies):
            return .create(Self.schedule(kind, number: number, policies, at: now))
        case .edit(let number, let change):
            return schedule(number).map { .edit(Self.changed($0, change, at: now), expectedVersion: $0.version) }
        case .delete(let number): return schedule(number).map { .delete($0.id, expectedVersion: nil) }
        case .pause(let number, let seconds):
            return schedule(number).map { .pause($0.id, until: seconds.map { now.advanced(bySeconds: $0) }) }
        case .resume(let number): return schedule(number).map { .resume($0.id) }
        case .disable(let number): return schedule(number).map { .disable($0.id) }
        case .disableMissed(let number):
            return Self.target(number, 0, true, record, zones).map { .disable($0.occurrence.schedule) }
        case .enable(let number): return schedule(number).map { .enable($0.id) }
        case .runNow(let number): return schedule(number).map { .runNow($0.id) }
        case .cancel(let number): return schedule(number).map { .cancel($0.id, at: nil) }
        case .rebase(let number): return schedule(number).map { .rebase($0.id) }
        case .approve(let number, let occurrence, let whole):
            return Self.target(number, occurrence, whole, record, zones).map { .approve($0) }
        case .reschedule(let number, let occurrence, let whole, let seconds):
            return Self.target(number, occurrence, whole, record, zones).map {
                .reschedule($0, to: now.advanced(bySeconds: seconds))
            }
        case .resolve(let number, let approve):
            let targets = [0, 0, 1, 2].compactMap { Self.target(number + $0, $0, nil, record, zones) }
            return targets.isEmpty ? nil : .resolve(targets, approve ? .approve : .delete)
        case .deleteMissed(let number, let occurrence, let whole):
            return Self.target(number, occurrence, whole, record, zones).map { .deleteMissed($0) }
        case .wake(let number, let immediately):
            let sessions = record.schedules.keys.filter { $0.source == .heartbeat }.sorted()
            guard !sessions.isEmpty else { return nil }
            return .wake(session: sessions[number % sessions.count].ref, now: immediately, reason: reason)
        case .propose(let number, let request):
            return Self.proposal(request, number: number, of: schedule(number), at: now, words: reason).map {
                .propose($0)
            }
        case .answerProposal(let number, let approve): return Self.answer(number, approve: approve, record)
        case .undo(let number): return Self.undo(number, record)
        case .answer(let number, let status, let seconds):
            let all = record.notifications.values.sorted { $0.id < $1.id }
            guard !all.isEmpty else { return nil }
            return .answer(
                notificationID: all[number % all.count].id, status, snoozedUntil: now.advanced(bySeconds: seconds))
        }
    }

    private static func target(
        _ number: Int, _ occurrence: Int, _ whole: Bool?, _ record: MemoryRecord, _ zones: ZoneDatabase
    ) -> StasisTarget? {
        // Now and then one that was answered already: then it must say so.
        let all = record.stasis.values.sorted { ($0.status.rawValue, $0.id) > ($1.status.rawValue, $1.id) }
        let entries = all.filter { $0.status == .pending } + all.filter { $0.status != .pending }.prefix(1)
        guard !entries.isEmpty else { return nil }
        let entry = entries[number % entries.count]
        guard let plan = try? entry.timetable.plan(zones: zones, seed: entry.schedule) else { return nil }
        let instants = plan.occurrences(in: entry.span, limit: 40).map(\.at) + [entry.lastAt]
        return StasisTarget(
            OccurrenceID(entry.schedule, instants[occurrence % instants.count]),
            scope: whole.map { $0 ? .entry : .occurrence })
    }

    private static func timing(_ kind: Kind, at now: Instant) -> (Timetable.Timing, zone: String) {
        let anchor = Instant(epochSeconds: now.epochSeconds / 3_600 * 3_600)
        switch kind {
        case .every(let seconds): return (.every(seconds: seconds, anchor: anchor), "UTC")
        case .cron(let expression, let zone): return (.cron(expression: expression, dialect: .almanac), zone)
        case .once(let seconds): return (.at(Instant(epochSeconds: now.epochSeconds + seconds)), "UTC")
        case .heartbeat(let seconds, let hours):
            let active = hours ? ActiveHours(start: "06:00", end: "20:00") : nil
            return (.heartbeat(everySeconds: seconds, anchor: anchor, activeHours: active), "America/Chicago")
        }
    }

    static func schedule(_ kind: Kind, number: Int, _ policies: Policies, at now: Instant) -> Schedule {
        let (timing, zone) = timing(kind, at: now)
        let isHeartbeat =
            switch kind {
            case .heartbeat: true
            case .every, .cron, .once: false
            }
        let session = "session-\(number % 2)"
        var schedule = Schedule(
            id: isHeartbeat ? ScheduleID(.heartbeat, session) : ScheduleID(.cron, "job-\(number)"), ownerID: "ops",
            title: "Number \(number)", sessionID: session, timetable: Timetable(timing: timing, timezone: zone),
            work: Work(command: "work"), createdAt: now)
        schedule.retries = policies.retries
        schedule.category = policies.category
        guard !isHeartbeat else { return schedule }
        schedule.overlap = policies.overlap
        schedule.graceSeconds = policies.grace
        schedule.deleteAfterRun = policies.deleteAfterRun
        schedule.sessionWake = policies.wake
        return schedule
    }

    static func changed(_ schedule: Schedule, _ change: Change, at now: Instant) -> Schedule {
        var edited = schedule
        let isHeartbeat = schedule.id.source == .heartbeat
        switch change {
        case .title: edited.title += "'"
        case .timing(let kind):
            // A job stays a job and a session a session.
            if case .heartbeat = kind, !isHeartbeat { return edited }
            if isHeartbeat {
                guard case .heartbeat = kind else { return edited }
            }
            let (timing, zone) = timing(kind, at: now)
            edited.timetable.timing = timing
            edited.timetable.timezone = zone
        case .overlap(let overlap): if !isHeartbeat { edited.overlap = overlap }
        case .grace(let grace): edited.graceSeconds = grace
        case .zone(let zone): edited.timetable.timezone = zone
        }
        return edited
    }
}

extension Command {
    /// Whether the audit holds a row with the reason of every such request that was carried out.
    var isAudited: Bool {
        switch self {
        case .create, .edit, .delete, .pause, .resume, .disable, .enable, .runNow, .cancel, .approve, .reschedule,
            .deleteMissed, .rebase, .wake, .propose, .undo:
            true
        // A batch may hold nothing that can be done; the answer to a proposal is its status.
        case .answer, .resolve, .answerProposal: false
        }
    }
}
