import CivilTime
import Foundation
import Operations
import Synchronization

@testable import Runners

/// A folder of its own, and all that a run needs around it.
final class Bench: Sendable {
    let folder: String
    let logs: RunLogFolder
    let rules: ProcessRules

    init(
        folder: String? = nil, grace: Duration = .milliseconds(200), clock: any Clock<Duration> = ContinuousClock()
    ) throws {
        self.folder =
            folder ?? FileManager.default.temporaryDirectory.path + "/almanac-runners-\(UUID().uuidString)"
        let folder = self.folder
        try FileManager.default.createDirectory(atPath: folder + "/work", withIntermediateDirectories: true)
        logs = RunLogFolder(path: folder + "/logs")
        rules = ProcessRules(
            ledger: ProcessLedger(path: folder + "/processes"), grace: grace, drainTimeout: .milliseconds(100),
            clock: clock)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var shell: ShellRunner { ShellRunner(rules: rules) }
    var workspace: String { folder + "/work" }

    func assignment(
        _ command: String, source: Source = .cron, stdin: String? = nil, env: [String: String] = [:],
        timeoutSeconds: Int? = nil, workspaceDir: String? = nil, heartbeat: HeartbeatDuty? = nil,
        metadata: [String: JSONValue] = [:], notes: [String] = []
    ) -> Assignment {
        let at = Instant(epochSeconds: 1_772_500_000)
        let work = Work(
            command: command, stdin: stdin, workspaceDir: workspaceDir, env: env, timeoutSeconds: timeoutSeconds)
        let schedule = Schedule(
            id: ScheduleID(source, "nightly"), ownerID: "ops", title: "Nightly",
            timetable: Timetable(timing: .at(at), timezone: "UTC"), work: work, createdAt: at)
        let run = Run(
            id: "run-\(UUID().uuidString)", of: schedule, trigger: .schedule, attempt: 2, status: .running,
            scheduledAt: at, claimedAt: at, node: "here", notes: notes)
        return Assignment(
            run: run, work: work, metadata: metadata, heartbeat: heartbeat, workspace: workspaceDir ?? workspace)
    }

    /// The same work as another run.
    func again(_ assignment: Assignment) -> Assignment {
        var assignment = assignment
        assignment.run.id = "run-\(UUID().uuidString)"
        return assignment
    }

    /// The outcome, and the log as it is read afterwards.
    func carryOut(_ assignment: Assignment, by runner: some Runner) async throws -> (RunOutcome, String) {
        let log = try logs.create(runID: assignment.run.id)
        let outcome = await runner.carryOut(assignment, log: log, started: {})
        return (outcome, text(of: assignment.run.id))
    }

    func text(of runID: String) -> String {
        String(decoding: logs.read(runID: runID, limit: .max)?.bytes ?? [], as: UTF8.self)
    }

    /// Waits until the live log of the run holds `text`.
    func wait(for text: String, of runID: String) async {
        var seen = ""
        for await chunk in logs.follow(runID: runID) {
            seen += String(decoding: chunk, as: UTF8.self)
            if seen.contains(text) { return }
        }
    }

    /// Processes of the run that are alive, by the mark in their environment.
    func living(_ runID: String) -> [ProcessEntry] {
        var tree = ProcessTree([.init(runID: runID, leader: nil)])
        return tree.living(readingMarks: true).map(\.entry)
    }

    /// The same, and those that can be told by their parents or session only.
    func family(_ runID: String) -> [ProcessEntry] {
        let leader = rules.ledger.entries().first { $0.runID == runID }?.leader
        var tree = ProcessTree([.init(runID: runID, leader: leader)])
        return tree.living(readingMarks: true).map(\.entry)
    }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: "\(workspace)/\(name)", atomically: false, encoding: .utf8)
    }
}

/// A clock that stands until it is told to go on.
final class HandClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (a: Instant, b: Instant) -> Bool { a.offset < b.offset }
    }

    private struct State {
        var now = Instant(offset: .zero)
        var sleepers: [(deadline: Instant, wake: Promise<Void>)] = []
        var awaited = Promise<Void>()
    }

    private let state = Mutex(State())

    var now: Instant { state.withLock { $0.now } }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let wake = Promise<Void>()
        let awaited = state.withLock { state in
            state.sleepers.append((deadline, wake))
            return state.awaited
        }
        awaited.fulfil()
        if await wake.wait() == nil { throw CancellationError() }
    }

    /// Goes on by `duration` as soon as somebody sleeps.
    func advance(by duration: Duration) async {
        await state.withLock { $0.awaited }.settled()
        let due = state.withLock { state in
            state.awaited = Promise()
            state.now = state.now.advanced(by: duration)
            let now = state.now
            defer { state.sleepers.removeAll { $0.deadline <= now } }
            return state.sleepers.filter { $0.deadline <= now }
        }
        for sleeper in due { sleeper.wake.fulfil() }
    }
}

/// Counts calls.
final class Tally: Sendable {
    private let state = Mutex(0)
    var count: Int { state.withLock { $0 } }
    func add() { state.withLock { $0 += 1 } }
}
