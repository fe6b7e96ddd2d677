import CivilTime
package import Operations

/// Reads the body of a new cron job. `id` names the job where the body has no `job_id`.
///
/// An interval counts from `context.now`. A job whose one instant has passed starts with its cursor just before it, so
/// that the occurrence is found.
/// - Throws: every fault of the body.
package func readNewJob(
    _ body: JSONValue, id: String, context: ReadingContext
) throws(Diagnostics) -> Draft {
    var reader = try FieldReader(body: body, called: "A job")
    reader.refuseUnknown(
        allowed: JobForm.names, readOnly: CommonForm.readOnlyNames, synonyms: JobForm.synonyms, form: "A job")
    let form = JobForm(&reader)
    if form.command.value == nil, !reader.diagnostics.contains(where: { $0.field == "command" }) {
        reader.report("command", "A job needs a command; none is given.")
    }
    let scheduleID = ScheduleID(.cron, form.jobID.value ?? id)
    var timing = TimetableReading(form.timing, replacing: nil, seed: scheduleID, context: context)
    let timetable = timing.timetable(&reader)
    var schedule = Schedule(
        id: scheduleID, ownerID: context.defaultOwner, title: "", timetable: timetable, work: Work(command: ""),
        createdAt: context.now)
    form.apply(to: &schedule, context: context)
    JobForm.check(schedule.work, &reader)
    try reader.finish()
    if case .at(let instant) = timetable.timing, instant <= context.now {
        schedule.cursor = instant.advanced(bySeconds: -1)
    }
    return Draft(schedule: schedule, warnings: timing.warnings + remarks(on: schedule))
}

/// Reads a change of a cron job: fields that are given change, others stay. Version, `updatedAt` and cursor are left to
/// the engine. The job's whole answer may be sent back with some fields changed.
/// - Throws: every fault of the body.
package func readJobChange(
    _ body: JSONValue, of schedule: Schedule, context: ReadingContext
) throws(Diagnostics) -> Draft {
    var reader = try FieldReader(body: body, called: "A change of a job")
    reader.refuseUnknown(
        allowed: JobForm.names + CommonForm.readOnlyNames, synonyms: JobForm.synonyms, form: "A job")
    let isWhole = reader.checkReadOnly(against: schedule)
    let form = JobForm(&reader)
    if let jobID = form.jobID.value, jobID != schedule.id.ref {
        reader.report("job_id", "A job keeps its id; this is \(schedule.id.ref).")
    }
    var timing = TimetableReading(form.timing, replacing: schedule.timetable, seed: schedule.id, context: context)
    let timetable = timing.timetable(&reader)
    var changed = schedule
    changed.timetable = timetable
    form.apply(to: &changed, context: context, isWhole: isWhole)
    JobForm.check(changed.work, &reader)
    try reader.finish()
    return Draft(schedule: changed, warnings: timing.warnings + remarks(on: changed))
}

/// What an author should know of a job that is in order.
private func remarks(on schedule: Schedule) -> [String] {
    var remarks: [String] = []
    if schedule.deleteAfterRun {
        switch schedule.timetable.timing {
        case .at: break
        case .cron, .every, .heartbeat:
            remarks.append("delete_after_run counts only for a job that runs once (run_at); this one goes on.")
        }
    }
    if schedule.work.env.keys.contains(where: { $0.hasPrefix("ALMANAC_") }) {
        remarks.append("env: variables that begin with ALMANAC_ are set anew for every run.")
    }
    return remarks
}
