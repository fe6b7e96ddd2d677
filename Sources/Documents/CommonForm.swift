import Operations

/// The fields that jobs and sessions share.
struct CommonForm {
    var owner: Given<String>
    var title: Given<String>
    var description: Given<String>
    var channel: Given<String>
    var category: Given<Category>
    var runner: Given<String>
    var workspaceDir: Given<String>
    var env: Given<[String: String]>
    var timeoutSeconds: Given<Int>
    var metadata: Given<[String: JSONValue]>
    var enabled: Given<Bool>

    static let names = [
        "title", "description", "owner", "owner_id", "channel", "category", "runner", "workspace_dir", "env",
        "timeout_seconds", "enabled", "metadata",
    ]

    /// Fields of the answer that a change may send back as they were.
    static let readOnlyNames = [
        "state", "paused_until", "excluded_dates", "exceptions", "next_run_at", "last_run", "schedule_in_words",
        "version",
        "created_at", "updated_at",
    ]

    init(_ reader: inout FieldReader) {
        owner = Self.owner(&reader)
        title = reader.text("title", lengthMax: FieldLimits.titleLengthMax)
        description = reader.text("description", lengthMax: FieldLimits.descriptionLengthMax, isMultiline: true)
        channel = reader.text("channel", lengthMax: FieldLimits.channelLengthMax)
        category = reader.choice("category", Category.self)
        runner = reader.choice("runner", among: runnerNames)
        workspaceDir = reader.longText("workspace_dir", bytesMax: FieldLimits.pathBytesMax)
        env = reader.environment("env")
        timeoutSeconds = reader.whole("timeout_seconds", in: FieldLimits.timeoutSeconds, unit: "seconds")
        metadata = reader.metadata("metadata")
        enabled = reader.flag("enabled")
    }

    private static func owner(_ reader: inout FieldReader) -> Given<String> {
        let owner = reader.text("owner", lengthMax: FieldLimits.ownerLengthMax)
        let ownerID = reader.text("owner_id", lengthMax: FieldLimits.ownerLengthMax)
        if let first = owner.value, let second = ownerID.value, first != second {
            reader.report("owner_id", "owner says \"\(first)\" and owner_id \"\(second)\"; give one.")
        }
        for (name, given) in [("owner", owner), ("owner_id", ownerID)] where given.value?.isEmpty == true {
            reader.report(name, "\(name) is empty; it takes 1 to \(FieldLimits.ownerLengthMax) characters.")
        }
        return owner.isAbsent ? ownerID : owner
    }

    /// Sets what the form names; `isWhole` where the form also carries the state that it was read with.
    func apply(to schedule: inout Schedule, context: ReadingContext, isWhole: Bool = false) {
        owner.apply(to: &schedule.ownerID, default: context.defaultOwner)
        description.apply(to: &schedule.description)
        channel.apply(to: &schedule.channel)
        category.apply(to: &schedule.category, default: .normal)
        runner.apply(to: &schedule.work.runner)
        workspaceDir.apply(to: &schedule.work.workspaceDir)
        env.apply(to: &schedule.work.env, default: [:])
        timeoutSeconds.apply(to: &schedule.work.timeoutSeconds)
        if let enabled = enabled.value { apply(enabled: enabled, to: &schedule, isWhole: isWhole) }
    }

    /// A paused schedule answers `enabled: false`; sent back whole, that changes nothing.
    private func apply(enabled: Bool, to schedule: inout Schedule, isWhole: Bool) {
        let isActive = schedule.state == .active
        if enabled == isActive, isActive || isWhole { return }
        schedule.state = enabled ? .active : .disabled
    }
}

extension FieldReader {
    /// Refuses values of read-only fields that differ from what stands; answers whether the state was sent along.
    mutating func checkReadOnly(against schedule: Schedule) -> Bool {
        if let state = raw("state"), state != .string(schedule.state.name) {
            report(
                "state", "state can't be set here; it is \(schedule.state.name).",
                hint: "Use the pause, resume, disable or enable action, or set enabled.")
        }
        if let version = raw("version"), version != .integer(Int64(schedule.version)) {
            report(
                "version", "This is version \(schedule.version); the form was made from another.",
                hint: "Read it again.")
        }
        return raw("state") == .string(schedule.state.name)
    }
}
