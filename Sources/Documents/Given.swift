/// What a written form says of a field: nothing, null, or a value.
enum Given<Value> {
    case absent
    case null
    case value(Value)

    var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }

    var isAbsent: Bool {
        if case .absent = self { true } else { false }
    }

    /// Sets what the form names: null clears.
    func apply(to target: inout Value?) {
        switch self {
        case .absent: break
        case .null: target = nil
        case .value(let value): target = value
        }
    }

    /// Sets what the form names: null stands for the default.
    func apply(to target: inout Value, default fallback: Value) {
        switch self {
        case .absent: break
        case .null: target = fallback
        case .value(let value): target = value
        }
    }

    func map<Other>(_ transform: (Value) -> Other) -> Given<Other> {
        switch self {
        case .absent: .absent
        case .null: .null
        case .value(let value): .value(transform(value))
        }
    }
}
