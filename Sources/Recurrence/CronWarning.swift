/// Something about a valid expression that its author may not expect, with what to write instead.
package struct CronWarning: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case neverOccurs = "never-occurs"
        /// A step that does not divide its field: the last one is shorter.
        case unevenStep = "uneven-step"
        /// A step beyond its range, which some tools take: only the first value is left.
        case singleStep = "single-step"
        /// Both day fields are set, and either is enough.
        case eitherDayField = "either-day-field"
        /// Both day fields are set, one as `*/n`, which tools read in two ways.
        case starStepDays = "star-step-days"
        /// Days 29 to 31, which some months lack.
        case shortMonths = "short-months"
        /// Seven weekdays by name, or all 31 days, beside the other day field.
        case wholeDayField = "whole-day-field"
        /// A time that a clock change skips.
        case gapTime = "gap-time"
        /// A time that a clock change shows twice.
        case repeatedTime = "repeated-time"
    }

    package let kind: Kind
    package let field: CronField
    /// One sentence.
    package let text: String
    /// What to write instead, where there is something: a whole expression.
    package let fix: String?
}
