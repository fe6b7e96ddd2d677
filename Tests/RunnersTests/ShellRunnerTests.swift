import Foundation
import Operations
import Testing

@testable import Runners

struct ShellRunnerTests {
    let bench: Bench

    init() throws { bench = try Bench() }

    @Test("Standard output and error come into the log in the order in which they were written")
    func mergesOutput() async throws {
        let (outcome, log) = try await bench.carryOut(
            bench.assignment("echo one; echo two >&2; echo three"), by: bench.shell)
        #expect(log == "one\ntwo\nthree\n")
        #expect(
            outcome
                == RunOutcome(.success, exitCode: 0, outputPreview: "one\ntwo\nthree", outputBytes: 14))
    }

    @Test(
        "How a process ended is told in words",
        arguments: [
            ("exit 3", 3, "exit code 3"),
            ("exit 126", 126, "exit code 126: the command can't be executed"),
            ("no-such-command-here 2>/dev/null", 127, "exit code 127: the command was not found"),
            ("kill -SEGV $$", 139, "ended by SIGSEGV"),
            ("kill -KILL $$", 137, "ended by SIGKILL"),
            ("sh -c 'kill -TERM $$'; exit $?", 143, "exit code 143: a command in it was ended by SIGTERM"),
        ] as [(String, Int, String)])
    func endings(command: String, code: Int, reason: String) async throws {
        let (outcome, _) = try await bench.carryOut(bench.assignment(command), by: bench.shell)
        #expect(outcome.ending == .failed)
        #expect(outcome.exitCode == code)
        #expect(outcome.reason == reason)
    }

    @Test("T10, T17: the environment holds what is declared and nothing of the server's")
    func cleanEnvironment() async throws {
        setenv("ALMANAC_SERVER_SECRET", "hush", 1)
        let assignment = bench.assignment("env", env: ["GREETING": "hello there", "ALMANAC_RUN_ID": "forged"])
        let (_, log) = try await bench.carryOut(assignment, by: bench.shell)
        var variables: [String: String] = [:]
        for line in log.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            variables[String(parts[0])] = String(parts[1])
        }
        // The shell adds these by itself.
        for own in ["PWD", "OLDPWD", "SHLVL", "_"] { variables[own] = nil }
        let home = variables.removeValue(forKey: "HOME")
        #expect(home?.hasPrefix("/") == true)
        #expect(
            variables == [
                "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8",
                "GREETING": "hello there", "ALMANAC_JOB_ID": "nightly", "ALMANAC_RUN_ID": assignment.run.id,
                "ALMANAC_SCHEDULED_AT": "1772500000", "ALMANAC_ATTEMPT": "2", "ALMANAC_TRIGGER": "schedule",
            ])
    }

    @Test("A heartbeat is told its session")
    func sessionID() async throws {
        let assignment = bench.assignment("echo $ALMANAC_SESSION_ID", source: .heartbeat)
        #expect(try await bench.carryOut(assignment, by: bench.shell).1 == "nightly\n")
    }

    @Test("The process leads a session and group of its own and holds no descriptor of the server's")
    func isolation() async throws {
        let null = open("/dev/null", O_RDONLY)
        defer { close(null) }
        let inherited = fcntl(null, F_DUPFD, 200)
        defer { close(inherited) }
        let command = "cat /proc/$$/stat; [ -e /proc/$$/fd/\(inherited) ] && echo leaked; exit 0"
        let (_, log) = try await bench.carryOut(bench.assignment(command), by: bench.shell)
        let process = try #require(ProcessEntry(stat: log))
        #expect(process.group == process.pid)
        #expect(process.session == process.pid)
        #expect(!log.contains("leaked"))
    }

    @Test("Standard input is what the job gives, and empty otherwise")
    func standardInput() async throws {
        let given = bench.assignment("cat", stdin: "first\nsecond")
        #expect(try await bench.carryOut(given, by: bench.shell).1 == "first\nsecond")
        #expect(try await bench.carryOut(bench.assignment("cat; echo end"), by: bench.shell).1 == "end\n")
    }

    @Test("A job that does not read its large input is none the worse for it")
    func unreadInput() async throws {
        let assignment = bench.assignment("echo fine", stdin: String(repeating: "x", count: 4_000_000))
        let (outcome, log) = try await bench.carryOut(assignment, by: bench.shell)
        #expect(outcome.ending == .success)
        #expect(log == "fine\n")
    }

    @Test("The command runs in the working folder; the default one is created")
    func workingFolder() async throws {
        try FileManager.default.removeItem(atPath: bench.workspace)
        let (outcome, log) = try await bench.carryOut(bench.assignment("pwd -P"), by: bench.shell)
        #expect(outcome.ending == .success)
        #expect(log.hasSuffix("/work\n"))
    }

    @Test("What can't be started fails with the reason and never counts as started")
    func notStartable() async throws {
        let cases: [(Assignment, String)] = [
            (
                bench.assignment("true", workspaceDir: "/no/such/folder"),
                "the working folder /no/such/folder does not exist"
            ),
            (bench.assignment("true", workspaceDir: "/dev/null"), "the working folder /dev/null does not exist"),
            (bench.assignment("echo a\0b"), "the command holds a NUL character"),
            (bench.assignment("true", env: ["A=B": "c"]), "“A=B” can't be the name of a variable"),
            (bench.assignment("true", env: ["A": "\0"]), "the variable A holds a NUL character"),
            (
                bench.assignment(String(repeating: "x", count: 3_000_000)),
                "the command and its variables are too long"
            ),
        ]
        for (assignment, reason) in cases {
            let started = Tally()
            let log = try bench.logs.create(runID: assignment.run.id)
            let outcome = await bench.shell.carryOut(assignment, log: log) { started.add() }
            #expect(outcome == RunOutcome(.failed, reason: "could not start: " + reason))
            #expect(started.count == 0)
            #expect(bench.rules.ledger.entries().isEmpty)
        }
    }

    @Test("A run counts as started once")
    func startedOnce() async throws {
        let started = Tally()
        let assignment = bench.assignment("true")
        let log = try bench.logs.create(runID: assignment.run.id)
        _ = await bench.shell.carryOut(assignment, log: log) { started.add() }
        #expect(started.count == 1)
    }

    @Test("B14: a run ends when its leader does, though a daemon holds the output open")
    func daemonHoldsOutput() async throws {
        let assignment = bench.assignment("(setsid sleep 1000 &); echo started")
        let (outcome, log) = try await bench.carryOut(assignment, by: bench.shell)
        #expect(outcome.ending == .success)
        #expect(log == "started\n")
        let daemons = bench.living(assignment.run.id)
        #expect(daemons.map(\.name) == ["sleep"], "a job may leave a daemon behind")
        for daemon in daemons { kill(daemon.pid, SIGKILL) }
    }

    @Test("B12, I18: a gigabyte of output stays within the cap, is counted, and costs the server no memory")
    func loudJob() async throws {
        await #expect(processExitsWith: .success) {
            let total: Int64 = 1 << 30
            let bench = try Bench()
            // The first run takes what the libraries keep for good.
            _ = try await bench.carryOut(bench.assignment("head -c 4000000 /dev/zero"), by: bench.shell)
            let before = try residentKilobytes()
            let assignment = bench.assignment("head -c \(total) /dev/zero; echo; echo end")
            let (outcome, log) = try await bench.carryOut(assignment, by: bench.shell)
            #expect(outcome.ending == .success)
            #expect(outcome.outputBytes == total + 5)
            #expect(outcome.outputBytesDropped == total + 5 - LogExtent.headMax - LogExtent.tailMax)
            #expect(log.utf8.count < 260 * 1024)
            #expect(log.hasSuffix("\nend\n") && log.contains("bytes left out"))
            let grown = try residentKilobytes() - before
            #expect(grown < 16 * 1024, "grew by \(grown) kB")
        }
    }
}

/// The most memory that this process has held at once (VmHWM of proc(5)).
private func residentKilobytes() throws -> Int {
    let status = String(decoding: try readFile("/proc/self/status", lengthMax: 65_536), as: UTF8.self)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) })
}
