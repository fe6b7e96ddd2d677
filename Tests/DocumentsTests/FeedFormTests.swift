import CivilTime
import Documents
import Operations
import Projection
import Recurrence
import Testing

@Suite("What a feed writes once and copies is what it would write each time")
struct FeedFormTests {
    private let zones: ZoneDatabase
    private let display: EventDisplay
    private let now = Instant(epochSeconds: 1_793_500_000)

    init() throws {
        zones = try ZoneDatabase.system()
        // The clocks go back there within the days that are told.
        display = EventDisplay(zone: try zones.zone(named: "America/Chicago"))
    }

    private func facts(_ ref: String, _ expression: String, state: ScheduleState) throws -> ScheduleFacts {
        let schedule = Schedule(
            id: ScheduleID(.cron, ref), ownerID: "ada \"a\"", title: "Title\n\(ref)", description: "é",
            timetable: Timetable(
                timing: .cron(expression: expression, dialect: .almanac), timezone: "America/Chicago"),
            work: Work(command: "true"), state: state, createdAt: now, cursor: now)
        let plan = try schedule.timetable.plan(zones: zones, seed: schedule.id)
        return ScheduleFacts(
            ScheduleProfile(schedule, plan: plan), cursor: now, laneOccurrencesPerDay: 24, hasLiveRun: false,
            durations: nil, hour12: false)
    }

    @Test("Plain events that are copied from an example, in any order of schedules and instants")
    func events() throws {
        let all = [
            try facts("often", "*/5 * * * *", state: .active), try facts("hourly", "0 * * * *", state: .disabled),
            try facts("paused", "7 */3 * * *", state: .paused(until: nil)),
        ]
        var random = SeededRandom(seed: 7)
        var times = InstantFields(now, display: display)
        var examples: [EventExample?] = [nil, nil, nil]
        for _ in 0..<2_000 {
            let who = random.next(below: all.count)
            let at = now.advanced(bySeconds: Int64(random.next(below: 9 * 86_400)))
            let event = CalendarEvent(upcoming: Occurrence(at: at), facts: all[who], now: now)
            let example = examples[who] ?? EventExample(event, display: display)
            examples[who] = example
            if times.instant != at { times = InstantFields(at, display: display) }
            var (copied, written) = (JSONWriter(), JSONWriter())
            for _ in 0..<2 {
                copied.event(at: times, like: example)
                written.event(event, display: display)
            }
            #expect(copied.text == written.text)
        }
    }

    @Test("Lanes whose hours are copied from those of the lane before")
    func lanes() throws {
        let zone = display.zone
        let window = CalendarWindow(view: .week, containing: zone.local(now).date, weekStart: 0, zone: zone)
        var random = SeededRandom(seed: 9)
        var shared = LaneHourFields()
        for (ref, expression) in [("often", "*/5 * * * *"), ("hourly", "*/30 * * * *"), ("other", "*/5 7-19 * * *")] {
            let counts = (0..<300).map { place in
                RunCount(
                    schedule: ScheduleID(.cron, ref), from: window.span.from.advanced(bySeconds: Int64(place) * 900),
                    status: RunStatus.allCases[random.next(below: RunStatus.allCases.count)],
                    count: 1 + random.next(below: 3))
            }
            let lane = Lane(
                facts: try facts(ref, expression, state: .active), hours: HourGrid(window), counts: counts, stasis: [],
                lastRun: nil, now: now)
            var (one, other) = (JSONWriter(), JSONWriter())
            one.lane(lane, display: display, hours: &shared)
            var fresh = LaneHourFields()
            other.lane(lane, display: display, hours: &fresh)
            #expect(one.text == other.text)
            #expect(try readJSON(one.bytes).object?["hours"] == .array(lane.hours.map(Self.value)))
        }
    }

    private static func value(_ hour: LaneHour) -> JSONValue {
        let counts = hour.counts
        return .object([
            "start_utc": .string(hour.start.iso8601), "day": .string(hour.date.description),
            "hour_index": .integer(Int64(hour.index)), "scheduled": .integer(Int64(counts.scheduled)),
            "success": .integer(Int64(counts.success)), "failed": .integer(Int64(counts.failed)),
            "missed": .integer(Int64(counts.missed)), "running": .integer(Int64(counts.running)),
            "skipped": .integer(Int64(counts.skipped)),
        ])
    }
}
