import CivilTime
import Operations
import Projection
import Testing

@Suite("Lanes drawn from counts are those drawn from every run")
struct LaneCountTests {
    /// Half-hour changes, quarter-hour offsets, and days of 23 and 25 hours.
    private static let places = [
        ("America/Chicago", "2026-03-11T15:20:00Z"), ("America/Chicago", "2026-11-04T15:20:00Z"),
        ("Australia/Lord_Howe", "2026-10-06T02:00:00Z"), ("Australia/Lord_Howe", "2026-04-07T02:00:00Z"),
        ("Asia/Kathmandu", "2026-05-06T07:00:00Z"), ("Pacific/Chatham", "2026-09-29T07:00:00Z"),
    ]

    @Test("Each hour of any history has the counts of its runs, run by run", arguments: places)
    func hours(_ zone: String, _ now: String) throws {
        for seed in UInt64(1)...5 {
            let shop = try history(seed: seed, zone: zone, now: now)
            let lane = try #require(shop.feed().lanes.first)
            let days = shop.week().days
            var expected: [Instant: StatusCounts] = [:]
            for run in shop.runs where run.schedule.ref == "ping" && shop.week().span.contains(run.scheduledAt) {
                let day = try #require(days.first { $0.span.contains(run.scheduledAt) })
                let hour = Int64(day.span.from.seconds(to: run.scheduledAt)) / 3600
                add(run.status, to: &expected[day.span.from.advanced(bySeconds: hour * 3600), default: StatusCounts()])
            }
            var found = Dictionary(uniqueKeysWithValues: lane.hours.map { ($0.start, $0.counts) })
            for start in found.keys {
                found[start]?.scheduled = 0
                if found[start] == StatusCounts() { found[start] = nil }
            }
            expected = expected.filter { $0.value != StatusCounts() }
            #expect(found == expected, "seed \(seed) in \(zone)")
        }
    }

    private func add(_ status: RunStatus, to counts: inout StatusCounts) {
        switch status {
        case .success: counts.success += 1
        case .failed, .lost: counts.failed += 1
        case .running: counts.running += 1
        case .skipped, .cancelled: counts.skipped += 1
        case .waiting: break
        }
    }

    @Test("The cards of any history are the same, whether all runs are read or those that stand out", arguments: places)
    func cards(_ zone: String, _ now: String) throws {
        for seed in UInt64(1)...20 {
            let shop = try history(seed: seed, zone: zone, now: now)
            let (few, all) = (shop.feed(), shop.feed(readEverything: true))
            #expect(few.events.map(\.id) == all.events.map(\.id), "seed \(seed) in \(zone)")
            #expect(few.events.map(\.run) == all.events.map(\.run), "seed \(seed) in \(zone)")
            #expect(few.lanes.map(\.hours) == all.lanes.map(\.hours), "seed \(seed) in \(zone)")
        }
    }

    /// A lane and a daily job with runs of every status and trigger; failed ones may have been retried.
    private func history(seed: UInt64, zone: String, now: String) throws -> Workshop {
        var random = Seeded(state: seed)
        var shop = try Workshop(now: now, zone: zone)
        let jobs = [
            try shop.add("ping", Workshop.cron("*/5 * * * *")), try shop.add("daily", Workshop.cron("0 9 * * *")),
        ]
        var taken: Set<OccurrenceID> = []
        for _ in 0..<400 {
            let job = jobs[Int.random(in: 0..<10, using: &random) == 0 ? 1 : 0]
            let at = shop.now.advanced(bySeconds: -Int64.random(in: 1...2_400, using: &random) * 300)
            guard taken.insert(OccurrenceID(job.id, at)).inserted else { continue }
            let status = RunStatus.allCases.randomElement(using: &random) ?? .success
            let trigger = Trigger.allCases.filter { $0 != .retry }.randomElement(using: &random) ?? .schedule
            shop.runs.append(try shop.run(job, status, at: at.iso8601, trigger: trigger))
            guard status == .failed, Bool.random(using: &random) else { continue }
            let ending: RunStatus = Bool.random(using: &random) ? .success : .failed
            shop.runs.append(try shop.run(job, ending, at: at.iso8601, trigger: .retry, attempt: 2))
        }
        return shop
    }
}

struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
