import ArgumentParser
import CivilTime
import Operations
import Testing

@testable import Commands

@Suite("The command line")
struct CommandLineTests {
    @Test(
        "every command explains itself, with an example",
        arguments: clientCommands.map { $0.configuration.commandName ?? "" })
    func help(_ name: String) async {
        let answer = await almanac(name, "--help")
        #expect(answer.status == .ok)
        #expect(answer.output.contains("USAGE: almanac \(name)"))
    }

    @Test("no server at the address: one sentence, a hint, 69")
    func unreachable() async {
        // Port 1 of the loopback interface: reserved, and nothing listens there.
        let answer = await almanac("list", "--url", "http://127.0.0.1:1")
        #expect(answer.status == .unreachable)
        #expect(
            answer.complaint == """
                almanac: No Almanac server answers at http://127.0.0.1:1.
                  Hint: Start one with `almanac serve`, or give --url.

                """)
    }

    @Test("the address comes from --url, ALMANAC_URL, the default, in this order")
    func address() throws {
        func address(_ arguments: [String], _ environment: [String: String]) throws -> String {
            let surroundings = Surroundings(
                environment: environment, console: TestConsole().console(), clock: StoppedClock(now: testNow))
            return try ConnectionOptions.parse(arguments).address(in: surroundings).description
        }
        #expect(try address([], [:]) == "http://127.0.0.1:8787")
        #expect(try address([], ["ALMANAC_URL": ""]) == "http://127.0.0.1:8787")
        #expect(try address([], ["ALMANAC_URL": "https://ops.example/almanac/"]) == "https://ops.example/almanac")
        #expect(try address(["--url", "http://[::1]:9000"], ["ALMANAC_URL": "http://a"]) == "http://[::1]:9000")
    }

    @Test(
        "secrets in an address are refused and not repeated",
        arguments: ["http://user:hunter2@host", "http://host/?token=hunter2", "http://host/#hunter2"])
    func secrets(_ text: String) {
        #expect {
            try ServerAddress(text)
        } throws: { error in
            let failure = error as? CommandFailure
            return failure?.status == .usage && failure?.lines.joined().contains("hunter2") == false
        }
    }

    @Test(
        "what names no server is refused",
        arguments: ["", "host:80", "ftp://host", "http://", "http://host:x", "http://h:70000"])
    func badAddresses(_ text: String) {
        #expect(throws: CommandFailure.self) { try ServerAddress(text) }
    }

    @Test("paths carry any id, and queries any value")
    func paths() {
        #expect(
            APIPath("ops/calendar/events").segment("cron|a b|1").query("x", "a&b=c").query("y", nil).text
                == "/api/v1/ops/calendar/events/cron%7Ca%20b%7C1?x=a%26b%3Dc")
    }

    @Test(
        "usage errors end with 64",
        arguments: [
            ["nonsense"], ["add"], ["add", "date"], ["add", "date", "--every", "5m", "--cron", "@daily"],
            ["add", "--heartbeat", "ops", "date"], ["add", "date", "--at", "1am", "--retries", "11"],
            ["add", "date", "--at", "1am", "--overlap", "maybe"], ["add", "date", "--at", "1am", "--id", "a b"],
            ["list", "--source", "chron"], ["list", "--state", "odd"], ["calendar", "--date", "2026-02-30"],
            ["stasis", "approve"], ["events", "-n", "-1"], ["run"], ["show", "a", "b"],
        ])
    func usage(_ arguments: [String]) async {
        let console = TestConsole()
        let status = await carryOut(
            arguments, in: Surroundings(environment: [:], console: console.console(), clock: StoppedClock(now: testNow))
        )
        #expect(status == .usage, "\(arguments)")
        #expect(console.output.isEmpty)
    }

    @Test("exit codes are distinct from one another")
    func exitCodes() {
        #expect(Set(ExitStatus.allCases.map(\.rawValue)).count == ExitStatus.allCases.count)
        #expect(ExitStatus.usage.exitCode == ExitCode.validationFailure)
    }

    @Test("the version is printed, as JSON too")
    func version() async {
        #expect(await almanac("version").output == "almanac \(almanacVersion)\n")
        #expect(await almanac("version", "--json").output == #"{"version":"\#(almanacVersion)"}"# + "\n")
    }
}
