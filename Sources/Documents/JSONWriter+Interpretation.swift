package import ChangeRequests
import CivilTime
import Operations
import Recurrence

extension JSONWriter {
    /// Writes the fields of an interpretation: `operation {type}`, `patch`, `occurrence` where there is one, `summary`,
    /// `warnings`, `confidence`.
    package mutating func fields(of interpretation: Interpretation) {
        object("operation") { json in json.field("type", interpretation.operation.rawValue) }
        object("patch") { json in json.fields(of: interpretation.patch) }
        if let change = interpretation.occurrence { object("occurrence") { json in json.fields(of: change) } }
        field("summary", interpretation.summary)
        array("warnings", interpretation.warnings)
        field("confidence", interpretation.confidence.rawValue)
    }

    /// Writes what changes; of the three ways to fall due the two that end are null.
    package mutating func fields(of patch: SchedulePatch) {
        if let timing = patch.timing { fields(of: timing) }
        if let timezone = patch.timezone { field("timezone", timezone) }
        switch patch.activeHours {
        case .value(let hours)?:
            object("active_hours") { json in
                json.field("start", hours.start.description)
                json.field("end", hours.end.description)
            }
        case .some(.none): null("active_hours")
        case nil: break
        }
        switch patch.state {
        case .active?: field("state", "active")
        case .disabled?: field("state", "disabled")
        case .paused(let until)?:
            field("state", "paused")
            if let until { field("paused_until", until) } else { null("paused_until") }
        case nil: break
        }
        if let title = patch.title { field("title", title) }
        if let category = patch.category { field("category", category.rawValue) }
        switch patch.timeoutSeconds {
        case .value(let seconds)?: field("timeout_seconds", seconds)
        case .some(.none): null("timeout_seconds")
        case nil: break
        }
        if let overlap = patch.overlap { field("overlap", overlap.rawValue) }
    }

    private mutating func fields(of timing: ScheduleFacts.Timing) {
        switch timing {
        case .cron(let text):
            field("cron_expr", text)
            null("every_seconds")
            null("run_at")
        case .every(let seconds):
            null("cron_expr")
            field("every_seconds", seconds)
            null("run_at")
        case .at(let instant):
            null("cron_expr")
            null("every_seconds")
            field("run_at", instant)
        }
    }

    private mutating func fields(of change: OccurrenceChange) {
        switch change {
        case .run(let at): field("run_at", at)
        case .skip(let instants):
            array("at") { json in
                for instant in instants { json.value(instant) }
            }
        case .move(let from, let to):
            field("at", from)
            field("to", to)
        }
    }
}
