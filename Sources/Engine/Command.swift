package import CivilTime
package import Operations

/// What an operator asks of the engine.
package enum Command: Sendable {
    case create(Schedule)
    /// Replaces the schedule by an edited one; `expectedVersion` nil takes it as it stands.
    case edit(Schedule, expectedVersion: Int?)
    case delete(ScheduleID, expectedVersion: Int?)
    case pause(ScheduleID, until: Instant?)
    case resume(ScheduleID)
    case disable(ScheduleID)
    case enable(ScheduleID)
    case runNow(ScheduleID)
    /// Ends the live run of an occurrence, or every live run of the schedule.
    case cancel(ScheduleID, at: Instant?)
    case approve(StasisTarget)
    case reschedule(StasisTarget, to: Instant)
    case deleteMissed(StasisTarget)
    /// The same answer to several missed stretches or occurrences, recorded together: at most `resolveMax`.
    case resolve([StasisTarget], StasisAnswer)
    /// Takes back the cursor of a schedule whose record lies ahead of the clock.
    case rebase(ScheduleID)
    case wake(session: String, now: Bool, reason: String?)
    case propose(Proposal)
    case answerProposal(ProposalAnswer)
    /// Takes back the change that an audit row tells of.
    case undo(auditID: String)
    case answer(notificationID: String, Notification.Status, snoozedUntil: Instant?)
}

extension Command {
    /// Targets of one `resolve`: a bound on one transaction.
    package static let resolveMax = 100
}

/// What an operator makes of missed occurrences.
package enum StasisAnswer: Hashable, Sendable {
    case approve
    case reschedule(to: Instant)
    case delete
}

/// What came of one target of a `resolve`.
package struct Resolution: Sendable {
    package var target: StasisTarget
    package var result: Result<Reply, CommandRefused>
}

/// Which missed occurrences an operator means.
package struct StasisTarget: Hashable, Sendable {
    package enum Scope: String, Hashable, Sendable {
        /// Just the occurrence; the rest of its stretch goes on waiting.
        case occurrence
        /// The whole stretch; an approval runs its newest occurrence, or the one named.
        case entry
    }

    package var occurrence: OccurrenceID
    /// nil: the whole stretch where the id is the stretch's own (its newest occurrence), else just the occurrence.
    package var scope: Scope?

    package init(_ occurrence: OccurrenceID, scope: Scope?) {
        self.occurrence = occurrence
        self.scope = scope
    }
}

/// Who asks and why; goes into the audit.
package struct CommandRequest: Sendable {
    package var command: Command
    package var actor: Actor
    package var reason: String?

    package init(_ command: Command, by actor: Actor, reason: String? = nil) {
        self.command = command
        self.actor = actor
        self.reason = reason
    }
}

/// What came of a command.
package struct Reply: Sendable {
    package var schedule: Schedule?
    package var run: Run?
    package var stasis: StasisEntry?
    package var notification: Notification?
    package var proposal: Proposal?
    /// The audit row of the change, for its undo.
    package var auditID: String?
    /// Missed occurrences that a rebase withdrew.
    package var withdrawnMissed = 0
    /// What came of each target of a `resolve`, in their order.
    package var resolutions: [Resolution] = []
    /// What the operator should know although it was done.
    package var warnings: [String] = []

    package init(
        schedule: Schedule? = nil, run: Run? = nil, stasis: StasisEntry? = nil, notification: Notification? = nil,
        proposal: Proposal? = nil, withdrawnMissed: Int = 0, warnings: [String] = []
    ) {
        self.schedule = schedule
        self.run = run
        self.stasis = stasis
        self.notification = notification
        self.proposal = proposal
        self.withdrawnMissed = withdrawnMissed
        self.warnings = warnings
    }
}

/// Why a command was not carried out. Nothing has changed then, but for `outcomeUnknown`.
package enum CommandRefused: Error, Hashable, Sendable {
    case noSuchSchedule(ScheduleID)
    case noSuchNotification(String)
    case scheduleExists(ScheduleID)
    /// Somebody else changed it first; carries it as it stands now.
    case versionChanged(Schedule)
    case alreadyRunning(ScheduleID, runID: String)
    case notRunning(ScheduleID)
    /// The schedule's state forbids it (running a disabled one, pausing a paused one).
    case stateForbids(ScheduleID, state: String, action: String)
    case notInStasis(OccurrenceID)
    /// Resolved before, by whom and how.
    case alreadyResolved(StasisEntry)
    case instantPassed(Instant)
    case noSuchProposal(String)
    case noSuchAuditRow(String)
    case proposalExpired(Proposal)
    /// It is not understood well enough, or there is nothing in it to do.
    case proposalEmpty(Proposal)
    /// The schedule has changed since the proposal was made, or has gone; carries it as it stands now.
    case proposalStale(Proposal, current: Schedule?)
    /// It was confirmed before and could not be applied.
    case proposalFailed(Proposal)
    /// The row tells of no change of a schedule.
    case nothingToUndo(AuditRow)
    /// The schedule is no longer as the row's change left it; carries it as it stands now.
    case changedSince(AuditRow, current: Schedule?)
    /// The timetable can't be expanded.
    case broken(ScheduleID, TimetableError)
    /// A rebase of a schedule whose record does not lie ahead of the clock.
    case notAhead(ScheduleID)
    /// The store would not take it; nothing was done.
    case notRecorded(String)
    /// The store failed in such a way that it is not known whether it was done: look again before asking anew.
    case outcomeUnknown(String)
    case stopping
}
