package import Operations

/// One thing that happens in a simulated world. A value that does not depend on the world's state, so that a story can be
/// told again with steps left out: what it is about is chosen by number among what there is when it happens.
package enum Step: Hashable, Sendable {
    case pass(milliseconds: Int64)
    case setClock(bySeconds: Int64)
    case drift(ppm: Int64)
    case suspend(seconds: Int64)
    case fault(StoreFault)
    case lasting(LastingFault)
    case mend
    case kill
    /// A stop in good order, with this much time to come to an end before whoever asked loses patience.
    case stop(patienceSeconds: Int64)
    case start
    case ask(Wish)
    /// Asked at the same moment: who comes first is chance.
    case askTogether([Wish])
}

/// What an operator wants, of the `number`th schedule, entry or notification that there is.
package enum Wish: Hashable, Sendable {
    case create(Kind, number: Int, Policies)
    case edit(number: Int, Change)
    case delete(number: Int)
    case pause(number: Int, seconds: Int64?)
    case resume(number: Int)
    case disable(number: Int)
    /// The schedule of the `number`th missed stretch.
    case disableMissed(number: Int)
    case enable(number: Int)
    case runNow(number: Int)
    case cancel(number: Int)
    case approve(number: Int, occurrence: Int, whole: Bool?)
    case reschedule(number: Int, occurrence: Int, whole: Bool?, seconds: Int64)
    case deleteMissed(number: Int, occurrence: Int, whole: Bool?)
    /// The same answer to this one and the next few; the first of them is named twice.
    case resolve(number: Int, approve: Bool)
    case rebase(number: Int)
    case wake(number: Int, now: Bool)
    case answer(number: Int, Notification.Status, seconds: Int64)
    /// A request in plain words, as it was read: of a new schedule with that number, or a change of the `number`th.
    case propose(number: Int, Request)
    case answerProposal(number: Int, approve: Bool)
    /// Takes back the `number`th newest change.
    case undo(number: Int)

    package enum Kind: Hashable, Sendable {
        case every(seconds: Int64)
        case cron(String, zone: String)
        case once(seconds: Int64)
        case heartbeat(seconds: Int64, hours: Bool)
    }

    package enum Change: Hashable, Sendable {
        case title
        case timing(Kind)
        case overlap(Overlap)
        case grace(Int?)
        case zone(String)
    }

    package enum Request: Hashable, Sendable {
        case create(Kind, Policies)
        case edit(Change)
        case pause(seconds: Int64)
        case runNow
    }

    package struct Policies: Hashable, Sendable {
        package var overlap: Overlap
        package var grace: Int?
        package var retries: Int
        package var deleteAfterRun: Bool
        package var wake: SessionWake
        package var category: Operations.Category
    }
}
