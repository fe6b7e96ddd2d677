/// Why a text is not a length of time, and where.
package struct IntervalSyntaxError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        case empty, missingNumber, unknownUnit, repeatedUnit, zero, tooLong
    }

    /// The position in the text, the first character being 1.
    package let column: Int
    package let found: String
    package let reason: Reason
}

extension IntervalSyntaxError: CustomStringConvertible {
    package var message: String {
        switch reason {
        case .empty: "The interval is empty; it takes a length of time such as 30m, 1h30m or 2w."
        case .missingNumber: "The interval says \"\(found)\" where a number is due, as in 30m."
        case .unknownUnit: "The interval has the unit \"\(found)\"; it takes s, m, h, d or w."
        case .repeatedUnit: "The interval says \"\(found)\" out of order; units come once each, the largest first."
        case .zero: "The interval is 0; it takes 1 second or more."
        case .tooLong: "The interval is longer than 100 years."
        }
    }

    package var description: String { message }
}
