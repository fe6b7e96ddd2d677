extension Clauses {
    static let reasonWords: Set<String> = [
        "because", "cause", "cuz", "cos", "bc", "bcos", "becuase", "becasue", "coz", "b/c",
    ]
    static let subjects: Set<String> = [
        "the", "our", "my", "we", "they", "i", "he", "she", "there", "its", "weve", "were", "im", "ive", "theres", "a",
        "everyone", "everybody", "people", "nobody", "that", "this", "theyre", "id", "thats", "someone",
        "it", "hes", "shes",
    ]
    static let verbs: Set<String> = [
        "is", "are", "was", "were", "has", "have", "had", "need", "needs", "will", "wants", "want", "keeps", "keep",
        "got", "gets", "goes", "takes", "been", "cant", "isnt", "arent", "broke", "broken", "died", "failed", "fails",
        "hurts", "looks", "seems", "moved", "moving", "migrating", "hit", "happens", "overlaps", "clashes",
        "conflicts", "collides", "wont", "doesnt", "would", "could", "should", "might", "must", "became", "becomes",
        "crashed", "comes", "came", "hates", "loves", "expect", "hate", "likes", "runs", "means", "causes", "makes",
        "upgrading", "upgraded", "deploying", "weve", "im", "theyre", "were", "theres", "ive", "thats", "hes", "shes",
        "works", "starts", "arrives", "opens", "finish", "finishes", "closes", "said", "says", "asked", "told",
        "prefer", "prefers", "depends",
    ]

    /// Takes out clauses that give a reason, and "if possible" and its like.
    mutating func dropReasons() {
        var kept: [Lexeme] = []
        var index = 0
        while index < lexemes.count {
            if let end = politeCondition(at: index) {
                index = end
            } else if let end = reason(
                at: index, isFirst: kept.allSatisfy { $0.kind == .mark || Self.hello.contains($0.written) })
            {
                // A comma keeps what stands before and after apart.
                if let last = kept.last, last.kind != .mark {
                    kept.append(Lexeme(kind: .mark, text: ",", range: lexemes[index].range, isAttached: false))
                }
                index = end
            } else {
                kept.append(lexemes[index])
                index += 1
            }
        }
        if kept.contains(where: { $0.kind != .mark }) { lexemes = kept }
    }

    static let conditions = [
        ["i", "was", "wondering", "if", "you", "could"], ["i", "wonder", "if", "you", "could"],
        ["i", "was", "wondering", "if", "we", "could"],
        ["it", "would", "be", "great", "if", "you", "could"], ["it", "would", "be", "great", "if", "it"],
        ["it", "would", "be", "nice", "if", "it"],
        ["it", "would", "be", "nice", "if", "you", "could"], ["would", "be", "great", "if", "you", "could"],
        ["remember", "to"], ["dont", "forget", "to"],
        ["please", "remember", "to"], ["id", "appreciate", "it", "if", "you"], ["id", "be", "grateful", "if", "you"],
        ["if", "possible"], ["if", "you", "can"], ["if", "you", "could"], ["if", "thats", "ok"],
        ["if", "thats", "possible"], ["if", "you", "dont", "mind"],
        ["when", "you", "can"], ["when", "possible"], ["when", "you", "get", "a", "chance"],
        ["when", "you", "have", "a", "moment"], ["if", "you", "would"],
        ["if", "thats", "okay"], ["if", "that", "is", "ok"], ["if", "its", "not", "too", "much", "trouble"],
        ["if", "i", "may"], ["if", "at", "all", "possible"],
        ["if", "need", "be"], ["if", "ok"], ["if", "okay"], ["when", "you", "get", "the", "chance"],
        ["if", "its", "possible"], ["if", "it", "is", "possible"], ["if", "thats", "alright"],
        ["if", "its", "ok"], ["if", "that", "works"], ["if", "thats", "fine"], ["as", "usual"], ["for", "me"],
        ["for", "us"], ["for", "the", "team"], ["for", "everyone"], ["if", "you", "please"], ["would", "you", "mind"],
        ["do", "you", "mind"],
        ["any", "chance", "you", "could"], ["any", "chance", "you", "can"], ["any", "chance", "we", "could"],
        ["any", "chance", "we", "can"], ["any", "chance", "to"], ["is", "there", "any", "chance", "you", "could"],
        ["how", "about"], ["what", "about"], ["why", "not"], ["why", "dont", "we"], ["why", "dont", "you"],
        ["is", "it", "possible", "to"], ["would", "it", "be", "possible", "to"], ["would", "it", "be", "ok", "to"],
        ["no", "rush"], ["no", "worries"], ["no", "thanks"], ["not", "sure", "why", "but"], ["no", "problem"],
        ["no", "hurry"], ["id", "like", "it", "if", "you"], ["when", "you", "have", "time"],
        ["when", "you", "have", "a", "minute"], ["when", "you", "have", "a", "second"], ["for", "me", "please"],
        ["i", "think", "it", "should"], ["as", "before"], ["no", "wait"], ["oh", "and"], ["at", "your", "convenience"],
        ["if", "thats", "all", "right"], ["at", "least", "i", "think"], ["in", "future"], ["in", "the", "future"],
        ["going", "forward"], ["from", "now", "on"], ["from", "here", "on"], ["from", "today", "on"],
        ["starting", "now"], ["starting", "today"], ["as", "of", "now"], ["as", "of", "today"], ["from", "today"],
        ["effective", "immediately"], ["from", "now", "onwards"], ["from", "this", "point", "on"],
        ["every", "time", "please"], ["for", "a", "change"], ["at", "the", "moment"], ["moving", "forward"],
        ["sounds", "good"], ["would", "be", "great"], ["would", "be", "nice"], ["would", "be", "better"],
        ["works", "better"], ["is", "better"], ["is", "enough"], ["is", "fine"], ["is", "plenty"], ["will", "do"],
        ["should", "do"], ["should", "be", "enough"], ["is", "sufficient"], ["would", "be", "good"],
        ["would", "be", "perfect"], ["would", "be", "fine"], ["will", "be", "enough"], ["is", "good", "enough"],
        ["would", "suit", "us", "better"], ["would", "be", "ideal"], ["is", "too", "early"], ["is", "too", "late"],
    ]

    static let conditionsByFirst = Dictionary(grouping: conditions) { $0[0] }

    func politeCondition(at start: Int) -> Int? {
        guard let candidates = Self.conditionsByFirst[text(start)] else { return nil }
        for condition in candidates {
            if condition.indices.allSatisfy({
                text(start + $0) == condition[$0] && !(lexemes[min(start + $0, lexemes.count - 1)].isObject)
            }) {
                return start + condition.count
            }
        }
        return nil
    }

    /// Where a reason that begins here ends; nil where none begins.
    func reason(at start: Int, isFirst: Bool) -> Int? {
        let word = text(start)
        if Self.reasonWords.contains(word) { return clauseEnd(start, isFirst: isFirst) }
        let next = text(start + 1)
        switch word {
        case "so":
            if next == "that"
                || [
                    "we", "i", "they", "the", "it", "people", "everyone", "nobody", "our", "you", "as", "users",
                    "customers", "its",
                ].contains(next), !(isFirst), isClause(start + 1) || next == "that" || next == "as"
            {
                return clauseEnd(start, isFirst: isFirst)
            }
        case "since", "as":
            if word == "as",
                [
                    "soon", "well", "often", "long", "of", "a", "usual", "is", "many", "much", "it", "critical", "high",
                    "low", "normal", "urgent", "needed",
                ].contains(next)
            {
                return nil
            }
            if isClause(start + 1) || Self.subjects.contains(next) && word == "since" {
                return clauseEnd(start, isFirst: isFirst)
            }
        case "due", "owing", "thanks":
            if next == "to" { return clauseEnd(start, isFirst: isFirst) }
        case "given":
            return clauseEnd(start, isFirst: isFirst)
        case "to":
            if [
                "avoid", "give", "save", "reduce", "prevent", "free", "spare", "make", "match", "ease", "relieve",
                "keep", "align", "beat", "allow", "let", "cut", "accommodate", "cover", "account", "line", "help",
                "leave", "catch", "not", "stop", "ensure", "stay",
            ].contains(next), !isFirst, text(start - 1) != "want", text(start - 1) != "like", text(start - 1) != "need",
                text(start - 1) != "you"
            {
                return clauseEnd(start, isFirst: isFirst)
            }
        case "in":
            if next == "order", text(start + 2) == "to" { return clauseEnd(start, isFirst: isFirst) }
            if next == "case", !isFirst { return nil }
        case "while":
            if isClause(start + 1) { return clauseEnd(start, isFirst: isFirst) }
        default: break
        }
        let isStart =
            start == 0 || isBreak(start - 1)
            || isFirst && (start == 0 || lexemes[start - 1].kind == .mark || Self.hello.contains(text(start - 1)))
        guard isStart, Self.subjects.contains(word), isPlainStatement(start) else { return nil }
        return clauseEnd(start, isFirst: false, stopsAtSo: true)
    }

    func isBreak(_ index: Int) -> Bool {
        let lexeme = lexemes[index]
        return lexeme.kind == .mark && [",", ".", ";", "!", "-", ":", "("].contains(lexeme.text)
            && !(lexeme.text == "-" && lexeme.isAttached && index + 1 < lexemes.count && lexemes[index + 1].isAttached)
            && !(lexeme.text == ":" && lexeme.isAttached)
            && !(lexeme.text == "." && index + 1 < lexemes.count && lexemes[index + 1].isAttached)
    }

    /// A subject with a verb of saying how things are.
    func isClause(_ start: Int) -> Bool {
        var index = start
        var count = 0
        while index < lexemes.count, !isBreak(index), count < 9, !Self.reasonWords.contains(text(index)),
            text(index) != "so"
        {
            if count > 0
                || ["were", "weve", "im", "theres", "theyre", "ive", "its", "thats", "hes", "shes"].contains(
                    text(index)),
                Self.verbs.contains(text(index)) || ["its", "theres"].contains(text(index))
            {
                return true
            }
            index += 1
            count += 1
        }
        return false
    }

    /// "the network is down": a statement about something else, with a word that no schedule has.
    func isPlainStatement(_ start: Int) -> Bool {
        let word = text(start)
        guard isClause(start) else { return false }
        if ["the", "our", "my"].contains(word) {
            // A noun must follow, and not a verb.
            guard let noun = start + 1 < lexemes.count ? lexemes[start + 1] : nil, noun.kind == .word,
                !Self.verbs.contains(noun.written)
            else { return false }
        }
        let end = clauseEnd(start, isFirst: false, stopsAtSo: true)
        let clause = lexemes[start..<end]
        // "we need it at 9", "I want it paused", "the job should run at 9", "it needs to run hourly" are wishes.
        if clause.contains(where: {
            [
                "want", "need", "needs", "like", "wants", "should", "must", "lets", "please", "can", "could", "would",
                "has", "make", "shall",
            ].contains($0.written)
        }),
            clause.contains(where: { $0.isObject || ["it", "this", "job", "schedule", "task"].contains($0.written) })
                || word == "i" || word == "we" || word == "id",
            !(clause.contains { !$0.isKnown && !$0.isObject }
                && !clause.contains { ["it", "this", "job", "schedule", "task"].contains($0.written) || $0.isObject })
        {
            return false
        }
        if ["it", "this", "that", "its"].contains(word),
            clause.contains(where: { $0.written == "to" || $0.written == "should" || $0.number != nil })
        {
            return false
        }
        if ["im", "ive", "weve", "were", "theyre", "theres", "hes", "shes", "they", "he", "she", "there"].contains(
            word),
            !clause.contains(where: { ["it", "this", "job"].contains($0.written) || $0.isObject })
        {
            return true
        }
        if clause.dropFirst().first?.isObject == true || clause.first?.isObject == true {
            return clause.contains {
                ["fails", "failed", "failing", "broken", "crashed", "slow", "noisy", "breaks", "stuck", "late"]
                    .contains($0.written)
            }
        }
        return clause.contains { !$0.isKnown && !$0.isObject }
    }

    /// The end of a clause: a full stop, a comma before more, or the end; a reason in front ends at its first comma.
    func clauseEnd(_ start: Int, isFirst: Bool, stopsAtSo: Bool = false) -> Int {
        var index = start + 1
        while index < lexemes.count {
            if isBreak(index) || stopsAtSo && Self.reasonWords.contains(text(index)) { return index }
            if stopsAtSo, text(index) == "so" || text(index) == "then" || text(index) == "please" { return index }
            if text(index) == "and", isWish(at: index + 1) { return index }
            if text(index) == "please", index > start + 2 { return index }
            index += 1
        }
        return index
    }

    /// "… and make it critical": a further wish behind a reason.
    func isWish(at index: Int) -> Bool {
        let verb = [
            "make", "move", "set", "pause", "run", "mark", "disable", "enable", "skip", "rename", "change", "stop",
            "turn", "resume", "cancel", "kill", "give", "postpone", "delay", "switch", "use",
        ].contains(text(index))
        return verb
            && ["it", "this", "the", "to", "every", "at", "off", "on", "until", "tomorrow", "priority", "timeout"]
                .contains(text(index + 1))
    }
}
