extension ItemReader {
    /// ":15 and :45", "at 15 and 45 past", "half past every hour", "quarter past", "20 past the hour".
    mutating func minutesPast() -> RequestItem? {
        if let minute = attempt({ reader -> Int? in
            _ = reader.accept("a")
            let minutes: Int
            if reader.accept("half") {
                minutes = 30
            } else if reader.accept("quarter") {
                minutes = 15
            } else {
                guard let number = reader.wholeNumber(), number < 60 else { return nil }
                minutes = number
            }
            if case .unit(.minute)? = reader.current?.role { reader.position += 1 }
            let isBefore: Bool
            if reader.accept("past", "after") {
                isBefore = false
            } else if reader.accept("to", "before") {
                isBefore = true
            } else {
                return nil
            }
            guard reader.hourOfMinutes() || reader.isAtEnd && (minutes == 30 || minutes == 15) else { return nil }
            return isBefore ? (60 - minutes) % 60 : minutes
        }) {
            return .minutes([minute])
        }
        if accept(sequence: "on", "the", "half", "hour") || accept(sequence: "at", "the", "half", "hour") {
            return .minutes([30])
        }
        if let item = attempt({ $0.minuteList() }) { return item }
        // "minute 15", "at minutes 5 and 35"
        guard case .unit(.minute)? = current?.role else { return nil }
        position += 1
        guard let first = wholeNumber(), first < 60 else { return nil }
        var minutes = [first]
        while let next = attempt({ reader -> Int? in
            guard reader.accept("and") || reader.acceptMark(",") || reader.acceptMark("&") else { return nil }
            _ = reader.accept("and")
            return reader.wholeNumber()
        }) { minutes.append(next) }
        _ =
            accept(sequence: "of", "every", "hour") || accept(sequence: "of", "each", "hour")
            || accept(sequence: "of", "the", "hour")
        return minutes.allSatisfy({ $0 < 60 }) ? .minutes(minutes) : .impossible("no such minute")
    }

    /// "15 and 45 past (the hour)", "0, 20 and 40 minutes past each hour".
    mutating func minuteList() -> RequestItem? {
        var minutes: [Int] = []
        while let minute = wholeNumber() {
            minutes.append(minute)
            let isJoined = acceptMark(",") || acceptMark("/")
            guard accept("and") || acceptMark("&") || isJoined else { break }
        }
        guard minutes.count > 1 else { return nil }
        if case .unit(.minute)? = current?.role { position += 1 }
        guard accept("past", "after") else { return nil }
        if current?.number != nil { return nil }
        _ = hourOfMinutes()
        return minutes.allSatisfy({ $0 < 60 }) ? .minutes(minutes) : .impossible("no such minute")
    }

    /// "every hour", "the hour", "each hour", "hourly" behind minutes.
    mutating func hourOfMinutes() -> Bool {
        if accept("hourly") { return true }
        _ = accept("every", "each", "the")
        return accept("hour")
    }

    /// ":15 and :45", ":30".
    mutating func minuteMarks() -> RequestItem? {
        var minutes: [Int] = []
        while acceptMark(":") {
            guard let digits = current, digits.kind == .digits, digits.text.utf8.count == 2, digits.isAttached,
                let minute = digits.number
            else { return nil }
            position += 1
            minutes.append(minute)
            let start = position
            _ = acceptMark(",") || acceptMark("/") || acceptMark("&")
            _ = accept("and")
            if current?.isMark(":") != true { position = start }
        }
        guard !minutes.isEmpty else { return nil }
        if accept("past") { _ = hourOfMinutes() }
        return minutes.allSatisfy({ $0 < 60 }) ? .minutes(minutes) : .impossible("no such minute")
    }
}
