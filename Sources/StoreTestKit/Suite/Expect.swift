/// What a store did not keep of its contract.
package struct CheckFailure: Error, CustomStringConvertible {
    package var description: String
}

/// Throws the sentence where the condition does not hold.
func expect(
    _ condition: Bool, _ sentence: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) throws {
    guard !condition else { return }
    throw CheckFailure(description: "\(sentence()) (\(file):\(line))")
}

/// Throws where what was found is not what was expected.
func expect<Value: Equatable>(
    _ found: Value, equals expected: Value, _ what: @autoclosure () -> String, file: StaticString = #fileID,
    line: UInt = #line
) throws {
    try expect(
        found == expected, "\(what()):\n  found    \(found)\n  expected \(expected)", file: file, line: line)
}

/// Throws unless every optional of a sample is set, or none is: a sample that a new field has outgrown is noticed.
func expectOptionals(areSet: Bool, in value: some Any) throws {
    for child in Mirror(reflecting: value).children {
        let mirror = Mirror(reflecting: child.value)
        guard mirror.displayStyle == .optional else { continue }
        try expect(
            mirror.children.isEmpty != areSet,
            "the sample of \(type(of: value)) must \(areSet ? "set" : "leave out") \(child.label ?? "a field")")
    }
}
