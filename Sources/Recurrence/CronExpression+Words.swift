extension CronExpression {
    /// The expression in English, without its zone.
    package func words(hour12: Bool = false) -> String {
        switch meaning {
        case .reboot: return "When the scheduler starts"
        case .every(let seconds): return "Every \(lengthWords(Int64(seconds)))"
        case .fields: return "On the pattern \(canonical)"
        }
    }
}
