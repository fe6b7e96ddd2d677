import CivilTime
import Operations
import Recurrence

extension Composer {
    /// How many times as frequent a change may be before it is warned of.
    static let frequencyMax = 10.0

    /// What every change must say that could do harm.
    mutating func warnOfDanger() {
        warnOfFrequency()
        switch patch.state {
        case .paused?, .disabled?:
            if schedule.category == .critical || patch.category == .critical {
                notes.append("This schedule is critical, and would not run.")
            }
        case .active?, nil: break
        }
        if case .at = patch.timing, !isOneShot { notes.append("The schedule would run once and never again.") }
        if isOneShot {
            if case .skip? = occurrence { notes.append("It runs once only: nothing would be left to run.") }
            if case .disabled? = patch.state { notes.append("It runs once only: nothing would be left to run.") }
            if case .at(let at) = schedule.timing, case .paused(let until)? = patch.state, patch.timing == nil,
                until.map({ $0 > at }) ?? true
            {
                notes.append("Its only run falls into the pause: nothing would be left to run.")
            }
        }
        if case .skip(let instants)? = occurrence, instants.count > 1 {
            notes.append("\(instants.count) runs are left out.")
        }
    }

    private mutating func warnOfFrequency() {
        guard let timing = patch.timing else { return }
        let after: Double
        switch timing {
        case .cron:
            guard let expression = made else { return }
            after = Rule.cron(expression, zone, .dialect).occurrencesPerDay
        case .every(let seconds):
            var hours = schedule.activeHours
            switch patch.activeHours {
            case .value(let new)?: hours = new
            case .some(.none): hours = nil
            case nil: break
            }
            after = Double(hours?.seconds ?? 86_400) / Double(max(1, seconds))
            if seconds < 60 { notes.append("It would run every \(seconds == 1 ? "second" : "\(seconds) seconds").") }
            if seconds == 1 { assumptions.append("Every second is seldom what is meant.") }
        case .at: return
        }
        let before = rule?.occurrencesPerDay ?? 0
        if before > 0, after > before * Self.frequencyMax {
            notes.append("It would run more than \(Int(Self.frequencyMax)) times as often as now.")
        } else if before == 0, isOneShot, after > Self.frequencyMax {
            notes.append("It runs once now, and would run \(Int(after)) times a day.")
        }
    }

    // MARK: In words

    func summary(of operation: ChangeKind) -> String {
        var parts: [String] = []
        let zone = (try? zones.zone(named: patch.timezone ?? schedule.timezone)) ?? self.zone
        switch patch.timing {
        case .cron?:
            if let expression = made { parts.append("run it: " + Rule.cron(expression, zone, .dialect).words()) }
        case .every(let seconds)?: parts.append("run it: " + Rule.every(seconds: seconds, anchor: request.now).words())
        case .at(let instant)?: parts.append("run it once, at \(zone.local(instant)) (\(zone.identifier))")
        case nil: if patch.timezone != nil { parts.append("keep its clock in \(zone.identifier)") }
        }
        switch patch.activeHours {
        case .value(let hours)?: parts.append("keep it active \(hours.words())")
        case .some(.none): parts.append("keep it active around the clock")
        case nil: break
        }
        switch patch.state {
        case .active?: parts.append(operation == .enable ? "enable it" : "make it active")
        case .disabled?: parts.append("disable it")
        case .paused(let until)?:
            parts.append(
                "pause it" + (until.map { " until \(zone.local($0)) (\(zone.identifier))" } ?? " until it is resumed"))
        case nil: break
        }
        if let title = patch.title { parts.append("name it \"\(title)\"") }
        if let category = patch.category { parts.append("make it \(category.rawValue)") }
        switch patch.timeoutSeconds {
        case .value(let seconds)?: parts.append("end a run after \(seconds) seconds")
        case .some(.none): parts.append("let a run take as long as it needs")
        case nil: break
        }
        switch patch.overlap {
        case .skip?: parts.append("skip what falls due while a run is alive")
        case .queue?: parts.append("queue what falls due while a run is alive")
        case .allow?: parts.append("let runs overlap")
        case nil: break
        }
        switch occurrence {
        case .run(let at)?: parts.append("run it once more, at \(zone.local(at)) (\(zone.identifier))")
        case .skip(let at)?:
            parts.append(
                at.count == 1
                    ? "leave out the run of \(zone.local(at[0])) (\(zone.identifier))" : "leave out \(at.count) runs")
        case .move(let from, let to)?:
            parts.append("move the run of \(zone.local(from)) to \(zone.local(to)) (\(zone.identifier))")
        case nil: if isRunNow { parts.append("run it now") }
        }
        let sentence = parts.joined(separator: "; ")
        return sentence.prefix(1).uppercased() + sentence.dropFirst() + "."
    }
}
