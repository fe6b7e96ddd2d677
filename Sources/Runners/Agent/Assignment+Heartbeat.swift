import Operations

extension Assignment {
    /// The outcome of a heartbeat whose `HEARTBEAT.md` says that there is nothing to do; nil if it is to run.
    func unmetDuty() -> RunOutcome? {
        guard let heartbeat else { return nil }
        switch HeartbeatFile.read(in: workspace) {
        case .content: return nil
        case .empty: return RunOutcome(.skipped, reason: "HEARTBEAT.md is effectively empty")
        case .missing:
            return heartbeat.requireFile
                ? RunOutcome(.skipped, reason: "there is no HEARTBEAT.md in \(workspace)") : nil
        case .unreadable(let why): return RunOutcome(.failed, reason: "HEARTBEAT.md can't be read: \(why)")
        }
    }

    /// The outcome with the remark “nothing to report” if the heartbeat went well and its answer says no more than that.
    func acknowledging(_ outcome: RunOutcome, _ log: RunLog) -> RunOutcome {
        guard let heartbeat, outcome.ending == .success, let answer = log.whole(lengthMax: Acknowledgement.lengthMax),
            Acknowledgement.isIn(OutputText.plain(answer), duty: heartbeat)
        else { return outcome }
        var outcome = outcome
        outcome.detail = "nothing to report"
        return outcome
    }
}
