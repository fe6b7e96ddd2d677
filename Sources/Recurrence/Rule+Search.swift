package import CivilTime

extension Rule {
    /// The first occurrence strictly after an instant; nil where there is none.
    ///
    /// A cron rule is searched to the end of 2199.
    package func next(after instant: Instant) -> Instant? {
        switch self {
        case .cron(let expression, let zone, let policy):
            guard let timeline = CronTimeline(expression, zone, policy) else {
                return expression.beat?.next(from: instant.epochMilliseconds + 1).map(Instant.init(epochMilliseconds:))
            }
            return Self.instant(timeline.next(after: instant.secondsDown))
        case .every(let seconds, let anchor):
            return Beat(everySeconds: seconds, anchor: anchor)?.next(from: instant.epochMilliseconds + 1)
                .map(Instant.init(epochMilliseconds:))
        case .at(let at):
            return at > instant ? at : nil
        case .heartbeat(let seconds, let anchor, let activeHours, let zone):
            return Beat(everySeconds: seconds, anchor: anchor, activeHours: activeHours, zone: zone)?
                .next(from: instant.epochMilliseconds + 1).map(Instant.init(epochMilliseconds:))
        }
    }

    /// The last occurrence strictly before an instant; nil where there is none.
    ///
    /// A cron rule is searched back to 1970, an interval to its anchor.
    package func previous(before instant: Instant) -> Instant? {
        switch self {
        case .cron(let expression, let zone, let policy):
            guard let timeline = CronTimeline(expression, zone, policy) else {
                return expression.beat?.previous(upTo: instant.epochMilliseconds - 1)
                    .map(Instant.init(epochMilliseconds:))
            }
            return Self.instant(timeline.previous(before: instant.secondsUp))
        case .every(let seconds, let anchor):
            return Beat(everySeconds: seconds, anchor: anchor)?.previous(upTo: instant.epochMilliseconds - 1)
                .map(Instant.init(epochMilliseconds:))
        case .at(let at):
            return at < instant ? at : nil
        case .heartbeat(let seconds, let anchor, let activeHours, let zone):
            return Beat(everySeconds: seconds, anchor: anchor, activeHours: activeHours, zone: zone)?
                .previous(upTo: instant.epochMilliseconds - 1).map(Instant.init(epochMilliseconds:))
        }
    }

    @inline(__always)
    private static func instant(_ seconds: Int64?) -> Instant? {
        guard let seconds else { return nil }
        return Instant(epochMilliseconds: seconds &* 1000)
    }

    /// Whether the rule occurs at this very instant.
    package func matches(_ instant: Instant) -> Bool {
        next(after: Instant(epochMilliseconds: instant.epochMilliseconds - 1)) == instant
    }
}

extension CronExpression {
    /// `@every` counts from 1970 where no schedule gives it an anchor.
    var beat: Beat? {
        everySeconds.flatMap { Beat(everySeconds: Int64($0), anchor: Instant(epochSeconds: 0)) }
    }
}
