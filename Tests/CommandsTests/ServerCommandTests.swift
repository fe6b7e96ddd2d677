import Operations
import Testing

@testable import Commands

@Suite("Commands that talk to a server")
struct ServerCommandTests {
    static let job =
        #"{"job_id":"backup","title":"Nightly backup","state":"active","schedule_in_words":"At 02:30","next_run_at":"2026-03-04T08:30:00Z","last_run":{"status":"success"},"cron_expr":"30 2 * * *","timezone":"America/Chicago","dialect":"almanac"}"#

    /// One job and no session; runs end as `outcome`.
    static func answers(
        _ request: StandInServer.Request,
        run outcome: String = #"{"run_id":"r1","status":"success","duration_ms":1200}"#
    ) -> StandInServer.Answer {
        let path = request.target.split(separator: "?")[0]
        switch (request.method, path) {
        case ("GET", "/api/v1/health"): return .json(#"{"timezone":"America/Chicago"}"#)
        case ("GET", "/api/v1/cron/jobs"): return .json(#"{"jobs":[\#(job)]}"#)
        case ("GET", "/api/v1/heartbeat/sessions"): return .json(#"{"sessions":[]}"#)
        case ("GET", "/api/v1/cron/jobs/backup"), ("POST", "/api/v1/cron/jobs/backup/pause"):
            return .json(#"{"job":\#(job)}"#)
        case ("POST", "/api/v1/cron/jobs"): return .json(#"{"job":\#(job),"warnings":["Mind the gap."]}"#, status: 201)
        case ("GET", "/api/v1/cron/jobs/backup/runs"): return .json(#"{"runs":[\#(outcome)]}"#)
        case ("POST", "/api/v1/cron/jobs/backup/run"), ("GET", "/api/v1/ops/runs/r1"):
            return .json(#"{"run":\#(outcome)}"#)
        case ("DELETE", "/api/v1/cron/jobs/backup"): return .json(#"{"status":"deleted"}"#)
        default: return .problem(404, "There is nothing at \(path).")
        }
    }

    @Test("list is a table: id, title, words, next in the server's zone, state, last outcome")
    func list() async throws {
        let (answer, _) = try await almanac("list", against: { Self.answers($0) })
        #expect(
            answer.lines == [
                "ID      TITLE           SCHEDULE  NEXT                    STATE   LAST",
                "backup  Nightly backup  At 02:30  Wed 4 Mar 02:30 -06:00  active  success",
            ])
    }

    @Test("list --json is the jobs and the sessions")
    func listJSON() async throws {
        let (answer, _) = try await almanac("list", "--json", against: { Self.answers($0) })
        let value = try jsonValue(of: Array(answer.output.utf8))
        #expect(value["jobs"]?.list?.first?["job_id"]?.string == "backup")
        #expect(value["sessions"] == .array([]))
    }

    @Test("show finds a schedule by its title and tells what comes next and what ran")
    func show() async throws {
        let (answer, _) = try await almanac("show", "nightly", against: { Self.answers($0) })
        #expect(answer.status == .ok)
        #expect(answer.lines[0] == "Nightly backup  backup")
        #expect(answer.output.contains("  Sun 2026-03-08 03:00 -05:00  2026-03-08T08:00:00Z  moved from 02:30"))
        #expect(answer.output.contains("1.2 s  r1"))
    }

    @Test(
        "run ends with the outcome of the run",
        arguments: [
            (#"{"run_id":"r1","status":"success"}"#, "5", Commands.ExitStatus.ok),
            (#"{"run_id":"r1","status":"failed","exit_code":3,"error":"exit code 3"}"#, "5", .runFailed),
            (#"{"run_id":"r1","status":"skipped"}"#, "5", .runFailed),
            (#"{"run_id":"r1","status":"lost"}"#, "5", .runFailed),
            (#"{"run_id":"r1","status":"running"}"#, "0", .ok),
        ])
    func run(_ outcome: String, _ wait: String, _ status: Commands.ExitStatus) async throws {
        let (answer, requests) = try await almanac(
            "run", "backup", "--wait", wait, against: { Self.answers($0, run: outcome) })
        #expect(answer.status == status)
        #expect(requests.contains { $0.method == "POST" && $0.target == "/api/v1/cron/jobs/backup/run?wait=\(wait)" })
    }

    @Test("T5: what changes something carries content type, origin and token; no token stands in a URL")
    func headers() async throws {
        let (answer, requests) = try await almanac(
            "pause", "backup", "--until", "monday 9:00", "--reason", "moving",
            environment: ["ALMANAC_TOKEN": "hunter2"],
            against: { Self.answers($0) })
        #expect(answer.status == .ok)
        let post = try #require(requests.first { $0.method == "POST" })
        #expect(post.headers["content-type"] == "application/json")
        #expect(post.headers["origin"] == "http://\(post.headers["host"] ?? "")")
        #expect(post.headers["authorization"] == "Bearer hunter2")
        #expect(post.body == #"{"reason":"moving","until":"monday 9:00"}"#)
        #expect(!requests.contains { $0.target.contains("hunter2") })
    }

    @Test("add tells what was made, when it is next, and what the server warns of")
    func add() async throws {
        let (answer, requests) = try await almanac(
            "add", "x", "--cron", "30 2 * * *", environment: ["ALMANAC_OWNER": "kim"], against: { Self.answers($0) })
        #expect(
            answer.lines == [
                "Created backup (Nightly backup): At 02:30; next Wed 2026-03-04 02:30 -06:00 (in 14 h).",
                "  Note: Mind the gap.",
            ])
        #expect(requests.first?.body == #"{"command":"x","cron_expr":"30 2 * * *","owner":"kim"}"#)
    }

    @Test("remove deletes nothing where nobody can be asked")
    func removeUnasked() async throws {
        let (answer, requests) = try await almanac("remove", "backup", against: { Self.answers($0) })
        #expect(answer.status == .usage)
        #expect(!requests.contains { $0.method == "DELETE" })
        let (sure, deletions) = try await almanac("remove", "backup", "--yes", against: { Self.answers($0) })
        #expect(sure.output == "Nightly backup is deleted.\n")
        #expect(deletions.contains { $0.method == "DELETE" })
    }

    @Test("a refusal is its detail and 1; with --json the problem document comes too")
    func refusal() async throws {
        let problem = #"{"status":409,"detail":"\"backup\" is disabled.","errors":[]}"#
        let (answer, _) = try await almanac(
            "run", "backup", "--json",
            against: { $0.method == "POST" ? .json(problem, status: 409) : Self.answers($0) })
        #expect(answer.status == .refused)
        #expect(answer.output == problem + "\n")
        #expect(answer.complaint == "almanac: \"backup\" is disabled.\n")
    }

    @Test("what is no Almanac server is told apart from none")
    func otherServer() async throws {
        let (answer, _) = try await almanac(
            "list", against: { _ in .init(body: "<html>Welcome</html>", contentType: "text/html") })
        #expect(answer.status == .notUnderstood)
        #expect(answer.complaint.contains("is not an Almanac server"))
    }

    @Test("an import posts each good line; what is there already stays, what is refused is told")
    func crontab() async throws {
        let crontab = "0 1 * * * a\n0 2 * * * b\n0 25 * * * c\n0 3 * * * d\n"
        func carryOut(refusing: Bool) async throws -> (Answered, [StandInServer.Request]) {
            try await almanac(
                "import", "crontab", "-", input: crontab,
                against: { request in
                    if request.body.contains(#""command":"a""#) { return .problem(409, "There is already such a job.") }
                    if refusing, request.body.contains(#""command":"d""#) { return .problem(422, "Not this one.") }
                    return Self.answers(request)
                })
        }
        let (good, requests) = try await carryOut(refusing: false)
        #expect(good.status == .badInput)
        #expect(good.output.hasSuffix("2 jobs created, 1 already there, 1 line left out.\n"))
        #expect(good.complaint.contains("<stdin>:3:3: The hour field says 25"))
        #expect(requests.count { $0.method == "POST" } == 3)
        let (bad, _) = try await carryOut(refusing: true)
        #expect(bad.status == .refused)
        #expect(bad.complaint.contains("<stdin>:4: Not this one."))
    }
}
