import CivilTime
import Notifications
import Operations
import Testing

@Suite("When deliveries are tried") struct DeliveryPolicyTests {
    let policy = DeliveryPolicy()

    /// Seconds between attempts of a delivery that always fails, until it is given up.
    private func waits(random: Double, retryAfter: Int64? = nil) -> (waits: [Double], last: Delivery) {
        var delivery = delivery()
        var now = dawn
        var waits: [Double] = []
        while delivery.status == .pending {
            delivery = policy.after(
                delivery, .failed("down", retryAfterSeconds: retryAfter), at: now, random: random)
            guard delivery.status == .pending else { break }
            waits.append(now.seconds(to: delivery.nextAttemptAt))
            now = delivery.nextAttemptAt
        }
        return (waits, delivery)
    }

    @Test("Waits double up to an hour, and it is given up within a day")
    func backOff() {
        let (longest, last) = waits(random: 0.999_999)
        #expect(longest.prefix(4).map { ($0 * 10).rounded() / 10 } == [5, 10, 20, 40])
        #expect(longest.max() ?? 0 <= 3_600)
        #expect(longest.reduce(0, +) <= 86_400)
        #expect(last.status == .givenUp && last.endedAt != nil && last.answer == "down")
        let (shortest, impatient) = waits(random: 0)
        #expect(shortest.prefix(3) == [2.5, 5, 10])
        #expect(impatient.attempts == policy.attemptsMax)
        #expect(zip(longest, shortest).allSatisfy { $0 >= $1 })
    }

    @Test("A receiver's wish to wait longer is kept, within bounds")
    func retryAfter() {
        #expect(waits(random: 0, retryAfter: 120).waits.first == 120)
        #expect(waits(random: 0, retryAfter: 1_000_000).waits.first == 3_600)
        #expect(waits(random: 0, retryAfter: -5).waits.first == 2.5)
    }

    @Test("Delivered and refused end it at once; so does any end of a test")
    func ends() {
        let delivered = policy.after(delivery(), .delivered("200 OK"), at: at(1), random: 0)
        #expect(delivered.status == .delivered && delivered.attempts == 1 && delivered.endedAt == at(1))
        let refused = policy.after(delivery(), .refused("410 Gone"), at: at(1), random: 0)
        #expect(refused.status == .givenUp && refused.answer == "410 Gone")
        let test = policy.after(delivery(kind: .test), .failed("down"), at: at(1), random: 0)
        #expect(test.status == .givenUp)
    }

    @Test("Of one schedule the later waits for the earlier; others go before it")
    func order() {
        var first = delivery("a")
        first.nextAttemptAt = at(50)
        let second = delivery("b", kind: .recovered)
        let other = delivery("c", of: "other")
        for bundles in [false, true] {
            #expect(policy.next(of: [first, second, other], bundles: bundles, at: dawn).deliveries == [other])
            #expect(policy.next(of: [first, second], bundles: bundles, at: dawn) == ([], at(50)))
            #expect(policy.next(of: [first, second], bundles: bundles, at: at(50)).deliveries == [first])
            #expect(policy.next(of: [], bundles: bundles, at: dawn) == ([], nil))
        }
    }

    @Test("Many that are due together are one message where people read it; few are not, nor what waits its turn")
    func bundles() {
        let many = (0..<300).map { delivery("d\($0)", of: "job-\($0)") }
        #expect(policy.next(of: many, bundles: false, at: dawn).deliveries == [many[0]])
        #expect(policy.next(of: many, bundles: true, at: dawn).deliveries == Array(many.prefix(policy.bundleMax)))
        #expect(policy.next(of: Array(many.prefix(9)), bundles: true, at: dawn).deliveries == [many[0]])
        let recovery = delivery("over", of: "job-0", kind: .recovered)
        let due = policy.next(of: Array(many.prefix(10)) + [recovery], bundles: true, at: dawn).deliveries
        #expect(due == Array(many.prefix(10)))
    }

    @Test("A clock that was set back a day does not hold up what waits")
    func clockSetBack() {
        var waiting = delivery("a")
        waiting.nextAttemptAt = at(86_400)
        #expect(policy.next(of: [waiting], bundles: false, at: dawn).deliveries == [waiting])
    }

    @Test(
        "A channel that fails again and again is left alone, for longer each time; one that asks for it at once",
        arguments: [(1, nil, 0), (4, nil, 0), (5, nil, 5), (6, nil, 10), (99, nil, 60), (1, 30, 30), (99, 90, 90)]
            as [(Int, Int64?, Double)])
    func pauses(failures: Int, retryAfter: Int64?, seconds: Double) {
        #expect(policy.pauseSeconds(afterFailures: failures, retryAfter: retryAfter) == seconds)
    }

    @Test("A long answer is cut") func longAnswer() {
        let ended = policy.after(delivery(), .refused(String(repeating: "x", count: 9_999)), at: dawn, random: 0)
        #expect(ended.answer?.count == policy.answerLengthMax)
    }
}
