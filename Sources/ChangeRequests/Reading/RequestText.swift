/// A request's words, with what is not language taken out: the new title, a cron expression, reasons, politeness.
enum RequestText {
    case refused(String)
    case text(Parts)

    struct Parts {
        var bytes: [UInt8]
        var lexemes: [Lexeme]
        var title: String?
        var cron: String?
        var mended: [(written: String, read: String)] = []
        var namesTimeout = false
    }

    init(_ instruction: String, title: String, places: PlaceNames) {
        if let reason = SystemSpeech.fault(in: instruction, title: title) {
            self = .refused(reason)
            return
        }
        var text = Array(instruction.utf8)
        var newTitle: String?
        if let rename = TitleSpeech(text) {
            guard !rename.title.isEmpty else {
                self = .refused("It does not say what the new title is.")
                return
            }
            newTitle = rename.title
            text = rename.rest
        }
        var cron: String?
        if let found = CronSpeech(text) {
            cron = found.expression
            text = found.rest
        }
        var lexemes = splitRequest(text)
        guard !lexemes.isEmpty || newTitle != nil || cron != nil else {
            self = .refused("The request is empty.")
            return
        }
        let titleWords = TitleWords(title)
        Lexicon.shared.annotate(&lexemes) { titleWords.contains($0) || places.words.contains($0) }
        titleWords.mark(&lexemes)
        var clauses = Clauses(lexemes, bytes: text)
        if let reason = clauses.question() {
            self = .refused(reason)
            return
        }
        clauses.dropReasons()
        let mended = clauses.lexemes.filter(\.isMended).map {
            (String(decoding: text[$0.range], as: UTF8.self), $0.text)
        }
        let namesTimeout = clauses.lexemes.contains { $0.text == "timeout" || $0.text == "limit" }
        self = .text(
            Parts(
                bytes: text, lexemes: clauses.lexemes, title: newTitle, cron: cron, mended: mended,
                namesTimeout: namesTimeout))
    }
}
