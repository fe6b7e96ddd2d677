internal import CivilTime
internal import FoundationEssentials
internal import GRDB
internal import Operations
internal import Store

/// A run as a row: every property is a column, told here in one order for writing and for reading.
///
/// What comes back is held against what was written for a run with everything set (StoreTestKit), so that a property
/// without a column can't be lost in silence.
enum RunColumns {
    /// The columns that are written, `id` last, as a replacement looks it up.
    static let written = [
        "schedule_no", "owner_id", "session_id", "channel", "title", "category", "trigger", "attempt", "status",
        "scheduled_at", "claimed_at", "started_at", "finished_at", "duration_ms", "exit_code", "error", "detail",
        "output_preview", "output_bytes", "output_bytes_dropped", "node", "asked_by", "retry_at", "notes", "id",
    ]

    /// What a question selects, from `runs AS r` joined with `schedule_keys AS k`.
    static let selected =
        "k.source, k.source_ref, " + written.dropFirst().map { "r.\($0)" }.joined(separator: ", ")

    static let insertSQL = """
        INSERT INTO runs (\(written.joined(separator: ", ")))
        VALUES (\(written.map { _ in "?" }.joined(separator: ", "))) ON CONFLICT DO NOTHING
        """

    static let replaceSQL = """
        UPDATE runs SET \(settings(of: written.dropLast())) WHERE id = \(place("id")) AND status = \(expectedPlace)
        """

    /// What says which run it is. An update that names one of them writes every index anew, even where nothing changes.
    private static let identity = ["schedule_no", "trigger", "attempt", "scheduled_at"]

    /// The same of a run that stays the run it is, bound alike.
    static let replaceInPlaceSQL = """
        UPDATE runs SET \(settings(of: written.dropLast().filter { !identity.contains($0) }))
        WHERE id = \(place("id")) AND status = \(expectedPlace)
            AND \(identity.map { "\($0) = \(place($0))" }.joined(separator: " AND "))
        """

    private static func settings(of columns: [String]) -> String {
        columns.map { "\($0) = \(place($0))" }.joined(separator: ", ")
    }

    /// Where a column's value is bound, whatever the statement uses of them.
    private static func place(_ column: String) -> String { "?\((written.firstIndex(of: column) ?? 0) + 1)" }

    /// The status that a replacement expects is bound after the columns.
    private static let expectedPlace = "?\(written.count + 1)"
}

extension BoundStatement {
    mutating func bind(_ run: Run, scheduleNo: Int64) throws {
        bind(scheduleNo)
        bind(run.ownerID)
        bind(run.sessionID)
        bind(run.channel)
        bind(run.title)
        bind(run.category.rawValue)
        bind(run.trigger.rawValue)
        bind(run.attempt)
        bind(run.status.rawValue)
        bind(run.scheduledAt.column)
        bind(run.claimedAt.column)
        bind(run.startedAt?.column)
        bind(run.finishedAt?.column)
        bind(run.durationMS)
        bind(run.exitCode)
        bind(run.error)
        bind(run.detail)
        bind(run.outputPreview)
        bind(run.outputBytes)
        bind(run.outputBytesDropped)
        bind(run.node)
        bind(try run.askedBy.map { try Documents().text($0) })
        bind(run.retryAt?.column)
        bind(run.notes.isEmpty ? nil : try Documents().text(run.notes))
        bind(run.id)
    }

    /// The run of a row of `RunColumns.selected`.
    mutating func run() throws -> Run {
        let schedule = ScheduleID(try word(), text())
        let (ownerID, sessionID, channel, title) = (text(), optionalText(), optionalText(), text())
        let (category, trigger) = (try word() as Operations.Category, try word() as Trigger)
        let (attempt, status) = (Int(int64()), try word() as RunStatus)
        let (scheduledAt, claimedAt) = (instant(), instant())
        let (startedAt, finishedAt) = (optionalInstant(), optionalInstant())
        let (durationMS, exitCode) = (optionalInt64(), optionalInt64().map { Int($0) })
        let (error, detail, outputPreview) = (optionalText(), optionalText(), text())
        let (outputBytes, outputBytesDropped) = (int64(), int64())
        let (node, askedBy, retryAt) = (text(), optionalText(), optionalInstant())
        let (notes, id) = (optionalText(), text())
        var run = Run(
            id: id, schedule: schedule, ownerID: ownerID, title: title, category: category, trigger: trigger,
            attempt: attempt, status: status, scheduledAt: scheduledAt, claimedAt: claimedAt, node: node)
        (run.sessionID, run.channel) = (sessionID, channel)
        (run.startedAt, run.finishedAt, run.durationMS) = (startedAt, finishedAt, durationMS)
        (run.exitCode, run.error, run.detail) = (exitCode, error, detail)
        (run.outputPreview, run.outputBytes, run.outputBytesDropped) = (outputPreview, outputBytes, outputBytesDropped)
        if let askedBy { run.askedBy = try Documents().value(Actor.self, from: Data(askedBy.utf8)) }
        run.retryAt = retryAt
        if let notes { run.notes = try Documents().value([String].self, from: Data(notes.utf8)) }
        return run
    }

    private mutating func instant() -> Instant { Instant(epochMilliseconds: int64()) }

    private mutating func optionalInstant() -> Instant? { optionalInt64().map { Instant(epochMilliseconds: $0) } }

    /// A column that holds one of a few words.
    ///
    /// Compared one by one: `init(rawValue:)` takes several times as long, and every run holds four of them.
    mutating func word<Word: RawRepresentable<String> & CaseIterable>() throws -> Word {
        let name = text()
        guard let word = Word.allCases.first(where: { $0.rawValue == name }) else {
            throw StoreError(.damaged, context: "reading runs", underlying: "a run holds the word \(name)")
        }
        return word
    }
}
