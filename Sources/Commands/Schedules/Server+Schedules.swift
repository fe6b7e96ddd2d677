import Operations

extension Server {
    /// The path of all schedules of an engine.
    static func collection(_ source: Source) -> APIPath {
        switch source {
        case .cron: APIPath("cron/jobs")
        case .heartbeat: APIPath("heartbeat/sessions")
        }
    }

    static func path(_ id: ScheduleID) -> APIPath { collection(id.source).segment(id.ref) }

    /// The member that holds one schedule in an answer.
    static func memberName(_ source: Source) -> String {
        switch source {
        case .cron: "job"
        case .heartbeat: "session"
        }
    }

    /// All schedules of the engines named, page by page.
    func schedules(_ sources: [Source] = Source.allCases, state: String? = nil) async throws -> [ScheduleView] {
        var found: [ScheduleView] = []
        for source in sources {
            let values = try await pages(of: Self.memberName(source) + "s", at: Self.collection(source))
            found += values.map { ScheduleView(source: source, value: $0) }
        }
        return state.map { state in found.filter { $0.state == state } } ?? found
    }

    /// A list that may come in pages, whole; at most `pagesMax` of them.
    func pages(of member: String, at path: APIPath) async throws -> [JSONValue] {
        var values: [JSONValue] = []
        var cursor: String?
        for _ in 0..<Self.pagesMax {
            let answer = try await get(path.query("cursor", cursor))
            values += try answer.member(member).list ?? []
            guard let next = try answer.value()["next_cursor"]?.cellText else { return values }
            cursor = next
        }
        return values
    }

    static let pagesMax = 1000
}

extension Server {
    /// The schedule a person names: by its id, `heartbeat:ID`, or the unique beginning of an id or a title.
    func find(_ text: String) async throws -> ScheduleView {
        let name = ScheduleName(text)
        for source in name.sources where ScheduleID.isValidRef(name.ref) {
            let answer = try await exchange(.get, Self.path(ScheduleID(source, name.ref)))
            if answer.isNotFound { continue }
            let found = ScheduleView(source: source, value: try answer.orRefusal().member(Self.memberName(source)))
            if name.sources.count == 1 || source == .heartbeat { return found }
            return try await ensureUnique(found)
        }
        return try name.choose(among: try await schedules(name.sources))
    }

    /// A job and a session may share an id: then the prefix has to say which is meant.
    private func ensureUnique(_ job: ScheduleView) async throws -> ScheduleView {
        let twin = try await exchange(.get, Self.path(ScheduleID(.heartbeat, job.ref)))
        guard twin.isSuccess else { return job }
        throw CommandFailure.refused(
            "\"\(job.ref)\" is both a cron job and a heartbeat.",
            hint: "Write cron:\(job.ref) or heartbeat:\(job.ref).")
    }
}
