/// Numbers written as words.
enum NumberWords {
    private static let values: [String: Int] = [
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
        "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
        "ninety": 90,
    ]

    static func value(of word: String) -> Int? { values[word] }
}

extension PhraseReader {
    /// A whole number as one to nine digits or as words ("five", "twenty five", "forty-five").
    mutating func number() -> Int? {
        guard let token = current else { return nil }
        if token.kind == .digits {
            guard token.text.utf8.count <= 9, let value = Int(token.text) else { return nil }
            advance()
            return value
        }
        guard let tens = NumberWords.value(of: token.text) else { return nil }
        advance()
        guard (20...90).contains(tens) else { return tens }
        let hyphen = current?.text == "-" ? 1 : 0
        guard let next = peek(hyphen), next.kind == .word, let ones = NumberWords.value(of: next.text), ones < 10
        else { return tens }
        for _ in 0...hyphen { advance() }
        return tens + ones
    }
}
