import CivilTime
import Documents
import Operations
import Testing

@testable import Commands

@Suite("almanac import crontab")
struct ImportTests {
    static let crontab = """
        # Nightly backup
        SHELL=/bin/sh
        0 2 * * * /usr/local/bin/backup
        @daily logrotate /etc/logrotate.conf
        */5 9-17 * * MON-FRI check --all
        0 25 * * * broken
        30 6 1,15 * * date +\\%F
        """

    @Test("a rehearsal lists each good line and says where the broken one is wrong")
    func rehearsal() async {
        let answer = await almanac("import", "crontab", "-", "--dry-run", "--tz", "UTC", input: Self.crontab)
        #expect(answer.status == .badInput)
        #expect(answer.output.contains("4 jobs would be created, 1 line left out."))
        #expect(answer.output.contains("/usr/local/bin/backup") || answer.output.contains("Nightly backup"))
        #expect(answer.complaint.contains("<stdin>:6:3: The hour field says 25; it takes 0 to 23."))
    }

    @Test("as JSON: jobs, errors, notes")
    func json() async throws {
        let answer = await almanac("import", "crontab", "-", "--dry-run", "--json", input: Self.crontab)
        let value = try jsonValue(of: Array(answer.output.utf8))
        #expect(value["jobs"]?.list?.map { $0["line"]?.whole } == [3, 4, 5, 7])
        #expect(value["errors"]?.list?.first?["line"]?.whole == 6)
        #expect(value["jobs"]?.list?.first?["job"]?["timezone"]?.string == "America/Chicago")
    }

    @Test("a line that is no UTF-8 is broken, and the others are read")
    func latin1() throws {
        let bytes = Array("0 1 * * * a\n0 2 * * * gr".utf8) + [0xFC, 0xDF] + Array("e\n0 3 * * * c\n".utf8)
        let file = CrontabFile(
            name: "tab", bytes: bytes, form: .user,
            context: .init(
                now: testNow, zones: try ZoneDatabase.system(), defaultTimezone: "UTC", defaultOwner: "ops",
                calendars: [:]))
        #expect(file.reading.jobs.map(\.line) == [1, 3])
        #expect(file.reading.diagnostics.map { [$0.line, $0.column] } == [[2, 13]])
    }

    @Test("a file that can't be read ends with 66")
    func noFile() async {
        let answer = await almanac("import", "crontab", "/nonexistent/crontab", "--dry-run")
        #expect(answer.status == .noInput)
        #expect(answer.complaint.contains("/nonexistent/crontab could not be read: No such file or directory."))
    }
}
