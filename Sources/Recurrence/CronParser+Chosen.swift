extension CronParser {
    /// Reads `H` and `~` forms, which the schedule's hash settles; nil where the item is neither.
    func chosen(_ item: CronText, _ field: CronField) throws(CronSyntaxError) -> CronTerm? {
        if item.starts(with: "H") || item.starts(with: "h") { return try hashed(item, field) }
        guard item.contains("~") else { return nil }
        guard grammar.random else { throw unknown("~", in: item, field) }
        let (base, step) = item.cut(at: "/").map { ($0.before, Optional($0.after)) } ?? (item, nil)
        guard let (first, second) = base.cut(at: "~") else { throw fault(.notAValue, item, field, hint: nil) }
        let low = first.isEmpty ? nil : try value(first, field)
        let high = second.isEmpty ? nil : try value(second, field)
        return try choose(.random, low: low, high: high, step: step, item, field)
    }

    /// `H`, `H(a-b)`, `H/n`, `H(a-b)/n`.
    private func hashed(_ item: CronText, _ field: CronField) throws(CronSyntaxError) -> CronTerm {
        guard grammar.hashed else { throw unknown("H", in: item, field) }
        var rest = item.dropping(1)
        var ends: (Int, Int)?
        if rest.starts(with: "(") {
            guard let (inside, after) = rest.dropping(1).cut(at: ")"), let range = try range(inside, field) else {
                throw fault(.notAValue, item, field, allowed: "H, H(a-b), H/n or H(a-b)/n", hint: nil)
            }
            ends = range
            rest = after
        }
        guard rest.isEmpty || rest.starts(with: "/") else {
            throw fault(.unexpectedText, rest, field, allowed: "H, H(a-b), H/n or H(a-b)/n", hint: nil)
        }
        let step = rest.isEmpty ? nil : rest.dropping(1)
        return try choose(.hashed, low: ends?.0, high: ends?.1, step: step, item, field)
    }

    private func choose(
        _ mark: CronTerm.Chosen.Mark, low: Int?, high: Int?, step: CronText?, _ item: CronText, _ field: CronField
    ) throws(CronSyntaxError) -> CronTerm {
        let first = low ?? field.limits.lowerBound
        // Jenkins keeps H to days that every month has.
        let standard = field == .dayOfMonth && mark == .hashed ? 28 : field.limits.upperBound
        let last = high ?? standard
        guard first <= last else { throw fault(.descendingRange, item, field, hint: nil) }
        let size = last - first + 1
        guard let step else {
            let value = first + StableHash.choose(seed: seed, field: field, below: size)
            let chosen = CronTerm.Chosen(
                mark: mark, low: low, high: high, step: nil, value: reduced(value, field), end: last)
            return .chosen(chosen)
        }
        let by = try stepValue(step, item, field, size: size)
        let value = first + StableHash.choose(seed: seed, field: field, below: min(by, size))
        return .chosen(CronTerm.Chosen(mark: mark, low: low, high: high, step: by, value: value, end: last))
    }

    private func reduced(_ value: Int, _ field: CronField) -> Int { field == .dayOfWeek ? value % 7 : value }
}
