package import CivilTime
package import Recurrence

/// What excluded days and single removals take out. Such an occurrence is *listed*: it is neither due nor forgotten, and its account is that
/// it was skipped.
extension Plan {
    /// The excluded stretch that an instant lies in, whether or not anything occurs then.
    func excludedStretch(at instant: Instant) -> ExcludedStretch? {
        guard !excluded.isEmpty else { return nil }
        let after = excluded.partitioningIndex { $0.span.from > instant }
        guard after > 0, excluded[after - 1].span.contains(instant) else { return nil }
        return excluded[after - 1]
    }

    /// The stretch that takes the rule's occurrence at an instant out; nil where it is due, or there is none.
    package func exclusion(of instant: Instant) -> ExcludedStretch? {
        guard let day = excludedStretch(at: instant), !isAdded(instant), rule.matches(instant) else { return nil }
        return day
    }

    /// Whether the instant is due or was taken out.
    package func lists(_ instant: Instant) -> Bool { isAdded(instant) || rule.matches(instant) }

    /// The first instant after `instant` that is due or was taken out.
    package func nextListed(after instant: Instant) -> Instant? {
        earlier(of: rule.next(after: instant), and: added.first { $0.at > instant }?.at)
    }

    /// The newest `limit` occurrences of a span that are taken out, oldest first.
    package func excludedOccurrences(in span: Span, limit: Int) -> [Occurrence] {
        var found: [Occurrence] = []
        for day in excludedStretches(in: span).reversed() where found.count < limit {
            guard let part = day.span.intersection(span) else { continue }
            found = rule.occurrences(in: part, limit: .max).filter { !isAdded($0.at) } + found
        }
        return found.suffix(limit)
    }

    package func excludedCount(in span: Span) -> Int {
        excludedStretches(in: span).reduce(0) { count, day in
            guard let part = day.span.intersection(span) else { return count }
            return count + rule.count(in: part) - added.count { part.contains($0.at) && rule.matches($0.at) }
        }
    }

    /// The excluded stretches that share something with a span.
    func excludedStretches(in span: Span) -> ArraySlice<ExcludedStretch> {
        let first = excluded.partitioningIndex { $0.span.to > span.from }
        let end = excluded.partitioningIndex { $0.span.from >= span.to }
        return excluded[first..<max(first, end)]
    }

    /// What excluded days leave of a span, in order.
    func openParts(of span: Span) -> [Span] {
        guard !excluded.isEmpty else { return [span] }
        var parts: [Span] = []
        var from = span.from
        for day in excludedStretches(in: span) {
            if from < day.span.from { parts.append(Span(from: from, to: day.span.from)) }
            from = max(from, day.span.to)
        }
        if from < span.to { parts.append(Span(from: from, to: span.to)) }
        return parts
    }
}

extension Array {
    /// The first index whose element fits; everything before must not fit, everything after must.
    fileprivate func partitioningIndex(where fits: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if fits(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
