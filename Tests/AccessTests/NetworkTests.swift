import Access
import Testing

@Suite("Addresses and those who fail too often")
struct NetworkTests {
    @Test(
        "a network holds its own addresses and no others",
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false), ("192.168.4.0/22", "192.168.7.255", true),
            ("192.168.4.0/22", "192.168.8.0", false), ("0.0.0.0/0", "203.0.113.9", true),
            ("0.0.0.0/0", "2001:db8::1", false), ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false), ("::1", "::1", true), ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("::/0", "10.0.0.1", false),
        ])
    func holds(range: String, address: String, isInside: Bool) throws {
        let range = try #require(NetworkRange(range))
        #expect(range.contains(try #require(NetworkAddress(address))) == isInside)
    }

    @Test(
        "what is no network is refused, an address beyond its prefix too",
        arguments: ["", "10.0.0.0/33", "10.0.0.1/8", "10.0.0", "example.com", "2001:db8::1/32", "10.0.0.0/", "::/129"])
    func noRange(text: String) { #expect(NetworkRange(text) == nil) }

    @Test("T16: ten failures shut a source out, ever longer, and only that one")
    func lockOut() {
        var guardian = FailureGuard()
        let (mine, others): ([UInt8], [UInt8]) = ([1], [2])
        var now = Duration.seconds(1_000)
        for expected in [30, 60, 120, 240, 480, 900, 900] {
            for failure in 1...FailureGuard.failuresMax {
                #expect(guardian.wait(of: mine, now: now) == nil, "before failure \(failure)")
                guardian.failed(mine, now: now)
            }
            #expect(guardian.wait(of: mine, now: now) == .seconds(expected))
            #expect(guardian.wait(of: others, now: now) == nil)
            now += .seconds(expected)
        }
        guardian.succeeded(mine)
        #expect(guardian.count == 0)
    }

    @Test("failures far apart are no attack")
    func slow() {
        var guardian = FailureGuard()
        for minute in 0..<100 {
            guardian.failed([1], now: .seconds(minute * 61))
            #expect(guardian.wait(of: [1], now: .seconds(minute * 61)) == nil)
        }
    }

    @Test("however many sources there are, so many are remembered, those that failed last")
    func bounded() {
        var guardian = FailureGuard()
        for number in 0..<(FailureGuard.sourcesMax + 500) {
            guardian.failed([UInt8(number >> 8), UInt8(number & 0xFF)], now: .seconds(number))
        }
        #expect(guardian.count == FailureGuard.sourcesMax)
    }
}
