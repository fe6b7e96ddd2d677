import Operations

extension Step {
    /// A story with everything in it that writes: schedules of all kinds, claims, ends, retries, misses and what operators
    /// make of them, edits, pauses, a wake, a clock that is wrong for a while, and a stop. After each step a server that
    /// has died is started again.
    package static let scenario: [Step] = {
        func policies(_ overlap: Overlap, grace: Int? = nil, retries: Int = 0, wake: SessionWake = .off)
            -> Wish.Policies
        {
            Wish.Policies(
                overlap: overlap, grace: grace, retries: retries, deleteAfterRun: true, wake: wake, category: .normal)
        }
        let wishes: [Step] = [
            .ask(.create(.every(seconds: 60), number: 0, policies(.allow, retries: 2, wake: .now))),
            .ask(.create(.every(seconds: 30), number: 1, policies(.queue, grace: 20))),
            .ask(.create(.cron("* * * * *", zone: "UTC"), number: 2, policies(.skip, grace: 120))),
            .ask(.create(.once(seconds: 40), number: 3, policies(.skip))),
            .ask(.create(.heartbeat(seconds: 60, hours: false), number: 0, policies(.skip))),
            .pass(milliseconds: 70_000),
            .ask(.runNow(number: 0)),
            .pass(milliseconds: 45_000),
            .ask(.wake(number: 0, now: true)),
            .stop(patienceSeconds: 10),
            .pass(milliseconds: 200_000),
            .start,
            .ask(.approve(number: 0, occurrence: 1, whole: false)),
            .ask(.reschedule(number: 1, occurrence: 0, whole: true, seconds: 30)),
            .askTogether([.deleteMissed(number: 2, occurrence: 0, whole: nil), .disable(number: 1)]),
            .pass(milliseconds: 65_000),
            .ask(.edit(number: 0, .timing(.every(seconds: 45)))),
            .ask(.pause(number: 2, seconds: 50)),
            .pass(milliseconds: 80_000),
            .setClock(bySeconds: 3_600),
            .pass(milliseconds: 31_000),
            .setClock(bySeconds: -3_600),
            .pass(milliseconds: 31_000),
            .ask(.rebase(number: 0)),
            .ask(.enable(number: 1)),
            .ask(.cancel(number: 0)),
            .pass(milliseconds: 61_000),
            .ask(.answer(number: 0, .snoozed, seconds: 20)),
            .ask(.propose(number: 2, .edit(.grace(20)))),
            .ask(.answerProposal(number: 0, approve: true)),
            .ask(.undo(number: 0)),
            .ask(.delete(number: 3)),
            .kill,
            .pass(milliseconds: 5_000),
        ]
        return [.start] + wishes.flatMap { [$0, .start] }
    }()
}
