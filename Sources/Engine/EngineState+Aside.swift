import CivilTime
import Operations

// Schedules that the record refuses again and again: they wait a while, and nobody waits for them.
extension EngineState {
    /// The instant, or the later one before which a schedule that stands aside is not asked for.
    func notBefore(_ id: ScheduleID, _ instant: Instant) -> Instant {
        aside[id].map { max($0, instant) } ?? instant
    }

    /// Lets nothing of this schedule be decided before `instant`.
    mutating func setAside(_ id: ScheduleID, until instant: Instant) {
        aside[id] = instant
        requeue(id)
    }

    /// Takes up again who stood aside; all of them where no instant is given.
    mutating func takeBackAside(through now: Instant? = nil) {
        for (id, until) in aside where now.map({ until <= $0 }) ?? true {
            aside[id] = nil
            requeue(id)
        }
    }

    /// The wall clock was set by so many seconds: waits that were counted from now move with it.
    mutating func shift(bySeconds seconds: Double) {
        for index in retries.indices {
            retries[index].at = retries[index].at + .milliseconds(Int64(seconds * 1000))
        }
        takeBackAside()
    }
}
