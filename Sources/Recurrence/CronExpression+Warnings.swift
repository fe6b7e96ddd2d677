extension CronExpression {
    /// What the author may not expect.
    package var warnings: [CronWarning] {
        guard let fields else { return [] }
        if isNever {
            return [
                CronWarning(
                    kind: .neverOccurs, field: .dayOfMonth, text: "No such date exists: this never occurs.", fix: nil)
            ]
        }
        return unevenSteps(fields)
    }

    private func unevenSteps(_ fields: CronFields) -> [CronWarning] {
        let steps: [(CronField, CronFieldPattern, String)] = [
            (.second, fields.second, "minute"), (.minute, fields.minute, "hour"), (.hour, fields.hour, "day"),
        ]
        return steps.compactMap { field, pattern, whole in
            guard case .all(let step?) = pattern.terms.first, pattern.terms.count == 1,
                field.limits.count % step != 0
            else { return nil }
            return CronWarning(
                kind: .unevenStep, field: field,
                text: "*/\(step) starts afresh each \(whole), so the last step of the \(whole) is shorter.",
                fix: "@every \(step)\(field.rawValue.prefix(1))")
        }
    }
}
