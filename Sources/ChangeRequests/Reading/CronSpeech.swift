import Recurrence

/// A cron expression, nickname or `@every` interval inside a request, and the rest of the words.
struct CronSpeech {
    var expression: String
    var rest: [UInt8]

    /// Nil where there is none.
    init?(_ text: [UInt8]) {
        // Without a star or a sign that only expressions have, all of the text must be fields, the first a number.
        guard text.contains(where: { "*@=?".utf8.contains($0) }) || text.first.map({ $0 >= 48 && $0 <= 57 }) == true
        else {
            return nil
        }
        var words: [(text: String, range: Range<Int>)] = []
        var start: Int?
        for position in 0...text.count {
            let isBlank = position == text.count || text[position] == 0x20 || (9...13).contains(text[position])
            if isBlank, let first = start {
                words.append((String(decoding: text[first..<position], as: UTF8.self), first..<position))
                start = nil
            } else if !isBlank, start == nil {
                start = position
            }
        }
        for index in words.indices {
            words[index].text = String(words[index].text.drop { "\"'`(".contains($0) })
            while let last = words[index].text.last, "\"'`),;!.".contains(last) { words[index].text.removeLast() }
        }
        guard let (first, last) = Self.find(words.map(\.text)) else { return nil }
        expression = words[first...last].map(\.text).joined(separator: " ")
        rest = Array(text[..<words[first].range.lowerBound]) + [0x20] + Array(text[words[last].range.upperBound...])
    }

    private static func find(_ words: [String]) -> (Int, Int)? {
        for index in words.indices {
            let word = words[index]
            if word.hasPrefix("CRON_TZ=") || word.hasPrefix("TZ=") {
                guard index + 1 < words.count else { return (index, index) }
                if words[index + 1].hasPrefix("@") { return (index, nicknameEnd(words, index + 1)) }
                return (index, max(index + 1, index + fieldCount(words[(index + 1)...])))
            }
            if word.hasPrefix("@"), word.count > 1, word.dropFirst().first?.isLetter == true {
                return (index, nicknameEnd(words, index))
            }
            let count = fieldCount(words[index...])
            // Words of a sentence may look like fields; an expression has a star or nothing but fields.
            if count >= 5,
                words[index..<index + count].contains(where: { $0.contains("*") || $0.contains("?") })
                    || count >= 5 && count == words.count
            {
                return (index, index + min(count, 7) - 1)
            }
            // Too many or too few fields: still an expression, which its reader will refuse.
            if count >= 3, words[index..<index + count].filter({ $0.contains("*") }).count >= 2 {
                return (index, index + count - 1)
            }
        }
        return nil
    }

    private static func nicknameEnd(_ words: [String], _ index: Int) -> Int {
        guard words[index].lowercased() == "@every" else { return index }
        var end = index
        while end + 1 < words.count, words[end + 1].first?.isNumber == true { end += 1 }
        return end
    }

    private static func fieldCount(_ words: ArraySlice<String>) -> Int {
        var count = 0
        for word in words {
            guard isField(word) else { break }
            count += 1
        }
        return count
    }

    private static func isField(_ word: String) -> Bool {
        guard !word.isEmpty, word.utf8.count <= 60, !word.contains(":") else { return false }
        if word == "*" || word == "?" { return true }
        let upper = word.uppercased()
        guard upper.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 || $0 >= 65 && $0 <= 90 || "*/,-#?+~()".utf8.contains($0) })
        else {
            return false
        }
        let names = [
            "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG",
            "SEP", "OCT", "NOV", "DEC", "L", "W", "LW", "H",
        ]
        return upper.split(whereSeparator: { ",-/#+*?~()".contains($0) }).allSatisfy { part in
            if part.allSatisfy(\.isNumber) { return true }
            if names.contains(String(part)) { return true }
            let digits = part.filter(\.isNumber)
            let letters = part.filter { !$0.isNumber }
            return !digits.isEmpty && (letters == "L" || letters == "W")
                || letters.hasSuffix("L") && names.contains(String(letters.dropLast()))
        }
    }
}
