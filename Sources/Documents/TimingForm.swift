import CivilTime
import Operations
import Recurrence

/// The fields that say when a job is due, as they were given.
struct TimingForm {
    enum RunAt: Hashable {
        case instant(Instant)
        case words(String)
    }

    var cronExpression: Given<String>
    var timezone: Given<String>
    var dialect: Given<Dialect>
    var dst: Given<DSTPolicy>
    var exclusions: Given<[String]>
    var every: Given<Int64>
    var anchor: Given<RunAt>
    var runAt: Given<RunAt>
    var scheduleTime: Given<String>
    var repeats: Given<Bool>

    static let names = [
        "cron_expr", "timezone", "dialect", "dst", "exclusions", "every", "every_seconds", "anchor", "run_at",
        "schedule_time",
        "repeat",
    ]

    init(_ reader: inout FieldReader) {
        cronExpression = reader.text("cron_expr", lengthMax: FieldLimits.expressionLengthMax)
        timezone = reader.text("timezone", lengthMax: FieldLimits.titleLengthMax)
        dialect = reader.choice("dialect", Dialect.self)
        dst = reader.clockChangePolicy("dst")
        exclusions = reader.exclusions("exclusions")
        every = reader.interval()
        anchor = reader.runAt("anchor")
        runAt = reader.runAt("run_at")
        scheduleTime = reader.text("schedule_time", lengthMax: FieldLimits.expressionLengthMax)
        repeats = reader.flag("repeat")
    }
}

extension FieldReader {
    /// `every` ("30m" or seconds) or its synonym `every_seconds`.
    mutating func interval() -> Given<Int64> {
        let every = interval("every")
        let seconds = interval("every_seconds")
        if let first = every.value, let second = seconds.value, first != second {
            report("every_seconds", "every says \(first) seconds and every_seconds \(second); give one.")
        }
        return every.value == nil && !seconds.isAbsent ? seconds : every
    }

    private mutating func interval(_ name: String) -> Given<Int64> {
        given(name) { reader, value in
            let seconds: Int64
            if case .string(let text) = value {
                do throws(IntervalSyntaxError) {
                    seconds = try parseInterval(text)
                } catch {
                    reader.report(name, error.message, column: error.column, hint: "Write 30m, 1h30m or 2w.")
                    return nil
                }
            } else if let number = wholeNumber(value) {
                seconds = number
            } else {
                return reader.refuse(name, takes: "a length of time such as \"30m\", or whole seconds", found: value)
            }
            guard FieldLimits.everySeconds.contains(seconds) else {
                reader.report(
                    name,
                    "\(name) says \(seconds) seconds; it takes 1 second to \(FieldLimits.everySeconds.upperBound) (ten years)."
                )
                return nil
            }
            return seconds
        }
    }

    /// Epoch seconds, or text.
    fileprivate mutating func runAt(_ name: String) -> Given<TimingForm.RunAt> {
        given(name) { reader, value in
            switch value {
            case .string(let text): return .words(text)
            case .integer, .number: return reader.epochSeconds(name, value).map(TimingForm.RunAt.instant)
            case .null, .bool, .array, .object:
                return reader.refuse(name, takes: "an instant, plain words for one, or epoch seconds", found: value)
            }
        }
    }

    private mutating func epochSeconds(_ name: String, _ value: JSONValue) -> Instant? {
        var seconds: Int64?
        switch value {
        case .integer(let number): seconds = number
        case .number(let number): seconds = Int64(exactly: number.rounded(.down))
        case .null, .bool, .string, .array, .object: break
        }
        // 2200-01-01T00:00:00Z, where the zones' rules end.
        guard let seconds, (0..<7_258_118_400).contains(seconds) else {
            report(
                name, "\(name) lies outside the years 1970 to 2199.",
                hint: "It takes epoch seconds; milliseconds are divided by 1000 first.")
            return nil
        }
        return Instant(epochSeconds: seconds)
    }

    fileprivate mutating func clockChangePolicy(_ name: String) -> Given<DSTPolicy> {
        given(name) { reader, value in
            guard case .object(let members) = value else {
                return reader.refuse(name, takes: "an object with gap and overlap", found: value)
            }
            var nested = FieldReader(members, path: name)
            nested.refuseUnknown(allowed: ["gap", "overlap"], form: name)
            let gap = nested.choice("gap", GapPolicy.self)
            let overlap = nested.choice("overlap", RepeatedHourPolicy.self)
            reader.report(nested.diagnostics)
            return DSTPolicy(gap: gap.value, overlap: overlap.value)
        }
    }
}
