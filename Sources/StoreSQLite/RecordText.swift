internal import CivilTime
internal import Operations

/// JSON as the record keeps it, written by hand: names as they are in the code, what is nil left out.
///
/// For runs, missed stretches, notifications and their events, of which thousands are written at one wake; the general
/// encoder takes ten times as long. The text is what it would write, and is read back by the general decoder
/// (`RecordTextTests`; the suite of StoreTestKit).
struct RecordText {
    var bytes: [UInt8] = []
    private var isFollowing = false

    init() { bytes.reserveCapacity(1_024) }

    mutating func object(_ body: (inout RecordText) throws -> Void) rethrows {
        bytes.append(UInt8(ascii: "{"))
        isFollowing = false
        try body(&self)
        bytes.append(UInt8(ascii: "}"))
        isFollowing = true
    }

    /// Names need no escape.
    mutating func name(_ name: StaticString) {
        if isFollowing { bytes.append(UInt8(ascii: ",")) }
        isFollowing = true
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func field(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        self.name(name)
        bytes.append(quoted: value)
    }

    mutating func field(_ name: StaticString, _ value: Int64?) {
        guard let value else { return }
        self.name(name)
        bytes.append(decimal: value)
    }

    mutating func field(_ name: StaticString, _ value: Instant?) {
        guard let value else { return }
        self.name(name)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(iso8601: value)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func field(_ name: StaticString, _ value: ScheduleID) {
        self.name(name)
        object { text in
            text.field("source", value.source.rawValue)
            text.field("ref", value.ref)
        }
    }

    mutating func field(_ name: StaticString, _ value: Actor) {
        self.name(name)
        object { text in
            text.field("kind", value.kind.rawValue)
            text.field("name", value.name)
        }
    }

    mutating func field<Item>(
        _ name: StaticString, each items: [Item], _ write: (inout RecordText, Item) throws -> Void
    ) rethrows {
        self.name(name)
        bytes.append(UInt8(ascii: "["))
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            try write(&self, item)
        }
        bytes.append(UInt8(ascii: "]"))
        isFollowing = true
    }

    mutating func field(_ name: StaticString, _ texts: [String]) {
        field(name, each: texts) { text, item in text.bytes.append(quoted: item) }
    }

    /// A value that is rarely there: by the general encoder.
    mutating func field(_ name: StaticString, encoding value: some Encodable, by documents: Documents) throws {
        self.name(name)
        bytes.append(contentsOf: try documents.text(value).utf8)
    }

    mutating func field(_ name: StaticString, encodingEach items: [some Encodable], by documents: Documents) throws {
        try field(name, each: items) { text, item in text.bytes.append(contentsOf: try documents.text(item).utf8) }
    }
}
