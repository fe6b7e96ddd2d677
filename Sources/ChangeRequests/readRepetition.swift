package import CivilTime

/// What repeats, as words say it.
package enum Repetition: Hashable, Sendable {
    case every(seconds: Int64)
    /// A cron expression of 5 fields, or 6 where seconds were named.
    case cron(String)
}

/// Reads plain words for something that repeats: a length of time ("in 15 minutes", "every 2 hours") is an interval, a
/// time of day ("4:30 pm", "monday at 9am") a rule for every day or every such weekday.
/// - Throws: the part that was not understood, with its position; `.doesNotRepeat` for a date.
package func readRepetition(
    _ text: String, now: Instant, zone: Zone
) throws(InstantWordsError) -> (repetition: Repetition, warnings: [String]) {
    var reader = PhraseReader(text)
    guard !reader.isAtEnd else { throw InstantWordsError(.empty, found: "") }
    guard text.count <= instantWordsLengthMax else { throw InstantWordsError(.tooLong, found: "") }
    _ = reader.accept("in", "after", "every", "each")
    if let elapsed = try reader.wholeInterval() {
        guard elapsed.totalSeconds > 0 else { throw InstantWordsError(.zeroInterval, found: text) }
        return (.every(seconds: elapsed.totalSeconds), [])
    }
    let days = reader.repeatedDays()
    var reading = MomentReading(now: now, zone: zone)
    var phrase = try reader.momentOrNothing(text: text)
    let weekdays = try phrase.weekdays(named: days, text: text)
    phrase.day = nil
    let time = try reading.time(of: phrase)
    let seconds = time.second == 0 ? "" : "\(time.second) "
    return (.cron("\(seconds)\(time.minute) \(time.hour) * * \(weekdays)"), reading.warnings)
}

extension PhraseReader {
    fileprivate mutating func wholeInterval() throws(InstantWordsError) -> Elapsed? {
        try attempt { (reader) throws(InstantWordsError) in
            for (word, elapsed) in [
                "second": Elapsed(seconds: 1), "minute": Elapsed(seconds: 60), "hour": Elapsed(seconds: 3600),
            ] where reader.accept(word) != nil { return reader.isAtEnd ? elapsed : nil }
            guard let elapsed = try reader.elapsed(), reader.isAtEnd else { return nil }
            return elapsed
        }
    }

    /// "daily", "day", "weekdays", "mondays".
    fileprivate mutating func repeatedDays() -> String? {
        if accept("daily", "day", "everyday") != nil { return "*" }
        if accept("weekdays", "weekday") != nil { return "1-5" }
        if accept("weekends", "weekend") != nil { return "0,6" }
        guard let token = current, token.kind == .word, token.text.hasSuffix("s"),
            let weekday = CalendarNames.weekday(String(token.text.dropLast()))
        else { return nil }
        advance()
        return String(weekday)
    }

    fileprivate mutating func momentOrNothing(text: String) throws(InstantWordsError) -> MomentPhrase {
        if isAtEnd { return MomentPhrase(text: text) }
        return try moment()
    }
}

extension MomentPhrase {
    /// The day-of-week field. "tomorrow 9am" that repeats is each day's 9am.
    fileprivate func weekdays(named days: String?, text: String) throws(InstantWordsError) -> String {
        switch day {
        case nil: return days ?? "*"
        case .today, .after: return days ?? "*"
        case .weekday(let weekday, _):
            guard days == nil else { throw InstantWordsError(.contradiction, found: text) }
            return String(weekday)
        case .date, .yearly, .monthly: throw InstantWordsError(.doesNotRepeat, found: text)
        }
    }
}
