extension WishReader {
    // MARK: Lengths

    mutating func duration(_ elapsed: Elapsed, _ placed: PlacedItem) {
        if peekSense() == .from || peekSense() == .since {
            // "a week from today"
            if elapsed.seconds == 0, case .date(.today)? = peek(1) {
                wish.dates.append(.after(days: elapsed.days))
                index += 2
            } else {
                wish.refuse("I did not understand \"\(phrase(from: placed))\".")
            }
            return
        }
        let before: Sense? = index >= 2 ? sense(at: index - 2) : nil
        if elapsed.totalSeconds == 0 {
            wish.refuse("\"\(text(placed))\" is no length of time.")
            return
        }
        if peekSense() == .timeout || peekSense() == .killAfter, before != .timeout {
            wish.timeout = elapsed
            wish.isTimeoutNamed = true
            index += 1
            return
        }
        // "an hour later", "30 minutes back", "2h earlier".
        if let direction = peekSense(), let sign = Self.direction(direction) {
            index += 1
            wish.shift = elapsed.signed(sign)
            return
        }
        if wish.isIntervalNamed, wish.interval == nil, wish.hasShiftVerb == nil, elapsed.days == 0, before != .forLength
        {
            wish.interval = elapsed.seconds
            return
        }
        switch before {
        case .timeout?, .killAfter?:
            wish.timeout = elapsed
        case .after? where wish.state.contains(.stop):
            wish.timeout = elapsed
            wish.state.removeAll { $0 == .stop }
        case .forLength?:
            wish.bound = .duration(elapsed)
        case .inside?:
            wish.inDuration = elapsed
        case .only? where text(items[index - 2]).lowercased().hasPrefix("limit"):
            wish.timeout = elapsed
            wish.isOnly = false
        case .later?:
            wish.shift = elapsed
        case .add? where text(items[index - 2]).lowercased() == "plus":
            wish.shift = elapsed
            setMode(.set)
        case .except? where text(items[index - 2]).lowercased() == "minus":
            wish.shift = elapsed.signed(-1)
            setMode(.set)
        case .earlier?:
            wish.shift = elapsed.signed(-1)
        case .shiftLater?, .by?, .move?, .start?, .finish?, .stop?, .shiftEarlier?:
            shiftByVerb(elapsed, placed)
        default:
            if wish.hasShiftVerb != nil {
                shiftByVerb(elapsed, placed)
            } else if wish.isTimeoutNamed {
                wish.timeout = elapsed
            } else {
                wish.unknown.append(text(placed))
            }
        }
    }

    mutating func shiftByVerb(_ elapsed: Elapsed, _ placed: PlacedItem) {
        if wish.isExtendPause, wish.hasShiftVerb == nil {
            wish.refuse("How long the pause was is not known here; say until when it shall last.")
            return
        }
        guard let sign = wish.hasShiftVerb else {
            wish.refuse("\"\(text(placed))\" does not say whether earlier or later.")
            return
        }
        wish.shift = elapsed.signed(sign)
    }

    static func direction(_ sense: Sense) -> Int? {
        switch sense {
        case .later, .shiftLater: 1
        case .earlier, .shiftEarlier: -1
        default: nil
        }
    }

    func sense(at place: Int) -> Sense? {
        guard place >= 0, place < items.count, case .sense(let sense) = items[place].item else { return nil }
        return sense
    }
}
