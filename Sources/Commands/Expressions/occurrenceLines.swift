import CivilTime
import Recurrence

/// Why there is no next occurrence.
func emptyWords(_ read: ReadExpression) -> String {
    if read.expression.isReboot { return "At no instant: it stands for the start of the scheduler." }
    if read.expression.isNever { return "Never: no such date exists." }
    return "Not again: nothing follows before the year 2200."
}

/// Local time, UTC and what a clock change did, a line each.
func occurrenceLines(_ found: [Occurrence], display: TimeDisplay, console: Console) -> [String] {
    let stamps = found.map { display.stamp($0.at) }
    let width = stamps.map(displayWidth).max() ?? 0
    return zip(found, stamps).map { occurrence, stamp in
        let padding = String(repeating: " ", count: width - displayWidth(stamp) + 2)
        let note = occurrence.dst.map { "  " + console.styled($0.text, .attention) } ?? ""
        return stamp + padding + console.styled(occurrence.at.iso8601, .quiet) + note
    }
}

extension JSONText {
    /// `{"at":…,"epoch":…,"local":…,"dst":{"kind":…,"text":…}|null}`
    mutating func occurrence(_ occurrence: Occurrence, zone: Zone) {
        raw(#"{"at":"#)
        string(occurrence.at.iso8601)
        raw(#","epoch":"#)
        integer(occurrence.at.epochSeconds)
        raw(#","local":"#)
        string(zone.iso8601(occurrence.at))
        raw(#","dst":"#)
        if let note = occurrence.dst {
            raw(#"{"kind":"#)
            string(note.kind.rawValue)
            raw(#","text":"#)
            string(note.text)
            raw("}")
        } else {
            raw("null")
        }
        raw("}")
    }
}
