package import CivilTime
package import Operations
package import Recurrence

/// What somebody asks of one schedule in plain words, with all that the answer depends on.
package struct ChangeRequest: Hashable, Sendable {
    package var now: Instant
    /// IANA name of the zone that the asker's clock shows.
    package var displayTimezone: String
    package var schedule: ChangeSubject
    /// The occurrence that was clicked.
    package var scheduledAt: Instant
    package var instruction: String

    package init(
        now: Instant, displayTimezone: String, schedule: ChangeSubject, scheduledAt: Instant, instruction: String
    ) {
        self.now = now
        self.displayTimezone = displayTimezone
        self.schedule = schedule
        self.scheduledAt = scheduledAt
        self.instruction = instruction
    }

    /// The longest instruction that is read, in bytes of UTF-8.
    package static let instructionBytesMax = 1000
}

/// What the interpreter knows of a schedule.
package struct ChangeSubject: Hashable, Sendable {
    package enum Timing: Hashable, Sendable {
        case cron(String)
        case every(Int64)
        case at(Instant)
    }

    package enum State: String, Hashable, Sendable, CaseIterable {
        case active
        case paused
        case disabled
    }

    package var source: Source
    package var title: String
    package var timing: Timing
    /// The dialect of a cron expression; words change expressions of the `almanac` dialect only.
    package var dialect: Dialect
    package var timezone: String
    /// A heartbeat's; nil is the whole day.
    package var activeHours: ActiveHours?
    package var state: State
    package var category: Category
    package var timeoutSeconds: Int64?
    package var overlap: Overlap

    package init(
        source: Source, title: String, timing: Timing, dialect: Dialect = .almanac, timezone: String,
        activeHours: ActiveHours? = nil, state: State = .active, category: Category = .normal,
        timeoutSeconds: Int64? = nil, overlap: Overlap = .skip
    ) {
        self.source = source
        self.title = title
        self.timing = timing
        self.dialect = dialect
        self.timezone = timezone
        self.activeHours = activeHours
        self.state = state
        self.category = category
        self.timeoutSeconds = timeoutSeconds
        self.overlap = overlap
    }
}
