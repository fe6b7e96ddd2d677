import ChangeRequests
import CivilTime
import Documents
import Engine
import Operations
import Recurrence

/// Turns words into proposals: has them read, applies the reading to the schedule on paper, and looks ahead.
struct ChangeDesk: Sendable {
    let engine: Engine
    let zones: ZoneDatabase
    let interpreter: any Interpreter
    let creation: NewScheduleReader
    let newID: @Sendable () -> String

    /// How many occurrences before and after are shown.
    static let nextCount = 5

    /// The proposal that a request on one occurrence's card is turned into; one with low confidence where nothing can be
    /// made of the words.
    func proposal(
        _ instruction: String, on occurrence: OccurrenceID, of schedule: Schedule, displayTimezone: String,
        context: ReadingContext, by actor: Actor
    ) async -> Proposal {
        let reading = await interpreter.reading(
            of: ChangeRequest(
                now: context.now, displayTimezone: displayTimezone, schedule: ChangeSubject(schedule),
                scheduledAt: occurrence.at, instruction: instruction))
        let understood = reading.interpretation
        var proposal = Proposal(
            id: newID(), occurrence: occurrence, schedule: schedule.id, ownerID: schedule.ownerID,
            sessionID: schedule.sessionID, instruction: instruction, summary: understood.summary,
            kind: understood.operation, patch: understood.patch.document, before: schedule, after: nil,
            warnings: understood.warnings, confidence: understood.confidence, interpreter: reading.reader,
            createdAt: context.now, createdBy: actor)
        proposal.nextBefore = next(of: schedule, after: context.now)
        proposal.nextAfter = proposal.nextBefore
        switch change(of: schedule, by: understood, context: context) {
        case .nothing: break
        case .refused(let why): proposal.withdraw(because: why)
        case .schedule(let after, let warnings):
            proposal.after = after
            proposal.changedFields = changedFields(from: schedule, to: after)
            proposal.nextAfter = next(of: after, after: context.now)
            proposal.warnings += warnings.filter { !proposal.warnings.contains($0) }
            if proposal.changedFields.isEmpty { proposal.withdraw(because: "It would change nothing.") }
        }
        switch understood.occurrence {
        case .run(let at)?: proposal.movedTo = at
        case .skip(let instants)?: proposal.occurrencesAt = instants
        case .move(let from, let to)?: (proposal.occurrencesAt, proposal.movedTo) = ([from], to)
        case nil: break
        }
        return proposal
    }

    private enum Change {
        /// No schedule changes: a run at once, or nothing at all.
        case nothing
        case schedule(Schedule, warnings: [String])
        case refused(String)
    }

    /// The schedule as the reading would leave it, checked like any other edit.
    private func change(of schedule: Schedule, by understood: Interpretation, context: ReadingContext) -> Change {
        var edited = schedule
        var warnings: [String] = []
        switch understood.occurrence {
        case .run(let at)?: edited.timetable.add(AddedOccurrence(at: at), after: schedule.cursor)
        case .skip(let instants)?:
            for at in instants { edited.timetable.remove(RemovedOccurrence(at: at), after: schedule.cursor) }
        case .move(let from, let to)?:
            edited.timetable.remove(RemovedOccurrence(at: from, movedTo: to), after: schedule.cursor)
            edited.timetable.add(AddedOccurrence(at: to), after: schedule.cursor)
        case nil:
            var members = understood.patch.document
            // A state is no field of an edit's form; an edit by proposal carries it all the same.
            for name in ["state", "paused_until"] { members[name] = nil }
            if !members.isEmpty {
                do {
                    let draft = try read(.object(members), of: schedule, context: context)
                    (edited, warnings) = (draft.schedule, draft.warnings)
                } catch {
                    return .refused(error.items.map(\.message).joined(separator: " "))
                }
            }
            if let state = understood.patch.scheduleState { edited.state = state }
            if understood.operation == .runNow || understood.operation == .none { return .nothing }
        }
        guard max(edited.timetable.added.count, edited.timetable.removed.count) <= Timetable.exceptionsMax else {
            return .refused(
                "A schedule keeps at most \(Timetable.exceptionsMax) single exceptions. Pause it instead, or change its rule."
            )
        }
        return .schedule(edited, warnings: warnings)
    }

    private func read(_ body: JSONValue, of schedule: Schedule, context: ReadingContext) throws(Diagnostics) -> Draft {
        switch schedule.id.source {
        case .cron: try readJobChange(body, of: schedule, context: context)
        case .heartbeat: try readSessionChange(body, of: schedule, context: context)
        }
    }

    /// The proposal of a new job; one with low confidence where the words don't say what to run and when.
    ///
    /// The job's id is chosen now, so that a confirmation said twice makes one job.
    func newJob(_ instruction: String, timezone: String, context: ReadingContext, by actor: Actor) -> Proposal {
        let id = ScheduleID(.cron, newID())
        var proposal = Proposal(
            id: newID(), occurrence: nil, schedule: id, ownerID: context.defaultOwner, instruction: instruction,
            summary: "Nothing would be made.", kind: .create, before: nil, after: nil, confidence: .low,
            interpreter: ChangeInterpreter.readerName, createdAt: context.now, createdBy: actor)
        let found: NewSchedule
        do {
            found = try creation.read(instruction, now: context.now, timezone: timezone)
        } catch {
            proposal.withdraw(because: error.words)
            return proposal
        }
        do {
            let draft = try readNewJob(.object(found.document), id: id.ref, context: context)
            (proposal.after, proposal.patch, proposal.confidence) = (draft.schedule, found.document, found.confidence)
            proposal.warnings = found.warnings + draft.warnings
            proposal.nextAfter = next(of: draft.schedule, after: context.now)
            proposal.summary = "A new job, \"\(draft.schedule.title)\". \(words(of: draft.schedule))."
        } catch {
            proposal.withdraw(because: error.items.map(\.message).joined(separator: " "))
        }
        return proposal
    }

    private func words(of schedule: Schedule) -> String {
        (try? schedule.timetable.plan(zones: zones, seed: schedule.id))?.rule.words() ?? "Its rule can't be read"
    }

    /// The first occurrences from an instant on, a pause taken into account; none while nothing says when it ends.
    func next(of schedule: Schedule, after instant: Instant) -> [Instant] {
        guard let plan = try? schedule.timetable.plan(zones: zones, seed: schedule.id) else { return [] }
        let start: Instant
        switch schedule.state {
        case .active: start = instant
        case .paused(let until?): start = max(instant, until.advanced(bySeconds: -1))
        case .paused(nil), .disabled: return []
        }
        return plan.occurrences(in: Span(from: start.advanced(bySeconds: 1), to: .distantFuture), limit: Self.nextCount)
            .map(\.at)
    }
}

extension NewSchedule {
    /// As the body of a new job.
    fileprivate var document: [String: JSONValue] {
        var members: [String: JSONValue] = ["command": .string(command), "timezone": .string(timezone)]
        switch timing {
        case .cron(let text): members["cron_expr"] = .string(text)
        case .every(let seconds): members["every_seconds"] = .integer(seconds)
        case .at(let instant): members["run_at"] = .string(instant.iso8601)
        }
        return members
    }
}

extension NewScheduleFault {
    fileprivate var words: String {
        switch self {
        case .noCommand: "It doesn't say what to run. Write it as in: every weekday at 7am run ./report.sh"
        case .noSchedule: "It doesn't say when. Write it as in: every weekday at 7am run ./report.sh"
        case .noTime: "It names days and no time of day. Say at what time, such as \"at 7am\"."
        case .notUnderstood(let warnings): warnings.first ?? "The words about when were not understood."
        }
    }
}

extension Proposal {
    /// Nothing that could be confirmed, and why.
    fileprivate mutating func withdraw(because reason: String) {
        (kind, patch, after, changedFields, confidence) = (.none, [:], nil, [], .low)
        summary = "Nothing would change."
        nextAfter = nextBefore
        warnings.insert(reason, at: 0)
    }
}
