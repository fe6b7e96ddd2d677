import CivilTime
import Operations
import Recurrence

/// Answers questions about next occurrences, a line each.
///
/// Built for batches: the common form of a line is read without making text or values, expressions and zones are
/// compiled once, and output is written in large pieces.
struct NextLines: LineAnswering {
    let zones: ZoneDatabase
    /// Taken where a line names none.
    let timezone: String
    let dialect: String?
    let count: Int
    let clock: any WallClock
    private var rules = RuleCache()

    static let lineBytesMax = 65_536
    /// Most occurrences of one answer.
    static let countMax = 10_000

    init(zones: ZoneDatabase, timezone: String, dialect: String?, count: Int, clock: any WallClock) {
        self.zones = zones
        self.timezone = timezone
        self.dialect = dialect
        self.count = count
        self.clock = clock
    }

    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// Appends the answer to one line, ended by a newline.
    mutating func answer(_ line: Bytes, into output: inout JSONText) {
        guard line.count <= Self.lineBytesMax else { return output.raw(Self.tooLong.line) }
        if let question = NextQuestion(plain: line) {
            answer(question, in: line, into: &output)
        } else {
            do throws(ExpressionFault) {
                let question = try SpelledQuestion(line)
                // The spelled form becomes a plain one, so that both are answered by one path.
                question.withPlainBytes { plain, bytes in answer(plain, in: bytes, into: &output) }
            } catch {
                output.raw(error.line)
            }
        }
    }

    private mutating func answer(_ question: NextQuestion, in line: Bytes, into output: inout JSONText) {
        let wanted = question.count ?? Int64(count)
        guard (1...Int64(NextLines.countMax)).contains(wanted) else {
            return output.raw(Self.badCount(String(wanted)).line)
        }
        let position = rules.position(of: RuleCache.Key(line, question)) { [zones, timezone, dialect] in
            Self.read(question, in: line, zones: zones, timezone: timezone, dialect: dialect)
        }
        switch rules[position] {
        case .refused(let line): output.raw(line)
        case .rule(let rule):
            do throws(ExpressionFault) {
                let start = try start(of: question, in: line, rule: rule)
                Self.write(rule, after: start, count: Int(wanted), into: &output)
            } catch {
                output.raw(error.line)
            }
        }
    }

    private static func write(_ rule: Rule, after start: Instant, count: Int, into output: inout JSONText) {
        output.raw(#"{"next":["#)
        var last = start
        for index in 0..<count {
            guard let next = rule.next(after: last) else { break }
            if index > 0 { output.raw(",") }
            output.integer(next.epochSeconds)
            last = next
        }
        output.raw("]}\n")
    }

    private func start(of question: NextQuestion, in line: Bytes, rule: Rule) throws(ExpressionFault) -> Instant {
        switch question.after {
        case .now: clock.now
        case .epoch(let seconds): Instant(epochSeconds: seconds)
        case .text(let range): try readAfter(text(range, in: line), zone: rule.zone)
        }
    }

    private static func read(
        _ question: NextQuestion, in line: Bytes, zones: ZoneDatabase, timezone: String, dialect: String?
    ) -> RuleCache.Reading {
        do throws(ExpressionFault) {
            let read = try ReadExpression(
                text(question.expression, in: line),
                timezone: question.timezone.isEmpty ? timezone : text(question.timezone, in: line),
                dialect: question.dialect.isEmpty ? dialect : text(question.dialect, in: line), zones: zones)
            return .rule(read.rule)
        } catch {
            return .refused(error.line)
        }
    }
}

private func text(_ range: Range<Int>, in line: NextLines.Bytes) -> String {
    String(decoding: line[range], as: UTF8.self)
}

extension Rule {
    /// The zone of its local times; UTC for a rule that has none.
    fileprivate var zone: Zone {
        switch self {
        case .cron(_, let zone, _), .heartbeat(_, _, _, let zone): zone
        case .every, .at: .utc
        }
    }
}

extension NextLines {
    static var tooLongLine: [UInt8] { tooLong.line }

    static let tooLong = ExpressionFault(
        field: "line", allowed: "at most \(lineBytesMax) bytes",
        message: "The line is longer than \(lineBytesMax) bytes.")

    static func badCount(_ found: String) -> ExpressionFault {
        ExpressionFault(
            field: "n", found: found, allowed: "1 to \(NextLines.countMax)",
            message: "n takes 1 to \(NextLines.countMax); it says \(found).")
    }
}
