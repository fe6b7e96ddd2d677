/// Something about a valid expression that its author may not expect, with what to write instead.
package struct CronWarning: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case neverOccurs = "never-occurs"
        case unevenStep = "uneven-step"
        case eitherDayField = "either-day-field"
        case starStepDays = "star-step-days"
        case shortMonths = "short-months"
        case reboot
    }

    package let kind: Kind
    package let field: CronField
    /// One sentence.
    package let text: String
    /// What to write instead, where there is something.
    package let fix: String?
}
