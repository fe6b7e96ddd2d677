/// Interesting paths: over enough seeds each of them must have been reached, or the simulation proves nothing about it.
package enum Mark: String, CaseIterable, Hashable, Sendable, Comparable {
    case ambiguousCommit
    case storeFull
    case storeBusy
    case ioFault
    case slowCommit
    case unknownOutcomeAnswered
    case crashBeforeWrite
    case crashAfterWrite
    case crashBetweenClaimAndStart
    case killDuringRun
    case stopInterruptsRun
    case stepBackDuringRun
    case stepForward
    case suspended
    case rebase
    case approvalRacesDisable
    case approvedRun
    case rescheduledRun
    case stretchSplit
    case stretchJoined
    case claimWithdrawn
    case skippedByOverlap
    case queuedBehindRun
    case waitedForSlot
    case retryStarted
    case retrySkipped
    case retryAcrossRestart
    case wakeStartedBeat
    case remarkHandedOver
    case busyBeatSkipped
    case pauseEnded
    case oneShotSpent
    case doubledLocalTime
    case movedLocalTime
    case missedByDowntime
    case missedByOverload
    case missedByClock
    case missedBySleep
    case missedByStore
    case missedInThePast
    case proposalApplied
    case proposalRejected
    case proposalStale
    case proposalExpired
    case proposalFailed
    case proposalAnsweredAgain
    case undone
    case undoRefused

    package static func < (a: Mark, b: Mark) -> Bool { a.rawValue < b.rawValue }
}
