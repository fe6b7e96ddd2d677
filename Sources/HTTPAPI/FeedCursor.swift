import CivilTime
import Operations

/// Where the next page of a feed goes on: after which event, and after which lane. Clients hand it back as it is.
struct FeedCursor: Hashable, Sendable {
    enum Position<Value: Hashable & Sendable>: Hashable, Sendable {
        case after(Value)
        /// Nothing is left of these.
        case end

        init(_ last: Value?) { self = last.map { .after($0) } ?? .end }

        var value: Value? {
            switch self {
            case .after(let value): value
            case .end: nil
            }
        }
    }

    var events: Position<OccurrenceID>
    var lanes: Position<ScheduleID>

    /// nil where nothing is left of either.
    init?(events: Position<OccurrenceID>, lanes: Position<ScheduleID>) {
        if events == .end, lanes == .end { return nil }
        self.events = events
        self.lanes = lanes
    }

    /// `1772500000000|cron|nightly~cron|ping`: milliseconds, as an instant may have them; either part may be empty.
    var text: String {
        let event = events.value.map { "\($0.at.epochMilliseconds)|\($0.schedule)" } ?? ""
        return "\(event)~\(lanes.value?.description ?? "")"
    }

    init?(_ text: String) {
        let parts = text.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        var event: OccurrenceID?
        var lane: ScheduleID?
        if !parts[0].isEmpty {
            let words = parts[0].split(separator: "|", maxSplits: 1)
            guard words.count == 2, let milliseconds = Int64(words[0]), let id = Self.schedule(words[1]) else {
                return nil
            }
            event = OccurrenceID(id, Instant(epochMilliseconds: milliseconds))
        }
        if !parts[1].isEmpty {
            guard let id = Self.schedule(parts[1]) else { return nil }
            lane = id
        }
        self.init(events: Position(event), lanes: Position(lane))
    }

    private static func schedule(_ text: Substring) -> ScheduleID? {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 2, let source = Source(rawValue: String(parts[0])), ScheduleID.isValidRef(parts[1]) else {
            return nil
        }
        return ScheduleID(source, String(parts[1]))
    }
}
