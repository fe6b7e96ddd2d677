import ChangeRequests
import CivilTime
import Testing

@Suite("Words that mean no instant")
struct RefusedInstantTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        var text: String
        var reason: InstantWordsError.Reason
        var found: String
        var column: Int

        init(_ text: String, _ reason: InstantWordsError.Reason, _ found: String, _ column: Int = 1) {
            self.text = text
            self.reason = reason
            self.found = found
            self.column = column
        }

        var testDescription: String { text.isEmpty ? "(empty)" : text }
    }

    @Test(
        "What is not understood is named with its position",
        arguments: [
            Refusal("", .empty, ""),
            Refusal("  ", .empty, ""),
            Refusal("flurb", .notUnderstood, "flurb"),
            Refusal("tomorrow flurb 9am", .notUnderstood, "flurb", 10),
            Refusal("in 20", .notUnderstood, "in"),
            Refusal("5 minutes ago", .notUnderstood, "minutes", 3),
            Refusal("9:75", .noSuchTime, "9:75"),
            Refusal("tomorrow 13pm", .noSuchTime, "13pm", 10),
            Refusal("25:00", .noSuchTime, "25:00"),
            Refusal("0am", .noSuchTime, "0am"),
            Refusal("feb 30 9am", .noSuchDate, "feb 30"),
            Refusal("2026-02-29 10:00", .noSuchDate, "2026-02-29"),
            Refusal("the 32nd at 9am", .noSuchDate, "the 32nd"),
            Refusal("monday tuesday 9am", .contradiction, "tuesday", 8),
            Refusal("9am 10am", .contradiction, "10am", 5),
            Refusal("tomorrow tonight", .contradiction, "tonight", 10),
            Refusal("1772637600000", .milliseconds, "1772637600000"),
            Refusal("in 50000 days", .outOfRange, "50000 days", 4),
            Refusal("2300-01-01 10:00", .outOfRange, "2300-01-01 10:00"),
        ])
    func refused(_ row: Refusal) throws {
        let zone = try chicago()
        let error = #expect(throws: InstantWordsError.self) { _ = try readInstant(row.text, now: now, zone: zone) }
        #expect(error == InstantWordsError(row.reason, found: row.found, column: row.column))
        #expect(error?.message.isEmpty == false)
    }

    @Test("A part of the day that is over today is refused, not moved")
    func over() throws {
        let zone = try chicago()
        let late = now.advanced(bySeconds: 14 * 3600)
        let error = #expect(throws: InstantWordsError.self) { _ = try readInstant("tonight", now: late, zone: zone) }
        #expect(error?.reason == .over)
        #expect(error?.message == "\"tonight\" is already over today.")
    }

    @Test("Any text is read or refused, never trapped on")
    func anyText() throws {
        let zone = try chicago()
        var seed: UInt64 = 0x5EED
        let parts = [
            "in", "20", "m", "9:15", "am", "p", ".", ":", "-", "2026-03-09", "t", "z", "+", "monday", "next", "the",
            "th",
            "half", "past", "a", "and", "quarter", "to", "999999999", "march", "tonight", "é", "🕘", "1e9", "99", ",",
            "'",
        ]
        for _ in 0..<20_000 {
            var text = ""
            for _ in 0...(seed >> 60 & 7) {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += parts[Int(seed >> 33) % parts.count] + (seed >> 62 & 1 == 0 ? " " : "")
            }
            do throws(InstantWordsError) {
                let reading = try readInstant(text, now: now, zone: zone)
                #expect((0..<7_258_118_400).contains(reading.instant.epochSeconds), "\(text)")
            } catch {
                #expect(!error.message.isEmpty)
            }
        }
    }
}
