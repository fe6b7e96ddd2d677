import CivilTime
import Operations
import Recurrence

/// A change as somebody else read it from the words: a language model.
package struct ForeignReading: Hashable, Sendable {
    package var patch: SchedulePatch
    package var occurrence: OccurrenceChange?
    package var isRunNow: Bool
    package var warnings: [String]

    package init(
        patch: SchedulePatch = SchedulePatch(), occurrence: OccurrenceChange? = nil, isRunNow: Bool = false,
        warnings: [String] = []
    ) {
        self.patch = patch
        self.occurrence = occurrence
        self.isRunNow = isRunNow
        self.warnings = warnings
    }
}

extension ChangeInterpreter {
    /// Holds a foreign reading against the schedule, by the rules that the grammar's own readings pass.
    ///
    /// - Returns: never more than medium confidence: whether every word was used can't be seen from outside. `none` where
    ///   the change is not possible, with the reason.
    package func judge(_ reading: ForeignReading, of request: ChangeRequest) -> Interpretation {
        guard let zone = try? zones.zone(named: request.schedule.timezone) else {
            return .nothing("The schedule's time zone \"\(request.schedule.timezone)\" is not known here.")
        }
        if let fault = fault(of: reading, in: request, zone: zone) { return .nothing(fault) }
        var composer = Composer(
            request, wish: Wish(), zones: zones, zone: zone,
            displayZone: (try? zones.zone(named: request.displayTimezone)) ?? zone)
        composer.patch = reading.patch
        composer.occurrence = reading.occurrence
        composer.isRunNow = reading.isRunNow
        var judged = composer.judged()
        judged.warnings = reading.warnings + judged.warnings
        if judged.confidence == .high { judged.confidence = .medium }
        return judged
    }

    /// Why the reading can't be done on this schedule; nil where it can.
    private func fault(of reading: ForeignReading, in request: ChangeRequest, zone: Zone) -> String? {
        let schedule = request.schedule
        let patch = reading.patch
        let isHeartbeat = schedule.source == .heartbeat
        if let name = patch.timezone, (try? zones.zone(named: name)) == nil {
            return "The time zone \"\(name)\" is not known here."
        }
        if let timing = patch.timing, let fault = fault(of: timing, patch, request) { return fault }
        if patch.activeHours != nil, !isHeartbeat { return "Only heartbeats have active hours." }
        if patch.overlap != nil || patch.timeoutSeconds != nil, isHeartbeat {
            return "A heartbeat has no overlap and no timeout."
        }
        if case .value(let seconds)? = patch.timeoutSeconds, seconds < 1 { return "A timeout is at least one second." }
        switch (patch.state, schedule.state) {
        case (.paused(let until?)?, _) where until <= request.now: return "The pause would end before it begins."
        case (.paused?, .disabled): return "A disabled schedule can't be paused."
        case (.active?, .active), (.disabled?, .disabled): return "It is \(schedule.state.rawValue) already."
        case (.paused?, _), (.active?, _), (.disabled?, _), (nil, _): break
        }
        if reading.isRunNow, schedule.state == .disabled { return "A disabled schedule does not run." }
        return reading.occurrence.flatMap { fault(of: $0, request, zone: zone) }
    }

    private func fault(of timing: ChangeSubject.Timing, _ patch: SchedulePatch, _ request: ChangeRequest) -> String? {
        switch timing {
        case .cron(let text):
            if request.schedule.source == .heartbeat { return "A heartbeat has an interval, and no cron expression." }
            let expression: CronExpression
            do { expression = try CronExpression(text) } catch { return error.message }
            guard let zone = try? zones.zone(named: patch.timezone ?? request.schedule.timezone),
                Rule.cron(expression, zone, .dialect).next(after: request.now) != nil
            else { return "\"\(text)\" is never due." }
            return nil
        case .every(let seconds): return seconds < 1 ? "An interval is at least one second." : nil
        case .at(let instant):
            if request.schedule.source == .heartbeat { return "A heartbeat has an interval, and no single instant." }
            return instant <= request.now ? "\(instant.iso8601) is not in the future." : nil
        }
    }

    private func fault(of change: OccurrenceChange, _ request: ChangeRequest, zone: Zone) -> String? {
        let (from, to): ([Instant], Instant?) =
            switch change {
            case .run(let at): ([], at)
            case .skip(let instants): (instants, nil)
            case .move(let from, let to): ([from], to)
            }
        if let to, to <= request.now { return "\(to.iso8601) is not in the future." }
        if case .skip(let instants) = change, instants.isEmpty { return "It names no occurrence." }
        guard let rule = request.rule(in: zone) else { return from.isEmpty ? nil : "The schedule can't be expanded." }
        for instant in from {
            guard instant > request.now else { return "The run of \(instant.iso8601) is past." }
            guard instant == request.scheduledAt || rule.matches(instant) else {
                return "There is no run at \(instant.iso8601)."
            }
        }
        return nil
    }
}

extension ChangeRequest {
    /// The schedule's rule; an interval counts from the clicked occurrence.
    fileprivate func rule(in zone: Zone) -> Rule? {
        switch schedule.timing {
        case .cron(let text):
            (try? CronExpression(text, dialect: schedule.dialect)).map { .cron($0, zone, .dialect) }
        case .every(let seconds):
            // The anchor lies before any occurrence that can be meant.
            .every(
                seconds: seconds, anchor: scheduledAt.advanced(bySeconds: -seconds * (366 * 86_400 / max(seconds, 1))))
        case .at(let instant): .at(instant)
        }
    }
}
