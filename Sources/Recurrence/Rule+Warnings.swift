package import CivilTime

extension Rule {
    /// What the author may not expect, with what clock changes inside a span do to the rule: at most one warning for
    /// gaps and one for overlaps, about the first of each.
    package func warnings(in span: Span) -> [CronWarning] {
        guard case .cron(let expression, let zone, _) = self, let timeline else { return [] }
        guard !timeline.followsElapsedTime else { return expression.warnings }
        var found = expression.warnings
        for transition in zone.transitions(in: span) {
            let isGap = transition.offsetAfter > transition.offsetBefore
            let kind: CronWarning.Kind = isGap ? .gapTime : .repeatedTime
            guard !found.contains(where: { $0.kind == kind }),
                let time = timeline.firstTime(touchedBy: transition)
            else { continue }
            let reading = LocalDateTime(secondsAsUTC: time)
            let text =
                isGap
                ? "The clock skips \(reading.time) on \(reading.date) in \(zone.words); \(timeline.gapWords)."
                : "The clock shows \(reading.time) twice on \(reading.date) in \(zone.words); \(timeline.overlapWords)."
            found.append(CronWarning(kind: kind, field: .hour, text: text, fix: nil))
        }
        return found
    }
}

extension CronTimeline {
    /// It neither mends gaps nor leaves a pass out, and its hours are all 24: a clock change means nothing to it.
    var followsElapsedTime: Bool { gap == .skip && overlap == .both && times.coversAllHours }

    /// The first local time meant among those that a transition skips or repeats.
    func firstTime(touchedBy transition: Zone.Transition) -> Int64? {
        let at = transition.at.epochSeconds
        let (before, after) = (at + Int64(transition.offsetBefore), at + Int64(transition.offsetAfter))
        let time = times.next(from: min(before, after))
        return time < max(before, after) ? time : nil
    }

    var gapWords: String {
        switch gap {
        case .next: "it occurs when the gap ends"
        case .skip: "it does not occur then"
        case .sameOffset: "it occurs as much later as the clock was put forward"
        }
    }

    var overlapWords: String {
        switch overlap {
        case .first: "it occurs the first time only"
        case .second: "it occurs the second time only"
        case .both: "it occurs both times"
        }
    }
}
