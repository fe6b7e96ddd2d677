extension ItemReader {
    /// A time of day where one may stand: bare numbers need a word before them that asks for a time.
    mutating func clockItem() -> RequestItem? {
        let start = position
        _ = acceptMark("@")
        let isAsked = allowsBareNumber(at: start) || position > start
        guard let clock = clock(isBareAllowed: isAsked) else { return nil }
        guard clock.exists || clock.isEndOfDay else { return .impossible("no such time") }
        return .clock(clock.isEndOfDay ? .midnight : clock, partBeside())
    }

    mutating func acceptMark(_ mark: String) -> Bool {
        guard current?.isMark(mark) == true else { return false }
        position += 1
        return true
    }

    func allowsBareNumber(at start: Int) -> Bool {
        guard start > 0 else { return lexemes.count == 1 || isOnlyNumber }
        switch lexemes[start - 1].text {
        case "at", "to", "until", "from", "by", "before", "after", "around", "about", "@", "not", "it", "make", "set",
            "till", "instead", "past", "roughly", "circa", "start", "stop", "end", "finish", "that", "be":
            return true
        case "and", ",", "or", "&", "/":
            // A further item of a list of times.
            var place = start - 2
            while place >= 0, ["am", "pm", "a", "p", "m", ".", ":"].contains(lexemes[place].text) { place -= 1 }
            guard place >= 0, lexemes[place].number != nil || lexemes[place].text == "noon" else { return false }
            return place == 0
                || ["at", "to", "@", "and", ",", "or", "from", "run", "it", "make", "set", "&", "/"].contains(
                    lexemes[place - 1].text)
        default: return false
        }
    }

    var isOnlyNumber: Bool {
        lexemes.dropFirst().allSatisfy { $0.kind == .mark || $0.role == .filler || $0.text == "oclock" }
    }

    /// A time of day as it stands; nil where the words are none.
    mutating func clock(isBareAllowed: Bool, isSpokenAllowed: Bool = true) -> ClockPhrase? {
        if current?.kind == .digits, current?.text == "12", let next = peek(1)?.text,
            next == "noon" || next == "midnight"
        {
            position += 1
        }
        if accept("noon") { return .noon }
        if accept("midnight") { return .midnight }
        if isSpokenAllowed, let clock = attempt({ $0.spokenClock() }) { return clock }
        if let clock = attempt({ $0.digitClock(isBareAllowed: isBareAllowed) }) { return clock }
        return attempt { $0.wordClock(isBareAllowed: isBareAllowed) }
    }

    /// "half past nine", "quarter to six", "twenty past ten", "ten minutes to six".
    mutating func spokenClock() -> ClockPhrase? {
        _ = accept("a")
        let minutes: Int
        if accept("half") {
            minutes = 30
        } else if accept("quarter") {
            minutes = 15
        } else {
            guard let number = wholeNumber(), number < 60 else { return nil }
            minutes = number
        }
        let isRound = minutes % 5 == 0 && minutes < 30
        var isUnitNamed = false
        if case .unit(.minute)? = current?.role {
            position += 1
            isUnitNamed = true
        }
        let isBefore: Bool
        if accept("past", "after") {
            isBefore = false
        } else if isRound || isUnitNamed, accept("to", "before", "til") {
            isBefore = true
        } else if minutes == 30, position > 0, lexemes[position - 1].text == "half", current?.number != nil {
            // "half nine"
            isBefore = false
        } else {
            return nil
        }
        if accept("noon") {
            return isBefore
                ? ClockPhrase(hour: 11, minute: 60 - minutes, half: .known)
                : ClockPhrase(hour: 12, minute: minutes, half: .known)
        }
        if accept("midnight") {
            return isBefore
                ? ClockPhrase(hour: 23, minute: 60 - minutes, half: .known)
                : ClockPhrase(hour: 0, minute: minutes, half: .known)
        }
        guard let hour = wholeNumber(), (1...12).contains(hour), !isCounted else { return nil }
        _ = accept("oclock")
        let half = meridiem(isAttachable: true) ?? .open
        guard isBefore, minutes > 0 else { return ClockPhrase(hour: hour, minute: minutes, half: half) }
        var phrase = ClockPhrase(hour: hour == 1 ? 12 : hour - 1, minute: 60 - minutes, half: half)
        if hour == 12, half != .open { phrase.half = half == .am ? .pm : .am }
        return phrase
    }

    /// What follows makes the number before it a count: a unit, "times", "runs".
    var isCounted: Bool {
        guard let next = current else { return false }
        if case .unit = next.role { return true }
        if ["time", "times", "run", "x", "fortnight", "occurrences", "percent", "%", "of"].contains(next.text) {
            return !(next.text == "time") && !(next.text == "run")
        }
        if next.isAttached, ["m", "h", "s", "d", "w", "st", "nd", "rd", "th"].contains(next.text) { return true }
        return next.isMark("-") && next.isAttached && isUnit(peek(1))
    }

    func isUnit(_ lexeme: Lexeme?) -> Bool {
        if case .unit? = lexeme?.role { true } else { false }
    }

    /// "9", "9:15", "9.30am", "0900", "1700h", "17h", "17h30", "09:00:30", "9 15 am".
    mutating func digitClock(isBareAllowed: Bool) -> ClockPhrase? {
        guard let lexeme = current, lexeme.kind == .digits, (1...4).contains(lexeme.text.utf8.count),
            let number = lexeme.number
        else { return nil }
        position += 1
        let length = lexeme.text.utf8.count
        let isCompact = length > 2
        var phrase = ClockPhrase(
            hour: isCompact ? number / 100 : number, minute: isCompact ? number % 100 : 0, half: .open)
        var isMarked = false
        if !isCompact, let minute = attempt({ $0.minutesOfClock() }) {
            phrase.minute = minute
            isMarked = true
            if current?.isMark(":") == true, peek(1)?.kind == .digits, peek(1)?.isAttached == true { position += 2 }
        }
        if !isMarked, !isCompact, current?.isAttached == true, current?.text == "h" {
            position += 1
            if let minute = current, minute.kind == .digits, minute.isAttached, minute.text.utf8.count == 2 {
                phrase.minute = minute.number ?? 0
                position += 1
            } else if phrase.hour < 13, !isBareAllowed || number == 0 || isShiftWord(current) || isLengthBefore {
                return nil
            }
            phrase.half = .known
            return phrase
        }
        return finished(phrase, lexeme: lexeme, isMarked: isMarked, isBareAllowed: isBareAllowed)
    }

    /// "by 2h" is a length.
    var isLengthBefore: Bool {
        guard let before = peek(-3)?.text else { return false }
        if before == "to",
            lexemes.contains(where: { ["timeout", "runtime", "limit", "duration", "out"].contains($0.text) })
        {
            return true
        }
        return ["by", "it", "make", "set", "start", "stop", "end", "finish", "that", "and", ",", "or"].contains(before)
    }

    func isShiftWord(_ lexeme: Lexeme?) -> Bool {
        ["later", "earlier", "late", "early", "back", "forward", "after", "before"].contains(lexeme?.text ?? "")
    }

    mutating func finished(
        _ read: ClockPhrase, lexeme: Lexeme, isMarked: Bool, isBareAllowed: Bool
    ) -> ClockPhrase? {
        var phrase = read
        let length = lexeme.text.utf8.count
        if let half = meridiem(isAttachable: true) {
            phrase.half = half
            return phrase
        }
        let isLeadingZero = lexeme.text.utf8.first == 48 && length > 1
        if length == 4, current?.isAttached == true, accept("h", "hrs", "z") {
            if peek(-1)?.text == "z" { position -= 1 }
            phrase.half = .known
            return phrase
        }
        if length > 2, isHourUnit(current) {
            position += 1
            phrase.half = .known
            return phrase
        }
        if isLeadingZero || phrase.hour == 0 || phrase.hour > 12 || length == 4 { phrase.half = .known }
        if accept("oclock") {
            if let half = meridiem(isAttachable: false) { phrase.half = half }
            return phrase
        }
        if isMarked { return phrase }
        if isCounted { return nil }
        if length == 3 { return nil }
        if length == 4 {
            // A year is no time of day, unless a word asks for one.
            return isBareAllowed || phrase.exists && phrase.hour < 20 && lexemes.count <= 3 ? phrase : nil
        }
        return isBareAllowed || isBesidePart || isBesideZone || isTimeSuffix ? phrase : nil
    }

    func isHourUnit(_ lexeme: Lexeme?) -> Bool { lexeme?.text == "hour" && lexeme?.isPlural == true }

    /// "9 in the morning", "9 at night", "9 tonight".
    var isBesidePart: Bool {
        var ahead = self
        return ahead.partBeside() != nil
    }

    var isBesideZone: Bool {
        guard let next = current, ["utc", "gmt", "z"].contains(next.text) else { return false }
        return true
    }

    var isTimeSuffix: Bool { current?.text == "sharp" }

    /// ":15", ".30" or " 15" before am or pm.
    mutating func minutesOfClock() -> Int? {
        guard let mark = current, mark.kind == .mark, mark.text == ":" || mark.text == "." || mark.text == "h",
            mark.isAttached, let minutes = peek(1), minutes.kind == .digits, minutes.isAttached,
            minutes.text.utf8.count == 2
        else { return nil }
        position += 2
        return minutes.number
    }

    /// "nine", "nine thirty", "nine o'clock", "nine a m".
    mutating func wordClock(isBareAllowed: Bool) -> ClockPhrase? {
        guard let lexeme = current, lexeme.kind == .word, let hour = lexeme.number, (1...12).contains(hour) else {
            return nil
        }
        position += 1
        var phrase = ClockPhrase(hour: hour, half: .open)
        var isCertain = accept("oclock")
        if !isCertain, let next = current, next.kind == .word, let tens = next.number,
            [10, 15, 20, 30, 40, 45, 50].contains(tens) || (11...19).contains(tens)
        {
            let start = position
            if let minute = wholeNumber(), !isCounted {
                phrase.minute = minute
                isCertain = true
            } else {
                position = start
            }
        } else if !isCertain, accept(sequence: "oh", "five") {
            phrase.minute = 5
            isCertain = true
        }
        if let half = meridiem(isAttachable: false) {
            phrase.half = half
            return phrase
        }
        if isCertain { return phrase }
        guard !isCounted else { return nil }
        return isBareAllowed || isBesidePart || isTimeSuffix ? phrase : nil
    }

    /// "am", "a.m.", "p", "p m"; a lone letter only where it is attached to the number.
    mutating func meridiem(isAttachable: Bool) -> ClockPhrase.Half? {
        guard let lexeme = current else { return nil }
        switch lexeme.text {
        case "am", "pm":
            position += 1
            return lexeme.text == "am" ? .am : .pm
        case "a", "p":
            let start = position
            position += 1
            let isDotted = acceptMark(".")
            if accept("m") {
                if current?.isAttached == true, isDotted { _ = acceptMark(".") }
            } else if !(isAttachable && lexeme.isAttached && lexemes[start].range.count == 1) {
                position = start
                return nil
            }
            return lexeme.text == "a" ? .am : .pm
        default: return nil
        }
    }

    /// "in the morning", "at night", "tonight", "this evening" behind a time.
    mutating func partBeside() -> DayPart? {
        attempt { reader in
            if case .part(.tonight)? = reader.current?.role {
                reader.position += 1
                return .tonight
            }
            guard reader.accept("in", "at", "of") else { return nil }
            _ = reader.accept("the")
            guard case .part(let part)? = reader.current?.role, part != .endOfDay else { return nil }
            reader.position += 1
            return part
        }
    }

    /// A part of the day alone.
    mutating func partItem() -> RequestItem? {
        let start = position
        let isEach = accept("every", "each") || position > 0 && ["every", "each"].contains(lexemes[position - 1].text)
        if accept(sequence: "close", "of", "business") || accept(sequence: "end", "of", "day")
            || accept(sequence: "end", "of", "business") || accept(sequence: "end", "of", "the", "day")
            || accept(sequence: "close", "of", "play") || accept(sequence: "end", "of", "business", "day")
        {
            return .part(.endOfDay, isEach: isEach)
        }
        if accept("nightly") { return .part(.night, isEach: true) }
        guard let lexeme = current, case .part(let part) = lexeme.role else {
            position = start
            return nil
        }
        position += 1
        if part == .lunchtime { _ = accept("time") }
        return .part(part, isEach: isEach || lexeme.isPlural)
    }
}

extension ClockPhrase {
    /// 24:00, the end of the day.
    var isEndOfDay: Bool { hour == 24 && minute == 0 }
}
