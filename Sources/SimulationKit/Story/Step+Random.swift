import Operations
import Store
import StoreTestKit

extension Step {
    /// A story of so many steps: first some schedules, then life.
    static func story(seed: UInt64, steps count: Int) -> [Step] {
        var random = SplitMix64(seed: seed)
        var steps: [Step] = [.start]
        for number in 0..<Int.random(in: 1...5, using: &random) {
            steps.append(.ask(.create(Wish.kind(&random), number: number, Wish.policies(&random))))
        }
        // A swarm: each story has some kinds of trouble and lacks others, so that rare ones get room.
        let troubles = Troubles(
            clock: Bool.random(using: &random), store: Bool.random(using: &random), death: Bool.random(using: &random))
        while steps.count < count {
            let next = step(&random, troubles)
            steps.append(next)
            // Whoever keeps servers alive is quick, or is not.
            if next.isDeath, Bool.random(using: &random) { steps.append(.start) }
        }
        return steps
    }

    struct Troubles {
        var clock: Bool
        var store: Bool
        var death: Bool
    }

    private static func step(_ random: inout SplitMix64, _ troubles: Troubles) -> Step {
        switch Int.random(in: 0..<24, using: &random) {
        case 0 where troubles.clock: return clock(&random)
        case 1, 2: return troubles.store ? trouble(&random) : passing(&random)
        case 3 where troubles.death: return death(&random)
        case 4, 5: return .start
        case 6 where Int.random(in: 0..<4, using: &random) == 0:
            // Confirmed on two phones, while somebody else is at it too.
            let number = Int.random(in: 0..<2, using: &random)
            return .askTogether([
                .answerProposal(number: number, approve: true), Wish.random(&random),
                .answerProposal(number: number, approve: true),
            ])
        case 6 where Bool.random(using: &random):
            let number = Int.random(in: 0..<8, using: &random)
            return .askTogether([
                .approve(number: number, occurrence: 0, whole: nil), .disableMissed(number: number),
                Wish.random(&random),
            ])
        case 6: return .askTogether((0..<Int.random(in: 2...4, using: &random)).map { _ in Wish.random(&random) })
        case 7...12: return .ask(Wish.random(&random))
        default: return passing(&random)
        }
    }

    private static func passing(_ random: inout SplitMix64) -> Step {
        switch Int.random(in: 0..<16, using: &random) {
        case 0, 1: .pass(milliseconds: Int64.random(in: 0...1_000, using: &random))
        case 2: .pass(milliseconds: Int64.random(in: 300_000...4_000_000, using: &random))
        default: .pass(milliseconds: Int64.random(in: 1_000...90_000, using: &random))
        }
    }

    private static func clock(_ random: inout SplitMix64) -> Step {
        let size: Int64 = [3, 90, 3_600, 86_400, 31_536_000].randomElement(using: &random) ?? 90
        let step = Int64.random(in: 1...size, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: return .setClock(bySeconds: step)
        case 2, 3: return .setClock(bySeconds: -step)
        case 4: return .drift(ppm: Int64.random(in: -500...500, using: &random))
        default: return .suspend(seconds: min(step, 86_400))
        }
    }

    private static func trouble(_ random: inout SplitMix64) -> Step {
        let codes: [StoreError.Code] = [.unavailable, .full, .ioFault]
        let code = codes.randomElement(using: &random) ?? .unavailable
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1: return .fault(.failBefore(code))
        case 2, 3: return .fault(.failAfter(code))
        case 4: return .fault(.slow(milliseconds: Int64.random(in: 1...60_000, using: &random)))
        case 5: return .lasting([.full, .readOnly, .ioFault, .unreadable].randomElement(using: &random) ?? .full)
        case 6: return .fault(.crash(Bool.random(using: &random) ? .before : .after))
        default: return .mend
        }
    }

    private static func death(_ random: inout SplitMix64) -> Step {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .kill
        case 1: .stop(patienceSeconds: Int64.random(in: 0...40, using: &random))
        default: .fault(.crash(Bool.random(using: &random) ? .before : .after))
        }
    }
}

extension Step {
    private var isDeath: Bool {
        switch self {
        case .kill, .stop: true
        case .pass, .setClock, .drift, .suspend, .fault, .lasting, .mend, .start, .ask, .askTogether: false
        }
    }
}

extension Wish {
    static func random(_ random: inout SplitMix64) -> Wish {
        let number = Int.random(in: 0..<8, using: &random)
        let whole: Bool? = [nil, true, false].randomElement(using: &random) ?? nil
        let seconds = Int64.random(in: 1...200, using: &random)
        switch Int.random(in: 0..<27, using: &random) {
        case 0, 1: return .create(kind(&random), number: number, policies(&random))
        case 2, 3: return .edit(number: number, change(&random))
        case 4: return .delete(number: number)
        case 5: return .pause(number: number, seconds: Bool.random(using: &random) ? seconds : nil)
        case 6, 7: return .resume(number: number)
        case 8: return .disable(number: number)
        case 9, 10: return .enable(number: number)
        case 11, 12: return .runNow(number: number)
        case 13: return .cancel(number: number)
        case 14, 15: return .approve(number: number, occurrence: Int.random(in: 0..<40, using: &random), whole: whole)
        case 16:
            return .reschedule(
                number: number, occurrence: Int.random(in: 0..<40, using: &random), whole: whole, seconds: seconds)
        case 17: return .deleteMissed(number: number, occurrence: Int.random(in: 0..<40, using: &random), whole: whole)
        case 18:
            if Bool.random(using: &random) { return .rebase(number: number) }
            return .resolve(number: number, approve: Bool.random(using: &random))
        case 19, 20: return .wake(number: number, now: Bool.random(using: &random))
        case 21, 22: return .propose(number: number, request(&random))
        case 23, 24: return .answerProposal(number: number, approve: Int.random(in: 0..<4, using: &random) > 0)
        case 25: return .undo(number: number)
        default:
            let status: Notification.Status =
                [.acknowledged, .snoozed, .dismissed].randomElement(using: &random) ?? .dismissed
            return .answer(number: number, status, seconds: seconds)
        }
    }

    static func kind(_ random: inout SplitMix64) -> Kind {
        switch Int.random(in: 0..<10, using: &random) {
        case 0...3: .every(seconds: [7, 30, 60, 300, 900].randomElement(using: &random) ?? 60)
        case 4...6:
            .cron(
                ["*/5 * * * *", "*/15 * * * *", "30 1 * * *", "15 2 * * *", "0 * * * *", "30 1,2 * * *"]
                    .randomElement(using: &random) ?? "* * * * *", zone: zone(&random))
        case 7: .once(seconds: Int64.random(in: -200...400, using: &random))
        default:
            .heartbeat(
                seconds: [60, 300, 1_800].randomElement(using: &random) ?? 60, hours: Bool.random(using: &random))
        }
    }

    static func zone(_ random: inout SplitMix64) -> String {
        ["UTC", "America/Chicago", "Australia/Lord_Howe"].randomElement(using: &random) ?? "UTC"
    }

    static func policies(_ random: inout SplitMix64) -> Policies {
        Policies(
            overlap: Overlap.allCases.randomElement(using: &random) ?? .skip,
            grace: [nil, nil, 0, 20, 120, 3_600].randomElement(using: &random) ?? nil,
            retries: Int.random(in: 0...2, using: &random), deleteAfterRun: Bool.random(using: &random),
            wake: SessionWake.allCases.randomElement(using: &random) ?? .off,
            category: Operations.Category.allCases.randomElement(using: &random) ?? .normal)
    }

    private static func request(_ random: inout SplitMix64) -> Request {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: .create(kind(&random), policies(&random))
        case 1...3: .edit(change(&random))
        case 4: .pause(seconds: Int64.random(in: 1...400, using: &random))
        default: .runNow
        }
    }

    private static func change(_ random: inout SplitMix64) -> Change {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: .title
        case 1, 2: .timing(kind(&random))
        case 3: .overlap(Overlap.allCases.randomElement(using: &random) ?? .skip)
        case 4: .grace([nil, 0, 20, 120].randomElement(using: &random) ?? nil)
        default: .zone(zone(&random))
        }
    }
}
