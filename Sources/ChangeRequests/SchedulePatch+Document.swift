import CivilTime
package import Operations
import Recurrence

extension SchedulePatch {
    /// As a merge patch (RFC 7396) on the schedule's document; null takes a member away.
    package var document: [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        if let timing {
            (members["cron_expr"], members["every_seconds"], members["run_at"]) = (.null, .null, .null)
            switch timing {
            case .cron(let text): members["cron_expr"] = .string(text)
            case .every(let seconds): members["every_seconds"] = .integer(seconds)
            case .at(let instant): members["run_at"] = .string(instant.iso8601)
            }
        }
        if let timezone { members["timezone"] = .string(timezone) }
        switch activeHours {
        case .value(let hours)?:
            members["active_hours"] = ["start": .string("\(hours.start)"), "end": .string("\(hours.end)")]
        case .some(.none): members["active_hours"] = .null
        case nil: break
        }
        switch state {
        case .active?: members["state"] = "active"
        case .disabled?: members["state"] = "disabled"
        case .paused(let until)?:
            members["state"] = "paused"
            members["paused_until"] = until.map { .string($0.iso8601) } ?? .null
        case nil: break
        }
        if let title { members["title"] = .string(title) }
        if let category { members["category"] = .string(category.rawValue) }
        switch timeoutSeconds {
        case .value(let seconds)?: members["timeout_seconds"] = .integer(seconds)
        case .some(.none): members["timeout_seconds"] = .null
        case nil: break
        }
        if let overlap { members["overlap"] = .string(overlap.rawValue) }
        return members
    }

    /// The state that it leaves; nil where it stays.
    package var scheduleState: ScheduleState? {
        switch state {
        case .active?: .active
        case .disabled?: .disabled
        case .paused(let until)?: .paused(until: until)
        case nil: nil
        }
    }
}
