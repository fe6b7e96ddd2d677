import CivilTime
import Operations
import Recurrence

/// What a heartbeat does where its form names no prompt.
package let defaultHeartbeatPrompt =
    "Read HEARTBEAT.md in your workspace and follow it. If nothing needs attention, answer HEARTBEAT_OK."

/// Seconds between heartbeats where the form names no interval.
package let defaultHeartbeatSeconds: Int64 = 1800

/// The ways a heartbeat's answer is delivered.
package let deliveryModes = ["last", "explicit", "none"]

/// A heartbeat session's written form.
struct SessionForm {
    var common: CommonForm
    var sessionID: Given<String>
    var every: Given<Int64>
    var activeHours: Given<ActiveHours>
    var timezone: Given<String>
    var exclusions: Given<[String]>
    var prompt: Given<String>
    var deliveryMode: Given<String>
    var okTokens: Given<[String]>
    var ackLengthMax: Given<Int>
    var requiresFile: Given<Bool>

    static let names =
        ["session_id", "every", "every_seconds", "active_hours", "timezone", "exclusions", "prompt"] + CommonForm.names
        + [
            "delivery_mode", "ok_tokens", "ack_max_chars", "require_file",
        ]

    static let synonyms = [
        "id": "session_id", "session": "session_id", "name": "title", "interval": "every", "tz": "timezone",
        "zone": "timezone", "message": "prompt", "command": "prompt", "text": "prompt", "delivery": "delivery_mode",
        "active": "active_hours", "hours": "active_hours", "timeout": "timeout_seconds", "priority": "category",
        "workspace": "workspace_dir", "cwd": "workspace_dir", "environment": "env", "user_id": "owner",
    ]

    /// Where a heartbeat's own settings stand in its schedule's metadata.
    static let metadataName = "heartbeat"

    init(_ reader: inout FieldReader) {
        common = CommonForm(&reader)
        sessionID = reader.reference("session_id")
        every = reader.interval()
        activeHours = reader.activeHours("active_hours")
        timezone = reader.text("timezone", lengthMax: FieldLimits.titleLengthMax)
        exclusions = reader.exclusions("exclusions")
        prompt = reader.longText("prompt", bytesMax: FieldLimits.commandBytesMax)
        deliveryMode = reader.choice("delivery_mode", among: deliveryModes)
        okTokens = reader.words(
            "ok_tokens", countMax: FieldLimits.okTokensMax, lengthMax: FieldLimits.okTokenLengthMax)
        ackLengthMax = reader.whole("ack_max_chars", in: FieldLimits.ackLength, unit: "characters")
        requiresFile = reader.flag("require_file")
    }

    func apply(to schedule: inout Schedule, context: ReadingContext, isWhole: Bool = false) {
        common.apply(to: &schedule, context: context, isWhole: isWhole)
        switch common.title {
        case .value(let title) where !trimmed(title).isEmpty: schedule.title = trimmed(title)
        case .value, .null: schedule.title = schedule.id.ref
        case .absent: break
        }
        prompt.apply(to: &schedule.work.command, default: defaultHeartbeatPrompt)
        deliveryMode.map(Optional.some).apply(to: &schedule.deliveryMode, default: "last")
        applyMetadata(to: &schedule)
    }

    /// New metadata replaces the old, but for the heartbeat's own settings, which have fields of their own.
    private func applyMetadata(to schedule: inout Schedule) {
        var settings = schedule.metadata[Self.metadataName]?.object ?? [:]
        common.metadata.apply(to: &schedule.metadata, default: [:])
        if let given = common.metadata.value?[Self.metadataName]?.object { settings = given }
        let own: [(String, Given<JSONValue>)] = [
            ("ok_tokens", okTokens.map { .array($0.map(JSONValue.string)) }),
            ("ack_max_chars", ackLengthMax.map { .integer(Int64($0)) }),
            ("require_file", requiresFile.map(JSONValue.bool)),
        ]
        for (name, given) in own { given.apply(to: &settings[name]) }
        schedule.metadata[Self.metadataName] = settings.isEmpty ? nil : .object(settings)
    }
}

extension FieldReader {
    /// `{"start":"09:00","end":"17:00"}` or "09:00-17:00"; the end may be 24:00.
    fileprivate mutating func activeHours(_ name: String) -> Given<ActiveHours> {
        given(name) { reader, value in
            let ends: (String, String)?
            switch value {
            case .string(let text):
                let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { trimmed($0) }
                ends = parts.count == 2 ? (parts[0], parts[1]) : nil
            case .object(let members):
                var nested = FieldReader(members, path: name)
                nested.refuseUnknown(allowed: ["start", "end"], form: name)
                reader.report(nested.diagnostics)
                ends = members["start"]?.string.flatMap { start in members["end"]?.string.map { (start, $0) } }
            case .null, .bool, .integer, .number, .array: ends = nil
            }
            guard let ends, let hours = ActiveHours(start: paddedTime(ends.0), end: paddedTime(ends.1)) else {
                reader.report(
                    name, "\(name) takes a start and an end as HH:MM, or null for the whole day.",
                    hint: "Write {\"start\":\"09:00\",\"end\":\"17:00\"}.")
                return nil
            }
            guard hours.start != hours.end else {
                reader.report(name, "\(name) starts and ends at \(hours.start).", hint: "Write null for the whole day.")
                return nil
            }
            return hours
        }
    }
}

/// "9:00" as "09:00".
private func paddedTime(_ text: String) -> String {
    text.utf8.count == 4 && text.dropFirst().first == ":" ? "0" + text : text
}
