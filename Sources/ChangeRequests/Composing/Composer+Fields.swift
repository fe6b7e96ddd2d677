import Operations

extension Composer {
    mutating func settleFields() throws(Objection) {
        if let title = wish.title {
            guard title != schedule.title else { throw Objection("That is its title already.") }
            patch.title = title
        }
        switch wish.category {
        case .critical?: patch.category = .critical
        case .normal?: patch.category = .normal
        case .low?: patch.category = .low
        case .muted?:
            guard !wish.hasTimeWords, wish.namedHours == nil, wish.window == nil, wish.bound == nil, wish.days.isEmpty
            else {
                throw Objection("Alerts can be turned low as a whole, and not for a time.")
            }
            patch.category = .low
            notes.append("Failures of the category low raise no alerts; it still runs and is still recorded.")
        case nil: break
        }
        if let overlap = wish.overlap {
            guard !isHeartbeat else { throw Objection("A heartbeat has no setting for runs that overlap.") }
            switch overlap {
            case .skip: patch.overlap = .skip
            case .queue: patch.overlap = .queue
            case .allow: patch.overlap = .allow
            }
        }
        try settleTimeout()
        if wish.isPriorityNamed, patch.category == nil { throw Objection("It does not say which priority.") }
    }

    private mutating func settleTimeout() throws(Objection) {
        guard wish.timeout != nil || wish.noTimeout else {
            if wish.isTimeoutNamed, wish.isBareTimeout { throw Objection("It does not say how long a run may take.") }
            return
        }
        guard !isHeartbeat else { throw Objection("A heartbeat has no time limit to set.") }
        if wish.noTimeout {
            guard wish.timeout == nil else { throw Objection("It asks for a time limit and for none.") }
            patch.timeoutSeconds = SchedulePatch.Setting.none
        } else if let timeout = wish.timeout {
            guard timeout.totalSeconds > 0 else { throw Objection("A time limit is at least a second.") }
            patch.timeoutSeconds = .value(timeout.totalSeconds)
        }
    }
}
