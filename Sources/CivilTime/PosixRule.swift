/// The rule at the end of a TZif file (RFC 8536 section 3.3, POSIX TZ with hours of -167 to 167): what holds after
/// the last transition in its table.
struct PosixRule: Hashable, Sendable {
    struct Daylight: Hashable, Sendable {
        var type: LocalType
        var start: Day
        var end: Day
    }

    /// A day of the year and the local time, in seconds from its midnight, at which the clock changes.
    struct Day: Hashable, Sendable {
        enum Form: Hashable, Sendable {
            /// 1...365, 29 February never counted.
            case julian(Int)
            /// 0...365, 29 February counted.
            case ordinal(Int)
            /// Month, week (5 = last), weekday (0 = Sunday).
            case weekday(month: Int, week: Int, weekday: Int)
        }
        var form: Form
        var time: Int
    }

    var standard: LocalType
    var daylight: Daylight?

    /// The changes of the years given, in order of their instants.
    func changes(years: ClosedRange<Int>) -> [(at: Int64, type: LocalType)] {
        guard let daylight else { return [] }
        var list: [(at: Int64, type: LocalType)] = []
        for year in years {
            let start = daylight.start.localSeconds(year: year) - Int64(standard.offset)
            let end = daylight.end.localSeconds(year: year) - Int64(daylight.type.offset)
            let pair = [(at: start, type: daylight.type), (at: end, type: standard)]
            list += start <= end ? pair : pair.reversed()
        }
        return list
    }
}

extension PosixRule.Day {
    func localSeconds(year: Int) -> Int64 {
        Int64(dayNumber(year: year)) * 86_400 + Int64(time)
    }

    private func dayNumber(year: Int) -> Int {
        let january = CivilDays.number(year: year, month: 1, day: 1)
        switch form {
        case .julian(let day):
            return january + day - 1 + (CivilDays.isLeap(year) && day >= 60 ? 1 : 0)
        case .ordinal(let day):
            return january + day
        case .weekday(let month, let week, let weekday):
            let first = CivilDays.number(year: year, month: month, day: 1)
            var day = (weekday - CivilDays.weekday(of: first) + 7) % 7 + (week - 1) * 7
            while day >= CivilDays.length(ofMonth: month, year: year) { day -= 7 }
            return first + day
        }
    }
}
