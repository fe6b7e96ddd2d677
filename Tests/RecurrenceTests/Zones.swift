import CivilTime
import Recurrence
import Testing

/// Zones by name from the machine's files, for tests.
func zone(_ name: String) throws -> Zone {
    try ZoneDatabase.system().zone(named: name)
}

func instant(_ text: String) throws -> Instant {
    try #require(Instant(iso8601: text), "\(text) is an instant")
}

func span(_ from: String, _ to: String) throws -> Span {
    Span(from: try instant(from), to: try instant(to))
}

func cron(
    _ text: String, _ zoneName: String = "UTC", dialect: Dialect = .almanac, _ policy: DSTPolicy = .dialect
) throws -> Rule {
    .cron(try CronExpression(text, dialect: dialect), try zone(zoneName), policy)
}

extension Rule {
    /// The occurrences of a span as UTC texts.
    func texts(_ span: Span) -> [String] {
        occurrences(in: span, limit: 10_000).map(\.at.iso8601)
    }
}
