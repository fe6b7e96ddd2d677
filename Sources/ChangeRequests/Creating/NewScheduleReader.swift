package import CivilTime
package import Operations
import Recurrence

/// A new job as it was read from words: what it runs, when, and what must be said about the reading.
package struct NewSchedule: Hashable, Sendable {
    package var command: String
    package var timing: ChangeSubject.Timing
    package var timezone: String
    package var warnings: [String]
    package var confidence: Confidence
}

/// Why no new job could be read.
package enum NewScheduleFault: Error, Hashable, Sendable {
    /// No words say what to run.
    case noCommand
    /// No words say when.
    case noSchedule
    /// Days are named, and no time of day.
    case noTime
    /// The words about when were not understood; the first warning says why.
    case notUnderstood([String])
}

/// Reads "every weekday at 7 run ./report.sh in Chicago": the words around the command say when.
///
/// Those words are read by the interpreter of changes, as a change of a schedule that has nothing of its own to keep.
package struct NewScheduleReader: Sendable {
    let interpreter: ChangeInterpreter

    package init(_ interpreter: ChangeInterpreter) { self.interpreter = interpreter }

    /// - Parameter timezone: IANA name of the zone that times are in where the words name none.
    package func read(_ text: String, now: Instant, timezone: String) throws(NewScheduleFault) -> NewSchedule {
        let cuts = CommandCut.all(in: text)
        guard !cuts.isEmpty else { throw .noCommand }
        var fault = NewScheduleFault.noSchedule
        var found: [NewSchedule] = []
        for cut in cuts where !cut.when.isEmpty {
            do throws(NewScheduleFault) {
                found.append(try schedule(cut, now: now, timezone: timezone))
            } catch {
                if fault == .noSchedule { fault = error }
            }
        }
        // What leaves the least to be warned of; among equals the one with the most words about when.
        let fewest = found.map(\.warnings.count).min() ?? 0
        let best = found.filter { $0.warnings.count == fewest }
        guard var chosen = best.first else { throw fault }
        if best.count > 1 {
            chosen.warnings.append(
                "It runs \"\(chosen.command)\"; put the command in quotes if it was meant to be \"\(best[1].command)\"."
            )
            chosen.confidence = .medium
        }
        return chosen
    }

    private func schedule(_ cut: CommandCut, now: Instant, timezone: String) throws(NewScheduleFault) -> NewSchedule {
        let morning = try reading(cut.when, at: .morning, now: now, timezone: timezone)
        let evening = try reading(cut.when, at: .evening, now: now, timezone: timezone)
        guard let timing = morning.patch.timing, let later = evening.patch.timing else {
            throw .notUnderstood(morning.warnings.isEmpty ? ["\"\(cut.when)\" names no time."] : morning.warnings)
        }
        var found = NewSchedule(
            command: cut.command, timing: timing, timezone: morning.patch.timezone ?? timezone,
            warnings: morning.warnings, confidence: morning.confidence)
        if timing != later {
            // What stands in both readings at the placeholder's own time was never said.
            guard !Self.keepsTime(timing, of: .morning) || !Self.keepsTime(later, of: .evening) else { throw .noTime }
            found.confidence = .medium
            if found.warnings.isEmpty { found.warnings = ["The hour was taken for one of the morning."] }
        }
        return found
    }

    /// A time of day that nobody says: what depends on it was not said.
    private enum Placeholder {
        case morning
        case evening

        /// 05:43 or 17:43: the two halves of a day, at a minute that words hardly name.
        var hour: Int { self == .morning ? 5 : 17 }
        static let minute = 43
    }

    private static func keepsTime(_ timing: ChangeSubject.Timing, of placeholder: Placeholder) -> Bool {
        guard case .cron(let text) = timing else { return false }
        return text.hasPrefix("\(Placeholder.minute) \(placeholder.hour) ")
    }

    private func reading(_ words: String, at placeholder: Placeholder, now: Instant, timezone: String)
        throws(NewScheduleFault) -> Interpretation
    {
        guard let zone = try? interpreter.zones.zone(named: timezone) else {
            throw .notUnderstood(["The time zone \"\(timezone)\" is not known here."])
        }
        let today = zone.local(now).date
        var last: Interpretation?
        // "At 9am" is today's where that is still to come, else tomorrow's.
        for date in [today, today.adding(days: 1)] {
            guard let time = LocalTime(hour: placeholder.hour, minute: Placeholder.minute, second: 0) else { break }
            let clicked = zone.resolve(LocalDateTime(date: date, time: time)).instant
            let found = interpreter.interpret(
                ChangeRequest(
                    now: now, displayTimezone: timezone,
                    schedule: ChangeSubject(source: .cron, title: "", timing: .at(clicked), timezone: timezone),
                    scheduledAt: clicked, instruction: words))
            if found.operation == .setSchedule { return found }
            last = last ?? found
        }
        throw .notUnderstood(last?.warnings ?? [])
    }
}
