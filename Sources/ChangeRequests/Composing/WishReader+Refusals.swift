extension WishReader {
    mutating func refused(_ reason: Refused, _ placed: PlacedItem) {
        switch reason {
        case .event where wish.isTimeoutNamed && peekSense() == .run: break
        case .event where text(placed).lowercased() == "if" && (peekSense() == .timeout || peekSense(1) == .timeout):
            wish.isTimeoutNamed = true
        case .otherJobs where text(placed).lowercased() == "everything":
            wish.isEverything = true
        default: wish.refuse("I did not act on \"\(phrase(from: placed))\": \(reason.rawValue).")
        }
    }

    /// The words from an item to the end of its clause.
    func phrase(from placed: PlacedItem) -> String {
        var end = placed.range.upperBound
        for item in items[index...] {
            if item.item == .comma || item.item == .stop { break }
            end = item.range.upperBound
        }
        return String(decoding: source[placed.range.lowerBound..<end], as: UTF8.self)
    }

    mutating func harmless(_ placed: PlacedItem) {
        let text = phrase(from: placed)
        // "tell me about it", "email me the report": everything up to the next wish belongs to it.
        while index < items.count {
            let item = items[index].item
            if item == .comma || item == .stop || item == .sense(.and) && isWish(after: index + 1) { break }
            if case .sense(.refuse(let reason)) = item, reason != .event, reason != .work {
                refused(reason, items[index])
            }
            index += 1
        }
        wish.assumptions.append("I left out \"\(text)\": it can't be done here.")
    }

    func isWish(after place: Int) -> Bool {
        guard place < items.count else { return false }
        switch items[place].item {
        case .sense(let sense):
            switch sense {
            case .change, .move, .run, .pause, .hold, .disable, .skip, .resume, .start, .shiftLater, .shiftEarlier,
                .critical, .normal, .low, .remove, .cancel, .stop, .only, .add:
                return true
            default: return false
            }
        case .interval, .weekdays, .clock: return true
        default: return false
        }
    }

    // MARK: Negation

    mutating func negation(_ placed: PlacedItem) {
        wish.isNegated = true
        switch peek() {
        case .sense(.run)?, .sense(.runNoun)?:
            index += 1
            wish.isNegatedRun = true
            setMode(.remove)
        case .sense(.start)? where isHeartbeat || isBoundary(1):
            index += 1
            if isHeartbeat || sense(at: index) == .before {
                setMode(.remove)
            } else {
                wish.isNegatedRun = true
                setMode(.remove)
            }
        case .sense(.keepGoing)?:
            index += 1
            wish.isNegatedRun = true
            setMode(.remove)
        case .sense(let sense)?:
            switch sense {
            case .before, .after, .until, .through, .on, .at, .inside, .businessHours, .nightHours, .from, .to,
                .thisWeekend, .weekendNoun,
                .nextWeek, .thisWeek, .nextRun, .thisRun, .overWeekend, .restOfDay, .restOfWeek, .forLength, .by,
                .dayHours, .indefinitely, .onlyToday, .restOfMonth, .every:
                if case .nextRun = sense { wish.isSkip = true }
                if case .thisRun = sense { wish.isSkip = true }
                switch sense {
                case .thisWeekend, .weekendNoun, .nextWeek, .thisWeek: wish.isSkip = true
                case .overWeekend, .restOfDay, .restOfWeek, .until, .through, .forLength, .indefinitely, .restOfMonth:
                    wish.isNegatedRun = true
                default: break
                }
                setMode(.remove)
            case .only: setMode(.set)
            case .extra, .add, .refuse, .harmless: break
            default: skipNegated()
            }
        case .nextRuns?:
            wish.isSkip = true
            setMode(.remove)
        case .clock?, .weekdays?, .date?, .window?, .monthDays?, .months?, .part?, .cycle?, .interval?, .rate?:
            setMode(.remove)
        case .duration?: skipNegated()
        default:
            wish.isNegated = true
            if wish.isRun { wish.refuse("It only says what shall not be done.") }
        }
    }

    func isBoundary(_ distance: Int) -> Bool {
        let sense = peekSense(distance)
        return sense == .before || sense == .after || sense == .until
    }

    func isNegatedInstead(_ placed: PlacedItem) -> Bool {
        text(placed).lowercased().hasSuffix("of") || text(placed).lowercased().hasSuffix("than")
    }

    /// Steps over what stays as it is: up to a comma, "but", "just", "instead" or the like.
    mutating func skipNegated() {
        wish.isNegated = true
        while index < items.count {
            switch items[index].item {
            case .comma, .stop, .sense(.but), .sense(.only), .sense(.instead): return
            case .sense(.and) where isWish(after: index + 1) && !isOr(index): return
            case .unknown: wish.unknown.append(text(items[index]))
            case .date, .sense(.nextRun), .sense(.thisRun), .weekdays:
                wish.isSkippedRunNamed = true
            case .sense(.harmless), .sense(.refuse):
                if case .sense(.refuse(let reason)) = items[index].item, reason != .event {
                    refused(reason, items[index])
                }
            default: break
            }
            index += 1
        }
    }

    func isOr(_ place: Int) -> Bool { text(items[place]).lowercased() == "or" }

    mutating func but() {
        switch peek() {
        case .weekdays?, .monthDays?, .date?, .months?:
            setMode(.remove, ofRule: true)
        case .sense(.not)?:
            // "but not on Fridays": of the rule, where a rule is named.
            index += 1
            switch peek() {
            case .sense(.on)?, .sense(.at)?, .weekdays?, .clock?, .window?, .sense(.inside)?, .months?, .monthDays?,
                .cycle?, .part?, .sense(.nightHours)?, .sense(.businessHours)?, .sense(.before)?, .sense(.after)?:
                setMode(.remove, ofRule: true)
                wish.isNegated = true
            default:
                index -= 1
                setMode(.set)
            }
        case .sense(.on)?:
            if case .weekdays? = peek(1) { setMode(.set) }
        default: setMode(.set)
        }
    }
}
