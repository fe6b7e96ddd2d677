import CivilTime
import Operations

// What is written for each of a hundred thousand events: straight into bytes, without texts in between.
extension JSONWriter {
    /// Writes texts that need no escape, and a number after them, as one text.
    mutating func value(quoting parts: [String], _ number: Int64) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        for part in parts { bytes.append(contentsOf: part.utf8) }
        bytes.append(decimal: number)
        bytes.append(UInt8(ascii: "\""))
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

    /// Fields as text, to be written into objects again and again; at least one.
    static func fields(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        body(&json)
        return json.bytes
    }

    /// Gives out what was written so far, so that a long text need not be held whole.
    package mutating func takeBytes() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }
}
