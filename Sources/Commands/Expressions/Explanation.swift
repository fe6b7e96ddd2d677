import CivilTime
import Recurrence

/// All there is to say about an expression.
struct Explanation {
    static let nextCount = 5

    let read: ReadExpression
    let now: Instant
    let next: [Occurrence]

    init(_ read: ReadExpression, now: Instant) {
        self.read = read
        self.now = now
        next = read.occurrences(after: now, count: Self.nextCount)
    }

    /// From one occurrence to the next, in whole seconds.
    private var averageGapSeconds: Int64? { read.rule.averageGapSeconds.map { Int64($0.rounded()) } }

    /// Name and text of each field of the plainest form; none where the expression is not made of fields.
    var fields: [(field: CronField, text: String)] {
        var words = read.expression.canonical.split(separator: " ").map(String.init)
        if read.expression.zonePrefix != nil { words.removeFirst() }
        let order: [CronField] =
            switch words.count {
            case 5: [.minute, .hour, .dayOfMonth, .month, .dayOfWeek]
            case 6: [.second, .minute, .hour, .dayOfMonth, .month, .dayOfWeek]
            case 7: [.second, .minute, .hour, .dayOfMonth, .month, .dayOfWeek, .year]
            default: []
            }
        guard read.expression.dialect != .systemd, read.expression.everySeconds == nil else { return [] }
        return Array(zip(order, words))
    }

    func lines(console: Console) -> [String] {
        let expression = read.expression
        var lines = [console.styled(printable(read.rule.words()), .heading), ""]
        var facts = [("expression", expression.text), ("plainest form", expression.canonical)]
        facts.append(("dialect", expression.dialect.rawValue))
        facts.append(("time zone", read.zone.identifier))
        if let gap = averageGapSeconds { facts.append(("on average", "every \(intervalWords(gap))")) }
        facts += fields.map { ($0.field.words, $0.text) }
        lines += fieldLines(facts.map { (name: $0.0, value: $0.1) }, console: console)
        lines += ["", console.styled(next.isEmpty ? "Next" : "Next \(next.count)", .heading)]
        if next.isEmpty {
            lines.append("  " + emptyWords(read))
        } else {
            let display = TimeDisplay(zone: read.zone, now: now)
            lines += occurrenceLines(next, display: display, console: console).map { "  " + $0 }
        }
        for warning in expression.warnings {
            lines += ["", console.styled("Note: ", .attention) + printable(warning.text)]
            if let fix = warning.fix { lines.append("  Instead: \(printable(fix))") }
        }
        return lines
    }

    var json: [UInt8] {
        let expression = read.expression
        var json = JSONText()
        json.raw(#"{"expr":"#)
        json.string(expression.text)
        json.raw(#","words":"#)
        json.string(read.rule.words())
        json.raw(#","canonical":"#)
        json.string(expression.canonical)
        json.raw(#","dialect":"#)
        json.string(expression.dialect.rawValue)
        json.raw(#","tz":"#)
        json.string(read.zone.identifier)
        json.raw(#","fields":"#)
        json.list(fields) { json, field in
            json.raw(#"{"field":"#)
            json.string(field.field.wireName)
            json.raw(#","text":"#)
            json.string(field.text)
            json.raw("}")
        }
        json.raw(#","average_gap_seconds":"#)
        if let gap = averageGapSeconds { json.integer(gap) } else { json.raw("null") }
        json.raw(#","never":"#)
        json.raw(expression.isNever ? "true" : "false")
        json.raw(#","next":"#)
        json.list(next) { $0.integer($1.at.epochSeconds) }
        json.raw(#","occurrences":"#)
        json.list(next) { $0.occurrence($1, zone: read.zone) }
        json.raw(#","warnings":"#)
        json.list(expression.warnings) { $0.warning($1) }
        json.raw("}\n")
        return json.bytes
    }
}

extension JSONText {
    /// `{"kind":…,"field":…,"message":…,"fix":…|null}`
    fileprivate mutating func warning(_ warning: CronWarning) {
        raw(#"{"kind":"#)
        string(warning.kind.rawValue)
        raw(#","field":"#)
        string(warning.field.wireName)
        raw(#","message":"#)
        string(warning.text)
        raw(#","fix":"#)
        stringOrNull(warning.fix)
        raw("}")
    }
}
