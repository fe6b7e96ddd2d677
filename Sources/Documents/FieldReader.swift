import Operations

/// Reads the fields of one object, and collects what is wrong with them; a faulty field reads as absent.
struct FieldReader {
    private let members: [String: JSONValue]
    /// Path of the object in the whole form: "" or "dst"; it stands before the field in every diagnostic.
    let path: String
    private(set) var diagnostics: [Diagnostic] = []

    init(_ members: [String: JSONValue], path: String = "") {
        self.members = members
        self.path = path
    }

    /// - Throws: one diagnostic where the body is not an object.
    init(body: JSONValue, called what: String) throws(Diagnostics) {
        guard let members = body.object else {
            throw Diagnostics(Diagnostic(field: "body", message: "\(what) is an object; it was given \(body.kind)."))
        }
        self.init(members)
    }

    /// The value as it was sent; nil where it is absent or null.
    func raw(_ name: String) -> JSONValue? {
        guard let value = members[name], value != .null else { return nil }
        return value
    }

    mutating func report(_ field: String, _ message: String, column: Int? = nil, hint: String? = nil) {
        let full = path.isEmpty ? field : "\(path).\(field)"
        diagnostics.append(Diagnostic(field: full, message: message, column: column, hint: hint))
    }

    /// Takes over what a reader of a nested object found.
    mutating func report(_ nested: [Diagnostic]) { diagnostics += nested }

    /// Refuses fields that are not allowed, naming the closest that is.
    mutating func refuseUnknown(
        allowed: [String], readOnly: [String] = [], synonyms: [String: String] = [:], form: String
    ) {
        for name in members.keys.sorted() where !allowed.contains(name) {
            if readOnly.contains(name) {
                report(name, "\(name) is set by the server.", hint: "Leave it out.")
                continue
            }
            let close = synonyms[name.lowercased()] ?? closestName(to: name, among: allowed)
            report(
                name, "\(form) has no field \(name).",
                hint: close.map { "Did you mean \($0)?" } ?? "It takes \(allowed.joined(separator: ", ")).")
        }
    }

    /// Reads a field by `read`, which answers nil after it has reported a fault.
    mutating func given<Value>(
        _ name: String, _ read: (inout FieldReader, JSONValue) -> Value?
    ) -> Given<Value> {
        switch members[name] {
        case nil: return .absent
        case .null: return .null
        case let value?: return read(&self, value).map(Given.value) ?? .absent
        }
    }

    mutating func refuse<Value>(_ name: String, takes: String, found value: JSONValue) -> Value? {
        var hint: String?
        if takes == "text" {
            switch value {
            case .bool, .integer, .number: hint = "Put it in double quotes."
            case .null, .string, .array, .object: break
            }
        }
        report(name, "\(name) takes \(takes); it was given \(value.kind).", hint: hint)
        return nil
    }

    func finish() throws(Diagnostics) {
        if !diagnostics.isEmpty { throw Diagnostics(diagnostics) }
    }
}
