import CivilTime
import Foundation
import Testing

@Suite("Zones from the machine's files")
struct ZoneTests {
    let database: ZoneDatabase

    init() throws { database = try ZoneDatabase.system() }

    private func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

    private func local(_ text: String) throws -> LocalDateTime {
        let date = try #require(LocalDate(text.prefix(10)))
        return LocalDateTime(date: date, time: try #require(LocalTime(text.dropFirst(11))))
    }

    @Test(
        "An instant has its local time, offset and abbreviation",
        arguments: [
            ("America/Chicago", "2026-03-04T15:20:00Z", "2026-03-04T09:20:00-06:00", "CST"),
            ("America/Chicago", "2026-07-04T15:20:00Z", "2026-07-04T10:20:00-05:00", "CDT"),
            ("America/Chicago", "2150-07-04T15:20:00Z", "2150-07-04T10:20:00-05:00", "CDT"),
            ("America/Chicago", "2199-12-31T23:59:59Z", "2199-12-31T17:59:59-06:00", "CST"),
            ("Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-01-01T05:45:00+05:45", "+0545"),
            ("Australia/Lord_Howe", "2026-01-01T00:00:00Z", "2026-01-01T11:00:00+11:00", "+11"),
            ("Europe/Dublin", "2026-07-01T00:00:00Z", "2026-07-01T01:00:00+01:00", "IST"),
            ("America/New_York", "1883-11-18T12:00:00Z", "1883-11-18T07:03:58-04:56:02", "LMT"),
            ("UTC", "2026-01-01T00:00:00.250Z", "2026-01-01T00:00:00.250+00:00", "UTC"),
            ("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29T23:59:59-10:00", "-10"),
            ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31T00:00:00+14:00", "+14"),
        ])
    func localTimes(_ name: String, _ utc: String, _ expected: String, _ abbreviation: String) throws {
        let zone = try database.zone(named: name)
        let instant = try instant(utc)
        #expect(zone.iso8601(instant) == expected)
        #expect(zone.abbreviation(at: instant) == abbreviation)
        #expect(Instant(iso8601: expected) == instant || expected.hasSuffix(":02"))
    }

    @Test("A wall-clock reading is unique, skipped or shown twice")
    func resolving() throws {
        let chicago = try database.zone(named: "America/Chicago")
        #expect(try chicago.resolve(local("2026-03-08 01:59:59")) == .unique(instant("2026-03-08T07:59:59Z")))
        #expect(
            try chicago.resolve(local("2026-03-08 02:30"))
                == .gap(before: -21_600, after: -18_000, firstInstantAfter: instant("2026-03-08T08:00:00Z")))
        #expect(try chicago.resolve(local("2026-03-08 03:00")) == .unique(instant("2026-03-08T08:00:00Z")))
        #expect(
            try chicago.resolve(local("2026-11-01 01:30"))
                == .overlap(first: instant("2026-11-01T06:30:00Z"), second: instant("2026-11-01T07:30:00Z")))
        #expect(try chicago.resolve(local("2026-11-01 02:00")) == .unique(instant("2026-11-01T08:00:00Z")))
        let apia = try database.zone(named: "Pacific/Apia")
        #expect(try apia.resolve(local("2011-12-30 12:00")).instant == instant("2011-12-30T10:00:00Z"))
    }

    @Test("A day begins where its midnight is, or where the gap ends")
    func startOfDay() throws {
        let saoPaulo = try database.zone(named: "America/Sao_Paulo")
        #expect(try saoPaulo.startOfDay(#require(LocalDate("2018-11-04"))) == instant("2018-11-04T03:00:00Z"))
        #expect(try saoPaulo.startOfDay(#require(LocalDate("2018-11-05"))) == instant("2018-11-05T02:00:00Z"))
        let havana = try database.zone(named: "America/Havana")
        #expect(try havana.startOfDay(#require(LocalDate("2026-11-01"))) == instant("2026-11-01T04:00:00Z"))
    }

    @Test("All transitions of all zones from 2000 to 2040 go from local time to UTC and back")
    func transitions() throws {
        let years = Span(from: Instant(epochSeconds: 946_684_800), to: Instant(epochSeconds: 2_240_524_800))
        var count = 0
        for name in database.names {
            let zone = try database.zone(named: name)
            for transition in zone.transitions(in: years) {
                count += 1
                let before = transition.at.advanced(bySeconds: -1)
                #expect(zone.offsetSeconds(at: before) == transition.offsetBefore)
                #expect(zone.offsetSeconds(at: transition.at) == transition.offsetAfter)
                for second in [Int64(-90_000), -3600, -1, 0, 1, 3599, 90_000] {
                    roundTrip(zone, transition.at.advanced(bySeconds: second))
                }
                let change = Int64(transition.offsetAfter - transition.offsetBefore)
                let first = transition.at.epochSeconds + Int64(transition.offsetBefore)
                guard change > 0 else { continue }
                let skipped = LocalDateTime(secondsAsUTC: first + change / 2)
                #expect(
                    zone.resolve(skipped)
                        == .gap(
                            before: transition.offsetBefore, after: transition.offsetAfter,
                            firstInstantAfter: transition.at), "\(name) \(skipped)")
            }
        }
        #expect(count > 10_000)
    }

    private func roundTrip(_ zone: Zone, _ instant: Instant) {
        switch zone.resolve(zone.local(instant)) {
        case .unique(let only): #expect(only == instant, "\(zone) \(instant)")
        case .overlap(let first, let second):
            #expect(first < second && (first == instant || second == instant), "\(zone) \(instant)")
        case .gap: Issue.record("\(zone) shows a time at \(instant) that it says is skipped")
        }
    }

    @Test(
        "A name that is not there is answered with those that are close",
        arguments: [
            ("America/Chigago", "America/Chigago: did you mean America/Chicago?"),
            ("america/chicago", "america/chicago: did you mean America/Chicago?"),
            ("Chicago", "Chicago: did you mean America/Chicago?"),
            ("Europe/Londno", "Europe/Londno: did you mean Europe/London?"),
            ("America/New York", "America/New York: did you mean America/New_York?"),
            ("Mars/Olympus_Mons_Base", "Mars/Olympus_Mons_Base: there is no time zone by this name."),
            ("", "A time zone needs a name."),
        ])
    func unknown(_ name: String, _ expected: String) throws {
        let error = #expect(throws: ZoneError.self) { try database.zone(named: name) }
        #expect(error?.description == expected)
    }

    @Test(
        "No name leads out of the directory",
        arguments: [
            "../../etc/passwd", "/etc/localtime", "America/../../x", "./UTC", "America//Chicago", "UTC\0", "tzdata.zi",
        ])
    func escaping(_ name: String) {
        #expect(throws: ZoneError.self) { try database.zone(named: name) }
    }

    @Test("Names are listed, links are known")
    func names() {
        #expect(database.names.count > 400)
        #expect(database.names.contains("America/Chicago"))
        #expect(!database.names.contains { $0.hasPrefix("right/") || $0.hasPrefix("posix") })
        #expect(database.canonicalName("US/Central") == "America/Chicago")
        #expect(database.canonicalName("america/chicago") == "America/Chicago")
        #expect(database.canonicalName("Nowhere/Land") == nil)
    }

    @Test("A directory without zones is said to be one")
    func missing() {
        let error = #expect(throws: ZoneDatabaseError.self) { try ZoneDatabase(directory: "/nonexistent") }
        #expect(error == .missing(path: "/nonexistent"))
    }

    @Test("A directory that was named must be there; without one the machine's own is taken, else the embedded zones")
    func locating() throws {
        let standard = "/usr/share/zoneinfo"
        let named = try ZoneDatabase.located(named: standard, standard: "/nonexistent")
        #expect(named.origin == .directory(standard))
        #expect(try ZoneDatabase.located(named: "", standard: standard).origin == .directory(standard))
        #expect(throws: ZoneDatabaseError.missing(path: "/nonexistent")) {
            try ZoneDatabase.located(named: "/nonexistent", standard: standard)
        }
        let fallback = try ZoneDatabase.located(named: nil, standard: "/nonexistent")
        guard case .embedded(let version) = fallback.origin else {
            Issue.record("the fallback is \(fallback.origin)")
            return
        }
        #expect(fallback.remark?.contains(version) == true)
        #expect(named.remark == nil)
    }

    @Test("Links, posix/ and symbolic links lead to their zones; files that count leap seconds are refused")
    func files() throws {
        let folder = try TemporaryFolder()
        try folder.copy("/usr/share/zoneinfo/America/Chicago", to: "America/Chicago")
        try folder.copy("/usr/share/zoneinfo/UTC", to: "UTC")
        try folder.copy("/usr/share/zoneinfo/Europe/London", to: "posix/Europe/London")
        try folder.link("US/Central", to: "../America/Chicago")
        try folder.link("Loop", to: ".")
        let zones = try ZoneDatabase.located(named: folder.path, standard: "/nonexistent")
        let noon = try instant("2026-07-04T12:00:00Z")
        #expect(try zones.zone(named: "US/Central").offsetSeconds(at: noon) == -18_000)
        #expect(try zones.zone(named: "posix/Europe/London").offsetSeconds(at: noon) == 3600)
        #expect(zones.names.filter { !$0.hasPrefix("Loop") } == ["America/Chicago", "US/Central", "UTC"])
        try folder.write(TZifTests().file(leaps: 1), to: "right/UTC")
        let error = #expect(throws: ZoneError.self) { try zones.zone(named: "right/UTC") }
        #expect(error?.description == "right/UTC: this file counts leap seconds, which is not supported.")
    }

    @Test("The embedded zones are the machine's from 1970 on, where both are of one version")
    func embedded() throws {
        let embedded = ZoneDatabase.embedded()
        #expect(embedded.names.count > 500)
        #expect(embedded.canonicalName("US/Central") == "America/Chicago")
        let error = #expect(throws: ZoneError.self) { try embedded.zone(named: "America/Chigago") }
        #expect(error?.suggestions == ["America/Chicago"])
        let chicago = try embedded.zone(named: "US/Central")
        #expect(chicago.identifier == "US/Central")
        #expect(chicago.iso8601(try instant("2150-07-04T15:20:00Z")) == "2150-07-04T10:20:00-05:00")
        let span = Span(from: Instant(epochSeconds: 0), to: try instant("2201-01-01T00:00:00Z"))
        for name in embedded.names {
            let zone = try embedded.zone(named: name)
            #expect(abs(zone.offsetSeconds(at: span.from)) < 86_400, "\(name)")
            guard case .embedded(let version) = embedded.origin, try machineVersion() == version,
                let other = try? database.zone(named: name)
            else { continue }
            #expect(zone.offsetSeconds(at: span.from) == other.offsetSeconds(at: span.from), "\(name)")
            #expect(zone.transitions(in: span) == other.transitions(in: span), "\(name)")
        }
    }

    /// The version of the machine's zones; nil where nothing says.
    private func machineVersion() throws -> String? {
        let file = URL(filePath: "/usr/share/zoneinfo/tzdata.zi")
        let text = try? String(contentsOf: file, encoding: .utf8)
        return text?.split(separator: "\n").first?.split(separator: " ").last.map(String.init)
    }
}
