// Answers the lines of `recurrence.py` as every peer does: how long a next occurrence and a reading take, and a checksum
// of what was found. Usage: Figures START HORIZON OCCURRENCES < "number <tab> expression <tab> zone" lines.

import CivilTime
import Recurrence

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// CPU time of this process in nanoseconds.
func cpuNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// The least time that one turn of a body took over rounds of about ten milliseconds, in nanoseconds.
func best(rounds: Int = 7, _ body: () -> Void) -> Double {
    var turns = 1
    var least = Double.infinity
    var done = 0
    while done < rounds {
        let start = cpuNanoseconds()
        for _ in 0..<turns { body() }
        let spent = cpuNanoseconds() - start
        if spent < 10_000_000, turns < 1 << 24 {
            turns *= spent < 1_000_000 ? 10 : 2
            continue
        }
        least = min(least, Double(spent) / Double(turns))
        done += 1
    }
    return least
}

struct Question {
    let rule: Rule
    let start: Instant
    let horizon: Instant
    let limit: Int

    /// The occurrences, as the bench takes them: strictly after the start, up to the horizon.
    func walk(_ body: (Instant) -> Void) -> Int {
        var at = start
        var count = 0
        while count < limit, let next = rule.next(after: at), next <= horizon {
            body(next)
            at = next
            count += 1
        }
        return count
    }

    /// FNV-1a, 64 bits, over the first thousand in decimal, a newline after each.
    var checksum: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        var count = 0
        _ = walk { instant in
            count += 1
            guard count <= 1000 else { return }
            for byte in "\(instant.epochSeconds)\n".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

func answer(_ words: [Substring], zones: ZoneDatabase, start: Instant, horizon: Instant, limit: Int) -> String {
    let text = String(words[1])
    do {
        let zone = try zones.zone(named: String(words[2]))
        let rule = Rule.cron(try CronExpression(text), zone, .dialect)
        let question = Question(rule: rule, start: start, horizon: horizon, limit: limit)
        let count = question.walk { _ in }
        var sink: Int64 = 0
        let walk = best { _ = question.walk { sink &+= $0.epochMilliseconds } }
        let reading = best { sink &+= (try? CronExpression(text)).map { $0.isNever ? 1 : 2 } ?? 0 }
        precondition(sink != 0 || count == 0, "what was measured was done")
        return "{\"i\":\(words[0]),\"ns\":\(walk / Double(max(count, 1))),\"parse_ns\":\(reading),"
            + "\"count\":\(count),\"checksum\":\"\(question.checksum)\"}"
    } catch {
        return "{\"i\":\(words[0]),\"refused\":\"\(error)\"}"
    }
}

let numbers = CommandLine.arguments.dropFirst().compactMap { Int64($0) }
guard numbers.count == 3 else {
    print("usage: Figures START HORIZON OCCURRENCES")
    exit(64)
}
let zones = try ZoneDatabase.system()
while let line = readLine() {
    let words = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard words.count == 3 else { continue }
    print(
        answer(
            words, zones: zones, start: Instant(epochSeconds: numbers[0]), horizon: Instant(epochSeconds: numbers[1]),
            limit: Int(numbers[2])))
    fflush(nil)
}
