import Foundation
import HTTPTestKit
import Operations
import Testing

@testable import Runners

struct AgentRunnerTests {
    let bench: Bench

    init() throws { bench = try Bench() }

    private func carryOut(
        _ assignment: Assignment, _ settings: AgentSettings = AgentSettings(command: "cat")
    ) async throws -> (RunOutcome, String) {
        try await withClient { client in
            try await bench.carryOut(
                assignment, by: AgentRunner(settings: settings, rules: bench.rules, client: client))
        }
    }

    private func heartbeat(
        _ prompt: String = "Look around.", requireFile: Bool = false, notes: [String] = []
    ) -> Assignment {
        bench.assignment(
            prompt, source: .heartbeat, heartbeat: HeartbeatDuty(requireFile: requireFile), notes: notes)
    }

    @Test("Without an agent a run fails and says what to set")
    func notConfigured() async throws {
        for settings in [AgentSettings(), AgentSettings(command: "", url: "")] {
            let (outcome, _) = try await carryOut(bench.assignment("hello"), settings)
            #expect(outcome == RunOutcome(.failed, reason: "no agent is configured: set agent.command or agent.url"))
        }
    }

    @Test("A cron job's prompt is its command, handed over on standard input")
    func prompt() async throws {
        try bench.write("- [ ] water the plants", to: "HEARTBEAT.md")
        let (outcome, log) = try await carryOut(bench.assignment("Summarise the day."))
        #expect(outcome.ending == .success)
        #expect(log == "Summarise the day.\n")
    }

    @Test("A heartbeat's prompt holds HEARTBEAT.md and the system events")
    func heartbeatPrompt() async throws {
        try bench.write("# List\n- [ ] water the plants\n", to: "HEARTBEAT.md")
        let (outcome, log) = try await carryOut(heartbeat(notes: ["job backup failed", "woken by ops"]))
        #expect(
            log == """
                Look around.

                HEARTBEAT.md:
                # List
                - [ ] water the plants

                System events:
                - job backup failed
                - woken by ops

                """)
        #expect(outcome.ending == .success)
        #expect(outcome.detail == nil)
    }

    @Test("A heartbeat without HEARTBEAT.md runs with its prompt alone, unless the file is required")
    func missingFile() async throws {
        #expect(try await carryOut(heartbeat()).1 == "Look around.\n")
        let (outcome, _) = try await carryOut(heartbeat(requireFile: true))
        #expect(outcome.ending == .skipped)
        #expect(outcome.reason == "there is no HEARTBEAT.md in \(bench.workspace)")
    }

    @Test("An effectively empty HEARTBEAT.md skips the beat, whichever runner carries it out")
    func emptyFile() async throws {
        try bench.write("# Heartbeat\n\n- [ ]\n", to: "HEARTBEAT.md")
        let started = Tally()
        let runners: [any Runner] = [bench.shell, DryRunRunner()]
        for runner in runners {
            let assignment = heartbeat("touch ran")
            let log = try bench.logs.create(runID: assignment.run.id)
            let outcome = await runner.carryOut(assignment, log: log) { started.add() }
            #expect(outcome == RunOutcome(.skipped, reason: "HEARTBEAT.md is effectively empty"))
        }
        #expect(try await carryOut(heartbeat()).0.ending == .skipped)
        #expect(started.count == 0)
        #expect(!FileManager.default.fileExists(atPath: bench.workspace + "/ran"))
    }

    @Test("A HEARTBEAT.md that is no file fails the beat")
    func unreadableFile() async throws {
        try FileManager.default.createDirectory(
            atPath: bench.workspace + "/HEARTBEAT.md", withIntermediateDirectories: false)
        let (outcome, _) = try await carryOut(heartbeat())
        #expect(outcome.ending == .failed)
        #expect(outcome.reason == "HEARTBEAT.md can't be read: Is a directory")
    }

    @Test(
        "What counts as an empty HEARTBEAT.md",
        arguments: [
            ("", true), ("\n \n\t\n", true), ("# Heartbeat", true), ("#", true), ("###### deep\r\n\r\n", true),
            ("- ", true), ("*\n+\n-", true), ("- [ ]\n- [x]\n* [X]", true), ("1.\n2) [ ]", true), ("[ ]", true),
            ("\u{FEFF}# Heartbeat", true), ("  - [ ]  ", true),
            ("#tag", false), ("####### seven", false), ("- [ ] water", false), ("- a", false), ("text", false),
            ("# Heading\n- [ ]\nx", false), ("1", false), ("1.5", false), ("---", false), ("<!-- note -->", false),
        ])
    func effectivelyEmpty(text: String, isEmpty: Bool) {
        #expect(HeartbeatFile.isEffectivelyEmpty(text) == isEmpty)
    }

    @Test(
        "What counts as nothing to report",
        arguments: [
            ("HEARTBEAT_OK", true), ("  HEARTBEAT_OK\n", true), ("UA_HEARTBEAT_OK", true),
            ("HEARTBEAT_OK: all quiet", true), ("All quiet. HEARTBEAT_OK", true), ("HEARTBEAT_OK.", true),
            ("**x** HEARTBEAT_OK", true), ("HEARTBEAT_OK " + String(repeating: "x", count: 300), true),
            ("HEARTBEAT_OK " + String(repeating: "x", count: 301), false), ("heartbeat_ok", false),
            ("HEARTBEAT_OKAY", false), ("XHEARTBEAT_OK", false), ("so HEARTBEAT_OK it is", false), ("", false),
            ("the disk is full", false), ("\u{1B}[32mHEARTBEAT_OK\u{1B}[0m", true),
        ])
    func acknowledgement(answer: String, isAcknowledged: Bool) async throws {
        var assignment = heartbeat()
        assignment.work.env["ANSWER"] = answer
        let (outcome, _) = try await carryOut(assignment, AgentSettings(command: "printf %s \"$ANSWER\""))
        #expect(outcome.ending == .success)
        #expect(outcome.detail == (isAcknowledged ? "nothing to report" : nil))
    }

    @Test("A cron job's answer is never taken for an uneventful heartbeat, nor is a failure")
    func noAcknowledgement() async throws {
        let (cron, _) = try await carryOut(bench.assignment("x"), AgentSettings(command: "echo HEARTBEAT_OK"))
        #expect(cron.detail == nil)
        let (failed, _) = try await carryOut(heartbeat(), AgentSettings(command: "echo HEARTBEAT_OK; exit 1"))
        #expect(failed.ending == .failed)
        #expect(failed.detail == nil)
    }

    @Test("A URL is posted the prompt and which session and run it is for")
    func url() async throws {
        let server = try TinyServer { _ in .text(200, "HEARTBEAT_OK") }
        let assignment = heartbeat(notes: ["woken"])
        let (outcome, log) = try await carryOut(assignment, AgentSettings(url: "\(server.url)/agent"))
        #expect(outcome.ending == .success)
        #expect(outcome.detail == "nothing to report")
        #expect(log == "HEARTBEAT_OK")
        let request = try #require(server.requests.first)
        #expect(request.line == "POST /agent HTTP/1.1")
        let body = try JSONDecoder().decode(JSONValue.self, from: Data(request.body.utf8))
        #expect(
            body == [
                "session_id": "nightly", "prompt": "Look around.\n\nSystem events:\n- woken\n",
                "run_id": .string(assignment.run.id), "scheduled_at": "2026-03-03T01:06:40Z", "notes": ["woken"],
            ])
    }

    @Test("A URL that can't be one fails the run and names the setting")
    func badURL() async throws {
        let (outcome, _) = try await carryOut(bench.assignment("x"), AgentSettings(url: "ftp://host/"))
        #expect(outcome == RunOutcome(.failed, reason: "agent.url: the URL's scheme is ftp; it takes http or https"))
    }
}

struct RunnerSetTests {
    @Test("A dry run tells what would have run, and runs nothing")
    func dryRun() async throws {
        let bench = try Bench()
        let assignment = bench.assignment("touch ran", stdin: "abc", env: ["SECRET": "hush"], notes: ["woken"])
        let (outcome, log) = try await bench.carryOut(assignment, by: DryRunRunner())
        #expect(outcome.ending == .success)
        #expect(outcome.detail == "dry run")
        #expect(log.hasSuffix("standard input: 3 bytes\nvariables: SECRET\nnote: woken\ncommand:\ntouch ran\n"))
        #expect(!log.contains("hush"))
        #expect(!FileManager.default.fileExists(atPath: bench.workspace + "/ran"))
    }

    @Test("Runners are found by name, and the override stands in for all")
    func names() throws {
        let bench = try Bench()
        let plain = RunnerSet(["shell": bench.shell, "dry-run": DryRunRunner()])
        #expect(plain.names == ["dry-run", "shell"])
        #expect(plain.runner(named: "shell") is ShellRunner)
        #expect(plain.runner(named: "agent") == nil)
        let trial = RunnerSet(["shell": bench.shell, "dry-run": DryRunRunner()], override: "dry-run")
        #expect(trial.runner(named: "shell") is DryRunRunner)
        #expect(trial.runner(named: "agent") is DryRunRunner)
    }
}
