import CivilTime
import Operations
import Projection
import Testing

@Suite("A feed comes in pages")
struct PageTests {
    @Test("Pages told one after the other are the whole window, whatever their size and whatever happened in it")
    func addUp() throws {
        for seed in UInt64(1)...6 {
            for expandAll in [false, true] {
                var shop = try history(seed: seed)
                shop.expandAll = expandAll
                let whole = shop.feed()
                #expect(whole.next == nil)
                for size in [1, 7, 60] where size > 1 || !expandAll {
                    var told: [CalendarEvent] = []
                    var after: OccurrenceID?
                    repeat {
                        let page = shop.feed(after: after, limit: size)
                        #expect(page.events.count <= size)
                        told += page.events
                        after = page.next
                    } while after != nil
                    #expect(told.map(\.id) == whole.events.map(\.id), "seed \(seed), pages of \(size)")
                    #expect(told == whole.events, "seed \(seed), pages of \(size)")
                }
            }
        }
    }

    /// A lane, daily jobs at one instant, a paused one; runs of every status, live ones, a missed stretch, a deleted job.
    private func history(seed: UInt64) throws -> Workshop {
        var random = Seeded(state: seed)
        var shop = try Workshop()
        let jobs = [
            try shop.add("ping", Workshop.cron("*/20 * * * *")), try shop.add("daily-a", Workshop.cron("0 9 * * *")),
            try shop.add("daily-b", Workshop.cron("0 9 * * *")), try shop.add("four", Workshop.cron("0 */4 * * *")),
            try shop.add(
                "paused", Workshop.cron("30 9 * * *"), state: .paused(until: shop.now.advanced(bySeconds: 100_000))),
        ]
        var gone = jobs[1]
        gone.id = ScheduleID(.heartbeat, "gone")
        var taken: Set<OccurrenceID> = []
        for _ in 0..<120 {
            let job = (jobs + [gone]).randomElement(using: &random) ?? gone
            let at = shop.now.advanced(bySeconds: -Int64.random(in: 1...250, using: &random) * 1_200)
            guard taken.insert(OccurrenceID(job.id, at)).inserted else { continue }
            let status = RunStatus.allCases.randomElement(using: &random) ?? .success
            shop.runs.append(try shop.run(job, status, at: at.iso8601))
            guard status == .failed, Bool.random(using: &random) else { continue }
            shop.runs.append(try shop.run(job, .success, at: at.iso8601, trigger: .retry, attempt: 2))
        }
        let last = shop.now.advanced(bySeconds: -shop.now.epochSeconds % 1_200)
        shop.stasis = [
            StasisEntry(
                id: "s", of: jobs[0], reason: .downtime, count: 19, firstAt: last.advanced(bySeconds: -18 * 1_200),
                lastAt: last, createdAt: shop.now)
        ]
        return shop
    }

    @Test("What is to come is every occurrence of every schedule from where its future begins, in pages of any size")
    func everyOccurrence() throws {
        let holidays = Exclusion.calendar(name: "holidays", dates: [try #require(LocalDate("2026-03-06"))])
        let rules = ["0 9 * * *", "*/7 * * * *", "30 1-3 * * *", "0 0 1 * *", "15 */5 * * FRI", "0 2 8 3 *"]
        let states: [ScheduleState] = [.active, .paused(until: nil), .disabled]
        for seed in UInt64(1)...12 {
            var random = Seeded(state: seed)
            var shop = try Workshop()
            shop.expandAll = true
            var expected: [OccurrenceID] = []
            let span = shop.week().span
            for number in 0..<Int.random(in: 1...9, using: &random) {
                let state = states.randomElement(using: &random) ?? .active
                let behind = Int64.random(in: 0...3, using: &random) * 3_600
                let job = try shop.add(
                    "job-\(number)", Workshop.cron(rules.randomElement(using: &random) ?? rules[0]), state: state,
                    cursor: shop.now.advanced(bySeconds: -behind),
                    exclusions: Bool.random(using: &random) ? [holidays] : [])
                let plan = try job.timetable.plan(zones: shop.zones, seed: job.id)
                let begin = state == .active ? job.cursor : shop.now
                var last = begin
                while let at = plan.nextListed(after: last), at < span.to {
                    if span.contains(at) { expected.append(OccurrenceID(job.id, at)) }
                    last = at
                }
            }
            expected.sort { ($0.at, $0.schedule) < ($1.at, $1.schedule) }
            for size in [3, 50, 100_000] {
                var told: [OccurrenceID] = []
                var after: OccurrenceID?
                repeat {
                    let page = shop.feed(after: after, limit: size)
                    told += page.events.map(\.id)
                    after = page.next
                } while after != nil
                #expect(told == expected, "seed \(seed), pages of \(size)")
            }
        }
    }

    @Test("More than a page at one instant is told to its end")
    func oneInstant() throws {
        var shop = try Workshop()
        for number in 10..<22 { try shop.add("daily-\(number)", Workshop.cron("0 9 * * *")) }
        let whole = shop.feed()
        #expect(whole.events.count == 36)
        for size in [1, 5, 9, 12, 13] {
            var told: [CalendarEvent] = []
            var after: OccurrenceID?
            repeat {
                let page = shop.feed(after: after, limit: size)
                told += page.events
                after = page.next
            } while after != nil
            #expect(told == whole.events, "pages of \(size)")
        }
    }

    @Test("A page costs what it holds: the future is expanded as far as the page reaches")
    func future() throws {
        var shop = try Workshop()
        try shop.add("tick", Workshop.cron("*/10 * * * * *"))
        shop.expandAll = true
        let page = shop.feed(limit: 100)
        #expect(page.events.count == 100)
        #expect(page.next == page.events.last?.id)
    }
}

@Suite("What is late, and what takes longer than usual")
struct LatenessTests {
    @Test("An occurrence that has not begun 15 seconds after its instant is late, unless nobody would start it")
    func late() throws {
        let rows: [(String, ScheduleState, Bool)] = [
            ("2026-03-04T15:00:15Z", .active, false), ("2026-03-04T15:00:15.001Z", .active, true),
            ("2026-03-04T15:01:00Z", .paused(until: nil), false),
        ]
        for (now, state, isLate) in rows {
            var shop = try Workshop(now: now)
            try shop.add(
                "daily", Workshop.cron("0 9 * * *"), state: state, cursor: Workshop.instant("2026-03-03T15:00:00Z"))
            #expect(shop.feed().events.first?.isLate == isLate, "\(now)")
        }
        var shop = try Workshop(now: "2026-03-04T15:01:00Z")
        let job = try shop.add("daily", Workshop.cron("0 9 * * *"))
        shop.runs = [try shop.run(job, .waiting, at: "2026-03-04T15:00:00Z")]
        #expect(shop.feed().events.first?.isLate == true)
    }

    @Test("A run overruns after half as long again as 19 of 20 take, and 5 seconds; of few runs nothing is said")
    func overrun() throws {
        var shop = try Workshop(now: "2026-03-04T15:01:00Z")
        let job = try shop.add("daily", Workshop.cron("0 9 * * *"))
        shop.runs = [try shop.run(job, .running, at: "2026-03-04T15:00:00Z")]
        let rows: [([Int64], String?, Double?)] = [
            ([], nil, nil), ([60_000, 60_000], nil, 60),
            (Array(repeating: 60_000, count: 5), "2026-03-04T15:01:35Z", 60),
            (Array(repeating: 10_000, count: 19) + [100_000], "2026-03-04T15:02:35Z", 10),
        ]
        for (durations, overrunsAt, hint) in rows {
            shop.durations[job.id] = RecentDurations(durations)
            let event = try #require(shop.feed().events.first)
            #expect(event.overrunsAt?.iso8601 == overrunsAt)
            #expect(event.durationHintSeconds == hint)
        }
    }
}
