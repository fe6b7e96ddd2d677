import CivilTime
import Operations
import Recurrence
import Testing

private let dawn = Instant(epochSeconds: 1_772_452_800)

private func schedule(
    overlap: Overlap = .skip, grace: Int? = nil, every seconds: Int64 = 60
) -> Schedule {
    Schedule(
        id: ScheduleID(.cron, "job"), ownerID: "ops", title: "Job",
        timetable: Timetable(timing: .every(seconds: seconds, anchor: dawn), timezone: "UTC"),
        work: Work(command: "true"), overlap: overlap, graceSeconds: grace, createdAt: dawn)
}

private func run(_ id: String = "run", attempt: Int = 1, status: RunStatus = .failed, trigger: Trigger = .schedule)
    -> Run
{
    Run(
        id: id, of: schedule(), trigger: trigger, attempt: attempt, status: status, scheduledAt: dawn, claimedAt: dawn,
        node: "n")
}

@Suite struct RetryTests {
    @Test("the delay grows, is bounded, and is the same whenever it is asked for (B18)")
    func delays() throws {
        var last: Int64 = 0
        for attempt in 1...10 {
            let delay = try #require(Retry.delaySeconds(after: run(attempt: attempt), retries: 10))
            #expect(delay == Retry.delaySeconds(after: run("another id", attempt: attempt), retries: 10))
            let base = min(Retry.delaySecondsMax, 5 << Int64(attempt - 1))
            #expect((base..<base + max(1, base / 4)).contains(delay))
            #expect(delay > last || base == Retry.delaySecondsMax)
            last = delay
        }
    }

    @Test("as many further attempts as allowed", arguments: 0...10)
    func bound(_ retries: Int) {
        let allowed = (1...12).filter { Retry.delaySeconds(after: run(attempt: $0), retries: retries) != nil }
        #expect(allowed == Array(1..<(retries + 1)))
    }

    @Test("only failed runs that account for an occurrence", arguments: RunStatus.allCases)
    func onlyFailed(_ status: RunStatus) {
        #expect((Retry.delaySeconds(after: run(status: status), retries: 3) != nil) == (status == .failed))
        for trigger in Trigger.allCases {
            let delay = Retry.delaySeconds(after: run(trigger: trigger), retries: 3)
            #expect((delay != nil) == trigger.accountsForOccurrence)
        }
    }

    @Test("two occurrences of one schedule are spread by the jitter")
    func spread() {
        let delays = (0..<50 as Range<Int64>).map { minute -> Int64? in
            var run = run(attempt: 7)
            run.scheduledAt = dawn.advanced(bySeconds: minute * 60)
            return Retry.delaySeconds(after: run, retries: 10)
        }
        #expect(Set(delays).count > 10)
    }
}

@Suite struct OverlapVerdictTests {
    static let running = run("a", status: .running)
    static let waiting = run("b", status: .waiting)

    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var overlap: Overlap
        var live: [Run]
        var verdict: OverlapVerdict
        var testDescription: String { name }
    }

    @Test(
        "what the policy says of an occurrence that falls due",
        arguments: [
            Row(name: "skip, idle", overlap: .skip, live: [], verdict: .start),
            Row(name: "skip, busy", overlap: .skip, live: [running], verdict: .skip(blockedBy: running)),
            Row(name: "skip, one waits", overlap: .skip, live: [waiting], verdict: .skip(blockedBy: waiting)),
            Row(name: "queue, idle", overlap: .queue, live: [], verdict: .start),
            Row(name: "queue, busy", overlap: .queue, live: [running], verdict: .wait(blockedBy: running)),
            Row(name: "queue, full", overlap: .queue, live: [running, waiting], verdict: .skip(blockedBy: running)),
            Row(name: "allow, busy", overlap: .allow, live: [running, waiting], verdict: .start),
        ])
    func verdicts(_ row: Row) {
        #expect(row.overlap.verdict(live: row.live) == row.verdict)
    }
}

@Suite struct GraceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var grace: Int?
        var acrossDowntime: Bool
        /// Seconds before now from which on an occurrence may start; nil: none may.
        var seconds: Int64?
        var testDescription: String { name }
    }

    @Test(
        "the oldest instant that may start",
        arguments: [
            Row(name: "default, alive", grace: nil, acrossDowntime: false, seconds: 30),
            Row(name: "default, across downtime", grace: nil, acrossDowntime: true, seconds: nil),
            Row(name: "none, alive", grace: 0, acrossDowntime: false, seconds: 0),
            Row(name: "its own, alive", grace: 600, acrossDowntime: false, seconds: 600),
            Row(name: "its own, across downtime", grace: 600, acrossDowntime: true, seconds: 600),
        ])
    func oldest(_ row: Row) {
        let oldest = Grace.oldest(schedule(grace: row.grace), now: dawn, acrossDowntime: row.acrossDowntime)
        if let seconds = row.seconds {
            #expect(oldest == dawn.advanced(bySeconds: -seconds))
        } else {
            #expect(oldest > dawn)
        }
    }
}

@Suite struct IdentityTests {
    @Test(
        "an event id is read back as it was written",
        arguments: ["cron|nightly|1772500000", "heartbeat|a.b_c:d@e-f|-1"])
    func readBack(_ text: String) {
        #expect(OccurrenceID(text)?.description == text)
    }

    @Test(
        "what is no event id is none",
        arguments: ["", "cron", "cron|a", "cron|a|b", "cron||1", "cron|a|1|2", "tide|a|1", "cron|a b|1", "cron|a/b|1"])
    func refused(_ text: String) {
        #expect(OccurrenceID(text) == nil)
    }

    @Test("a reference holds at most so many characters")
    func length() {
        #expect(ScheduleID.isValidRef(String(repeating: "a", count: ScheduleID.refLengthMax)))
        #expect(!ScheduleID.isValidRef(String(repeating: "a", count: ScheduleID.refLengthMax + 1)))
    }
}

@Suite struct PlanTests {
    let plan = Plan(
        rule: .every(seconds: 60, anchor: dawn),
        added: [
            AddedOccurrence(at: dawn.advanced(bySeconds: 90), origin: dawn),
            AddedOccurrence(at: dawn.advanced(bySeconds: 120), origin: dawn),
        ])

    func at(_ seconds: Int64) -> Instant { dawn.advanced(bySeconds: seconds) }

    @Test("added occurrences stand among the rule's, each instant once")
    func merged() {
        let span = Span(from: dawn, to: at(181))
        #expect(plan.occurrences(in: span, limit: 10).map(\.at) == [at(0), at(60), at(90), at(120), at(180)])
        #expect(plan.count(in: span) == 5)
        #expect(plan.occurrences(in: span, limit: 3).map(\.at) == [at(0), at(60), at(90)])
    }

    @Test("walking forward and back meets the same instants")
    func walks() {
        var forward: [Instant] = []
        var instant = at(-1)
        while let next = plan.next(after: instant), next <= at(180) {
            forward.append(next)
            instant = next
        }
        var back: [Instant] = []
        instant = at(181)
        while let previous = plan.previous(before: instant) {
            back.append(previous)
            instant = previous
        }
        #expect(forward == back.reversed())
    }

    @Test("an added occurrence knows what it stands in for")
    func origins() {
        #expect(plan.origin(of: at(90)) == dawn)
        #expect(plan.origin(of: at(60)) == nil)
        #expect(plan.matches(at(90)) && plan.matches(at(60)) && !plan.matches(at(91)))
    }
}
