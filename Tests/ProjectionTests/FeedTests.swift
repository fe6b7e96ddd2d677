import CivilTime
import Operations
import Projection
import Testing

@Suite("The feed shows the past as recorded and the future as ruled")
struct FeedTests {
    @Test("Before now only records appear, from now on the rule: an edit never rewrites the past")
    func pastIsARecord() throws {
        var shop = try Workshop()
        let job = try shop.add("daily", Workshop.cron("0 9 * * *"))
        shop.runs = [try shop.run(job, .success, at: "2026-03-03T12:34:00Z")]
        let feed = shop.feed()
        // Wednesday 4 March, 09:20 in Chicago: the runs of 5, 6 and 7 March are to come, nothing else of the past is made up.
        #expect(
            feed.events.map(\.id.at.iso8601) == [
                "2026-03-03T12:34:00Z", "2026-03-05T15:00:00Z", "2026-03-06T15:00:00Z", "2026-03-07T15:00:00Z",
            ])
        #expect(feed.events.map(\.status) == [.success, .scheduled, .scheduled, .scheduled])
    }

    @Test("An occurrence that is due and not yet claimed is still to come")
    func unclaimedIsStillScheduled() throws {
        var shop = try Workshop(now: "2026-03-04T15:00:00.200Z")
        try shop.add("daily", Workshop.cron("0 9 * * *"), cursor: Workshop.instant("2026-03-03T15:00:00Z"))
        #expect(shop.feed().events.first?.id.at.iso8601 == "2026-03-04T15:00:00Z")
    }

    @Test(
        "Paused and disabled schedules show what does not run, and a pause with an end shows what will",
        arguments: [
            (ScheduleState.disabled, [EventStatus.disabled, .disabled, .disabled]),
            (.paused(until: nil), [.paused, .paused, .paused]),
            (.paused(until: Instant(iso8601: "2026-03-06T00:00:00Z")), [.paused, .scheduled, .scheduled]),
        ])
    func statesShow(_ state: ScheduleState, _ expected: [EventStatus]) throws {
        var shop = try Workshop()
        try shop.add("daily", Workshop.cron("0 9 * * *"), state: state)
        #expect(shop.feed().events.map(\.status) == expected)
    }

    @Test("What an excluded day takes out is shown as skipped, with the reason")
    func excludedShows() throws {
        var shop = try Workshop()
        let sixth = try #require(LocalDate("2026-03-06"))
        let holidays = Exclusion.calendar(name: "holidays", dates: [sixth])
        try shop.add("daily", Workshop.cron("0 9 * * *"), exclusions: [holidays])
        let feed = shop.feed()
        #expect(feed.events.map(\.status) == [.scheduled, .skipped, .scheduled])
        #expect(feed.events[1].reason == "excluded on 2026-03-06 by the calendar holidays")
        #expect(feed.events.map(\.id.at).sorted() == feed.events.map(\.id.at))
        var paused = try Workshop()
        try paused.add("daily", Workshop.cron("0 9 * * *"), state: .paused(until: nil), exclusions: [holidays])
        #expect(paused.feed().events.map(\.status) == [.paused, .paused, .paused])
    }

    @Test("A lane counts what an excluded day takes out as skipped")
    func excludedLane() throws {
        var shop = try Workshop()
        let sixth = try #require(LocalDate("2026-03-06"))
        try shop.add("often", Workshop.cron("*/15 * * * *"), exclusions: [.date(sixth)])
        let lane = try #require(shop.feed().lanes.first)
        let hours = lane.hours.filter { $0.date == sixth }
        #expect(hours.count == 24)
        #expect(hours.allSatisfy { $0.counts.skipped == 4 && $0.counts.scheduled == 0 })
        #expect(lane.hours.filter { $0.date != sixth }.allSatisfy { $0.counts.skipped == 0 })
    }

    @Test("The last attempt is the account of its occurrence")
    func lastAttemptWins() throws {
        var shop = try Workshop()
        let job = try shop.add("daily", Workshop.cron("0 9 * * *"))
        shop.runs = [
            try shop.run(job, .failed, at: "2026-03-03T15:00:00Z"),
            try shop.run(job, .success, at: "2026-03-03T15:00:00Z", trigger: .retry, attempt: 2),
        ]
        let event = try #require(shop.feed().events.first)
        #expect(event.status == .success)
        #expect(event.run?.attempt == 2)
    }

    @Test("Events come by instant, then by id")
    func order() throws {
        var shop = try Workshop()
        for ref in ["c", "a", "b"] { try shop.add(ref, Workshop.cron("0 9 5 * *")) }
        #expect(shop.feed().events.map(\.id.schedule.ref) == ["a", "b", "c"])
    }

    @Test("A window ends before its last instant: the midnight after belongs to the next week")
    func halfOpen() throws {
        var shop = try Workshop()
        try shop.add("midnight", Workshop.cron("0 0 * * 0"))
        #expect(shop.feed().events.isEmpty)
    }
}

@Suite("Missed occurrences stand on the calendar until they are answered")
struct MissedTests {
    private func stretch(_ shop: Workshop, _ job: Schedule, count: Int) -> StasisEntry {
        StasisEntry(
            id: "s", of: job, reason: .downtime, count: count,
            firstAt: shop.now.advanced(bySeconds: -Int64(count) * 3600),
            lastAt: shop.now.advanced(bySeconds: -3600), createdAt: shop.now)
    }

    @Test("Each occurrence of a short stretch is an event with the three answers")
    func cards() throws {
        var shop = try Workshop(now: "2026-03-04T15:00:00Z")
        let job = try shop.add("hourly", Workshop.cron("0 1-23 * * *"))
        shop.stasis = [stretch(shop, job, count: 3)]
        let missed = shop.feed().events.filter { $0.status == .missed }
        #expect(
            missed.map(\.id.at.iso8601) == ["2026-03-04T12:00:00Z", "2026-03-04T13:00:00Z", "2026-03-04T14:00:00Z"])
        #expect(
            missed.allSatisfy { Set($0.actions).isSuperset(of: [.approveBackfillRun, .reschedule, .deleteMissed]) })
        #expect(missed.first?.reason == "the scheduler was not running")
    }

    @Test("A long stretch is one event that says how many it stands for")
    func compact() throws {
        var shop = try Workshop(now: "2026-03-04T15:00:00Z")
        let job = try shop.add("minutely", Workshop.cron("* * * * *"))
        var entry = stretch(shop, job, count: 60)
        entry.firstAt = shop.now.advanced(bySeconds: -3600)
        entry.lastAt = shop.now.advanced(bySeconds: -60)
        shop.stasis = [entry]
        let missed = shop.feed().events.filter { $0.status == .missed }
        #expect(missed.map(\.missedCount) == [60])
        #expect(missed.first?.id.at == entry.lastAt)
    }

    @Test("An approved occurrence turns into its run's result; a deleted one stays, quietly, without answers")
    func answered() throws {
        var shop = try Workshop(now: "2026-03-04T15:00:00Z")
        let job = try shop.add("hourly", Workshop.cron("0 1-23 * * *"))
        var approved = stretch(shop, job, count: 1).resolved(.approvedAndRun, by: .operator("ada"), at: shop.now)
        approved.id = "approved"
        var deleted = stretch(shop, job, count: 1).resolved(.deleted, by: .operator("ada"), at: shop.now)
        deleted.id = "deleted"
        deleted.firstAt = shop.now.advanced(bySeconds: -7200)
        deleted.lastAt = deleted.firstAt
        shop.stasis = [approved, deleted]
        shop.runs = [try shop.run(job, .success, at: "2026-03-04T14:00:00Z", trigger: .backfill)]
        let past = shop.feed().events.filter { $0.id.at < shop.now }
        #expect(past.map(\.status) == [.cancelled, .success])
        #expect(past[0].statusDetail?.contains("deleted by ada") == true)
        #expect(!past[0].actions.contains(.deleteMissed))
    }

    @Test("Missed occurrences are those of the timetable they were missed under")
    func oldTimetable() throws {
        var shop = try Workshop(now: "2026-03-04T15:00:00Z")
        let job = try shop.add("hourly", Workshop.cron("0 1-23 * * *"))
        shop.stasis = [stretch(shop, job, count: 2)]
        // The schedule has been edited since: half past.
        try shop.add("hourly", Workshop.cron("30 1-23 * * *"))
        let missed = shop.feed().events.filter { $0.status == .missed }
        #expect(missed.map(\.id.at.iso8601) == ["2026-03-04T13:00:00Z", "2026-03-04T14:00:00Z"])
    }
}

@Suite("Lanes count what is too frequent for cards")
struct LaneTests {
    @Test(
        "A schedule with 24 or more occurrences a day is a lane, one with 23 is not",
        arguments: [
            ("0 * * * *", true), ("0 1-23 * * *", false), ("*/5 * * * *", true),
        ])
    func threshold(_ expression: String, _ isLane: Bool) throws {
        var shop = try Workshop()
        try shop.add("job", Workshop.cron(expression))
        #expect(shop.feed().lanes.isEmpty == !isLane)
        #expect(shop.feed().events.isEmpty == isLane)
    }

    @Test("Failed and running occurrences of a lane have cards, successes only counts")
    func breakouts() throws {
        var shop = try Workshop()
        let job = try shop.add("ping", Workshop.cron("*/5 * * * *"))
        shop.runs = [
            try shop.run(job, .success, at: "2026-03-04T15:00:00Z"),
            try shop.run(job, .failed, at: "2026-03-04T15:05:00Z"),
            try shop.run(job, .running, at: "2026-03-04T15:20:00Z"),
        ]
        let feed = shop.feed()
        #expect(feed.events.map(\.status) == [.failed, .running])
        let hour = try #require(feed.lanes.first?.hours.first { $0.start.iso8601 == "2026-03-04T15:00:00Z" })
        #expect(hour.counts.success == 1)
        #expect(hour.counts.failed == 1)
        #expect(hour.counts.running == 1)
        // 15:25 to 15:55 are to come.
        #expect(hour.counts.scheduled == 7)
    }

    @Test(
        "The hours of a lane add up to every occurrence of the window, on the days with 23 and 25 hours too",
        arguments: [
            ("2026-03-08T06:00:00Z", 23), ("2026-11-01T05:00:00Z", 25), ("2026-06-03T05:00:00Z", 24),
        ])
    func sums(_ midnight: String, _ hours: Int) throws {
        var shop = try Workshop(now: midnight)
        shop.now = shop.now.advanced(bySeconds: -1)
        try shop.add("ping", Workshop.cron("*/5 * * * *"))
        let window = CalendarWindow(
            view: .day, containing: shop.zone.local(try Workshop.instant(midnight)).date, weekStart: 0, zone: shop.zone)
        #expect(window.days.map(\.hours) == [hours])
        let lane = try #require(shop.feed(window).lanes.first)
        #expect(lane.hours.count == hours)
        #expect(lane.hours.reduce(0) { $0 + $1.counts.scheduled } == hours * 12)
    }

    @Test("A missed stretch counts in each of its hours")
    func missedHours() throws {
        var shop = try Workshop(now: "2026-03-04T15:00:00Z")
        let job = try shop.add("ping", Workshop.cron("*/5 * * * *"))
        shop.stasis = [
            StasisEntry(
                id: "s", of: job, reason: .downtime, count: 18, firstAt: try Workshop.instant("2026-03-04T13:30:00Z"),
                lastAt: try Workshop.instant("2026-03-04T14:55:00Z"), createdAt: shop.now)
        ]
        let lane = try #require(shop.feed().lanes.first)
        #expect(lane.hours.prefix(2).map(\.counts.missed) == [6, 12])
        #expect(lane.status == .missed)
    }
}
