import CivilTime
import Operations
import Recurrence
import Testing

@testable import Commands

@Suite("Answers of the server")
struct ServerAnswerTests {
    private func answer(_ status: Int, _ body: String, type: String = "application/problem+json") throws -> Answer {
        Answer(status: status, contentType: type, bytes: Array(body.utf8), address: try ServerAddress("http://h:1"))
    }

    @Test("a problem is its detail, then each field with its hint")
    func problem() throws {
        let refusal = try answer(
            422,
            #"{"title":"Invalid","detail":"The job can't be created.","errors":[{"field":"cron_expr","message":"The hour field says 25; it takes 0 to 23.","hint":"Write 0 to 23."}]}"#
        ).refusal
        #expect(
            refusal.lines == [
                "almanac: The job can't be created.", "  cron_expr: The hour field says 25; it takes 0 to 23.",
                "    Hint: Write 0 to 23.",
            ])
        #expect(refusal.status == .refused)
    }

    @Test("what is no problem document is said to be none")
    func notAProblem() throws {
        #expect(try answer(502, "<html>", type: "text/html").refusal.status == .notUnderstood)
        #expect(throws: CommandFailure.self) { try answer(200, "<html>", type: "text/html").value() }
        #expect(throws: CommandFailure.self) { try answer(200, "{}").member("job") }
    }

    @Test("events of a stream are read whole, however they are cut")
    func eventStream() {
        let text =
            ": hello\r\nretry: 5\r\n\r\nid: 7\nevent: scheduling\ndata: {\"a\":\ndata: 1}\n\nevent: empty\n\ndata:x\r\rdata: grüße\n\n"
        let expected: [EventStreamReader.Event] = [
            .init(id: "7", name: "scheduling", data: "{\"a\":\n1}"), .init(id: "7", name: "message", data: "x"),
            .init(id: "7", name: "message", data: "grüße"),
        ]
        for size in 1...40 {
            var reader = EventStreamReader()
            var events: [EventStreamReader.Event] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                events += reader.read(bytes[start..<min(start + size, bytes.count)])
            }
            #expect(events == expected, "pieces of \(size)")
        }
    }

    @Test("an interval's next occurrences are counted from the next one; added ones come between")
    func upcoming() throws {
        let view = ScheduleView(
            source: .cron,
            value: [
                "job_id": "a", "every_seconds": 3600, "next_run_at": "2026-03-03T18:30:00Z", "state": "active",
                "exceptions": [["type": "add", "at": "2026-03-03T18:45:00Z"]],
            ])
        let next = view.upcoming(3, after: testNow, zones: try ZoneDatabase.system()).map(\.at.iso8601)
        #expect(next == ["2026-03-03T18:30:00Z", "2026-03-03T18:45:00Z", "2026-03-03T19:30:00Z"])
    }

    @Test("a heartbeat's keep to its active hours, a paused schedule's to the end of its pause")
    func upcomingHours() throws {
        let zones = try ZoneDatabase.system()
        let heartbeat = ScheduleView(
            source: .heartbeat,
            value: [
                "session_id": "ops", "every_seconds": 14_400, "next_run_at": "2026-03-03T21:00:00Z", "state": "active",
                "timezone": "America/Chicago", "active_hours": ["start": "09:00", "end": "17:00"],
            ])
        #expect(
            heartbeat.upcoming(3, after: testNow, zones: zones).map(\.at.iso8601)
                == ["2026-03-03T21:00:00Z", "2026-03-04T17:00:00Z", "2026-03-04T21:00:00Z"])
        var paused: [String: JSONValue] = [
            "job_id": "a", "cron_expr": "0 9 * * *", "timezone": "UTC", "dialect": "almanac", "state": "paused",
            "paused_until": "2026-03-10T00:00:00Z",
        ]
        #expect(
            ScheduleView(source: .cron, value: .object(paused)).upcoming(1, after: testNow, zones: zones).map(
                \.at.iso8601)
                == ["2026-03-10T09:00:00Z"])
        paused["paused_until"] = nil
        #expect(ScheduleView(source: .cron, value: .object(paused)).upcoming(1, after: testNow, zones: zones).isEmpty)
    }
}
