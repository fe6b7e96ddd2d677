import CivilTime
package import Operations

extension JSONWriter {
    /// Writes a proposal with the schedule before and after it, as they stand in the record.
    ///
    /// - Parameter mayConfirm: whether the reader is one who may confirm it.
    package mutating func proposal(_ proposal: Proposal, mayConfirm: Bool = true) {
        object { json in
            json.field("proposal_id", proposal.id)
            json.field("event_id", proposal.occurrence?.description)
            json.reference(proposal.schedule)
            json.field("owner_id", proposal.ownerID)
            json.field("session_id", proposal.sessionID)
            json.field("instruction", proposal.instruction)
            json.field("summary", proposal.summary)
            json.object("operation") { json in json.field("type", proposal.kind.rawValue) }
            json.field("patch") { $0.value(proposal.patch) }
            json.occurrence(of: proposal)
            for (name, schedule) in [("before", proposal.before), ("after", proposal.after)] {
                json.field(name) { json in
                    if let schedule { json.schedule(schedule, facts: nil) } else { json.null() }
                }
            }
            json.array("changed_fields", proposal.changedFields)
            json.instants("next_before", proposal.nextBefore)
            json.instants("next_after", proposal.nextAfter)
            json.array("warnings", proposal.warnings)
            json.field("confidence", proposal.confidence.rawValue)
            json.field("confirmable", proposal.isConfirmable && proposal.status == .pending && mayConfirm)
            json.field("interpreter", proposal.interpreter)
            json.field("status", proposal.status.rawValue)
            json.field("failure", proposal.failure)
            json.field("run_id", proposal.runID)
            json.field("based_on_version", proposal.basedOnVersion)
            json.field("created_at", proposal.createdAt)
            json.field("expires_at", proposal.expiresAt)
            json.field("resolved_at", proposal.resolvedAt)
            json.field("resolved_by", proposal.resolvedBy?.name)
        }
    }

    private mutating func occurrence(of proposal: Proposal) {
        guard !proposal.occurrencesAt.isEmpty || proposal.movedTo != nil else { return null("occurrence") }
        object("occurrence") { json in
            json.instants("at", proposal.occurrencesAt)
            json.field("to", proposal.movedTo)
        }
    }

    private mutating func instants(_ name: String, _ instants: [Instant]) {
        array(name, instants.map(\.iso8601))
    }
}
