import CivilTime
import Notifications
import Operations
import Recurrence
import StoreTestKit

@testable import Engine

/// A made-up life of a few schedules: time, restarts, ends and operators in an order that follows from a seed.
struct RandomStory {
    private(set) var world: World
    private var random: SplitMix64

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        world = World(context: makeContext(concurrency: 3))
    }

    /// Does something, and says what.
    mutating func step() -> String {
        switch Int.random(in: 0..<20, using: &random) {
        case 0, 1: return create()
        case 2...6: return pass()
        case 7...10: return end()
        case 11: return restart()
        case 12...14: return answerMissed()
        case 15: return answerNotification()
        case 16, 17: return changeState()
        default: return act()
        }
    }

    private mutating func seconds(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }

    private mutating func anyID() -> ScheduleID {
        world.record.schedules.keys.sorted().randomElement(using: &random) ?? jobID
    }

    private mutating func create() -> String {
        let ref = "job-\(Int.random(in: 0..<5, using: &random))"
        var schedule = job(ref, every: [7, 30, 60, 300].randomElement(using: &random) ?? 60)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: schedule = oneShot(ref, at: world.now.advanced(bySeconds: seconds(-100...100)))
        case 1: schedule = heartbeat(["main", "side"].randomElement(using: &random) ?? "main", every: 60)
        default: schedule = schedule.bound(to: "main", wake: SessionWake.allCases.randomElement(using: &random) ?? .off)
        }
        schedule.overlap = Overlap.allCases.randomElement(using: &random) ?? .skip
        schedule.graceSeconds = [nil, nil, 0, 120].randomElement(using: &random) ?? nil
        schedule.retries = Int.random(in: 0...2, using: &random)
        schedule.deleteAfterRun = Bool.random(using: &random)
        schedule.category = Operations.Category.allCases.randomElement(using: &random) ?? .normal
        return attempt("create \(schedule.id)") { world throws(CommandRefused) in try world.create(schedule) }
    }

    private mutating func pass() -> String {
        switch Int.random(in: 0..<8, using: &random) {
        case 0:
            world.jump(bySeconds: seconds(1...500))
            return "stall"
        case 1:
            world.jump(bySeconds: -seconds(1...200))
            return "step back"
        default:
            world.advance(bySeconds: seconds(0...90))
            return "advance"
        }
    }

    private mutating func end() -> String {
        let running = world.state.liveRuns.filter { $0.status == .running }.sorted { Place($0) < Place($1) }
        let count = Int.random(in: 1...3, using: &random)
        let ended = Array(running.shuffled(using: &random).prefix(count))
        let ending: RunOutcome.Ending =
            [.success, .failed, .failed, .skipped, .cancelled].randomElement(using: &random) ?? .failed
        world.end(ended, ending)
        return "end \(ended.map(\.id)) \(ending)"
    }

    private mutating func restart() -> String {
        world.restart(afterSeconds: seconds(0...400))
        return "restart"
    }

    private mutating func answerMissed() -> String {
        let pending = world.record.stasis.values.filter { $0.status == .pending }.sorted { $0.id < $1.id }
        guard let entry = pending.randomElement(using: &random),
            let plan = try? entry.timetable.plan(zones: zones, seed: entry.schedule),
            let instant = plan.occurrences(in: entry.span, limit: 1_000).map(\.at).randomElement(using: &random)
        else { return "nothing is missed" }
        let scope: StasisTarget.Scope? = [nil, .occurrence, .entry].randomElement(using: &random) ?? nil
        let act: StasisAct =
            [.approve, .delete, .reschedule(to: world.now.advanced(bySeconds: seconds(1...90)))]
            .randomElement(using: &random) ?? .delete
        return attempt("\(act) \(entry.schedule)") { world throws(CommandRefused) in
            try world.answer(act, entry.schedule, at: instant, scope: scope)
        }
    }

    private mutating func answerNotification() -> String {
        let all = world.record.notifications.values.sorted { $0.id < $1.id }
        guard let notification = all.randomElement(using: &random) else { return "nothing was said" }
        let status: Operations.Notification.Status =
            [.acknowledged, .snoozed, .dismissed].randomElement(using: &random) ?? .dismissed
        let until = world.now.advanced(bySeconds: seconds(1...200))
        return attempt("\(status) \(notification.id)") { world throws(CommandRefused) in
            try world.ask { state, now throws(CommandRefused) in
                var decision = Decision()
                decision.changes = state.context.policy.changes(
                    answering: notification, with: status, snoozedUntil: until, at: now, by: ada)
                return Answer(decision)
            }
        }
    }

    private mutating func changeState() -> String {
        let id = anyID()
        let until = world.now.advanced(bySeconds: seconds(1...200))
        let action: StateAction =
            [.pause(until: nil), .pause(until: until), .resume, .disable, .enable].randomElement(using: &random)
            ?? .resume
        return attempt("\(action.name) \(id)") { world throws(CommandRefused) in try world.change(action, id) }
    }

    private mutating func act() -> String {
        let id = anyID()
        let interval = [5, 45, 600].randomElement(using: &random) ?? 60
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return attempt("delete \(id)") { world throws(CommandRefused) in try world.delete(id) }
        case 1, 2: return attempt("cancel \(id)") { world throws(CommandRefused) in try world.cancel(id) }
        case 3, 4:
            return attempt("edit \(id)") { world throws(CommandRefused) in
                try world.edit(id) { schedule in
                    schedule.title += "'"
                    if schedule.id.source == .cron {
                        schedule.timetable.timing = .every(seconds: Int64(interval), anchor: dawn)
                    }
                }
            }
        case 5: return attempt("wake") { world throws(CommandRefused) in try world.wake("main", now: true) }
        default: return attempt("run \(id)") { world throws(CommandRefused) in try world.runNow(id) }
        }
    }

    private mutating func attempt(_ what: String, _ body: (inout World) throws(CommandRefused) -> Reply) -> String {
        do {
            _ = try body(&world)
            return what
        } catch {
            return "\(what), refused: \(error)"
        }
    }
}
