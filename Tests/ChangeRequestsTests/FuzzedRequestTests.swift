import ChangeRequests
import Operations
import Testing

@Suite("Requests of any text")
struct FuzzedRequestTests {
    /// Words that mean something somewhere, and marks.
    private static let words = [
        "every", "day", "at", "9am", "until", "monday", "not", "except", "run", "pause", "skip", "next", "3", "minutes",
        "between", "and",
        "first", "of", "the", "month", "later", "an", "hour", "this", "one", "tomorrow", "critical", "timeout", "for",
        "in", "weekdays",
        "no", "don't", ",", ".", "-", ":", "/", "'", "\"", "(", "+", "@", "*", "half", "past", "UTC", "New", "York",
        "noon", "before", "after",
    ]

    @Test("never crash the reader, and are never trusted while they hold a word that is none")
    func nonsense() throws {
        let asking = try Asking()
        let seed = UInt64.random(in: 0...UInt64.max)
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<4000 {
            var parts = (0..<Int.random(in: 1...9, using: &numbers)).map { _ in
                Self.words[Int.random(in: 0..<Self.words.count, using: &numbers)]
            }
            parts.insert("xqzvkw", at: Int.random(in: 0...parts.count, using: &numbers))
            let text = parts.joined(separator: " ")
            #expect(asking.answer(text).confidence != .high, "seed \(seed): \(text)")
        }
    }

    @Test("of known words in any order are read without a crash, and answers keep to their form")
    func jumble() throws {
        let asking = try Asking()
        let seed = UInt64.random(in: 0...UInt64.max)
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<4000 {
            let text = (0..<Int.random(in: 0...14, using: &numbers)).map { _ in
                Self.words[Int.random(in: 0..<Self.words.count, using: &numbers)]
            }
            .joined(separator: Bool.random(using: &numbers) ? " " : "")
            let answer = asking.answer(text)
            #expect((answer.operation == .none) == (answer.confidence == .low), "seed \(seed): \(text)")
            if answer.confidence != .high { #expect(!answer.warnings.isEmpty, "seed \(seed): \(text)") }
        }
    }

    @Test("of random characters are never trusted")
    func characters() throws {
        let asking = try Asking()
        let seed = UInt64.random(in: 0...UInt64.max)
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<4000 {
            let scalars = (0..<Int.random(in: 4...60, using: &numbers)).compactMap { _ in
                Unicode.Scalar(
                    UInt32.random(in: Bool.random(using: &numbers) ? 0x20...0x7E : 0...0x2FFF, using: &numbers))
            }
            let text = "zq " + String(String.UnicodeScalarView(scalars)) + " qz"
            #expect(asking.answer(text).confidence != .high, "seed \(seed): \(text.debugDescription)")
        }
    }

    @Test("longer than a request may be are refused by their length")
    func length() throws {
        let asking = try Asking()
        let longest = String(repeating: "a ", count: ChangeRequest.instructionBytesMax / 2)
        #expect(asking.answer(longest + "a").warnings.contains { $0.contains("longer than") })
        #expect(!asking.answer(longest).warnings.contains { $0.contains("longer than") })
        #expect(asking.answer("every 99999999999999999999 minutes").operation == .none)
        #expect(asking.answer("every 999999999 hours").operation != .runNow)
        #expect(asking.answer("").operation == .none)
    }
}
