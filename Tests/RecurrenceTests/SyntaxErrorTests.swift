import Recurrence
import Testing

@Suite("What is wrong with an expression is said where it is wrong")
struct SyntaxErrorTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var dialect = Dialect.almanac
        var text: String
        var field: CronField
        var column: Int
        var message: String
        var hint: String?
        var testDescription: String { "\(dialect.rawValue): \(text)" }

        init(
            _ text: String, _ field: CronField, _ column: Int, _ message: String, _ hint: String? = nil,
            in dialect: Dialect = .almanac
        ) {
            (self.dialect, self.text, self.field, self.column) = (dialect, text, field, column)
            (self.message, self.hint) = (message, hint)
        }
    }

    static let rows: [Row] = [
        Row("0 25 * * *", .hour, 3, "The hour field says 25; it takes 0 to 23."),
        Row("   0   25 * * *", .hour, 8, "The hour field says 25; it takes 0 to 23."),
        Row("0 24 * * *", .hour, 3, "The hour field says 24; it takes 0 to 23.", "Midnight is 0."),
        Row("0 9-25 * * *", .hour, 5, "The hour field says 25; it takes 0 to 23."),
        Row("0 9 0 * *", .dayOfMonth, 5, "The day-of-month field says 0; it takes 1 to 31."),
        Row("0 9 * 13 *", .month, 7, "The month field says 13; it takes 1 to 12 or JAN to DEC."),
        Row(
            "0 0 10-5 * *", .dayOfMonth, 5,
            "The day-of-month field says 10-5, a range that runs backwards; it takes 1 to 31.", "Write 10-31,1-5."),
        Row(
            "0 0 * * FRI-MON", .dayOfWeek, 9,
            "The day-of-week field says FRI-MON, a range that runs backwards; it takes 0 to 7 or SUN to SAT.",
            "Write FRI-SAT,SUN-MON."),
        Row(
            "5/10 * * * *", .minute, 1, "The minute field says 5/10, a step without a range; it takes 0 to 59.",
            "Write 5-59/10."),
        Row(
            "0 0 /30 * *", .dayOfMonth, 5,
            "The day-of-month field says /30, a step without a range; it takes 1 to 31.", "Write */30."),
        Row(
            "*/90 * * * *", .minute, 3,
            "The minute field has the step 90, more than its range holds; it takes 1 to 60.",
            "Every 90 minutes is an interval: @every 90m."),
        Row("*/0 * * * *", .minute, 3, "The minute field has the step 0; it takes 1 or more."),
        Row(
            "0 0 * * MON#6", .dayOfWeek, 13, "The day-of-week field says MON#6; after # it takes 1 to 5 or L.",
            "A month has at most five of a weekday."),
        Row(
            "0,15, * * * *", .minute, 6,
            "The minute field has an empty item in its list; it takes 0 to 59.", "Take the extra comma out."),
        Row("5x * * * *", .minute, 2, "The minute field has \"x\" where it should end; it takes 0 to 59."),
        Row(
            "0 0 * * Monday", .dayOfWeek, 9,
            "The day-of-week field says \"Monday\"; it takes 0 to 7 or SUN to SAT.", "Write MON."),
        Row(
            "0 0 MON * *", .dayOfMonth, 5, "The day-of-month field says \"MON\"; it takes 1 to 31.",
            "MON belongs in the day-of-week field."),
        Row(
            "? 12 * * *", .minute, 1, "The minute field does not take \"?\"; it takes 0 to 59.", "Write * instead."),
        Row(
            "0 12 1-15W * *", .dayOfMonth, 6,
            "The day-of-month field says 1-15W, which cannot be part of a range; it takes 1 to 31.",
            "W takes a single day, such as 15W."),
        Row(
            "0 0 0 1 1 * 1969", .year, 13, "The year field says 1969; it takes 1970 to 2199."),
        Row(
            "", .whole, 1,
            "The expression is empty; it takes 5 fields (minute hour day month weekday), 6 (seconds first) or 7 (year last)."
        ),
        Row(
            "* * * *", .whole, 1,
            "The expression has 4 fields; it takes 5 fields (minute hour day month weekday), 6 (seconds first) or 7 (year last)."
        ),
        Row("@daily 0", .whole, 8, "A nickname stands alone; \"0\" follows it.", "Write @daily, or the fields."),
        Row(
            "0 0 * * 7", .dayOfWeek, 9,
            "The day-of-week field says 7; it takes 0 to 6 or SUN to SAT.", "Sunday is 0.", in: .kubernetes),
        Row(
            "0 0 L * *", .dayOfMonth, 5,
            "The day-of-month field says \"L\", which the vixie dialect does not know; it takes 1 to 31.", in: .vixie),
        Row(
            "0 0 12 * * *", .dayOfWeek, 12,
            "The day-of-week field says \"*\" though the other day field is set; it takes ? in exactly one of the day fields.",
            "Write ? for the day of the month.", in: .quartz),
        Row(
            "0 9 * * MON", .whole, 1,
            "The expression has 5 fields; it takes 6 fields (second minute hour day month weekday).",
            "Put a field for the second in front.", in: .spring),
        Row(
            "Mon *-*-* 25:00", .hour, 11, "The hour field says 25; it takes 0 to 23.", in: .systemd),
        Row("Mon *-*-* */2:00", .hour, 11, "The hour field says \"*\"; it takes 0 to 23.", "Write 0/2.", in: .systemd),
    ]

    @Test("Field, column, sentence and hint", arguments: rows)
    func row(_ row: Row) throws {
        let fault = #expect(throws: CronSyntaxError.self) { try CronExpression(row.text, dialect: row.dialect) }
        let error = try #require(fault)
        #expect(error.field == row.field)
        #expect(error.column == row.column)
        #expect(error.message == row.message)
        #expect(error.hint == row.hint)
    }

    @Test(
        "An interval is read in seconds",
        arguments: [
            ("30m", 1800), ("90s", 90), ("1h30m", 5400), ("1h 30m", 5400), ("2w", 1_209_600), ("1d", 86_400),
            ("45", 45),
            ("90 minutes", 5400), ("1d12h", 129_600),
        ] as [(String, Int64)])
    func interval(_ text: String, _ seconds: Int64) throws {
        #expect(try parseInterval(text) == seconds)
        #expect(try parseInterval(intervalWords(seconds)) == seconds)
    }

    @Test(
        "What is no interval is refused with its place",
        arguments: [
            ("", 1), ("m", 1), ("5x", 2), ("30m1h", 4), ("5m5m", 3), ("0s", 1), ("5m5", 4),
            ("99999999999999999999w", 1),
            ("-5m", 1), ("1.5h", 2),
        ])
    func notAnInterval(_ text: String, _ column: Int) throws {
        let fault = #expect(throws: IntervalSyntaxError.self) { try parseInterval(text) }
        #expect(try #require(fault).column == column, "\(text)")
    }
}
