import CivilTime
import Recurrence
import Testing

@Suite("Each dialect reads an expression as its own tool does")
struct DialectTests {
    @Test(
        "When both day fields are set",
        arguments: [
            // 2026-03-01 is a Sunday, 2026-03-02 a Monday with an even date.
            (Dialect.almanac, "0 0 */2 * MON", ["01", "02", "03", "05", "07", "09"]),
            (.vixie, "0 0 */2 * MON", ["09"]),
            (.kubernetes, "0 0 */2 * MON", ["01", "02", "03", "05", "07", "09"]),
            (.spring, "0 0 0 */2 * MON", ["09"]),
            (.systemd, "Mon *-*-01/2", ["09"]),
            (.vixie, "0 0 1-31/2 * MON", ["01", "02", "03", "05", "07", "09"]),
            (.almanac, "0 0 */2 * +MON", ["09"]),
            (.quartz, "0 0 0 ? * 2", ["02", "09"]),
            (.kubernetes, "0 0 * * MON", ["02", "09"]),
        ])
    func dayRule(_ dialect: Dialect, _ text: String, _ days: [String]) throws {
        let found = try cron(text, dialect: dialect).texts(span("2026-03-01T00:00:00Z", "2026-03-10T00:00:00Z"))
        #expect(found.map { $0.dropFirst(8).prefix(2) } == days.map { $0[...] })
    }

    @Test(
        "What a dialect does not know it refuses",
        arguments: [
            (Dialect.vixie, "0 0 L * *"), (.vixie, "0 0 * * 5#2"), (.vixie, "0 0 ? * *"), (.vixie, "H 0 * * *"),
            (.vixie, "0 0 0 * * *"), (.vixie, "0 0 * * +MON"), (.vixie, "5/10 * * * *"), (.vixie, "@every 5m"),
            (.kubernetes, "0 0 * * 7"), (.kubernetes, "0 0 L * *"), (.kubernetes, "@reboot"),
            (.kubernetes, "~ * * * *"),
            (.kubernetes, "0 0 0 * * *"), (.quartz, "0 0 12 * *"), (.quartz, "0 0 12 1 * MON"), (.quartz, "@daily"),
            (.quartz, "0 0 12 ? * 0"), (.quartz, "0 0 12 ? * ?"), (.spring, "0 0 * * *"), (.spring, "@reboot"),
            (.systemd, "0 9 * * *"), (.systemd, "Foo 09:00"), (.systemd, "09:60"), (.systemd, "*-13-01"),
            (.systemd, ""), (.systemd, "Mon Tue 09:00"), (.systemd, "2026-01-01-01"),
        ])
    func refused(_ dialect: Dialect, _ text: String) {
        #expect(throws: CronSyntaxError.self) { try CronExpression(text, dialect: dialect) }
    }

    @Test(
        "The plainest form is read back as the same",
        arguments: [
            (Dialect.almanac, "@daily", "0 0 * * *"), (.almanac, "0 0 9 * JAN MON-FRI *", "0 9 * 1 1-5"),
            (.almanac, "05 09 ? * sun", "5 9 * * 0"), (.almanac, "0 9 * * FRI-SUN", "0 9 * * 5-7"),
            (.almanac, "  0\t9  * * * ", "0 9 * * *"),
            (.almanac, "TZ=Asia/Tokyo 0 9 * * *", "CRON_TZ=Asia/Tokyo 0 9 * * *"),
            (.almanac, "@every 90m", "@every 1h30m"), (.almanac, "h(0-29)/10 * l-2 * 5l", "H(0-29)/10 * L-2 * 5L"),
            (.almanac, "0\u{A0}9 * * *", "0 9 * * *"), (.almanac, "30 0 9 * * * 2026", "30 0 9 * * * 2026"),
            (.quartz, "0 0 12 ? * MON-FRI", "0 0 12 ? * 2-6"), (.quartz, "0 0/5 * L-3W * ?", "0 0/5 * L-3W * ?"),
            (.kubernetes, "?/5 ? * * SUN", "*/5 * * * 0"), (.spring, "@hourly", "0 0 * * * *"),
            (.systemd, "weekly", "Mon *-*-* 00:00:00"), (.systemd, "mon..fri 9:30", "Mon..Fri *-*-* 09:30:00"),
            (.systemd, "*-02~03 UTC", "*-02~03 00:00:00 UTC"), (.systemd, "Mon *-05~07/1", "Mon *-05~07/1 00:00:00"),
        ])
    func canonical(_ dialect: Dialect, _ text: String, _ expected: String) throws {
        let once = try CronExpression(text, dialect: dialect).canonical
        #expect(once == expected)
        #expect(try CronExpression(once, dialect: dialect).canonical == expected)
    }

    @Test(
        "Calendar events of systemd occur when systemd says",
        arguments: [
            ("*-02~03", "2028-02-27T00:00:00Z"), ("Mon *-05~07/1", "2026-05-25T00:00:00Z"),
            ("*-*~1 12:00", "2026-01-31T12:00:00Z"), ("Sat,Sun 09:00", "2026-01-03T09:00:00Z"),
            ("Fri..Mon 09:00", "2026-01-02T09:00:00Z"), ("quarterly", "2026-04-01T00:00:00Z"),
            ("2027-*-1/10 08..10:00", "2027-01-01T08:00:00Z"), ("*:*:30", "2026-01-01T00:00:30Z"),
            ("12-24,31 18:30", "2026-12-24T18:30:00Z"),
        ])
    func systemd(_ text: String, _ expected: String) throws {
        let start = text == "*-02~03" ? "2027-02-27T00:00:00Z" : "2026-01-01T00:00:00Z"
        #expect(try cron(text, dialect: .systemd).next(after: instant(start))?.iso8601 == expected)
    }

    @Test("The zone stands in front, or behind a calendar event")
    func zonePrefix() throws {
        #expect(try CronExpression("CRON_TZ=America/Chicago 0 9 * * *").zonePrefix == "America/Chicago")
        #expect(try CronExpression("TZ=UTC @daily").zonePrefix == "UTC")
        #expect(try CronExpression("Mon 09:00 Europe/Berlin", dialect: .systemd).zonePrefix == "Europe/Berlin")
        #expect(try CronExpression("0 9 * * *").zonePrefix == nil)
        #expect(throws: CronSyntaxError.self) { try CronExpression("CRON_TZ= 0 9 * * *") }
    }

    @Test("What the hash chooses stays within its field and differs between schedules")
    func hashes() throws {
        var minutes: Set<String> = []
        for number in 0..<200 {
            let expression = try CronExpression("H H(9-16) H * *", seed: "job-\(number)")
            let rule = Rule.cron(expression, .utc, .dialect)
            let next = try #require(rule.next(after: instant("2026-01-31T00:00:00Z")))
            let local = Zone.utc.local(next)
            #expect((9...16).contains(local.time.hour))
            #expect((1...28).contains(local.date.day))
            minutes.insert("\(local.time)")
            let again = Rule.cron(try CronExpression("H H(9-16) H * *", seed: "job-\(number)"), .utc, .dialect)
            #expect(again.next(after: next) == rule.next(after: next))
        }
        #expect(minutes.count > 100)
    }

    @Test("A hashed step keeps its cadence and starts where the hash says")
    func hashedSteps() throws {
        for number in 0..<50 {
            let rule = Rule.cron(try CronExpression("H/15 * * * *", seed: "\(number)"), .utc, .dialect)
            #expect(rule.count(in: try span("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")) == 96)
        }
        let spread = try CronExpression("0~30 * * * *", seed: "x")
        let rule = Rule.cron(spread, .utc, .dialect)
        let first = try #require(rule.next(after: instant("2026-01-01T00:00:00Z")))
        #expect((0...30).contains(Zone.utc.local(first).time.minute))
        #expect(rule.count(in: try span("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")) == 24)
    }

    @Test("A start of the scheduler and an interval have no fields")
    func nicknames() throws {
        #expect(try CronExpression("@reboot").isReboot)
        #expect(try cron("@reboot").next(after: .distantPast) == nil)
        #expect(try CronExpression("@every 90m").everySeconds == 5400)
        #expect(try cron("@every 90m").occurrencesPerDay == 16)
        #expect(try cron("@every 1h").next(after: instant("2026-01-01T00:30:00Z")) == instant("2026-01-01T01:00:00Z"))
    }

    @Test("No text stops the reader: it is read or refused")
    func anyText() throws {
        var random = SeededRandom(seed: SeededRandom.runSeed)
        let alphabet = Array("0123456789*/,-?#LWHlwh~+()@ .:=TZMONFRIjan\té\u{A0}年")
        var read = 0
        for _ in 0..<SeededRandom.rounds(4000) {
            let samples = [
                "*/5 9-17 * * MON-FRI", "0 0 9 L-3W * ?", "H H(1-5)/2 1,15W * FRI#L", "0~30 9 * * +1", "@every 1h30m",
                "Mon..Fri *-*~01/2 09:00/5:30 UTC", "CRON_TZ=UTC 0 0 29 2 *", "0 0 0 1 1 * 1970-2199/7",
            ]
            var characters = Array(samples.randomElement(using: &random)!)
            for _ in 0..<Int.random(in: 0...4, using: &random) where !characters.isEmpty {
                let position = Int.random(in: characters.indices, using: &random)
                characters[position] = alphabet.randomElement(using: &random)!
                if Bool.random(using: &random) { characters.remove(at: position) }
            }
            let text = String(characters)
            let dialect = Dialect.allCases.randomElement(using: &random)!
            do throws(CronSyntaxError) {
                let expression = try CronExpression(text, dialect: dialect, seed: "s")
                let again = try CronExpression(expression.canonical, dialect: dialect, seed: "s")
                #expect(again.canonical == expression.canonical, "\(dialect) \(text)")
                #expect(!expression.words().isEmpty)
                _ = expression.warnings
                _ = Rule.cron(expression, .utc, .dialect).next(after: Instant(epochSeconds: 1_767_225_600))
                read += 1
            } catch {
                #expect(error.column >= 1 && error.column <= text.count + 1, "\(dialect) \(text): \(error)")
                #expect(!error.message.isEmpty)
            }
        }
        #expect(read > 0, "seed \(SeededRandom.runSeed)")
    }
}
