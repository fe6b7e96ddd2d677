import CivilTime
import HTTPTypes
import Operations
import Testing

@testable import HTTPAPI

@Suite("The feed comes in pages, short on the wire", .serialized)
struct FeedPageTests {
    private static let jobs = "/api/v1/cron/jobs"
    private static let feed = "/api/v1/ops/calendar/events"

    /// A week of whole days in UTC, all of it to come.
    private func week(_ house: TestHouse) async throws -> String {
        let now = try await house.get(Self.feed).json["now_utc"].string.flatMap { Instant(iso8601: $0) }
        let day = try #require(now).epochSeconds / 86_400 + 10
        return "\(Self.feed)?timezone=UTC&start=\(day * 86_400)&end=\((day + 7) * 86_400)"
    }

    private func fill(_ house: TestHouse) async throws {
        for number in 10..<22 {
            for (name, expression) in [("daily", "0 9 * * *"), ("hourly", "\(number) * * * *")] {
                let body =
                    #"{"job_id":"\#(name)-\#(number)","command":"true","cron_expr":"\#(expression)","timezone":"UTC"}"#
                #expect(try await house.post(Self.jobs, body).status == 201)
            }
        }
    }

    @Test("Pages told one after the other are the whole: each event and each lane once, in order")
    func pages() async throws {
        try await withHouse { house in
            try await self.fill(house)
            let feed = try await self.week(house)
            let whole = try await house.get("\(feed)&limit=200000").json
            #expect(whole["events"].items.count == 84)
            #expect(whole["always_running"].items.count == 12)
            #expect(whole["next_cursor"] == .null)
            #expect(whole["truncated"] == false)
            var (events, lanes): ([String], [String]) = ([], [])
            var cursor: String? = ""
            var pages = 0
            while let after = cursor {
                let page = try await house.get(
                    "\(feed)&limit=9\(after.isEmpty ? "" : "&cursor=\(after.replacing("|", with: "%7C"))")"
                ).json
                events += page["events"].items.compactMap { $0["event_id"].string }
                lanes += page["always_running"].items.compactMap { $0["source_ref"].string }
                #expect(page["stats"]["lanes"] == 12)
                cursor = page["next_cursor"].string
                #expect(page["truncated"] == .bool(cursor != nil))
                pages += 1
            }
            #expect(pages == 10)
            #expect(events == whole["events"].items.compactMap { $0["event_id"].string })
            #expect(lanes == whole["always_running"].items.compactMap { $0["source_ref"].string })
            #expect(try await house.get("\(feed)&cursor=tomorrow").status == 400)
        }
    }

    @Test("An event written from another's example is the event itself")
    func examples() async throws {
        try await withHouse { house in
            try await self.fill(house)
            let events = try await house.get("\(try await self.week(house))&expand=all").json["events"].items
            try #require(events.count == 84 + 12 * 168)
            for event in [events[0], events[1_000], events[2_000]] {
                let id = event["event_id"].string ?? ""
                let path = "/api/v1/ops/calendar/events/\(id.replacing("|", with: "%7C"))?timezone=UTC"
                #expect(try await house.get(path).json["event"] == event, "\(id)")
            }
        }
    }

    @Test(
        "JSON is compressed for those who take gzip, and only for them; one that is edited by its tag keeps its bytes")
    func compressed() async throws {
        try await withHouse { house in
            try await self.fill(house)
            func encoding(_ path: String, _ accept: String?) async throws -> String? {
                let answer = try await house.send(.get, path, headers: accept.map { ["accept-encoding": $0] } ?? [:])
                #expect(answer.status == 200)
                return answer.headers[.contentEncoding]
            }
            #expect(try await encoding(Self.feed, "gzip, deflate") == "gzip")
            #expect(try await encoding(Self.feed, nil) == nil)
            #expect(try await encoding(Self.feed, "identity") == nil)
            #expect(try await encoding("\(Self.jobs)/daily-10", "gzip") == nil)
        }
    }

    @Test(
        "What an Accept-Encoding takes (RFC 9110, 12.5.3)",
        arguments: [
            (nil, false), ("", false), ("gzip", true), ("GZip", true), ("deflate, gzip;q=0.5", true),
            ("gzip;q=0", false),
            ("*", true), ("*;q=0", false), ("*;q=0, gzip", true), ("gzip;q=0, *", false), ("br", false),
        ] as [(String?, Bool)])
    func accepted(_ header: String?, _ expected: Bool) {
        #expect(acceptsGzip(header) == expected)
    }

    @Test("A cursor comes back as it went out; anything else is refused")
    func cursors() throws {
        let event = OccurrenceID(ScheduleID(.cron, "a:b@c"), Instant(epochMilliseconds: 1_772_500_000_123))
        let lane = ScheduleID(.heartbeat, "main")
        for cursor in [
            FeedCursor(events: .after(event), lanes: .after(lane)), FeedCursor(events: .after(event), lanes: .end),
            FeedCursor(events: .end, lanes: .after(lane)),
        ] {
            let text = try #require(cursor?.text)
            #expect(FeedCursor(text) == cursor, "\(text)")
        }
        #expect(FeedCursor(events: .end, lanes: .end) == nil)
        for text in ["", "~", "x", "1|cron|a", "1|cron|a~b", "x|cron|a~", "1|cron|~", "1|cron|a~cron|a~"] {
            #expect(FeedCursor(text) == nil, "\(text)")
        }
    }
}
