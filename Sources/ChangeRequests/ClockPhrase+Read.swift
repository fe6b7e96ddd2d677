extension PhraseReader {
    /// A time of day: "9am", "9:15 a.m.", "0900", "17h", "half past nine", "noon".
    mutating func clock() throws(InstantWordsError) -> ClockPhrase? {
        let start = position
        guard let phrase = try attempt({ (reader) throws(InstantWordsError) in reader.clockWords() }) else {
            return nil
        }
        guard phrase.exists else { throw error(.noSuchTime, from: start) }
        return phrase
    }

    private mutating func clockWords() -> ClockPhrase? {
        if accept("noon", "midday") != nil { return .noon }
        if accept("midnight") != nil { return .midnight }
        if let phrase = spokenClock() { return phrase }
        return current?.kind == .digits ? digitClock() : wordClock()
    }

    /// "half past nine", "quarter to six", "twenty past ten".
    private mutating func spokenClock() -> ClockPhrase? {
        var ahead = self
        _ = ahead.accept("a")
        let minutes: Int
        if ahead.accept("half") != nil {
            minutes = 30
        } else if ahead.accept("quarter") != nil {
            minutes = 15
        } else {
            guard let number = ahead.number() else { return nil }
            minutes = number
        }
        _ = ahead.accept("minutes", "minute", "mins", "min")
        guard let direction = ahead.accept("past", "after", "to", "before"), minutes < 60 else { return nil }
        guard let hour = ahead.number(), (1...12).contains(hour) else { return nil }
        let half = ahead.meridiem(isAttachable: false) ?? .open
        self = ahead
        return Self.spoken(
            minutes: minutes, isBefore: direction == "to" || direction == "before", hour: hour, half: half)
    }

    private static func spoken(minutes: Int, isBefore: Bool, hour: Int, half: ClockPhrase.Half) -> ClockPhrase {
        guard isBefore, minutes > 0 else { return ClockPhrase(hour: hour, minute: minutes, half: half) }
        var phrase = ClockPhrase(hour: hour == 1 ? 12 : hour - 1, minute: 60 - minutes, half: half)
        // Ten to twelve at noon is still morning.
        if hour == 12, half != .open { phrase.half = half == .am ? .pm : .am }
        return phrase
    }

    /// "9", "9:15", "9.30am", "0900", "1700h", "17h", "09:00:30".
    private mutating func digitClock() -> ClockPhrase? {
        guard let token = current, (1...4).contains(token.text.utf8.count), let number = Int(token.text) else {
            return nil
        }
        advance()
        let isCompact = token.text.utf8.count > 2
        var phrase = ClockPhrase(hour: isCompact ? number / 100 : number, half: .open)
        if isCompact {
            phrase.minute = number % 100
        } else if acceptJoint(":", "."), let minutes = current {
            guard minutes.text.utf8.count == 2, let minute = Int(minutes.text) else { return nil }
            phrase.minute = minute
            advance()
            guard let second = secondsOfClock() else { return nil }
            phrase.second = second
        }
        return finish(phrase, hourText: token.text, isCompact: isCompact)
    }

    /// ":30", with a fraction that is cut; 0 where nothing follows.
    private mutating func secondsOfClock() -> Int? {
        guard acceptJoint(":"), let token = current else { return 0 }
        guard token.text.utf8.count == 2 else { return nil }
        advance()
        if acceptJoint(".") { advance() }
        return Int(token.text)
    }

    private mutating func finish(_ read: ClockPhrase, hourText: String, isCompact: Bool) -> ClockPhrase? {
        var phrase = read
        if let half = meridiem(isAttachable: true) {
            phrase.half = half
            return phrase
        }
        let isMarked = accept("h", "hrs") != nil
        _ = accept("oclock")
        if let half = meridiem(isAttachable: false) {
            phrase.half = half
        } else if isMarked || hourText.hasPrefix("0") || phrase.hour > 12 || phrase.hour == 0
            || hourText.utf8.count == 4
        {
            phrase.half = .known
        } else if isCompact {
            // Three digits are a time only beside am or pm.
            return nil
        }
        return phrase
    }

    /// "nine", "nine thirty", "nine o'clock".
    private mutating func wordClock() -> ClockPhrase? {
        guard let token = current, let hour = NumberWords.value(of: token.text), (1...12).contains(hour) else {
            return nil
        }
        advance()
        var phrase = ClockPhrase(hour: hour, half: .open)
        if accept("oclock") == nil, current?.kind == .word, let minute = number() { phrase.minute = minute }
        if let half = meridiem(isAttachable: false) { phrase.half = half }
        return phrase
    }

    /// "am", "a.m.", "p", "p m"; a lone letter only where it is attached to the number.
    private mutating func meridiem(isAttachable: Bool) -> ClockPhrase.Half? {
        guard let token = current, token.kind == .word else { return nil }
        switch token.text {
        case "am", "pm":
            advance()
            return token.text == "am" ? .am : .pm
        case "a", "p":
            var ahead = self
            ahead.advance()
            _ = ahead.accept(".")
            if ahead.accept("m") != nil {
                _ = ahead.accept(".")
            } else if !(isAttachable && token.isAttached) {
                return nil
            }
            self = ahead
            return token.text == "a" ? .am : .pm
        default: return nil
        }
    }
}
