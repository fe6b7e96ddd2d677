/// "a", "a and b", "a, b and c".
func joined(_ items: [String], _ conjunction: String = "and") -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}

/// "1st", "22nd", "13th".
func ordinal(_ number: Int) -> String {
    let ending =
        switch (number % 10, number % 100) {
        case (_, 11...13): "th"
        case (1, _): "st"
        case (2, _): "nd"
        case (3, _): "rd"
        default: "th"
        }
    return "\(number)\(ending)"
}

/// The stretches of neighbouring values: [1, 2, 3, 7] gives 1...3 and 7...7.
func runs(_ values: [Int]) -> [ClosedRange<Int>] {
    var found: [ClosedRange<Int>] = []
    for value in values {
        if let last = found.last, last.upperBound + 1 == value {
            found[found.count - 1] = last.lowerBound...value
        } else {
            found.append(value...value)
        }
    }
    return found
}

/// Bits as values in order.
func values(_ mask: UInt64) -> [Int] {
    (0..<64).filter { mask >> UInt64($0) & 1 == 1 }
}

enum EnglishNames {
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
