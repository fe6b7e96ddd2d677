import Notifications
import Operations

/// Reads one entry of `alerts`; `environment` is what `…_env` fields name variables of.
/// - Throws: every fault of the entry. No message repeats a URL, a key or a token.
func readAlertChannel(_ body: JSONValue, environment: [String: String]) throws(Diagnostics) -> AlertChannel {
    var reading = AlertChannelReading(
        reader: try FieldReader(body: body, called: "An alert channel"), environment: environment)
    let channel = reading.channel()
    try reading.reader.finish()
    // Whoever answers no channel has said why; if not, it is refused all the same.
    guard let channel else { throw Diagnostics(Diagnostic(field: "body", message: "The channel can't be read.")) }
    return channel
}

private struct AlertChannelReading {
    var reader: FieldReader
    let environment: [String: String]

    private static let common = [
        "name", "type", "kinds", "categories", "minimum_category", "repeat_minutes", "timeout_seconds",
    ]
    private static let url = ["url", "url_file", "url_env", "allow_private"]
    private static let secret = ["secret", "secret_file", "secret_env"]

    private static func fields(of form: AlertChannel.Form) -> [String] {
        switch form {
        case .webhook, .ntfy: common + url + secret
        case .slack: common + url
        case .command: common + ["command"]
        }
    }

    mutating func channel() -> AlertChannel? {
        let name = name()
        guard let form = reader.choice("type", AlertChannel.Form.self).value else {
            if reader.raw("type") == nil {
                reader.report(
                    "type", "A channel needs a type: \(choices(AlertChannel.Form.allCases.map(\.rawValue)))."
                )
            }
            return nil
        }
        reader.refuseUnknown(
            allowed: Self.fields(of: form),
            synonyms: ["key": "secret", "token": "secret", "id": "name", "events": "kinds", "category": "categories"],
            form: "A channel of type \(form.rawValue)")
        let target = target(form)
        var route = AlertRoute(channel: name ?? "")
        if let kinds = words("kinds", AlertRoute.Kind.self) { route.kinds = kinds }
        if let categories = categories() { route.categories = categories }
        if let minutes = reader.whole("repeat_minutes", in: 1...10_080).value {
            route.repeatSeconds = Int64(minutes) * 60
        }
        let timeout = reader.whole("timeout_seconds", in: 1...60).value
        let isPrivateAllowed = reader.flag("allow_private").value
        guard name != nil, let target else { return nil }
        return AlertChannel(
            route: route, target: target, isPrivateAllowed: isPrivateAllowed ?? false,
            timeoutSeconds: timeout ?? AlertChannel.timeoutSecondsByDefault)
    }

    private mutating func name() -> String? {
        guard reader.raw("name") != nil else {
            reader.report("name", "A channel needs a name; none is given.")
            return nil
        }
        guard let name = reader.text("name", lengthMax: 200).value else { return nil }
        guard AlertChannel.isValidName(name) else {
            reader.report(
                "name",
                "name says \"\(shortened(name))\"; it takes lower-case letters, digits and dashes, a letter first, at most \(AlertChannel.nameLengthMax)."
            )
            return nil
        }
        return name
    }

    private mutating func target(_ form: AlertChannel.Form) -> AlertChannel.Target? {
        switch form {
        case .webhook:
            let (url, key) = (url(), secret("secret"))
            return url.map { .webhook(url: $0, key: key) }
        case .slack: return url().map { .slack(url: $0) }
        case .ntfy:
            let (url, token) = (url(), secret("secret"))
            return url.map { .ntfy(url: $0, token: token) }
        case .command: return command().map { .command($0) }
        }
    }

    private mutating func url() -> ChannelSecret? {
        let names = ["url", "url_file", "url_env"]
        guard names.contains(where: { reader.raw($0) != nil }) else {
            reader.report("url", "A channel of this type needs a url, a url_file or a url_env; none is given.")
            return nil
        }
        guard let url = secret("url") else { return nil }
        if case .text(let text) = url, let fault = AlertChannel.fault(inURL: text) {
            let field = reader.raw("url_env") == nil ? "url" : "url_env"
            reader.report(field, "\(field) \(fault).")
            return nil
        }
        return url
    }

    /// `name`, `name_file` or `name_env`, at most one of them.
    private mutating func secret(_ name: String) -> ChannelSecret? {
        let given = [name, "\(name)_file", "\(name)_env"].filter { reader.raw($0) != nil }
        guard given.count <= 1 else {
            reader.report(given[1], "\(given.joined(separator: " and ")) say the same thing; write one of them.")
            return nil
        }
        guard let field = given.first, let text = reader.text(field, lengthMax: FieldLimits.pathBytesMax).value else {
            return nil
        }
        guard !trimmed(text).isEmpty else {
            reader.report(field, "\(field) is empty.", hint: "Leave it out where there is none.")
            return nil
        }
        if field == "\(name)_file" { return .file(text) }
        guard field == "\(name)_env" else { return .text(text) }
        guard let value = environment[text].map({ trimmed($0) }), !value.isEmpty else {
            reader.report(field, "\(field) names \(shortened(text)), which the server's environment does not have.")
            return nil
        }
        return .text(value)
    }

    private mutating func command() -> [String]? {
        guard let value = reader.raw("command") else {
            reader.report("command", "A channel of type command needs a command; none is given.")
            return nil
        }
        guard case .array(let values) = value, !values.isEmpty, values.count <= 100 else {
            reader.report(
                "command", "command takes a list of a program and its arguments; it was given \(value.kind).",
                hint: "Write command: [/usr/local/bin/send-mail, ops@example.com]; no shell reads it.")
            return nil
        }
        var words: [String] = []
        for (index, value) in values.enumerated() {
            guard let word = scalarText(value), !word.utf8.contains(0), word.utf8.count <= FieldLimits.pathBytesMax
            else {
                reader.report("command[\(index)]", "command[\(index)] takes a text; it was given \(value.kind).")
                return nil
            }
            words.append(word)
        }
        guard words[0].hasPrefix("/") else {
            reader.report(
                "command[0]", "command[0] says \"\(shortened(words[0]))\"; it takes the absolute path of a program.")
            return nil
        }
        return words
    }

    private mutating func categories() -> Set<Category>? {
        if reader.raw("categories") != nil, reader.raw("minimum_category") != nil {
            reader.report("minimum_category", "categories and minimum_category say the same thing; write one of them.")
            return nil
        }
        if let lowest = reader.choice("minimum_category", Category.self).value {
            // Their order is that of the declaration: the loudest first.
            return Set(Category.allCases.prefix { $0 != lowest } + [lowest])
        }
        return words("categories", Category.self)
    }

    private mutating func words<Word: RawRepresentable & CaseIterable & Hashable>(
        _ name: String, _ type: Word.Type
    ) -> Set<Word>? where Word.RawValue == String {
        guard let words = reader.words(name, countMax: 10, lengthMax: 40).value else { return nil }
        let allowed = Word.allCases.map(\.rawValue)
        var chosen: Set<Word> = []
        for word in words {
            guard let known = Word(rawValue: word) else {
                reader.report(
                    name, "\(name) says \"\(shortened(word))\"; it takes \(choices(allowed)).",
                    hint: closestName(to: word, among: allowed).map { "Did you mean \($0)?" })
                continue
            }
            chosen.insert(known)
        }
        if words.isEmpty { reader.report(name, "\(name) is empty: the channel would be told nothing.") }
        return chosen
    }
}
