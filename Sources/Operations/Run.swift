package import CivilTime

/// Why a run exists.
package enum Trigger: String, Hashable, Sendable, Codable, CaseIterable {
    case schedule
    case manual
    case backfill
    case retry
    case wake

    /// Whether a run of this trigger is the account of an occurrence; the others have a key of their own.
    package var accountsForOccurrence: Bool {
        switch self {
        case .schedule, .backfill, .retry: true
        case .manual, .wake: false
        }
    }
}

/// Where a run stands. `waiting` is claimed and not yet started; all but `waiting` and `running` are final.
package enum RunStatus: String, Hashable, Sendable, Codable, CaseIterable {
    case waiting
    case running
    case success
    case failed
    case skipped
    case cancelled
    case lost

    package var isLive: Bool {
        switch self {
        case .waiting, .running: true
        case .success, .failed, .skipped, .cancelled, .lost: false
        }
    }
}

/// One execution of a schedule's work, or the record of why there was none (`skipped`).
package struct Run: Hashable, Sendable, Codable {
    package var id: String
    package var schedule: ScheduleID
    package var ownerID: String
    package var sessionID: String?
    package var channel: String?
    /// Title and category as they were when it was claimed: the past keeps its name.
    package var title: String
    package var category: Category
    package var trigger: Trigger
    /// Who asked for it (by hand, by an approval, by a wake); nil where the rule or a retry did.
    package var askedBy: Actor?
    /// 1 for the first.
    package var attempt: Int
    package var status: RunStatus
    /// The instant the run stands for (nominal time), whole seconds.
    package var scheduledAt: Instant
    package var claimedAt: Instant
    package var startedAt: Instant?
    package var finishedAt: Instant?
    /// When a failed run is tried again; nil where it is not.
    package var retryAt: Instant?
    /// Milliseconds on the monotonic clock from start to end.
    package var durationMS: Int64?
    package var exitCode: Int?
    /// Why it failed, was skipped or ended otherwise, in words.
    package var error: String?
    /// What is worth saying of a run that went well ("nothing to report").
    package var detail: String?
    /// The last characters of the output, at most `outputPreviewLengthMax`.
    package var outputPreview: String
    package var outputBytes: Int64
    /// Bytes of output that the log's cap left out.
    package var outputBytesDropped: Int64
    package var node: String
    /// Reasons of wakes and finished jobs handed to a heartbeat's prompt.
    package var notes: [String]

    package static let outputPreviewLengthMax = 400

    package init(
        id: String, of schedule: Schedule, trigger: Trigger, attempt: Int = 1, status: RunStatus,
        scheduledAt: Instant, claimedAt: Instant, startedAt: Instant? = nil, finishedAt: Instant? = nil,
        durationMS: Int64? = nil, exitCode: Int? = nil, error: String? = nil, detail: String? = nil,
        outputPreview: String = "", node: String, notes: [String] = []
    ) {
        self.init(
            id: id, schedule: schedule.id, ownerID: schedule.ownerID, title: schedule.title,
            category: schedule.category, trigger: trigger, attempt: attempt, status: status, scheduledAt: scheduledAt,
            claimedAt: claimedAt, node: node)
        self.sessionID = schedule.sessionID
        self.channel = schedule.channel
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.durationMS = durationMS
        self.exitCode = exitCode
        self.error = error
        self.detail = detail
        self.outputPreview = outputPreview
        self.notes = notes
    }

    /// A run as it was written down; what it need not have is unset.
    package init(
        id: String, schedule: ScheduleID, ownerID: String, title: String, category: Category, trigger: Trigger,
        attempt: Int, status: RunStatus, scheduledAt: Instant, claimedAt: Instant, node: String
    ) {
        self.id = id
        self.schedule = schedule
        self.ownerID = ownerID
        self.title = title
        self.category = category
        self.trigger = trigger
        self.attempt = attempt
        self.status = status
        self.scheduledAt = scheduledAt
        self.claimedAt = claimedAt
        self.outputPreview = ""
        self.outputBytes = 0
        self.outputBytesDropped = 0
        self.node = node
        self.notes = []
    }

    package var occurrence: OccurrenceID { OccurrenceID(schedule, scheduledAt) }

    /// All of the output, where its preview tells it in full, but for one line feed at the end; nil where it doesn't, and
    /// a log file holds what is kept.
    package var wholeOutput: String? {
        guard outputBytesDropped == 0 else { return nil }
        switch outputBytes - Int64(outputPreview.utf8.count) {
        case 0: return outputPreview
        case 1: return outputPreview + "\n"
        default: return nil
        }
    }
}

/// What became of a run, as its runner tells it.
package struct RunOutcome: Hashable, Sendable {
    package enum Ending: Hashable, Sendable {
        case success
        case failed
        /// The work was not due after all (an empty HEARTBEAT.md).
        case skipped
        case cancelled
    }

    package var ending: Ending
    package var exitCode: Int?
    /// Why, for every ending but success.
    package var reason: String?
    package var detail: String?
    package var outputPreview: String
    package var outputBytes: Int64
    package var outputBytesDropped: Int64

    package init(
        _ ending: Ending, exitCode: Int? = nil, reason: String? = nil, detail: String? = nil,
        outputPreview: String = "", outputBytes: Int64 = 0, outputBytesDropped: Int64 = 0
    ) {
        self.ending = ending
        self.exitCode = exitCode
        self.reason = reason
        self.detail = detail
        self.outputPreview = outputPreview
        self.outputBytes = outputBytes
        self.outputBytesDropped = outputBytesDropped
    }
}

extension Run {
    /// The run as it stands after `outcome`; `duration` is from the monotonic clock.
    package func finished(_ outcome: RunOutcome, at instant: Instant, duration: Duration) -> Run {
        var run = self
        switch outcome.ending {
        case .success: run.status = .success
        case .failed: run.status = .failed
        case .skipped: run.status = .skipped
        case .cancelled: run.status = .cancelled
        }
        run.finishedAt = max(instant, startedAt ?? claimedAt)
        run.durationMS = max(
            0, duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000)
        run.exitCode = outcome.exitCode
        run.error = outcome.ending == .success ? nil : outcome.reason
        run.detail = outcome.detail
        run.outputPreview = outcome.outputPreview
        run.outputBytes = outcome.outputBytes
        run.outputBytesDropped = outcome.outputBytesDropped
        return run
    }
}
