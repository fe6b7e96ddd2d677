package import CivilTime
package import Operations

// `field` writes null for nil; `fieldIfPresent` leaves the field out.
extension JSONWriter {
    package mutating func field(_ name: String, _ value: String) {
        self.name(name)
        self.value(value)
    }

    package mutating func field(_ name: String, _ value: Bool) {
        self.name(name)
        self.value(value)
    }

    package mutating func field(_ name: String, _ value: Int) {
        self.name(name)
        self.value(value)
    }

    package mutating func field(_ name: String, _ value: Int64) {
        self.name(name)
        self.value(value)
    }

    package mutating func field(_ name: String, _ value: Double) {
        self.name(name)
        self.value(value)
    }

    package mutating func field(_ name: String, _ value: Instant) {
        self.name(name)
        self.value(value)
    }

    package mutating func field(_ name: String, _ value: JSONValue) {
        self.name(name)
        self.value(value)
    }

    package mutating func field(_ name: String, _ value: String?) { optional(name, value) { $0.value($1) } }

    package mutating func field(_ name: String, _ value: Bool?) { optional(name, value) { $0.value($1) } }

    package mutating func field(_ name: String, _ value: Int?) { optional(name, value) { $0.value($1) } }

    package mutating func field(_ name: String, _ value: Int64?) { optional(name, value) { $0.value($1) } }

    package mutating func field(_ name: String, _ value: Double?) { optional(name, value) { $0.value($1) } }

    package mutating func field(_ name: String, _ value: Instant?) { optional(name, value) { $0.value($1) } }

    package mutating func null(_ name: String) {
        self.name(name)
        null()
    }

    private mutating func optional<Value>(
        _ name: String, _ value: Value?, _ write: (inout JSONWriter, Value) -> Void
    ) {
        self.name(name)
        if let value { write(&self, value) } else { null() }
    }
}

extension JSONWriter {
    package mutating func fieldIfPresent(_ name: String, _ value: String?) { if let value { field(name, value) } }

    package mutating func fieldIfPresent(_ name: String, _ value: Bool?) { if let value { field(name, value) } }

    package mutating func fieldIfPresent(_ name: String, _ value: Int?) { if let value { field(name, value) } }

    package mutating func fieldIfPresent(_ name: String, _ value: Int64?) { if let value { field(name, value) } }

    package mutating func fieldIfPresent(_ name: String, _ value: Double?) { if let value { field(name, value) } }

    package mutating func fieldIfPresent(_ name: String, _ value: Instant?) { if let value { field(name, value) } }
}
