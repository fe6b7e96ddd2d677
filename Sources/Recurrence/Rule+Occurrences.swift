package import CivilTime

extension Rule {
    /// The first `limit` occurrences of a span, in order.
    package func occurrences(in span: Span, limit: Int) -> [Occurrence] {
        guard limit > 0 else { return [] }
        var found: [Occurrence] = []
        forEachOccurrence(in: span) { occurrence in
            found.append(occurrence)
            return found.count < limit
        }
        return found
    }

    /// Hands out the occurrences of a span one by one, in order, until the body answers false.
    package func forEachOccurrence(in span: Span, _ body: (Occurrence) -> Bool) {
        guard !span.isEmpty else { return }
        var last = Instant(epochMilliseconds: span.from.epochMilliseconds - 1)
        let timeline = timeline
        while let at = next(after: last), at < span.to {
            guard body(Occurrence(at: at, dst: timeline?.note(at: at.epochSeconds))) else { return }
            last = at
        }
    }

    /// How many occurrences a span holds; a cron rule and an interval are counted without being walked through.
    package func count(in span: Span) -> Int {
        guard !span.isEmpty else { return 0 }
        if let timeline { return timeline.count(from: span.from.secondsUp, to: span.to.secondsUp) }
        if case .every(let seconds, let anchor) = self {
            return Beat(everySeconds: seconds, anchor: anchor)?.count(span) ?? 0
        }
        var count = 0
        forEachOccurrence(in: span) { _ in
            count += 1
            return true
        }
        return count
    }

    /// The counts of the consecutive stretches of a span, the last one perhaps shorter; for the rows of a lane.
    package func counts(in span: Span, everySeconds step: Int64 = 3600) -> [Int] {
        guard !span.isEmpty, step > 0 else { return [] }
        var counts: [Int] = []
        var from = span.from
        while from < span.to {
            let to = min(from.advanced(bySeconds: step), span.to)
            counts.append(count(in: Span(from: from, to: to)))
            from = to
        }
        return counts
    }

    /// The times that clock changes inside a span take away from the rule: one entry for each gap, at its end, with
    /// the note that says what does not occur. A rule that follows elapsed time by its nature loses nothing.
    package func droppedTimes(in span: Span) -> [Occurrence] {
        guard let timeline, !span.isEmpty else { return [] }
        if case .cron(let expression, _, let policy) = self, expression.dialect == .almanac, policy.gap == nil,
            timeline.times.coversAllHours
        {
            return []
        }
        return timeline.dropped(from: span.from.secondsUp, to: span.to.secondsUp)
    }

    var timeline: CronTimeline? {
        if case .cron(let expression, let zone, let policy) = self {
            CronTimeline(expression, zone, policy)
        } else {
            nil
        }
    }
}

extension Instant {
    /// Whole seconds since 1970, rounded up.
    var secondsUp: Int64 { -floorDivide(-epochMilliseconds, 1000) }

    /// Whole seconds since 1970, rounded down; here, because code of another module is not inlined.
    @inline(__always)
    var secondsDown: Int64 {
        let milliseconds = epochMilliseconds
        return milliseconds >= 0 ? milliseconds / 1000 : (milliseconds &- 999) / 1000
    }
}
