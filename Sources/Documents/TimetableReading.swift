import ChangeRequests
import CivilTime
import Operations
import Recurrence

/// Turns the timing fields of a form into a timetable; faults go to the reader.
struct TimetableReading {
    let form: TimingForm
    let context: ReadingContext
    let seed: ScheduleID
    /// The timetable that is changed; nil for a new job.
    let old: Timetable?
    private(set) var warnings: [String] = []

    init(_ form: TimingForm, replacing old: Timetable?, seed: ScheduleID, context: ReadingContext) {
        self.form = form
        self.old = old
        self.seed = seed
        self.context = context
    }

    /// The fields of which exactly one says when the job is due.
    private enum Kind: String, CaseIterable {
        case cron = "cron_expr"
        case every
        case runAt = "run_at"
        case scheduleTime = "schedule_time"
    }

    /// The timetable as the form leaves it; of no use where the reader has got diagnostics.
    mutating func timetable(_ reader: inout FieldReader) -> Timetable {
        let zone = reader.zone("timezone", named: zoneName, in: context.zones)
        var table = old ?? Timetable(timing: .at(context.now), timezone: zoneName)
        table.timezone = zoneName
        form.dst.apply(to: &table.dst, default: .dialect)
        table.exclusions = reader.settle(
            "exclusions", form.exclusions, replacing: table.exclusions, calendars: context.calendars)
        if !form.repeats.isAbsent, form.scheduleTime.value == nil, form.repeats.value == true {
            reader.report("repeat", "repeat goes with schedule_time, which is not given.")
        }
        let kinds = namedKinds()
        if kinds.count > 1 {
            let names = kinds.map(\.rawValue)
            reader.report(
                names[1],
                "A job is due by one of \(choices(Kind.allCases.map(\.rawValue))); "
                    + "\(names.joined(separator: " and ")) are given.")
        }
        // Faulty fields count as absent: what is wrong with them has been said.
        if kinds.isEmpty, old == nil, reader.diagnostics.allSatisfy({ !Self.timingFields.contains($0.field) }) {
            reader.report("cron_expr", "A job needs one of \(choices(Kind.allCases.map(\.rawValue))); none is given.")
        }
        for kind in kinds { apply(kind, to: &table, zone: zone ?? .utc, &reader) }
        if kinds.isEmpty { reread(&table, &reader) }
        applyAnchor(to: &table, zone: zone ?? .utc, &reader)
        remarkOnExclusions(of: table)
        return table
    }

    private static let timingFields: Set<String> = ["cron_expr", "every", "every_seconds", "run_at", "schedule_time"]

    private var zoneName: String {
        switch form.timezone {
        case .absent: old?.timezone ?? context.defaultTimezone
        case .null: context.defaultTimezone
        case .value(let name): name
        }
    }

    private func namedKinds() -> [Kind] {
        let named = Kind.allCases.filter { isGiven($0) }
        guard named.count > 1, let old else { return named }
        // A form that is sent back whole names the old rule beside the new one.
        return named.filter { !isUnchanged($0, from: old) }
    }

    private func isGiven(_ kind: Kind) -> Bool {
        switch kind {
        case .cron: form.cronExpression.value != nil
        case .every: form.every.value != nil
        case .runAt: form.runAt.value != nil
        case .scheduleTime: form.scheduleTime.value != nil
        }
    }

    private func isUnchanged(_ kind: Kind, from old: Timetable) -> Bool {
        switch (kind, old.timing) {
        case (.cron, .cron(let expression, _)): form.cronExpression.value == expression
        case (.every, .every(let seconds, _)): form.every.value == seconds
        case (.runAt, .at(let instant)):
            form.runAt.value == .instant(instant) || form.runAt.value == .words(instant.iso8601)
        case (.cron, _), (.every, _), (.runAt, _), (.scheduleTime, _): false
        }
    }

    private mutating func apply(_ kind: Kind, to table: inout Timetable, zone: Zone, _ reader: inout FieldReader) {
        switch kind {
        case .cron:
            if let text = form.cronExpression.value { applyCron(text, to: &table, &reader) }
        case .every:
            if let seconds = form.every.value { applyEvery(seconds, to: &table) }
        case .runAt:
            if let runAt = form.runAt.value { applyRunAt(runAt, to: &table, zone: zone, &reader) }
        case .scheduleTime:
            if let text = form.scheduleTime.value { applyScheduleTime(text, to: &table, zone: zone, &reader) }
        }
    }

    /// An interval counts from now; the same interval again keeps its phase.
    private func applyEvery(_ seconds: Int64, to table: inout Timetable) {
        if case .every(seconds, _) = table.timing, old != nil { return }
        table.timing = .every(seconds: seconds, anchor: Instant(epochSeconds: context.now.epochSeconds))
    }

    /// The instant that an interval counts from; a null takes now.
    private mutating func applyAnchor(to table: inout Timetable, zone: Zone, _ reader: inout FieldReader) {
        guard !form.anchor.isAbsent else { return }
        guard case .every(let seconds, _) = table.timing else {
            // A form that is sent back whole names the old anchor beside a new rule.
            if case .every(_, let former) = old?.timing, form.anchor.value == .words(former.iso8601) { return }
            if form.anchor.value != nil { reader.report("anchor", "anchor goes with every, which is not given.") }
            return
        }
        var anchor: Instant? = context.now
        if let given = form.anchor.value { anchor = instant("anchor", given, zone: zone, &reader) }
        guard let anchor else { return }
        table.timing = .every(seconds: seconds, anchor: Instant(epochSeconds: anchor.epochSeconds))
    }

    /// A job whose one instant lies on an excluded day never runs.
    private mutating func remarkOnExclusions(of table: Timetable) {
        guard case .at(let instant) = table.timing, !table.exclusions.isEmpty,
            let plan = try? table.plan(zones: context.zones, seed: seed), let day = plan.exclusion(of: instant)
        else { return }
        warnings.append("run_at is \(day.words): the run will be skipped.")
    }

    private mutating func applyRunAt(
        _ runAt: TimingForm.RunAt, to table: inout Timetable, zone: Zone, _ reader: inout FieldReader
    ) {
        if let instant = instant("run_at", runAt, zone: zone, &reader) { setInstant(instant, in: &table) }
    }

    /// The instant that a field names; nil where it can't be read.
    private mutating func instant(
        _ field: String, _ given: TimingForm.RunAt, zone: Zone, _ reader: inout FieldReader
    ) -> Instant? {
        switch given {
        case .instant(let instant): return instant
        case .words(let text):
            do throws(InstantWordsError) {
                let reading = try readInstant(text, now: context.now, zone: zone)
                warnings += reading.warnings
                return reading.instant
            } catch {
                reader.report(field, error.message, column: error.column, hint: error.hint)
                return nil
            }
        }
    }

    /// Occurrences stand on whole seconds.
    private mutating func setInstant(_ instant: Instant, in table: inout Timetable) {
        let at = Instant(epochSeconds: instant.epochSeconds)
        if case .at(at) = table.timing, old != nil { return }
        table.timing = .at(at)
        if instant < context.now {
            warnings.append("\(at) lies in the past: the run counts as missed and waits in stasis for an operator.")
        }
    }

    private mutating func applyScheduleTime(
        _ text: String, to table: inout Timetable, zone: Zone, _ reader: inout FieldReader
    ) {
        do throws(InstantWordsError) {
            guard form.repeats.value == true else {
                let reading = try readInstant(text, now: context.now, zone: zone)
                warnings += reading.warnings
                return setInstant(reading.instant, in: &table)
            }
            let reading = try readRepetition(text, now: context.now, zone: zone)
            warnings += reading.warnings
            switch reading.repetition {
            case .every(let seconds): applyEvery(seconds, to: &table)
            case .cron(let expression): applyCron(expression, to: &table, field: "schedule_time", &reader)
            }
        } catch {
            reader.report("schedule_time", error.message, column: error.column, hint: error.hint)
        }
    }
}

// MARK: Cron

extension TimetableReading {
    /// Another dialect or zone alone: the expression that stands is read again.
    private mutating func reread(_ table: inout Timetable, _ reader: inout FieldReader) {
        guard case .cron(let text, let dialect) = table.timing, let new = form.dialect.value, new != dialect else {
            return
        }
        applyCron(text, to: &table, &reader)
    }

    private func dialect(of table: Timetable) -> Dialect {
        if let dialect = form.dialect.value { return dialect }
        if case .cron(_, let dialect) = table.timing, form.dialect.isAbsent { return dialect }
        return .almanac
    }

    private mutating func applyCron(
        _ text: String, to table: inout Timetable, field: String = "cron_expr", _ reader: inout FieldReader
    ) {
        let dialect = field == "cron_expr" ? dialect(of: table) : .almanac
        let expression: CronExpression
        do throws(CronSyntaxError) {
            expression = try CronExpression(text, dialect: dialect, seed: seed.ref)
        } catch {
            reader.report(field, error.message, column: error.column, hint: error.hint)
            return
        }
        guard !expression.isReboot else {
            reader.report(
                field, "@reboot stands for the start of the machine, which is no instant that can be scheduled.",
                hint: "Give a time, or an interval such as @every 1h.")
            return
        }
        takeZone(of: expression, into: &table, field: field, &reader)
        if let seconds = expression.everySeconds {
            return applyEvery(Int64(seconds), to: &table)
        }
        table.timing = .cron(expression: Self.withoutZonePrefix(trimmed(text)), dialect: dialect)
        warnings += expression.warnings.map { warning in
            warning.fix.map { "\(warning.text) Write \($0)." } ?? warning.text
        }
    }

    private func takeZone(
        of expression: CronExpression, into table: inout Timetable, field: String, _ reader: inout FieldReader
    ) {
        guard let name = expression.zonePrefix else { return }
        if let given = form.timezone.value, given != name, old?.timezone != given {
            reader.report("timezone", "\(field) names the zone \(name) and timezone \(given); give one.")
        }
        if reader.zone(field, named: name, in: context.zones) != nil { table.timezone = name }
    }

    private static func withoutZonePrefix(_ text: String) -> String {
        guard text.hasPrefix("CRON_TZ=") || text.hasPrefix("TZ="), let blank = text.firstIndex(where: \.isWhitespace)
        else { return text }
        return trimmed(text[blank...])
    }
}

extension FieldReader {
    /// The zone by its name; nil after a diagnostic that names close ones.
    mutating func zone(_ field: String, named name: String, in zones: ZoneDatabase) -> Zone? {
        do throws(ZoneError) {
            return try zones.zone(named: name)
        } catch {
            let close = error.suggestions
            report(
                field, "There is no time zone \"\(shortened(name))\".",
                hint: close.isEmpty
                    ? "Zones have names such as America/Chicago or UTC." : "Did you mean \(choices(close))?")
            return nil
        }
    }
}
