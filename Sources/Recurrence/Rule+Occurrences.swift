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

    /// How many occurrences a span holds.
    package func count(in span: Span) -> Int {
        var count = 0
        forEachOccurrence(in: span) { _ in
            count += 1
            return true
        }
        return count
    }

    var timeline: CronTimeline? {
        if case .cron(let expression, let zone, let policy) = self {
            CronTimeline(expression, zone, policy)
        } else {
            nil
        }
    }
}
