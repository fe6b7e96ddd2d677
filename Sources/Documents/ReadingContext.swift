package import CivilTime
package import Operations

/// What written forms are read against: the present, the zones, and what stands where a form says nothing.
package struct ReadingContext: Sendable {
    package var now: Instant
    package var zones: ZoneDatabase
    /// IANA name.
    package var defaultTimezone: String
    package var defaultOwner: String
    /// The dates of the calendars that are declared, by name.
    package var calendars: [String: [LocalDate]]

    package init(
        now: Instant, zones: ZoneDatabase, defaultTimezone: String, defaultOwner: String,
        calendars: [String: [LocalDate]]
    ) {
        self.now = now
        self.zones = zones
        self.defaultTimezone = defaultTimezone
        self.defaultOwner = defaultOwner
        self.calendars = calendars
    }
}

/// A schedule made from a written form, with remarks that its author should read.
package struct Draft: Hashable, Sendable {
    package var schedule: Schedule
    package var warnings: [String]

    package init(schedule: Schedule, warnings: [String]) {
        self.schedule = schedule
        self.warnings = warnings
    }
}

/// The runners that a form may name.
package let runnerNames = ["shell", "http", "agent", "dry-run"]
