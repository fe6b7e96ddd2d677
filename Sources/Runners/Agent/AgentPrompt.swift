import Operations

/// What an agent is told.
enum AgentPrompt {
    /// The job's own text; for a heartbeat followed by its `HEARTBEAT.md` and by what happened since the last beat.
    static func text(for assignment: Assignment) -> String {
        var parts = [OutputText.trimmed(assignment.work.command)]
        if assignment.heartbeat != nil, case .content(let list) = HeartbeatFile.read(in: assignment.workspace) {
            parts.append("\(HeartbeatFile.name):\n\(OutputText.trimmed(list))")
        }
        if !assignment.run.notes.isEmpty {
            parts.append((["System events:"] + assignment.run.notes.map { "- \($0)" }).joined(separator: "\n"))
        }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }
}
