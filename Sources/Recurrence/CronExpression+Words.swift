extension CronExpression {
    /// The expression in English, without its zone: "At 09:00, Monday to Friday".
    package func words(hour12: Bool = false) -> String {
        switch meaning {
        case .reboot: "When the scheduler starts"
        case .every(let seconds): "Every \(lengthWords(Int64(seconds)))"
        case .fields(let fields):
            isNever ? "Never: there is no such date" : CronWords(fields: fields, hour12: hour12).sentence
        }
    }
}
