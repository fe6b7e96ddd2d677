extension Wish {
    var hasTimeWords: Bool { !times.isEmpty || !addedTimes.isEmpty || !removedTimes.isEmpty || part != nil }
    /// "monthly on the 15th" takes the day as the rule's.
    var isMonthlyOnly: Bool { cycle.map { $0.1 == .month || $0.1 == .year } ?? false }
    var isRateNamed: Bool { isOnceADay && days.isEmpty }

    /// Judges the whole: what was not understood, misspellings, a title beside nothing.
    mutating func finish(_ items: [PlacedItem], _ text: RequestText.Parts) {
        hasSeparateTimes = Self.hasSeparateTimes(items)
        isBareTimeout =
            items.contains { if case .sense(.timeout) = $0.item { true } else { false } } && text.namesTimeout
        for (written, read) in text.mended { assumptions.append("\"\(written)\" was read as \"\(read)\".") }
        if timeout != nil, isTimeoutNamed || !state.isEmpty, state == [.stop] { state = [] }
        if isEverything, shift == nil, interval == nil, times.isEmpty {
            refuse("I did not act on \"everything\": \(Refused.otherJobs.rawValue).")
        }
        if unknown.isEmpty { return }
        // A number or a length that no place was found for changes what is asked.
        for phrase in unknown where Self.isMeasure(phrase) { refuse("I did not understand \"\(phrase)\".") }
        if understood == 0 || unknown.count > understood || unknown.count > 3 {
            refuse("I did not understand \"\(unknown.joined(separator: " "))\".")
        }
        if let phrase = Self.dangerousUnknown(items, text.bytes) { refuse("I did not understand \"\(phrase)\".") }
    }

    private static func isMeasure(_ phrase: String) -> Bool {
        phrase.utf8.contains { $0 >= 48 && $0 <= 57 }
            || phrase.lowercased().split(separator: " ").contains { word in
                switch Lexicon.shared.entry(String(word))?.role {
                case .unit?, .number?, .ordinal?, .weekday?, .month?: true
                case .part?, .plain?, .filler?, .foreign?, nil: false
                }
            }
    }

    /// Different days with different times: days, times, days, times.
    private static func hasSeparateTimes(_ items: [PlacedItem]) -> Bool {
        var kinds: [Character] = []
        var times: [ClockPhrase] = []
        for item in items {
            switch item.item {
            case .clock(let clock, _):
                if kinds.last != "T" { kinds.append("T") }
                times.append(clock)
            case .weekdays, .monthDays:
                if kinds.last != "D" { kinds.append("D") }
            case .sense(.not), .sense(.except), .sense(.instead): return false
            default: break
            }
        }
        return kinds.count >= 4 && Set(times).count > 1
    }

    /// An unknown word behind one that limits or aims: what it means changes what is asked.
    private static func dangerousUnknown(_ items: [PlacedItem], _ bytes: [UInt8]) -> String? {
        for (index, item) in items.enumerated() where item.item == .unknown && index > 0 {
            guard case .sense(let sense) = items[index - 1].item else { continue }
            switch sense {
            case .except, .not, .until, .through, .before, .after, .inside, .forLength, .from, .since, .only, .pause,
                .disable, .skip, .resume, .stop, .cancel, .run,
                .instead, .on, .but, .by, .remove, .runNow, .start, .hold, .to, .at, .add:
                return String(decoding: bytes[items[index - 1].range.lowerBound..<item.range.upperBound], as: UTF8.self)
            default: continue
            }
        }
        return nil
    }
}
