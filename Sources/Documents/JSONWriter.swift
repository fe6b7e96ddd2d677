package import CivilTime
package import Operations

/// A writer of JSON in UTF-8, without blanks; commas come by themselves.
///
///     var json = JSONWriter()
///     json.object { json in
///         json.field("run_id", run.id)
///         json.array("tags", tags)
///     }
package struct JSONWriter: Sendable {
    package internal(set) var bytes: [UInt8] = []
    /// Whether the next value or name follows another in the same list or object.
    var isFollowing = false

    package init(reserving capacity: Int = 512) { bytes.reserveCapacity(capacity) }

    /// What was written, as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

// MARK: Structure

extension JSONWriter {
    /// Writes an object as the next value; `body` writes its fields.
    package mutating func object<Failure: Error>(
        _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        open("{")
        try body(&self)
        close("}")
    }

    /// Writes a list as the next value; `body` writes its elements.
    package mutating func array<Failure: Error>(
        _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        open("[")
        try body(&self)
        close("]")
    }

    /// Writes a field that holds an object.
    package mutating func object<Failure: Error>(
        _ name: String, _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        self.name(name)
        try object(body)
    }

    /// Writes a field that holds a list.
    package mutating func array<Failure: Error>(
        _ name: String, _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        self.name(name)
        try array(body)
    }

    /// Writes a field that holds a list of texts.
    package mutating func array(_ name: String, _ values: some Sequence<String>) {
        array(name) { json in
            for value in values { json.value(value) }
        }
    }

    /// Begins a field that holds a list; its elements follow, then `endArray`.
    package mutating func beginArray(_ name: String) {
        self.name(name)
        open("[")
    }

    package mutating func endArray() { close("]") }

    /// Begins an object as the next value; its fields follow, then `endObject`.
    package mutating func beginObject() { open("{") }

    package mutating func endObject() { close("}") }

    /// Writes a field whose value `body` writes; it must write exactly one.
    package mutating func field<Failure: Error>(
        _ name: String, _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        self.name(name)
        try body(&self)
    }

    /// Writes a field's name; a value must follow.
    package mutating func name(_ name: String) {
        bytes.append(name: name, isFollowing: isFollowing)
        isFollowing = false
    }

    private mutating func open(_ mark: Unicode.Scalar) {
        separate()
        bytes.append(UInt8(ascii: mark))
        isFollowing = false
    }

    private mutating func close(_ mark: Unicode.Scalar) {
        bytes.append(UInt8(ascii: mark))
        isFollowing = true
    }

    mutating func separate() {
        if isFollowing { bytes.append(UInt8(ascii: ",")) }
        isFollowing = true
    }
}

// MARK: Values

extension JSONWriter {
    package mutating func null() { raw("null") }

    package mutating func value(_ value: Bool) { raw(value ? "true" : "false") }

    package mutating func value(_ value: some BinaryInteger) {
        separate()
        bytes.append(decimal: Int64(clamping: value))
    }

    /// Writes the shortest digits that read back the same; null for what JSON has no number for.
    package mutating func value(_ value: Double) {
        guard value.isFinite else { return null() }
        separate()
        bytes.append(contentsOf: value.description.utf8)
    }

    package mutating func value(_ value: String) {
        separate()
        bytes.append(quoted: value)
    }

    /// Writes ISO 8601 in UTC, with milliseconds only where they are not zero.
    package mutating func value(_ value: Instant) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(iso8601: value)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes any value; the names of objects in order, so that equal values are equal texts.
    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): self.value(flag)
        case .integer(let number): self.value(number)
        case .number(let number): self.value(number)
        case .string(let text): self.value(text)
        case .array(let values): array { json in for value in values { json.value(value) } }
        case .object(let members): self.value(members)
        }
    }

    package mutating func value(_ members: [String: JSONValue]) {
        object { json in
            for (name, value) in members.sorted(by: { $0.key < $1.key }) { json.field(name, value) }
        }
    }

    /// Writes text that is JSON already as the next value.
    package mutating func raw(_ text: StaticString) {
        separate()
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Writes bytes that are one JSON value already.
    package mutating func raw(json: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
    }
}
