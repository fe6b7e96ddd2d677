import CivilTime
import Operations
import StoreTestKit

@testable import Engine

/// What an operator makes of a missed occurrence.
enum StasisAct: Hashable {
    case approve
    case reschedule(to: Instant)
    case delete
}

extension World {
    /// The stretches of a schedule that wait for an answer, oldest first.
    func pending(_ id: ScheduleID = jobID) -> [StasisEntry] {
        record.stasis.values.filter { $0.schedule == id && $0.status == .pending }
            .sorted { ($0.lastAt, $0.id) < ($1.lastAt, $1.id) }
    }

    func runs(_ id: ScheduleID = jobID) -> [Run] {
        record.runs.values.filter { $0.schedule == id }.sorted { Place($0) < Place($1) }
    }

    /// Statuses of a schedule's runs, oldest first.
    func statuses(_ id: ScheduleID = jobID) -> [RunStatus] { runs(id).map(\.status) }

    func notifications(_ id: ScheduleID = jobID) -> [Operations.Notification] {
        record.notifications.values.filter { $0.schedule == id }.sorted {
            ($0.createdAt, $0.id) < ($1.createdAt, $1.id)
        }
    }

    /// Events of a type, in order.
    func events(_ types: EventType...) -> [EventDraft] {
        record.events.map(\.event).filter { types.contains($0.type) }
    }

    /// Answers a missed occurrence; the stretch is looked up as the engine does.
    @discardableResult
    mutating func answer(
        _ act: StasisAct, _ id: ScheduleID = jobID, at instant: Instant, scope: StasisTarget.Scope? = nil
    ) throws(CommandRefused) -> Reply {
        let target = StasisTarget(OccurrenceID(id, instant), scope: scope)
        let holding = record.stasis.values.filter {
            $0.schedule == id && $0.firstAt <= instant && instant <= $0.lastAt
        }
        guard let stretch = holding.first(where: { $0.status == .pending }) ?? holding.first else {
            throw .notInStasis(target.occurrence)
        }
        let others = pending(id).count > 1
        return try ask { state, now throws(CommandRefused) in
            switch act {
            case .approve:
                try state.decideApprove(stretch, target, others: others, at: now, by: ada, reason: nil)
            case .reschedule(let to):
                try state.decideReschedule(stretch, target, others: others, to: to, at: now, by: ada, reason: nil)
            case .delete:
                try state.decideDeleteMissed(stretch, target, others: others, at: now, by: ada, reason: nil)
            }
        }
    }
}
