/// What `work` answers, or `late` once so many seconds have passed (nil: never); what is late is cancelled.
package func withDeadline<Outcome: Sendable>(
    seconds: Int?, by clock: any Clock<Duration>, orElse late: Outcome, _ work: @escaping @Sendable () async -> Outcome
) async -> Outcome {
    await withTaskGroup(of: Outcome?.self) { group in
        group.addTask { await work() }
        if let seconds {
            group.addTask {
                do {
                    try await clock.sleep(for: .seconds(seconds))
                    return late
                } catch {
                    return nil
                }
            }
        }
        // Where the wait is cancelled, the work still answers.
        while let next = await group.next() {
            guard let outcome = next else { continue }
            group.cancelAll()
            return outcome
        }
        return late
    }
}
