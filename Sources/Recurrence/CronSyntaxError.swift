/// Why an expression was refused, and where.
package struct CronSyntaxError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        case empty
        /// The number of fields that were found.
        case fieldCount(Int)
        case unknownNickname
        case nicknameNotAlone
        case invalidInterval
        case invalidZonePrefix
        case emptyItem
        case notAValue
        case outOfRange
        case descendingRange
        case stepWithoutRange
        case invalidStep
        case stepTooLarge
        case invalidOrdinal
        /// Text after something that was complete.
        case unexpectedText
        /// The character belongs to other fields.
        case notInThisField
        /// The dialect does not know the feature.
        case notInThisDialect(Dialect)
        case loneBlank
        case bothDayFields
        case misplacedPlus
        case notInARange
    }

    package let field: CronField
    /// The position of `found` in the text, the first character being 1.
    package let column: Int
    package let found: String
    package let reason: Reason
    /// What the field takes there: "0 to 23".
    package let allowed: String
    /// What to write instead.
    package let hint: String?
}

extension CronSyntaxError: CustomStringConvertible {
    /// "The hour field says 25; it takes 0 to 23."
    package var message: String {
        let subject = "The \(field.words)"
        switch reason {
        case .empty: return "The expression is empty; it takes \(allowed)."
        case .fieldCount(let count):
            return "The expression has \(count) \(count == 1 ? "field" : "fields"); it takes \(allowed)."
        case .unknownNickname: return "There is no nickname \(found); there are \(allowed)."
        case .nicknameNotAlone: return "A nickname stands alone; \"\(found)\" follows it."
        case .invalidInterval: return "\"\(found)\" is not an interval; it takes \(allowed)."
        case .invalidZonePrefix: return "\"\(found)\" does not name a time zone; it takes \(allowed)."
        case .emptyItem: return "\(subject) has an empty item in its list; it takes \(allowed)."
        case .notAValue, .outOfRange: return "\(subject) says \(quoted); it takes \(allowed)."
        case .descendingRange: return "\(subject) says \(found), a range that runs backwards; it takes \(allowed)."
        case .stepWithoutRange: return "\(subject) says \(found), a step without a range; it takes \(allowed)."
        case .invalidStep: return "\(subject) has the step \(quoted); it takes \(allowed)."
        case .stepTooLarge: return "\(subject) has the step \(found), more than its range holds; it takes \(allowed)."
        case .invalidOrdinal: return "\(subject) says \(found); after # it takes \(allowed)."
        case .unexpectedText: return "\(subject) has \(quoted) where it should end; it takes \(allowed)."
        case .notInThisField: return "\(subject) does not take \(quoted); it takes \(allowed)."
        case .notInThisDialect(let dialect):
            return
                "\(subject) says \(quoted), which the \(dialect.rawValue) dialect does not know; it takes \(allowed)."
        case .loneBlank: return "\(subject) has ? beside other values; it takes \(allowed)."
        case .bothDayFields: return "\(subject) says \(quoted) though the other day field is set; it takes \(allowed)."
        case .misplacedPlus: return "\(subject) has a + where there is none to be; it takes \(allowed)."
        case .notInARange: return "\(subject) says \(found), which cannot be part of a range; it takes \(allowed)."
        }
    }

    private var quoted: String {
        let plain = found.utf8.allSatisfy { $0 >= 48 && $0 <= 57 || $0 == 45 } && !found.isEmpty
        return plain ? found : "\"\(found)\""
    }

    package var description: String {
        hint.map { "\(message) \($0)" } ?? message
    }
}
