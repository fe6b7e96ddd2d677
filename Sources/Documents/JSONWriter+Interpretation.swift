package import ChangeRequests
import CivilTime
import Operations
import Recurrence

extension JSONWriter {
    /// Writes the fields of an interpretation: `operation {type}`, `patch`, `occurrence` where there is one, `summary`,
    /// `warnings`, `confidence`.
    package mutating func fields(of interpretation: Interpretation) {
        object("operation") { json in json.field("type", interpretation.operation.rawValue) }
        field("patch") { $0.value(interpretation.patch.document) }
        if let change = interpretation.occurrence { object("occurrence") { json in json.fields(of: change) } }
        field("summary", interpretation.summary)
        array("warnings", interpretation.warnings)
        field("confidence", interpretation.confidence.rawValue)
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
