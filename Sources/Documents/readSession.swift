package import CivilTime
package import Operations
import Recurrence

/// Reads the body of a new heartbeat session.
/// - Throws: every fault of the body.
package func readNewSession(_ body: JSONValue, context: ReadingContext) throws(Diagnostics) -> Draft {
    var reader = try FieldReader(body: body, called: "A session")
    reader.refuseUnknown(
        allowed: SessionForm.names, readOnly: CommonForm.readOnlyNames, synonyms: SessionForm.synonyms,
        form: "A session")
    let form = SessionForm(&reader)
    if form.sessionID.value == nil, !reader.diagnostics.contains(where: { $0.field == "session_id" }) {
        reader.report("session_id", "A session needs a session_id; none is given.")
    }
    let sessionID = form.sessionID.value ?? ""
    let timetable = form.timetable(replacing: nil, sessionID: sessionID, context: context, &reader)
    try reader.finish()
    var schedule = Schedule(
        id: ScheduleID(.heartbeat, sessionID), ownerID: context.defaultOwner, title: sessionID, sessionID: sessionID,
        timetable: timetable, work: Work(command: defaultHeartbeatPrompt), deliveryMode: "last",
        createdAt: context.now)
    form.apply(to: &schedule, context: context)
    return Draft(schedule: schedule, warnings: remarks(on: schedule))
}

/// Reads a change of a heartbeat session: fields that are given change, others stay. Version, `updatedAt` and cursor
/// are left to the engine.
/// - Throws: every fault of the body.
package func readSessionChange(
    _ body: JSONValue, of schedule: Schedule, context: ReadingContext
) throws(Diagnostics) -> Draft {
    var reader = try FieldReader(body: body, called: "A change of a session")
    reader.refuseUnknown(
        allowed: SessionForm.names + CommonForm.readOnlyNames, synonyms: SessionForm.synonyms, form: "A session")
    let isWhole = reader.checkReadOnly(against: schedule)
    let form = SessionForm(&reader)
    if let sessionID = form.sessionID.value, sessionID != schedule.id.ref {
        reader.report("session_id", "A session keeps its id; this is \(schedule.id.ref).")
    }
    let timetable = form.timetable(
        replacing: schedule.timetable, sessionID: schedule.id.ref, context: context, &reader)
    try reader.finish()
    var changed = schedule
    changed.timetable = timetable
    form.apply(to: &changed, context: context, isWhole: isWhole)
    return Draft(schedule: changed, warnings: remarks(on: changed))
}

/// The anchor of a session's heartbeats: a phase in 0..<`everySeconds` that is fixed by the session's id, so that it
/// survives restarts and sessions spread over the interval.
package func heartbeatAnchor(of sessionID: String, everySeconds: Int64) -> Instant {
    Instant(epochSeconds: Int64(stableHash(sessionID) % UInt64(max(everySeconds, 1))))
}

extension SessionForm {
    fileprivate func timetable(
        replacing old: Timetable?, sessionID: String, context: ReadingContext, _ reader: inout FieldReader
    ) -> Timetable {
        var seconds = defaultHeartbeatSeconds
        var hours: ActiveHours?
        if case .heartbeat(let oldSeconds, _, let oldHours) = old?.timing { (seconds, hours) = (oldSeconds, oldHours) }
        every.apply(to: &seconds, default: defaultHeartbeatSeconds)
        activeHours.apply(to: &hours)
        var zoneName = old?.timezone ?? context.defaultTimezone
        timezone.apply(to: &zoneName, default: context.defaultTimezone)
        _ = reader.zone("timezone", named: zoneName, in: context.zones)
        var table = old ?? Timetable(timing: .at(context.now), timezone: zoneName)
        table.timezone = zoneName
        table.exclusions = reader.settle(
            "exclusions", exclusions, replacing: table.exclusions, calendars: context.calendars)
        table.timing = .heartbeat(
            everySeconds: seconds, anchor: heartbeatAnchor(of: sessionID, everySeconds: seconds), activeHours: hours)
        return table
    }
}

/// What an author should know of a session that is in order.
private func remarks(on schedule: Schedule) -> [String] {
    var remarks: [String] = []
    if schedule.deliveryMode == "none" { remarks.append("delivery_mode none: the heartbeat's answers go nowhere.") }
    if case .heartbeat(let seconds, _, let hours?) = schedule.timetable.timing, seconds > Int64(hours.seconds) {
        remarks.append("The interval is longer than the active hours: some days will have no heartbeat.")
    }
    return remarks
}
