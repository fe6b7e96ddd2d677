import CivilTime
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

    @Test("Days turn into dates and back for eleven centuries")
    func days() {
        for number in -200_000...200_000 {
            let date = CivilDays.date(of: number)
            #expect(CivilDays.number(year: date.year, month: date.month, day: date.day) == number)
        }
        #expect(LocalDate(dayNumber: 0).weekday == 4)
    }
}
