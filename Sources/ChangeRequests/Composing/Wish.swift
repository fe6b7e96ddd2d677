/// A day or time that a request names for an instant.
struct Moment: Hashable, Sendable {
    var date: DayPhrase?
    var clock: ClockPhrase?
    var part: DayPart?

    var isEmpty: Bool { date == nil && clock == nil && part == nil }
}

/// A time of day with the part of the day named beside it.
struct WishedTime: Hashable, Sendable {
    var clock: ClockPhrase
    var part: DayPart?
}

/// How named times or days relate to those that are there.
enum Mode: Hashable, Sendable {
    case set
    case add
    case remove
}

/// Days that a request names for a rule.
struct DayWish: Hashable, Sendable {
    var mask: UInt8 = 0
    /// "1#1", "5L"
    var ordinals: [String] = []
    /// "1", "L", "15W"
    var monthDays: [String] = []
    var isDaily = false
    /// "*/2"
    var step: Int?

    var isEmpty: Bool { mask == 0 && ordinals.isEmpty && monthDays.isEmpty && !isDaily && step == nil }
}

/// A named weekday of which the rest of the request decides what it is.
struct WishedWeekday: Hashable, Sendable {
    var phrase: WeekdayPhrase
    var mode: Mode
    /// "except", "without", "drop": a rule's day even where it stands alone.
    var isOfRule = false
    var namesRun = false
    var isBehindTo = false
}

/// When a pause ends.
enum Bound: Hashable, Sendable {
    case never
    case until(Moment)
    /// The midnight after a day.
    case through(Moment)
    case duration(Elapsed)
    case months(Int)
    case tomorrow
    /// The next Sunday, where the week begins.
    case nextWeekStart
    case nextMonth
    case nextYear
    case monday(isAssumed: Bool)
}

/// Which occurrences a request is about.
enum Scope: Hashable, Sendable {
    case clicked
    case next(Int)
    case date(DayPhrase)
    case weekend
    case nextWeek
    case thisWeek
}

enum StateWish: Hashable, Sendable {
    case pause
    case disable
    case stop
    case resume
    case start
}

/// All that a request says, before it is held against the schedule.
struct Wish: Sendable {
    // Verbs.
    var isMove = false
    var isChange = false
    var isRun = false
    var isRunNow = false
    var isExtra = false
    var isAlso = false
    var isSkip = false
    var isCancel = false
    var isRemove = false
    var isNegatedRun = false
    var isOnly = false
    var isOneTime = false
    var isOnce = false
    var isExtendPause = false
    var isNegated = false
    var isFinish = false
    var isDirectionNamed = false
    var isLaterPeriod = false
    var isOverWeekend = false
    var isTimeoutNamed = false
    var isPriorityNamed = false
    /// "the interval": a length behind it says how often.
    var isIntervalNamed = false
    var isLocalTime = false
    var isEverything = false
    var isEdgeNamed = false
    /// What shall not be done names a run or a day; "it" may mean that one afterwards.
    var isSkippedRunNamed = false
    var hasSeparateTimes = false
    var isBareTimeout = false
    /// 1 for a verb that means later, -1 for one that means earlier.
    var hasShiftVerb: Int?
    var state: [StateWish] = []

    // When.
    var times: [WishedTime] = []
    var addedTimes: [WishedTime] = []
    var removedTimes: [WishedTime] = []
    var runTime: WishedTime?
    var part: DayPart?
    var isEachPart = false
    var minutes: [Int]?
    var window: (WishedTime, WishedTime)?
    var isWindowNegated = false
    var namedHours: NamedHours?
    var opens: WishedTime?
    var closes: WishedTime?
    var weekdays: [WishedWeekday] = []
    var days = DayWish()
    var addedDays = DayWish()
    var removedDays = DayWish()
    var months: [Int]?
    var isMonthsRemoved = false
    var dates: [DayPhrase] = []
    var interval: Int64?
    var cycle: (Int, TimeUnit)?
    var isOnceADay = false
    var rate: (Int, TimeUnit)?
    var factor: (Int, Int)?
    var shift: Elapsed?
    var inDuration: Elapsed?
    var zone: String?
    var bound: Bound?
    var scopes: [Scope] = []
    var shiftsStart = false
    var shiftsEnd = false
    var activeHoursNamed = false
    var removesHours = false

    // Fields.
    var category: CategoryWish?
    var timeout: Elapsed?
    var noTimeout = false
    var overlap: OverlapWish?
    var title: String?
    var cron: String?

    // What was made of the words.
    var assumptions: [String] = []
    var notes: [String] = []
    var refusal: String?
    var unknown: [String] = []
    var understood = 0

    var isFieldsOnly: Bool { category != nil || timeout != nil || noTimeout || overlap != nil || title != nil }

    enum NamedHours: Hashable, Sendable { case business, night }
    enum CategoryWish: Hashable, Sendable { case critical, normal, low, muted }
    enum OverlapWish: Hashable, Sendable { case skip, queue, allow }

    mutating func refuse(_ reason: String) { refusal = refusal ?? reason }
}
