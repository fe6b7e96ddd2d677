/// The shape of a field's values, found from the values themselves, so that `0-59/15` and `0,15,30,45` read alike.
enum ValueShape: Equatable {
    case all
    case single(Int)
    case run(Int, Int)
    /// From the field's first value to its end; `even` where the step divides the field.
    case every(Int, even: Bool)
    case progression(first: Int, last: Int, step: Int)
    case list([Int])

    /// Takes the values in order, without repetitions.
    init(_ values: [Int], _ limits: ClosedRange<Int>) {
        guard let first = values.first, let last = values.last, values.count > 1 else {
            self = values.first.map { .single($0) } ?? .list([])
            return
        }
        let step = values[1] - first
        let isRegular = zip(values, values.dropFirst()).allSatisfy { $1 - $0 == step }
        if values.count == limits.count {
            self = .all
        } else if !isRegular {
            self = .list(values)
        } else if step == 1 {
            self = values.count == 2 ? .list(values) : .run(first, last)
        } else if first == limits.lowerBound, last + step > limits.upperBound {
            self =
                values.count > 2 || limits.count % step == 0
                ? .every(step, even: limits.count % step == 0) : .list(values)
        } else {
            self = values.count > 3 ? .progression(first: first, last: last, step: step) : .list(values)
        }
    }
}
