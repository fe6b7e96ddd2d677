import CivilTime
import Operations
import Projection
import Testing

@Suite("Windows are local days, drawn as long as they are")
struct WindowTests {
    @Test(
        "A week starts where it is set to and holds the date",
        arguments: [
            (0, "2026-03-01"), (1, "2026-03-02"), (6, "2026-02-28"),
        ])
    func weekStart(_ start: Int, _ first: String) throws {
        let zone = try ZoneDatabase.system().zone(named: "America/Chicago")
        let window = CalendarWindow(
            view: .week, containing: try #require(LocalDate("2026-03-04")), weekStart: start, zone: zone)
        #expect(window.days.count == 7)
        #expect(window.days.first?.date.description == first)
    }

    @Test(
        "Days tell what the clocks do on them",
        arguments: [
            ("America/Chicago", "2026-03-08", 23, 1), ("America/Chicago", "2026-11-01", 25, 1),
            ("Europe/London", "2026-03-29", 23, 1), ("Australia/Lord_Howe", "2026-10-04", 24, 1),
            ("Australia/Lord_Howe", "2026-04-05", 25, 1), ("UTC", "2026-03-08", 24, 0),
        ])
    func clockChanges(_ name: String, _ date: String, _ hours: Int, _ changes: Int) throws {
        let zone = try ZoneDatabase.system().zone(named: name)
        let day = CalendarDay(date: try #require(LocalDate(date)), zone: zone)
        #expect(day.hours == hours)
        #expect(day.transitions.count == changes)
    }

    @Test("A window of its own ends shows every day it touches, and is bounded")
    func ownEnds() throws {
        let zone = try ZoneDatabase.system().zone(named: "America/Chicago")
        let from = try Workshop.instant("2026-03-04T15:00:00Z")
        let window = try #require(
            CalendarWindow(view: .day, span: Span(from: from, to: from.advanced(bySeconds: 86_400)), zone: zone))
        #expect(window.days.map(\.date.description) == ["2026-03-04", "2026-03-05"])
        #expect(CalendarWindow(view: .day, span: Span(from: from, to: from), zone: zone) == nil)
        #expect(
            CalendarWindow(view: .day, span: Span(from: from, to: from.advanced(bySeconds: 400 * 86_400)), zone: zone)
                == nil)
    }
}

@Suite("Actions are those that the engine would take")
struct ActionTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var state: ScheduleState?
        var running = false
        var live = false
        var stasis = false
        var session = false
        var expected: [EventAction]
    }

    @Test(
        "By state and status",
        arguments: [
            Row(testDescription: "active", state: .active, expected: [.runNow, .pause, .disable, .openLogs]),
            Row(
                testDescription: "paused", state: .paused(until: nil),
                expected: [.runNow, .resume, .disable, .openLogs]),
            Row(testDescription: "disabled", state: .disabled, expected: [.enable, .openLogs]),
            Row(
                testDescription: "running", state: .active, running: true, live: true,
                expected: [.cancel, .pause, .disable, .openLogs]),
            Row(
                testDescription: "missed", state: .active, stasis: true,
                expected: [.approveBackfillRun, .reschedule, .deleteMissed, .runNow, .pause, .disable, .openLogs]),
            Row(
                testDescription: "missed while disabled", state: .disabled, stasis: true,
                expected: [.deleteMissed, .enable, .openLogs]),
            Row(
                testDescription: "missed while running", state: .active, running: true, stasis: true,
                expected: [.reschedule, .deleteMissed, .pause, .disable, .openLogs]),
            Row(
                testDescription: "with a session", state: .active, session: true,
                expected: [.runNow, .pause, .disable, .openLogs, .openSession]),
            Row(testDescription: "schedule deleted", state: nil, stasis: true, expected: [.deleteMissed, .openLogs]),
        ])
    func allowed(_ row: Row) {
        #expect(
            allowedActions(
                state: row.state, isRunning: row.running, liveRun: row.live, inStasis: row.stasis,
                hasSession: row.session)
                == row.expected)
    }
}
