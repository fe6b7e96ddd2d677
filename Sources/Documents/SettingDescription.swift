import Operations

/// A setting as its reader and the documentation know it.
package struct SettingDescription: Sendable {
    package enum Form: String, Hashable, Sendable {
        case text
        case whole = "whole number"
        case flag = "true or false"
        case list
    }

    /// Path in the file: `agent.command`.
    package let name: String
    package let form: Form
    /// The values that are taken: "0 to 65535".
    package let values: String
    /// The default as it is written in the file; empty where there is none.
    package let defaultText: String
    /// One sentence.
    package let meaning: String
    /// Reads the setting under the name it has in the file or the environment.
    let read: @Sendable (inout FieldReader, String, inout Settings) -> Void

    /// Variable that overrides the file: `ALMANAC_AGENT_COMMAND`.
    package var environmentVariable: String {
        "ALMANAC_" + name.uppercased().map { $0 == "." ? "_" : $0 }
    }

    /// A variable's text as the value that the file would hold.
    func value(of text: String) -> JSONValue {
        switch form {
        case .text: return .string(text)
        case .whole: return Int64(trimmed(text)).map(JSONValue.integer) ?? .string(text)
        case .flag:
            switch trimmed(text).lowercased() {
            case "true", "yes", "on", "1": return .bool(true)
            case "false", "no", "off", "0": return .bool(false)
            default: return .string(text)
            }
        case .list:
            return .array(text.split(separator: ",").map { .string(trimmed($0)) }.filter { $0 != "" })
        }
    }
}

extension SettingDescription {
    static func whole(
        _ name: String, _ path: any WritableKeyPath<Settings, Int> & Sendable, in range: ClosedRange<Int64>,
        default fallback: String, _ meaning: String
    ) -> SettingDescription {
        SettingDescription(
            name: name, form: .whole, values: "\(range.lowerBound) to \(range.upperBound)", defaultText: fallback,
            meaning: meaning
        ) { reader, name, settings in
            if let value = reader.whole(name, in: range).value { settings[keyPath: path] = value }
        }
    }

    static func text(
        _ name: String, _ path: any WritableKeyPath<Settings, String> & Sendable, values: String,
        default fallback: String, _ meaning: String
    ) -> SettingDescription {
        SettingDescription(name: name, form: .text, values: values, defaultText: fallback, meaning: meaning) {
            reader, name, settings in
            guard let value = reader.text(name, lengthMax: FieldLimits.pathBytesMax).value else { return }
            if trimmed(value).isEmpty { return reader.report(name, "\(name) is empty; it takes \(values).") }
            settings[keyPath: path] = value
        }
    }

    static func optionalText(
        _ name: String, _ path: any WritableKeyPath<Settings, String?> & Sendable, values: String, _ meaning: String
    ) -> SettingDescription {
        SettingDescription(name: name, form: .text, values: values, defaultText: "", meaning: meaning) {
            reader, name, settings in
            let given = reader.text(name, lengthMax: FieldLimits.pathBytesMax)
            if let value = given.value { settings[keyPath: path] = value.isEmpty ? nil : value }
        }
    }

    static func url(
        _ name: String, _ path: any WritableKeyPath<Settings, String?> & Sendable, _ meaning: String
    ) -> SettingDescription {
        SettingDescription(
            name: name, form: .text, values: "an http or https URL", defaultText: "", meaning: meaning
        ) { reader, name, settings in
            guard let url = reader.text(name, lengthMax: FieldLimits.pathBytesMax).value else { return }
            guard url.isEmpty || url.hasPrefix("http://") || url.hasPrefix("https://") else {
                return reader.report(
                    name, "\(name) says \"\(shortened(url))\"; it takes a URL that begins with http:// or https://.")
            }
            settings[keyPath: path] = url.isEmpty ? nil : url
        }
    }

    static func choice<Choice: RawRepresentable & CaseIterable & Sendable>(
        _ name: String, _ path: any WritableKeyPath<Settings, Choice> & Sendable, default fallback: String,
        _ meaning: String
    ) -> SettingDescription where Choice.RawValue == String {
        SettingDescription(
            name: name, form: .text, values: choices(Choice.allCases.map(\.rawValue)), defaultText: fallback,
            meaning: meaning
        ) { reader, name, settings in
            if let value = reader.choice(name, Choice.self).value { settings[keyPath: path] = value }
        }
    }

    static func runner(
        _ name: String, _ path: any WritableKeyPath<Settings, String> & Sendable, default fallback: String,
        _ meaning: String
    ) -> SettingDescription {
        SettingDescription(
            name: name, form: .text, values: choices(runnerNames), defaultText: fallback, meaning: meaning
        ) { reader, name, settings in
            if let value = reader.choice(name, among: runnerNames).value { settings[keyPath: path] = value }
        }
    }
}
