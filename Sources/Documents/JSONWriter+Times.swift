import CivilTime
import Operations

// What is written for each of a hundred thousand events: straight into bytes, without texts in between.
extension JSONWriter {
    /// Writes `cron|nightly|1772500000`, which needs no escape.
    mutating func value(_ id: OccurrenceID) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        append(id.schedule)
        bytes.append(decimal: id.at.epochSeconds)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes `cron|nightly|`, the beginning of the text of an occurrence.
    private mutating func append(_ schedule: ScheduleID) {
        bytes.append(contentsOf: schedule.source.rawValue.utf8)
        bytes.append(UInt8(ascii: "|"))
        bytes.append(contentsOf: schedule.ref.utf8)
        bytes.append(UInt8(ascii: "|"))
    }

    /// Writes local time with its offset; `local` is what the clock shows at the instant.
    mutating func value(_ instant: Instant, local: LocalDateTime, offsetSeconds: Int, zone: Zone) {
        guard (0...9999).contains(local.date.year) else { return value(zone.iso8601(instant)) }
        separate()
        bytes.append(UInt8(ascii: "\""))
        let milliseconds = Int(instant.epochMilliseconds - instant.epochSeconds * 1000)
        bytes.append(local: local, milliseconds: milliseconds, offsetSeconds: offsetSeconds)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func value(_ date: LocalDate) {
        guard (0...9999).contains(date.year) else { return value(date.description) }
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(date)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes fields that `fields(_:)` has written.
    mutating func raw(fields: [UInt8]) {
        separate()
        bytes.append(contentsOf: fields)
    }

    /// Writes one value that comes in three pieces.
    mutating func raw(pieces first: [UInt8], _ second: [UInt8], _ third: [UInt8]) {
        separate()
        bytes.append(contentsOf: first)
        bytes.append(contentsOf: second)
        bytes.append(contentsOf: third)
    }

    /// Fields as text, to be written into objects again and again; at least one.
    static func fields(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        body(&json)
        return json.bytes
    }

    /// Forgets what was written so far and keeps its room: a long text need not be held whole.
    package mutating func dropBytes() { bytes.removeAll(keepingCapacity: true) }
}
