/// What a fixed phrase asks for or says.
enum Sense: Hashable, Sendable {
    // Verbs.
    case change, move, shiftLater, shiftEarlier, later, earlier
    case run, runNow, extra, addRun
    case pause, hold, disable, stop, resume, start, keepGoing, finish
    case skip, cancel, remove, extendPause, leaveAlone
    // How the next words count.
    case not, only, add, except, excluded, but, and, or, instead, to, by, at, about, on, after, before, until, through,
        since,
        forLength
    case inside, from, every, once, keep
    // Limits of a pause.
    case indefinitely, restOfDay, restOfWeek, restOfMonth, endOfMonth, endOfWeek, endOfYear, overWeekend,
        nextMonth, nextYear
    // Which run.
    case thisRun, justOnce, nextRun, runNoun, oneTime, onlyToday, lastRun
    // Hours.
    case businessHours, nightHours, roundTheClock, removeHours, activeHours, dayHours
    // Fields.
    case critical, normal, low, mute, noTimeout, timeout, killAfter, killWord
    case overlapSkip, overlapQueue, overlapAllow
    case priority
    // Parts of a rule.
    case intervalNoun, onTheHour, twiceAsOften, halfAsOften, asOften
    case time, days, timezone, localTime
    case now
    case thisWeekend, weekendNoun, nextWeek, thisWeek
    // What is never done here.
    case harmless
    case refuse(Refused)
    /// Words that say nothing beside others.
    case filler
}

/// Why a request is for something else than a change of this schedule.
enum Refused: String, Hashable, Sendable {
    case event = "events, conditions and retries are not part of a schedule"
    case otherJobs = "only this schedule can be changed here"
    case delete = "deleting is not a change of the schedule"
    case work = "the command, the owner and the recipients are not changed here"
    case noValue = "it does not say how much"
    case series = "a series with an end cannot be kept as one rule"
    case holiday = "there is no calendar of holidays or paydays"
    case sun = "sunrise and sunset are not known here"
    case system = "it reads like a command or an instruction to the system"
    case question = "it asks a question and requests nothing"
    case language = "it is not in English"
    case unclear = "it can be read in several ways"
}
