import Synchronization
import Testing

@testable import Commands

@Suite("Following")
struct FollowingTests {
    private static func event(_ seq: Int) -> String {
        #"{"seq":\#(seq),"event_type":"cron_run_completed","source":"cron","source_ref":"backup","occurred_at_utc":"2026-03-03T18:00:00Z","status":"success","payload":{"run":{"title":"Nightly backup"}}}"#
    }

    /// A console whose reader goes away once `count` lines were written.
    private func console(closingAfter count: Int, _ written: TestConsole) -> Console {
        let sink = written.console()
        return Console(
            width: nil, isColoured: false, isInteractive: false,
            write: { channel, bytes in
                guard channel == .output else { return }
                try sink.write(bytes)
                if written.lines.count >= count { throw OutputClosed() }
            }, read: { _ in [] })
    }

    @Test("a stream that breaks is taken up after the last event, and nothing is printed twice")
    func events() async throws {
        let rounds = Mutex(0)
        let server = try StandInServer { request in
            if request.target.hasPrefix("/api/v1/health") { return .json(#"{"timezone":"UTC"}"#) }
            guard request.target.hasPrefix("/api/v1/ops/scheduling/stream") else {
                return .json(#"{"events":[\#(Self.event(7))],"first_seq":1,"last_seq":7}"#)
            }
            let round = rounds.withLock { rounds in
                rounds += 1
                return rounds
            }
            let seqs = round == 1 ? [7, 8] : [8, 9]
            let keepalive = "event: keepalive\ndata: {\"seq\":99}\n\n"
            return .stream(
                keepalive + seqs.map { "id: \($0)\nevent: scheduling\ndata: \(Self.event($0))\n\n" }.joined())
        }
        defer { server.stop() }
        let written = TestConsole()
        let status = await carryOut(
            ["events", "--follow", "-n", "1", "--url", server.url],
            in: Surroundings(
                environment: [:], console: console(closingAfter: 3, written), clock: StoppedClock(now: testNow)))
        #expect(status == .ok)
        #expect(written.lines.map { $0.prefix(1) } == ["7", "8", "9"])
        #expect(
            written.lines.first
                == "7  Tue 2026-03-03 18:00 +00:00  cron_run_completed  cron|backup  success  Nightly backup")
        let streams = server.requests.filter { $0.target.contains("stream") }
        #expect(streams.map { $0.headers["last-event-id"] } == ["7", "8"])
    }

    @Test("a log is read piece by piece to its end, byte for byte")
    func log() async throws {
        let text = "line 1\n\u{1B}[31mline 2\u{1B}[0m\n"
        let (answer, _) = try await almanac(
            "logs", "r1", "--follow",
            against: { request in
                guard request.target.hasSuffix("/log") else {
                    return .json(#"{"run":{"run_id":"r1","status":"success"}}"#)
                }
                let start = Int(request.headers["range"]?.dropFirst(6).prefix { $0 != "-" } ?? "") ?? 0
                let rest = Array(text.utf8.dropFirst(start).prefix(5))
                if rest.isEmpty { return .init(status: 416, body: "") }
                return .init(status: 206, body: String(decoding: rest, as: UTF8.self), contentType: "text/plain")
            })
        #expect(answer.status == .ok)
        #expect(answer.output == text)
    }

    @Test("logs of a schedule are those of its latest run; what has none says so")
    func latest() async throws {
        let (answer, _) = try await almanac(
            "logs", "backup",
            against: { request in
                if request.target.hasPrefix("/api/v1/cron/jobs/backup/runs") { return .json(#"{"runs":[]}"#) }
                return ServerCommandTests.answers(request)
            })
        #expect(answer.status == .refused)
        #expect(answer.complaint == "almanac: Nightly backup has not run yet.\n")
        let (none, _) = try await almanac("logs", "nope", against: { ServerCommandTests.answers($0) })
        #expect(none.complaint.contains("There is no run and no schedule \"nope\"."))
    }
}

@Suite("almanac stasis")
struct StasisTests {
    static let queue =
        #"{"stasis":[{"event_id":"cron|backup|200","source":"cron","source_ref":"backup","title":"Nightly backup","count":3,"first_at":"1970-01-01T00:01:00Z","last_at":"1970-01-01T00:03:20Z","status":"pending","reason_in_words":"the scheduler was not running"},{"event_id":"cron|backup|900","source":"cron","source_ref":"backup","title":"Nightly backup","count":1,"first_at":"1970-01-01T00:15:00Z","last_at":"1970-01-01T00:15:00Z","status":"pending"},{"event_id":"heartbeat|ops|900","source":"heartbeat","source_ref":"ops","title":"Operations","count":1,"first_at":"1970-01-01T00:16:00Z","last_at":"1970-01-01T00:16:00Z","status":"pending"}]}"#

    static func answers(_ request: StandInServer.Request) -> StandInServer.Answer {
        if request.target.hasSuffix("/ops/stasis/resolve") {
            return .json(
                #"{"results":[{"event_id":"a","status":"deleted"},{"event_id":"b","status":"refused","error":"Answered already."}]}"#
            )
        }
        if request.method == "POST" { return .json(#"{"status":"ok","run":{"status":"success"}}"#) }
        return request.target.contains("health") ? .json(#"{"timezone":"UTC"}"#) : .json(queue)
    }

    @Test("lists what waits")
    func list() async throws {
        let (answer, _) = try await almanac("stasis", against: Self.answers)
        #expect(answer.lines.count == 4)
        #expect(answer.lines[1].contains("cron|backup|200"))
        #expect(answer.lines[1].contains("the scheduler was not running"))
    }

    @Test("an entry is named by its event or by its schedule")
    func approve() async throws {
        let (byEvent, requests) = try await almanac(
            "stasis", "approve", "cron|backup|200", "--reason", "it matters", against: Self.answers)
        #expect(byEvent.output == "Nightly backup: 3 missed, approved; its run: success.\n")
        let post = try #require(requests.first { $0.method == "POST" })
        #expect(post.target == "/api/v1/ops/calendar/events/cron%7Cbackup%7C200/action")
        #expect(post.body == #"{"action":"approve_backfill_run","reason":"it matters"}"#)
        let (bySchedule, _) = try await almanac("stasis", "approve", "heartbeat:ops", against: Self.answers)
        #expect(bySchedule.status == .ok)
    }

    @Test("several of one name are listed and left alone, unless all are meant")
    func several() async throws {
        let (one, requests) = try await almanac("stasis", "delete", "backup", "--yes", against: Self.answers)
        #expect(one.status == .refused)
        #expect(one.complaint.contains("  cron|backup|900"))
        #expect(!requests.contains { $0.method == "POST" })
        let (all, posts) = try await almanac("stasis", "delete", "backup", "--all", "--yes", against: Self.answers)
        // Both in one request, and each has its own result.
        #expect(
            posts.filter { $0.method == "POST" }.map(\.body) == [
                #"{"action":"delete","event_ids":["cron|backup|200","cron|backup|900"]}"#
            ])
        #expect(all.output == "Nightly backup: 3 missed, deleted.\n")
        #expect(all.complaint.contains("Nightly backup: Answered already."))
        #expect(all.status == .refused)
        let (unasked, none) = try await almanac("stasis", "delete", "--all", against: Self.answers)
        #expect(unasked.status == .usage)
        #expect(!none.contains { $0.method == "POST" })
    }

    @Test("what an outage left behind is asked for by its id")
    func outage() async throws {
        let (_, requests) = try await almanac("stasis", "delete", "--outage", "o-1", "--yes", against: Self.answers)
        #expect(requests.contains { $0.method == "GET" && $0.target.contains("outage=o-1") })
        #expect(requests.last?.target == "/api/v1/ops/stasis/resolve")
    }

    @Test("rebase names a schedule or all, and says what is missed no more")
    func rebase() async throws {
        let answer = #"{"results":[{"source_ref":"backup","withdrawn_missed":12}]}"#
        let (all, requests) = try await almanac(
            "rebase", "--all", "--reason", "the clock", against: { _ in .json(answer) })
        #expect(requests.last?.target == "/api/v1/ops/rebase")
        #expect(requests.last?.body == #"{"reason":"the clock"}"#)
        #expect(all.output == "backup goes on from now; 12 occurrences ahead of the clock are missed no more.\n")
        let (neither, _) = try await almanac("rebase", against: Self.answers)
        #expect(neither.status == .usage)
    }

    @Test("reschedule hands the words to the server")
    func reschedule() async throws {
        let (answer, requests) = try await almanac(
            "stasis", "reschedule", "heartbeat|ops|900", "--to", "tomorrow 9:15am", against: Self.answers)
        #expect(answer.status == .ok)
        #expect(requests.last?.body == #"{"action":"reschedule","run_at":"tomorrow 9:15am"}"#)
    }
}
