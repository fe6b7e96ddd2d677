import CivilTime
import Testing

@Suite("Compiled zone files")
struct TZifTests {
    /// A file of the version given with two types, two transitions in 64 bits and a footer.
    func file(
        version: UInt8 = UInt8(ascii: "2"), times: [Int64] = [1_000_000, 2_000_000], types: [UInt8] = [1, 0],
        leaps: Int32 = 0, footer: String = "AAA0BBB,M3.5.0/1,M10.5.0"
    ) -> [UInt8] {
        func header(_ counts: [Int32]) -> [UInt8] {
            Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15) + counts.flatMap(bigEndian)
        }
        let records = bigEndian(Int32(0)) + [0, 0] + bigEndian(Int32(3600)) + [1, 4]
        let names = Array("AAA\0BBB\0".utf8)
        let block =
            times.flatMap(bigEndian) + types + records + names
            + [UInt8](repeating: 0, count: Int(leaps) * 12)
        let counts: [Int32] = [0, 0, leaps, Int32(times.count), 2, Int32(names.count)]
        let first = header([0, 0, 0, 0, 1, 4]) + bigEndian(Int32(0)) + [0, 0] + Array("AAA\0".utf8)
        return first + header(counts) + block + [10] + Array(footer.utf8) + [10]
    }

    private func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    @Test("Versions 2, 3 and 4 are read with table and footer", arguments: ["2", "3", "4"] as [Unicode.Scalar])
    func reading(_ version: Unicode.Scalar) throws {
        let zone = try Zone(identifier: "Test/Zone", tzif: file(version: UInt8(ascii: version)))
        #expect(zone.offsetSeconds(at: Instant(epochSeconds: 0)) == 0)
        #expect(zone.offsetSeconds(at: Instant(epochSeconds: 1_500_000)) == 3600)
        #expect(zone.offsetSeconds(at: Instant(epochSeconds: 2_500_000)) == 0)
        // The footer: 28 March 2027, 01:00Z.
        let spring = try #require(Instant(iso8601: "2027-03-28T01:00:00Z"))
        #expect(zone.offsetSeconds(at: spring.advanced(bySeconds: -1)) == 0)
        #expect(zone.offsetSeconds(at: spring) == 3600)
        #expect(zone.abbreviation(at: spring) == "BBB")
    }

    @Test("Version 1 is read with its 32-bit table")
    func versionOne() throws {
        let names = Array("AAA\0BBB\0".utf8)
        var bytes = Array("TZif".utf8) + [UInt8](repeating: 0, count: 16)
        bytes += ([0, 0, 0, 1, 2, Int32(names.count)] as [Int32]).flatMap(bigEndian)
        bytes +=
            bigEndian(Int32(-1000)) + [1] + bigEndian(Int32(0)) + [0, 0] + bigEndian(Int32(3600)) + [1, 4] + names
        let zone = try Zone(identifier: "x", tzif: bytes)
        #expect(zone.offsetSeconds(at: Instant(epochSeconds: -1001)) == 0)
        #expect(zone.offsetSeconds(at: Instant(epochSeconds: -1000)) == 3600)
    }

    @Test("What is wrong with a file is named")
    func faults() throws {
        func fault(_ bytes: [UInt8]) -> TZifFault? {
            #expect(throws: TZifFault.self) { try Zone(identifier: "x", tzif: bytes) }
        }
        let good = file()
        #expect(fault([]) == .notTZif)
        #expect(fault(Array("not a zone file".utf8)) == .notTZif)
        #expect(fault(file(leaps: 1)) == .leapSeconds)
        #expect(fault(file(types: [1, 7])) == .badIndex)
        #expect(fault(file(times: [2_000_000, 1_000_000])) == .unordered)
        #expect(fault(file(footer: "nonsense,,")) == .badFooter)
        #expect(fault(Array(good.dropLast(40))) == .truncated)
        #expect(fault([UInt8](repeating: 0, count: 2 << 20)) == .tooLarge)
    }

    @Test("Cut anywhere or changed anywhere, a file is read or refused")
    func damage() {
        let good = file()
        for length in 0..<good.count { _ = try? Zone(identifier: "x", tzif: Array(good[..<length])) }
        for position in good.indices {
            for value in [UInt8(0), 1, 0x7F, 0x80, 0xFF] {
                var bytes = good
                bytes[position] = value
                _ = try? Zone(identifier: "x", tzif: bytes)
            }
        }
    }

    @Test(
        "Footers of all forms give the changes of a year",
        arguments: [
            ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", ["2200-04-05T15:00:00Z", "2200-10-04T15:30:00Z"]),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", ["2200-03-30T01:00:00Z", "2200-10-26T01:00:00Z"]),
            ("EET-2EEST,M3.4.4/50,M10.4.4/50", ["2200-03-29T00:00:00Z", "2200-10-24T23:00:00Z"]),
            ("AAA3BBB,J60/0,J300/0", ["2200-03-01T03:00:00Z", "2200-10-27T02:00:00Z"]),
            ("AAA3BBB,59/0,299/0", ["2200-03-01T03:00:00Z", "2200-10-27T02:00:00Z"]),
            ("AAA3", []),
        ])
    func footers(_ footer: String, _ expected: [String]) throws {
        let zone = try Zone(identifier: "x", tzif: file(version: UInt8(ascii: "3"), footer: footer))
        let year = Span(
            from: try #require(Instant(iso8601: "2200-01-01T06:00:00Z")),
            to: try #require(Instant(iso8601: "2200-12-31T00:00:00Z")))
        #expect(zone.transitions(in: year).map(\.at.iso8601) == expected)
    }
}
