import CivilTime
import Recurrence

/// Zones with gaps and overlaps of an hour, half an hour, over midnight, and of a day.
private let places: [Zone] = ["UTC", "America/Chicago", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia"]
    .compactMap { try? ZoneDatabase.embedded().zone(named: $0) }

/// 2011-12-20T00:00:00Z: shortly before Apia lost a day.
private let start = Instant(epochSeconds: 1_324_339_200)

/// The first byte chooses dialect and zone, the rest is an expression: it is refused with a place inside it, or it prints
/// as what reads back the same, has words, and its searches move on.
func fuzzExpression(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let choice = bytes.first else { return }
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    let dialect = Dialect.allCases[Int(choice) % Dialect.allCases.count]
    let zone = places[Int(choice) / Dialect.allCases.count % places.count]
    let expression: CronExpression
    do {
        expression = try CronExpression(text, dialect: dialect, seed: "fuzz")
    } catch {
        precondition(error.column >= 1 && error.column <= text.unicodeScalars.count + 1, "the column lies in the text")
        precondition(!error.description.isEmpty, "a refusal has words")
        return
    }
    let canonical = expression.canonical
    let again = try? CronExpression(canonical, dialect: dialect, seed: "fuzz")
    precondition(again?.canonical == canonical, "\(text) prints as \(canonical), which does not read back")
    let rule = Rule.cron(expression, zone, .dialect)
    precondition(!rule.words().isEmpty && !rule.words(hour12: true).isEmpty, "a rule has words")
    for warning in expression.warnings {
        guard let fix = warning.fix else { continue }
        precondition(
            (try? CronExpression(fix, dialect: dialect, seed: "fuzz")) != nil, "the fix of \(text) is \(fix), refused")
    }
    walk(rule, text)
    if let again { precondition(Rule.cron(again, zone, .dialect).next(after: start) == rule.next(after: start), text) }
}

private func walk(_ rule: Rule, _ text: String) {
    var at = start
    for _ in 0..<20 {
        guard let next = rule.next(after: at) else { break }
        precondition(next > at, "\(text) stands still at \(at)")
        precondition(rule.previous(before: next).map { $0 <= at || at == start } ?? true, "\(text) passed one over")
        at = next
    }
    let span = Span(from: start, to: start.advanced(bySeconds: 30 * 86_400))
    let limit = 500
    let found = rule.occurrences(in: span, limit: limit)
    let count = rule.count(in: span)
    precondition(found.count == min(count, limit), "\(text) counts \(count), and has \(found.count)")
    _ = rule.warnings(in: span)
    _ = rule.droppedTimes(in: span)
    _ = rule.averageGapSeconds
}
