import ChangeRequests
import CivilTime
import Operations
import Recurrence
import Testing

/// What somebody types, and the job that it becomes.
struct NewScheduleCase: Sendable, CustomTestStringConvertible {
    var words: String
    var command: String
    var timing: ChangeSubject.Timing
    var timezone = "America/Chicago"
    var confidence = Confidence.high

    var testDescription: String { words }
}

@Suite("New jobs in words") struct NewScheduleTests {
    /// Wednesday, 4 March 2026, 09:20 in Chicago.
    private static let now = Instant(epochSeconds: 1_772_637_600)
    private let reader: NewScheduleReader

    init() throws { reader = NewScheduleReader(ChangeInterpreter(zones: try ZoneDatabase.system())) }

    private static func cron(_ text: String) -> ChangeSubject.Timing { .cron(text) }

    private static func once(_ text: String) -> ChangeSubject.Timing {
        .at(Instant(iso8601: text) ?? .distantPast)
    }

    @Test(
        "The words around the command say when",
        arguments: [
            NewScheduleCase(
                words: "every weekday at 7am run ./report.sh", command: "./report.sh", timing: cron("0 7 * * 1-5")),
            NewScheduleCase(
                words: "every weekday at 7 run ./report.sh in Chicago", command: "./report.sh",
                timing: cron("0 7 * * 1-5"), confidence: .medium),
            NewScheduleCase(
                words: "run `make clean && make` every night at 2am in Berlin", command: "make clean && make",
                timing: cron("0 2 * * *"), timezone: "Europe/Berlin"),
            NewScheduleCase(
                words: "run ./sync.sh --all every 10 minutes", command: "./sync.sh --all", timing: cron("*/10 * * * *")),
            NewScheduleCase(
                words: "every day at 17:05 run ./report.sh ledger", command: "./report.sh ledger",
                timing: cron("5 17 * * *")),
            NewScheduleCase(
                words: "every 90 minutes: /usr/bin/probe", command: "/usr/bin/probe", timing: .every(5_400)),
            NewScheduleCase(
                words: "on Mondays at 17:30 execute \"du -sh /var\"", command: "du -sh /var",
                timing: cron("30 17 * * 1")),
            NewScheduleCase(
                words: "on the last Friday of the month at noon run 'pg_dump ledger'", command: "pg_dump ledger",
                timing: cron("0 12 * * 5L")),
            NewScheduleCase(
                words: "tomorrow at 9am run `echo hello`", command: "echo hello", timing: once("2026-03-05T15:00:00Z")),
            NewScheduleCase(
                words: "at 8am run `echo hello`", command: "echo hello", timing: once("2026-03-05T14:00:00Z")),
            NewScheduleCase(
                words: "at 10am run `echo hello`", command: "echo hello", timing: once("2026-03-04T16:00:00Z")),
            NewScheduleCase(
                words: "in 20 minutes run `echo hello`", command: "echo hello", timing: once("2026-03-04T15:40:00Z")),
        ])
    func read(_ row: NewScheduleCase) throws {
        let found = try reader.read(row.words, now: Self.now, timezone: "America/Chicago")
        #expect(found.command == row.command)
        #expect(found.timezone == row.timezone)
        #expect(found.confidence == row.confidence, "\(found.warnings)")
        #expect(fires(found) == fires(row), "\(found.timing)")
    }

    /// How it falls due: rules may be written in several ways.
    private func fires(_ schedule: NewSchedule) -> [Instant] { fires(schedule.timing, schedule.timezone) }
    private func fires(_ row: NewScheduleCase) -> [Instant] { fires(row.timing, row.timezone) }

    private func fires(_ timing: ChangeSubject.Timing, _ timezone: String) -> [Instant] {
        let written: Timetable.Timing =
            switch timing {
            case .cron(let text): .cron(expression: text, dialect: .almanac)
            case .every(let seconds): .every(seconds: seconds, anchor: Self.now)
            case .at(let instant): .at(instant)
            }
        do {
            return try Timetable(timing: written, timezone: timezone)
                .plan(zones: ZoneDatabase.system(), seed: ScheduleID(.cron, "new"))
                .occurrences(in: Span(from: Self.now, to: .distantFuture), limit: 50).map(\.at)
        } catch {
            Issue.record("\(timing): \(error)")
            return []
        }
    }

    @Test("Where something is missing, it is said what") func faults() {
        func fault(_ words: String) -> NewScheduleFault? {
            do throws(NewScheduleFault) {
                _ = try reader.read(words, now: Self.now, timezone: "America/Chicago")
                return nil
            } catch {
                return error
            }
        }
        #expect(fault("every weekday at 7") == .noCommand)
        #expect(fault("run ./report.sh") == .noSchedule)
        #expect(fault("every weekday run `./report.sh`") == .noTime)
        guard case .notUnderstood? = fault("when the moon is full run `howl`") else {
            Issue.record("the moon was understood")
            return
        }
    }
}
