import CivilTime
import Foundation
import Testing

@Suite("Instants and their written form")
struct InstantTests {
    @Test(
        "A date-time with an offset is read",
        arguments: [
            ("2026-03-04T15:20:00Z", "2026-03-04T15:20:00Z"),
            ("2026-03-04 15:20:00z", "2026-03-04T15:20:00Z"),
            ("2026-03-04T15:20Z", "2026-03-04T15:20:00Z"),
            ("2026-03-04T09:20:00-06:00", "2026-03-04T15:20:00Z"),
            ("2026-03-04T09:20:00.5-0600", "2026-03-04T15:20:00.500Z"),
            ("2026-03-04T15:20:00.123456Z", "2026-03-04T15:20:00.123Z"),
            ("1969-12-31T23:59:59.001Z", "1969-12-31T23:59:59.001Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
            ("2024-02-29T00:00:00+14:00", "2024-02-28T10:00:00Z"),
        ])
    func reading(_ text: String, _ expected: String) {
        #expect(Instant(iso8601: text)?.iso8601 == expected)
    }

    @Test(
        "Anything else is refused",
        arguments: [
            "", "2026-03-04", "2026-03-04T15:20:00", "2026-02-30T00:00:00Z", "2026-03-04T24:00:00Z",
            "2026-03-04T15:60:00Z", "2026-03-04T15:20:60Z", "2026-03-04T15:20:00.Z", "2026-03-04T15:20:00Zx",
            "2026-03-04T15:20:00+25:00", "26-03-04T15:20:00Z", "٢٠٢٦-03-04T15:20:00Z",
        ])
    func refusing(_ text: String) {
        #expect(Instant(iso8601: text) == nil)
    }

    @Test("Sums and differences are exact, and held at the ends of the range")
    func arithmetic() throws {
        let noon = try #require(Instant(iso8601: "2026-03-04T12:00:00Z"))
        #expect((noon + .milliseconds(1500)).iso8601 == "2026-03-04T12:00:01.500Z")
        #expect((noon - .seconds(3600)).iso8601 == "2026-03-04T11:00:00Z")
        #expect(noon.duration(to: noon + .seconds(90)) == .seconds(90))
        #expect(noon.seconds(to: noon - .milliseconds(500)) == -0.5)
        #expect(Instant(epochMilliseconds: -1).epochSeconds == -1)
        let end = Instant(epochSeconds: .max)
        #expect(end.advanced(bySeconds: .max) == end)
        #expect(end + .seconds(Int64.max) == end)
        #expect(Instant(epochSeconds: .min).seconds(to: end) > 1e15)
    }

    @Test("Instants and dates are written as text in JSON")
    func coding() throws {
        let span = Span(from: Instant(epochSeconds: 0), to: Instant(epochMilliseconds: 1500))
        let text = String(decoding: try JSONEncoder().encode(span), as: UTF8.self)
        #expect(text.contains("\"1970-01-01T00:00:01.500Z\""))
        #expect(try JSONDecoder().decode(Span.self, from: Data(text.utf8)) == span)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([LocalTime].self, from: Data(#"["24:00"]"#.utf8))
        }
    }

    @Test("Spans are half-open")
    func spans() {
        let span = Span(from: Instant(epochSeconds: 0), to: Instant(epochSeconds: 10))
        #expect(span.contains(span.from) && !span.contains(span.to))
        #expect(span.intersection(Span(from: Instant(epochSeconds: 10), to: .distantFuture)) == nil)
        #expect(span.intersection(Span(from: Instant(epochSeconds: 5), to: .distantFuture))?.durationSeconds == 5)
        #expect(Span(from: span.to, to: span.from).isEmpty)
    }

    @Test("Days turn into dates and back for eleven centuries")
    func days() {
        for number in -200_000...200_000 {
            let date = CivilDays.date(of: number)
            #expect(CivilDays.number(year: date.year, month: date.month, day: date.day) == number)
        }
        #expect(LocalDate(dayNumber: 0).weekday == 4)
    }
}
