/// The clauses of a request: questions are found, and reasons, conditions of politeness and greetings taken out.
struct Clauses {
    var lexemes: [Lexeme]
    let bytes: [UInt8]

    init(_ lexemes: [Lexeme], bytes: [UInt8]) {
        self.lexemes = lexemes
        self.bytes = bytes
    }

    func text(_ index: Int) -> String { index < lexemes.count ? lexemes[index].written : "" }

    static let requestOpenings = [
        ["can", "you"], ["could", "you"], ["would", "you"], ["will", "you"], ["can", "we"], ["could", "we"],
        ["can", "u"], ["could", "u"],
        ["may", "i"], ["can", "i"], ["could", "i"], ["any", "chance"], ["is", "it", "possible"],
        ["would", "it", "be", "possible"],
        ["how", "about"], ["what", "about"], ["why", "not"], ["why", "dont", "we"], ["why", "dont", "you"],
        ["can", "this"], ["can", "it"], ["could", "it"], ["could", "this"], ["may", "we"], ["can", "the"],
        ["could", "the"], ["do", "you", "mind"], ["would", "it", "be", "ok"], ["wont", "you"], ["cant", "you"],
        ["cant", "we"], ["might", "you"], ["might", "we"], ["is", "there", "any", "chance"],
        ["is", "there", "a", "chance"], ["shall", "we"],
    ]
    static let questionWords: Set<String> = [
        "why", "what", "whats", "who", "whos", "where", "which", "how", "hows", "whose", "did", "does", "is", "are",
        "was", "were", "has",
        "have", "had", "should", "isnt", "arent", "hasnt", "didnt", "doesnt", "wasnt", "am", "will", "would", "could",
        "can", "when", "whens", "shouldnt", "wheres", "whys",
    ]
    static let hello: Set<String> = [
        "hi", "hello", "hey", "please", "so", "ok", "okay", "um", "well", "and", "yo", "there", "pls", "hmm", "uh",
        "sorry", "good", "morning", "team", "almanac", "wait", "but",
    ]

    /// Why the request is a question, if it is one.
    func question() -> String? {
        var start = 0
        while start < lexemes.count, lexemes[start].kind == .mark || Self.hello.contains(text(start)) { start += 1 }
        guard start < lexemes.count else { return nil }
        let endsInQuestion = lexemes.last { !$0.isMark("\"") }?.isMark("?") == true
        let isRequest = Self.requestOpenings.contains { opening in
            opening.enumerated().allSatisfy { text(start + $0.offset) == $0.element }
        }
        if isRequest {
            let about = text(start + 2)
            if ["tell", "explain", "show", "see", "list", "say", "know", "describe", "check"].contains(about),
                endsInQuestion || about != "check" || lexemes.count < 7
            {
                // "can you tell me when it runs?"
                return isAskingToKnow(start + 2) ? Refused.question.sentence : nil
            }
            return nil
        }
        let first = text(start)
        if ["tell", "explain", "show", "list", "describe"].contains(first), isAskingToKnow(start) {
            return Refused.question.sentence
        }
        if first == "do", ["we", "you", "i", "they"].contains(text(start + 1)) { return Refused.question.sentence }
        if ["should", "will", "would", "could", "can", "have", "is", "has", "are"].contains(first), !endsInQuestion,
            !["it", "this", "the", "we", "they", "i", "there"].contains(text(start + 1))
        {
            return nil
        }
        if first == "have", text(start + 1) == "it" || text(start + 1) == "this" || text(start + 1) == "the",
            !endsInQuestion
        {
            return nil
        }
        if Self.questionWords.contains(first) {
            if first == "when", !endsInQuestion { return Refused.event.sentence }
            return Refused.question.sentence
        }
        if endsInQuestion, lexemes.contains(where: { ["why", "what", "who", "which", "whether"].contains($0.written) })
        {
            return Refused.question.sentence
        }
        return nil
    }

    func isAskingToKnow(_ start: Int) -> Bool {
        lexemes.dropFirst(start).contains {
            [
                "when", "why", "what", "how", "if", "whether", "who", "where", "which", "status", "runs", "log", "logs",
                "history", "me", "schedule", "list", "next", "last",
            ].contains($0.written)
        }
    }
}
