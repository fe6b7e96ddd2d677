package import Operations

/// Names of the members in which two schedules' documents differ, sorted; the marks that every edit leaves (`version`,
/// `created_at`, `updated_at`) are not among them.
package func changedFields(from before: Schedule, to after: Schedule) -> [String] {
    let (old, new) = (members(of: before), members(of: after))
    return new.keys.filter { !editMarks.contains($0) && old[$0] != new[$0] }.sorted()
}

private let editMarks: Set<String> = ["version", "created_at", "updated_at"]

private func members(of schedule: Schedule) -> [String: JSONValue] {
    var writer = JSONWriter()
    writer.schedule(schedule, facts: nil)
    // What the writer writes can be read.
    return ((try? readJSON(writer.bytes)) ?? .null).object ?? [:]
}
