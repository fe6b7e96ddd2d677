extension Zone {
    /// What a wall-clock reading means in a zone.
    package enum Resolution: Hashable, Sendable {
        case unique(Instant)
        /// The clock skips the reading: the offsets in seconds before and after, and the instant of the change.
        case gap(before: Int, after: Int, firstInstantAfter: Instant)
        case overlap(first: Instant, second: Instant)

        /// The instant that stands for the reading: the only one, the end of the gap, or the first of two.
        package var instant: Instant {
            switch self {
            case .unique(let instant): instant
            case .gap(_, _, let firstInstantAfter): firstInstantAfter
            case .overlap(let first, _): first
            }
        }
    }

    /// A change of offset; offsets are local minus UTC in seconds.
    package struct Transition: Hashable, Sendable {
        package let at: Instant
        package let offsetBefore: Int
        package let offsetAfter: Int
    }

    /// Local time minus UTC in seconds.
    package func offsetSeconds(at instant: Instant) -> Int {
        Int(periods[periodIndex(at: instant.epochSeconds)].offset)
    }

    /// What the offset is called: "CDT", or "+03" where it has no name of its own.
    package func abbreviation(at instant: Instant) -> String {
        abbreviations[Int(periods[periodIndex(at: instant.epochSeconds)].name)]
    }

    package func local(_ instant: Instant) -> LocalDateTime {
        LocalDateTime(secondsAsUTC: instant.epochSeconds + Int64(offsetSeconds(at: instant)))
    }

    /// Finds the instants at which a wall clock shows a reading.
    package func resolve(_ local: LocalDateTime) -> Resolution {
        resolve(localSeconds: local.secondsAsUTC)
    }

    /// Offsets stay within 26 hours of UTC, so the periods that hold a day and more to either side are all there is
    /// to look at.
    package func resolve(localSeconds: Int64) -> Resolution {
        var first: Instant?
        var position = periodIndex(at: localSeconds - 100_000)
        while position < periods.count, periods[position].start <= localSeconds + 100_000 {
            let period = periods[position]
            if localSeconds >= period.localStart, localSeconds < period.localEnd {
                let instant = Instant(epochSeconds: localSeconds - period.offset)
                if let first { return .overlap(first: first, second: instant) }
                first = instant
            } else if localSeconds < period.localStart, first == nil, position > 0 {
                return .gap(
                    before: Int(periods[position - 1].offset), after: Int(period.offset),
                    firstInstantAfter: Instant(epochSeconds: period.start))
            }
            position += 1
        }
        return .unique(first ?? Instant(epochSeconds: localSeconds))
    }

    /// The changes of offset inside a span, in order; a change of name alone is not one.
    package func transitions(in span: Span) -> [Transition] {
        guard !span.isEmpty else { return [] }
        var found: [Transition] = []
        var position = periodIndex(at: span.from.epochSeconds)
        while position < periods.count, periods[position].start < span.to.epochSeconds + 1 {
            let at = Instant(epochSeconds: periods[position].start)
            if position > 0, span.contains(at), periods[position].offset != periods[position - 1].offset {
                found.append(
                    Transition(
                        at: at, offsetBefore: Int(periods[position - 1].offset),
                        offsetAfter: Int(periods[position].offset)))
            }
            position += 1
        }
        return found
    }

    /// Local time with its offset: "2026-03-04T09:20:00-06:00".
    package func iso8601(_ instant: Instant) -> String {
        let offset = offsetSeconds(at: instant)
        var text = ISOText()
        text.append(dateTimeOf: instant.epochSeconds + Int64(offset))
        text.append(milliseconds: Int(instant.epochMilliseconds - instant.epochSeconds * 1000))
        text.append(offset: offset)
        return text.string
    }

    /// The first instant of a local date; where the date itself is skipped, the instant the clock jumps over it.
    package func startOfDay(_ date: LocalDate) -> Instant {
        resolve(localSeconds: Int64(date.dayNumber) * 86_400).instant
    }
}
