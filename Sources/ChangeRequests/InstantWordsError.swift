/// Why words were not understood as an instant, and where.
package struct InstantWordsError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        case empty
        /// Longer than `instantWordsLengthMax` characters.
        case tooLong
        case notUnderstood
        /// 9:75, 13pm.
        case noSuchTime
        /// 30 February.
        case noSuchDate
        /// Both were named, or one of them twice.
        case contradiction
        /// A number of 12 or more digits.
        case milliseconds
        /// Before 1970 or after 2199.
        case outOfRange
        /// A part of the day that is over today ("tonight" after 22:00).
        case over
        /// A date, where something that repeats was asked for.
        case doesNotRepeat
        /// An interval of nothing.
        case zeroInterval
    }

    package let reason: Reason
    /// The part that the reason is about; the whole text where no part is.
    package let found: String
    /// Position of `found` in the text, the first character being 1.
    package let column: Int

    package init(_ reason: Reason, found: String, column: Int = 1) {
        self.reason = reason
        self.found = found
        self.column = column
    }
}

/// Characters that words for an instant may have at most.
package let instantWordsLengthMax = 200

extension InstantWordsError: CustomStringConvertible {
    /// "\"flurb\" is not understood as a time."
    package var message: String {
        switch reason {
        case .empty: "A time is needed; the text is empty."
        case .tooLong: "A time takes at most \(instantWordsLengthMax) characters."
        case .notUnderstood: "\"\(found)\" is not understood as a time."
        case .noSuchTime: "There is no time \"\(found)\"; hours go to 23 (12 with am or pm) and minutes to 59."
        case .noSuchDate: "There is no date \"\(found)\"."
        case .contradiction: "\"\(found)\" contradicts what stands before it."
        case .milliseconds: "\(found) has too many digits for epoch seconds; it may be in milliseconds."
        case .outOfRange: "\"\(found)\" lies outside the years 1970 to 2199."
        case .over: "\"\(found)\" is already over today."
        case .doesNotRepeat: "\"\(found)\" is a single date; it does not repeat."
        case .zeroInterval: "\"\(found)\" is no interval; it must be at least a second."
        }
    }

    /// What to write instead.
    package var hint: String? {
        switch reason {
        case .empty, .tooLong, .notUnderstood, .contradiction: Self.examples
        case .noSuchTime: "Write 9:15am or 21:15."
        case .noSuchDate, .outOfRange: "Write a date as 2026-03-09."
        case .milliseconds: "Divide by 1000, or write 2026-03-09T10:00:00Z."
        case .over: "Name the time, such as \"tomorrow 1am\"."
        case .doesNotRepeat: "Name a time of day (\"4:30 pm\") or an interval (\"in 15 minutes\")."
        case .zeroInterval: "Write \"15 minutes\"."
        }
    }

    private static let examples =
        "Write \"in 20 minutes\", \"tomorrow 9:15am\", \"monday 14:00\", 2026-03-09T10:00:00Z or epoch seconds."

    package var description: String { hint.map { "\(message) \($0)" } ?? message }
}
