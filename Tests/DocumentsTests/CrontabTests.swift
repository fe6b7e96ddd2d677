import CivilTime
import Documents
import Operations
import Recurrence
import Testing

@Suite("Reading a crontab")
struct CrontabTests {
    private func read(_ text: String, _ form: CrontabForm = .user) throws -> CrontabImport {
        readCrontab(text, form: form, context: try context())
    }

    private static let sample = """
        # The crontab of a small web server
        PATH=/usr/local/bin:/usr/bin
        MAILTO=""

        # m h  dom mon dow   command
        */5 * * * *   check-disk --warn 90
        \t17 *\t* * *\tcd / && run-parts --report /etc/cron.hourly

        # Full backup
        # keeps seven copies
        30 2 * * 0    /usr/local/bin/backup.sh --full >/var/log/backup.log 2>&1
        0 9-17/2 * jan-jun mon-fri  report
        @daily        renew
        0 0 */2 * MON odd-days
        0~30 4 * * *  spread
        0 7 * * *     mail staff%Good morning%100\\% open
        61 3 * * *    never-ran
        0 3 * *
        @reboot       warm-cache
        CRON_TZ=Europe/Berlin
        LANG = "C.UTF-8"
        0 6 1,15 * *  berlin
        """

    @Test("Each good line becomes a job, each broken one a diagnostic, and nothing else is lost")
    func whole() throws {
        let read = try read(Self.sample)
        #expect(read.jobs.map(\.line) == [6, 7, 11, 12, 13, 14, 15, 16, 22])
        #expect(
            read.diagnostics.map(\.description) == [
                "17:1 cron_expr: The minute field says 61; it takes 0 to 59.",
                "18:8 line: The line has 4 of the 5 fields of a schedule, and no command. Write minute, hour, day of month, month, day of week, then the command.",
                "19:1 cron_expr: @reboot stands for the start of the machine, which is no instant that can be scheduled. Give a time, or an interval such as @every 1h.",
            ])
        let jobs = read.jobs.map(\.draft.schedule)
        #expect(
            jobs.map(\.title).prefix(4) == [
                "check-disk --warn 90", "cd / && run-parts --report /etc/cron.hourly", "Full backup", "report",
            ])
        #expect(jobs[2].description == "keeps seven copies")
        #expect(jobs[2].work.command == "/usr/local/bin/backup.sh --full >/var/log/backup.log 2>&1")
        #expect(jobs[2].id.ref.hasPrefix("full-backup-"))
        #expect(jobs[0].id.ref.hasPrefix("check-disk-warn-90-"))
        #expect(jobs[1].timetable.timing == .cron(expression: "17 * * * *", dialect: .vixie))
        #expect(jobs[4].timetable.timing == .cron(expression: "@daily", dialect: .vixie))
        #expect(jobs.allSatisfy { $0.work.env["PATH"] == "/usr/local/bin:/usr/bin" && $0.work.runner == "shell" })
        #expect(jobs[7].work.command == "mail staff")
        #expect(jobs[7].work.stdin == "Good morning\n100% open\n")
        #expect(jobs[7].work.env["LANG"] == nil && jobs[8].work.env["LANG"] == "C.UTF-8")
        #expect(jobs[7].timetable.timezone == "America/Chicago" && jobs[8].timetable.timezone == "Europe/Berlin")
        #expect(
            read.notes.map(\.description) == [
                "3:1 MAILTO: Nothing is mailed: output is kept in the log of each run, and failures notify."
            ])
        #expect(Set(jobs.map(\.id)).count == jobs.count)
    }

    @Test("The body of each job makes the same job")
    func bodies() throws {
        for imported in try read(Self.sample).jobs {
            let draft = try readNewJob(imported.body, id: "unused", context: context())
            #expect(draft == imported.draft)
            #expect(try json(written { $0.value(imported.body) }) == imported.body)
        }
    }

    @Test("The same line has the same id in every import, also among other lines; a second one gets a number")
    func ids() throws {
        let once = try read("# Full backup\n0 2 * * * backup").jobs[0].draft.schedule.id.ref
        let again = try read("A=b\n\n0 1 * * * x\n# Full backup\n0  2 * * *   backup").jobs[1].draft.schedule.id.ref
        #expect(once == again)
        let other = try read("# Full backup\n0 3 * * * backup").jobs[0].draft.schedule.id.ref
        #expect(once != other)
        let twice = try read("0 2 * * * backup\n0 2 * * * backup\n0 2 * * * backup").jobs.map(\.draft.schedule.id.ref)
        #expect(twice == [twice[0], twice[0] + "-2", twice[0] + "-3"])
    }

    struct Row: NamedRow {
        var name: String
        var line: String
        var command: String
        var stdin: String?

        init(_ name: String, _ line: String, _ command: String, _ stdin: String? = nil) {
            self.name = name
            self.line = line
            self.command = command
            self.stdin = stdin
        }
    }

    @Test(
        "A percent sign ends the command; what follows is its input",
        arguments: [
            Row("none", "echo a", "echo a"),
            Row("one", "cat%a", "cat", "a\n"),
            Row("lines", "cat%a%%b", "cat", "a\n\nb\n"),
            Row("at the end", "cat%", "cat", "\n"),
            Row("escaped", #"date +\%F"#, "date +%F"),
            Row("escaped in the input", #"cat%100\%"#, "cat", "100%\n"),
            Row("other backslashes stay", #"printf 'a\n' \\ \"#, #"printf 'a\n' \\ \"#),
        ])
    func percent(_ row: Row) throws {
        let schedule = try #require(try read("* * * * * \(row.line)").jobs.first).draft.schedule
        #expect(schedule.work.command == row.command)
        #expect(schedule.work.stdin == row.stdin)
    }

    @Test(
        "Variables are read as cron reads them",
        arguments: [
            ("A=b", "b"), ("A = b c ", "b c"), ("A=\"b c \"", "b c "), ("A='b'", "b"), ("\"A\"=b", "b"), ("A=", ""),
            ("A=\"b\" c", "\"b\" c"), ("A=b # c", "b # c"),
        ])
    func variables(line: String, expected: String) throws {
        let read = try read("\(line)\n* * * * * x")
        #expect(read.jobs.first?.draft.schedule.work.env == ["A": expected])
    }

    @Test(
        "The comment above a job is its title, or its description where it is prose",
        arguments: [
            ("# Backup\n", "Backup", nil), ("#Backup\tfull\n", "Backup full", nil),
            ("# --- Backup ---\n", "Backup", nil),
            ("# Backup\n# nightly, full\n", "Backup", "nightly, full"), ("# Other\n#\n# Backup\n", "Backup", nil),
            ("# Backup\n\n", "x", nil), ("# Backup\nA=b\n", "x", nil), ("# m h dom mon dow command\n", "x", nil),
            ("# Edit this file.\n# For example, you can run a backup\n# m h  dom mon dow   command\n", "x", nil),
            ("# Backup\n# 0 3 * * * old\n", "Backup", nil), ("# 0 3 * * * old\n", "x", nil), ("#\n", "x", nil),
            ("# Makes a backup.\n", "x", "Makes a backup."),
            (
                "# Example of job definition:\n# .---------------- minute (0 - 59)\n# |  .------------- hour\n# *  *  *  *  * user-name command\n",
                "x", nil
            ),
        ] as [(String, String, String?)])
    func titles(comment: String, title: String, description: String?) throws {
        let schedule = try #require(try read("\(comment)* * * * * x").jobs.first).draft.schedule
        #expect(schedule.title == title)
        #expect(schedule.description == description)
    }

    @Test("The system form names a user, whom the server can't become")
    func system() throws {
        let read = try read(
            "17 * * * *\troot    cd / && run-parts\n@daily www-data x\n1 * * * * root y\n0 0 * * *", .system)
        #expect(read.jobs.map(\.draft.schedule.work.command) == ["cd / && run-parts", "x", "y"])
        #expect(
            read.notes.map(\.description) == [
                "1:12 user: Jobs of root run as the user that the server runs as.",
                "2:8 user: Jobs of www-data run as the user that the server runs as.",
            ])
        #expect(read.jobs[0].draft.schedule.metadata["crontab"]?.object?["user"] == "root")
        #expect(read.diagnostics.map(\.description) == ["4:10 line: The line ends where a user's name is expected."])
        #expect(
            try self.read("0 0 * * * root", .system).diagnostics.first?.hint
                == "In this form a user's name stands before the command.")
    }

    @Test("Another shell than /bin/sh is handed the command; HOME is the working folder")
    func shell() throws {
        let read = try read("SHELL=/bin/bash\nHOME=/srv/it\n* * * * * [[ -f a ]] && echo 'it''s'")
        let schedule = try #require(read.jobs.first).draft.schedule
        #expect(schedule.work.command == #"/bin/bash -c '[[ -f a ]] && echo '\''it'\'''\''s'\'''"#)
        #expect(schedule.title == "[[ -f a ]] && echo 'it''s'")
        #expect(schedule.work.workspaceDir == "/srv/it")
        #expect(read.notes.map(\.field) == ["SHELL"])
        #expect(try self.read("SHELL=/bin/sh\n* * * * * x").jobs.first?.draft.schedule.work.command == "x")
    }

    @Test("TZ and CRON_TZ set the zone of the lines below; a zone that does not exist is reported")
    func zones() throws {
        let read = try read(
            "0 1 * * * a\nTZ=Asia/Tokyo\n0 1 * * * b\nCRON_TZ=UTC\n0 1 * * * c\nTZ=Europe/Berlin\n0 1 * * * d\nCRON_TZ=Mars/Base\n0 1 * * * e"
        )
        #expect(
            read.jobs.map(\.draft.schedule.timetable.timezone) == [
                "America/Chicago", "Asia/Tokyo", "UTC", "UTC", "UTC",
            ])
        #expect(read.jobs[3].draft.schedule.work.env == ["TZ": "Europe/Berlin"])
        #expect(read.notes.map(\.field) == ["TZ"])
        #expect(read.diagnostics.count == 1)
        #expect(read.diagnostics.first?.line == 8 && read.diagnostics.first?.column == 9)
        #expect(read.diagnostics.first?.message == "There is no time zone \"Mars/Base\". The lines below stay in UTC.")
    }

    @Test(
        "Columns are those of the line, whatever blanks it holds",
        arguments: [
            ("0  25 * * * x", 4), ("\t0\t0 32\t* * x", 6), ("  -0 0 * 13 * x", 10), ("0 0 * * MON#6 x", 9),
            ("@dayly x", 1), ("0 0 0 * * x", 5), ("hello there", 1), ("1A=b", 5),
        ])
    func columns(line: String, column: Int) throws {
        let read = try read("\n\(line)\n* * * * * y")
        #expect(read.jobs.count == 1)
        #expect(read.diagnostics.map(\.line) == [2])
        #expect(read.diagnostics.first?.column == column, "\(read.diagnostics)")
    }

    @Test("A dash before the schedule is left out, and Windows line ends do no harm")
    func marks() throws {
        let read = try read("-0 1 * * * x\r\n# T\r\n0 2 * * * y\r\n")
        #expect(read.jobs.map(\.draft.schedule.work.command) == ["x", "y"])
        #expect(read.jobs.map(\.line) == [1, 3])
        #expect(read.notes.map(\.field) == ["line"])
    }

    @Test("Any text is read to its end, never trapped on")
    func anyText() throws {
        var random = SeededRandom(seed: 0xC20)
        let parts = [
            "*", " ", "\t", "0", "5", "/", "@daily", "#", "=", "A", "%", "\\", "\"", "'", "\n", "-", "é", ",", "root",
            "60",
        ]
        let context = try context()
        for _ in 0..<2000 {
            let text = (0..<random.next(below: 40)).map { _ in parts[random.next(below: parts.count)] }.joined()
            for form in CrontabForm.allCases {
                let read = readCrontab(text, form: form, context: context)
                #expect(read.diagnostics.allSatisfy { $0.line != nil }, "seed \(random.seed): \(text)")
            }
        }
    }
}
