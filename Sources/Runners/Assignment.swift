package import Operations

/// One run to carry out, with everything a runner may need.
package struct Assignment: Sendable {
    package var run: Run
    package var work: Work
    /// The schedule's `metadata`; the HTTP runner reads `metadata["http"]`.
    package var metadata: [String: JSONValue]
    /// Set for heartbeats only.
    package var heartbeat: HeartbeatDuty?
    /// Absolute path of the working folder: the one the job names, which must exist, or else the default
    /// one, which is created on demand.
    package var workspace: String

    package init(
        run: Run, work: Work, metadata: [String: JSONValue] = [:], heartbeat: HeartbeatDuty? = nil, workspace: String
    ) {
        self.run = run
        self.work = work
        self.metadata = metadata
        self.heartbeat = heartbeat
        self.workspace = workspace
    }
}

/// What is asked of a heartbeat beyond its work.
package struct HeartbeatDuty: Hashable, Sendable {
    /// Words by which the session says that there was nothing to do.
    package var okTokens: [String]
    /// Whether a missing `HEARTBEAT.md` means that the beat is skipped.
    package var requireFile: Bool
    /// Characters that an uneventful answer may hold beside its token.
    package var acknowledgementLengthMax: Int

    package static let okTokensByDefault = ["HEARTBEAT_OK", "UA_HEARTBEAT_OK"]
    package static let acknowledgementLengthMaxByDefault = 300

    package init(
        okTokens: [String] = okTokensByDefault, requireFile: Bool = false,
        acknowledgementLengthMax: Int = acknowledgementLengthMaxByDefault
    ) {
        self.okTokens = okTokens
        self.requireFile = requireFile
        self.acknowledgementLengthMax = acknowledgementLengthMax
    }
}
