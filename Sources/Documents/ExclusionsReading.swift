import CivilTime
import Operations

extension FieldReader {
    /// Dates and names of calendars: a list of texts, or one text with a line or a comma between them.
    mutating func exclusions(_ name: String) -> Given<[String]> {
        given(name) { reader, value in
            guard let words = lines(value) else {
                return reader.refuse(name, takes: "a list of dates and of calendars' names", found: value)
            }
            guard words.count <= FieldLimits.exclusionsMax else {
                reader.report(
                    name, "\(name) has \(words.count) entries; it takes at most \(FieldLimits.exclusionsMax).",
                    hint: "Declare a calendar in the configuration, and name it here.")
                return nil
            }
            return words
        }
    }

    /// The exclusions that a form names. A calendar that is no longer declared is taken as the schedule has it.
    mutating func settle(
        _ name: String, _ given: Given<[String]>, replacing old: [Exclusion], calendars: [String: [LocalDate]]
    ) -> [Exclusion] {
        switch given {
        case .absent: return old
        case .null: return []
        case .value(let words):
            var found: [Exclusion] = []
            for (index, word) in words.enumerated() {
                guard let exclusion = exclusion("\(name)[\(index)]", word, old, calendars) else { continue }
                if !found.contains(where: { $0.text == exclusion.text }) { found.append(exclusion) }
            }
            return found
        }
    }

    private mutating func exclusion(
        _ field: String, _ word: String, _ old: [Exclusion], _ calendars: [String: [LocalDate]]
    ) -> Exclusion? {
        if let date = LocalDate(word) {
            guard yearsOfDates.contains(date.year) else {
                report(
                    field, "\(word) lies outside the years \(yearsOfDates.lowerBound) to \(yearsOfDates.upperBound).")
                return nil
            }
            return .date(date)
        }
        if let dates = calendars[word] { return .calendar(name: word, dates: dates) }
        if let known = old.first(where: { $0.text == word }) { return known }
        let names = calendars.keys.sorted()
        let close = closestName(to: word, among: names).map { "Did you mean \($0)?" }
        report(
            field, "\"\(shortened(word))\" is no date such as 2026-12-25, and no calendar of the configuration.",
            hint: close
                ?? (names.isEmpty
                    ? "Calendars are declared under calendars." : "There are \(names.joined(separator: ", "))."))
        return nil
    }

    /// The dates of a calendar: a list, or one text with a line or a comma between them.
    mutating func calendar(_ name: String) -> [LocalDate] {
        let dates = given(name) { reader, value -> [LocalDate]? in
            guard let words = lines(value) else { return reader.refuse(name, takes: "a list of dates", found: value) }
            guard words.count <= FieldLimits.calendarDatesMax else {
                reader.report(
                    name, "\(name) has \(words.count) dates; it takes at most \(FieldLimits.calendarDatesMax).")
                return nil
            }
            var dates: Set<LocalDate> = []
            for (index, word) in words.enumerated() {
                guard let date = LocalDate(word), yearsOfDates.contains(date.year) else {
                    reader.report(
                        "\(name)[\(index)]", "\"\(shortened(word))\" is no date; it takes one such as 2026-12-25.")
                    continue
                }
                dates.insert(date)
            }
            return dates.sorted()
        }
        return dates.value ?? []
    }
}

/// The years that a date of a form may lie in: those that rules are searched in.
private let yearsOfDates = 1970...2199

/// Texts of a list, or the lines and comma-separated words of one text; nil for anything else.
private func lines(_ value: JSONValue) -> [String]? {
    switch value {
    case .string(let text):
        return text.split { $0 == "," || $0.isNewline }.map { trimmed($0) }.filter { !$0.isEmpty }
    case .array(let values):
        let texts = values.compactMap(\.string)
        return texts.count == values.count ? texts.map { trimmed($0) } : nil
    case .null, .bool, .integer, .number, .object: return nil
    }
}
