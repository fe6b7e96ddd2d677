import Operations

/// What a person calls a schedule: `nightly`, `heartbeat:ops`, `cron:nightly`, `cron|nightly`, or the start of a title.
struct ScheduleName: Hashable, Sendable {
    let text: String
    let sources: [Source]
    let ref: String

    private static let prefixes: [(String, Source)] = [
        ("heartbeat:", .heartbeat), ("session:", .heartbeat), ("heartbeat|", .heartbeat), ("cron:", .cron),
        ("job:", .cron), ("cron|", .cron),
    ]

    init(_ text: String) {
        self.text = text
        if let (prefix, source) = Self.prefixes.first(where: { text.hasPrefix($0.0) && text.count > $0.0.count }) {
            sources = [source]
            ref = String(text.dropFirst(prefix.count))
        } else {
            sources = [.cron, .heartbeat]
            ref = text
        }
    }

    /// The one schedule whose id or title is, or else begins with, the text; upper and lower case are the same.
    /// - Throws: that there is none, or which there are.
    func choose(among schedules: [ScheduleView]) throws -> ScheduleView {
        let wanted = ref.lowercased()
        let tests: [(ScheduleView) -> Bool] = [
            { $0.ref.lowercased() == wanted || $0.title.lowercased() == wanted },
            { $0.ref.lowercased().hasPrefix(wanted) || $0.title.lowercased().hasPrefix(wanted) },
        ]
        for test in tests {
            let found = schedules.filter(test)
            if found.count == 1 { return found[0] }
            if found.count > 1 { throw ambiguous(found) }
        }
        throw CommandFailure.refused(
            "There is no cron job and no heartbeat \"\(text)\".", hint: "`almanac list` shows what there is.")
    }

    private static let candidatesMax = 8

    private func ambiguous(_ found: [ScheduleView]) -> CommandFailure {
        var details = found.prefix(Self.candidatesMax).map { "\($0.name)  \($0.title)" }
        if found.count > Self.candidatesMax { details.append("… and \(found.count - Self.candidatesMax) more") }
        return .refused(
            "\"\(text)\" could be any of \(found.count) schedules:", details: details,
            hint: "Write more of the id or title.")
    }
}
