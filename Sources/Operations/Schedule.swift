package import CivilTime
import Recurrence

/// How loudly a schedule's failures speak.
package enum Category: String, Hashable, Sendable, Codable, CaseIterable {
    case critical
    case normal
    case low
}

/// What happens to an occurrence that falls due while the schedule's previous run is alive.
package enum Overlap: String, Hashable, Sendable, Codable, CaseIterable {
    /// The occurrence is recorded as skipped, naming the run that blocked it.
    case skip
    /// One occurrence waits for the run to end; further ones are skipped.
    case queue
    /// Runs may overlap.
    case allow
}

/// Whether a schedule's occurrences are carried out. While paused or disabled they are neither run nor missed.
package enum ScheduleState: Hashable, Sendable, Codable {
    case active
    case paused(until: Instant?)
    case disabled

    package var name: String {
        switch self {
        case .active: "active"
        case .paused: "paused"
        case .disabled: "disabled"
        }
    }

    package var pausedUntil: Instant? {
        if case .paused(let until) = self { until } else { nil }
    }
}

/// Whether a cron job's end wakes the heartbeat of the session that it is bound to.
package enum SessionWake: String, Hashable, Sendable, Codable, CaseIterable {
    case off
    case now
    case next
}

/// What a run of the schedule does.
package struct Work: Hashable, Sendable, Codable {
    /// Runner's name; nil takes the default of the source (`runner` and `heartbeat_runner` settings).
    package var runner: String?
    /// Shell text, `METHOD URL`, or the prompt for an agent, as the runner reads it.
    package var command: String
    /// Handed to the process on standard input.
    package var stdin: String?
    /// Working folder; nil is the workspace folder of the data directory.
    package var workspaceDir: String?
    package var env: [String: String]
    /// Seconds a run may take before it is ended; nil is no limit.
    package var timeoutSeconds: Int?

    package init(
        runner: String? = nil, command: String, stdin: String? = nil, workspaceDir: String? = nil,
        env: [String: String] = [:], timeoutSeconds: Int? = nil
    ) {
        self.runner = runner
        self.command = command
        self.stdin = stdin
        self.workspaceDir = workspaceDir
        self.env = env
        self.timeoutSeconds = timeoutSeconds
    }
}

/// A recurrence rule, its policies and its work: one cron job or one heartbeat.
package struct Schedule: Hashable, Sendable, Codable {
    package var id: ScheduleID
    package var ownerID: String
    package var title: String
    package var description: String?
    /// The session a cron job is bound to; a heartbeat's own session.
    package var sessionID: String?
    package var channel: String?
    package var category: Category
    package var timetable: Timetable
    package var work: Work
    package var overlap: Overlap
    /// Seconds an occurrence may start late. nil: `Grace.whileAlive` while the engine lives, none across its downtime.
    package var graceSeconds: Int?
    /// Further attempts after a failed run, 0 to 10.
    package var retries: Int
    package var deleteAfterRun: Bool
    package var sessionWake: SessionWake
    /// How a heartbeat's answer is delivered (`last`, `explicit`, `none`).
    package var deliveryMode: String?
    package var state: ScheduleState
    package var metadata: [String: JSONValue]
    /// Grows by one with every edit; a stale one never overwrites.
    package var version: Int
    package var createdAt: Instant
    package var updatedAt: Instant
    /// The instant up to which occurrences have become records.
    package var cursor: Instant
    /// Where the cursor once stood, before a rebase took it back: up to there occurrences may have their account already.
    package var accountedThrough: Instant?

    package init(
        id: ScheduleID, ownerID: String, title: String, description: String? = nil, sessionID: String? = nil,
        channel: String? = nil, category: Category = .normal, timetable: Timetable, work: Work,
        overlap: Overlap = .skip, graceSeconds: Int? = nil, retries: Int = 0, deleteAfterRun: Bool = false,
        sessionWake: SessionWake = .next, deliveryMode: String? = nil, state: ScheduleState = .active,
        metadata: [String: JSONValue] = [:], version: Int = 1, createdAt: Instant, updatedAt: Instant? = nil,
        cursor: Instant? = nil
    ) {
        self.id = id
        self.ownerID = ownerID
        self.title = title
        self.description = description
        self.sessionID = sessionID
        self.channel = channel
        self.category = category
        self.timetable = timetable
        self.work = work
        self.overlap = overlap
        self.graceSeconds = graceSeconds
        self.retries = retries
        self.deleteAfterRun = deleteAfterRun
        self.sessionWake = sessionWake
        self.deliveryMode = deliveryMode
        self.state = state
        self.metadata = metadata
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt ?? createdAt
        self.cursor = cursor ?? createdAt
    }
}

extension Schedule {
    /// What the log can tell again: a cursor is the engine's own mark and moves without an event where nothing was due.
    package var withoutCursor: Schedule {
        var schedule = self
        schedule.cursor = createdAt
        return schedule
    }
}
