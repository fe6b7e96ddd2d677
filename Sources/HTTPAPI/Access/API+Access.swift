import Access
import CivilTime
import Documents
import Engine
import Hummingbird
import Operations
import Projection
import Store

/// What the routes ask before they answer or act.
extension API {
    /// The API as whoever sent the request sees it. Without this it is nobody's: it shows nothing and does nothing.
    func acting(_ context: Context) -> API {
        var api = self
        api.principal = context.principal
        return api
    }

    /// Who acts.
    var actor: Actor { principal.actor }

    /// The owner whose things are asked for: the one named, within the principal's scope; nil is everybody.
    func owner(_ request: Request) throws -> String? {
        let asked = request.query("owner")
        guard let own = principal.scope.owner else { return asked }
        guard asked == nil || asked == own else { throw Problem(.wholeHouse(scope: own), of: principal) }
        return own
    }

    func isVisible(_ ownerID: String?) -> Bool { may(.see, owner: ownerID) }

    /// Whether the principal may do it to what is this owner's.
    func may(_ permission: Permission, owner: String?) -> Bool {
        do {
            try authorise(principal, permission, on: .object(owner: owner))
            return true
        } catch {
            return false
        }
    }

    /// The schedule, where the principal may see it.
    func visible(_ id: ScheduleID) -> EngineState.Tracked? {
        engine.tracked(id).flatMap { isVisible($0.profile.schedule.ownerID) ? $0 : nil }
    }

    /// Refuses what the principal's role may not do, whoever it is done to.
    func allow(_ permission: Permission) throws {
        do {
            try authorise(principal, permission, on: .own)
        } catch {
            throw Problem(error, of: principal)
        }
    }

    /// Refuses what the principal may not do; `missing` is said of what lies outside its scope, as of what is not there.
    func allow(_ permission: Permission?, owner: String?, orElse missing: Problem) throws {
        do {
            try authorise(principal, permission, on: .object(owner: owner))
        } catch {
            throw error == .outsideScope ? missing : Problem(error, of: principal)
        }
    }

    /// Refuses a command that the principal may not give: by its kind, by whose it is, and by what it would change.
    func allow(_ command: Command) async throws {
        switch command {
        case .create(let schedule):
            try allow(.edit, owner: schedule.ownerID, orElse: foreignOwner(schedule.ownerID))
        case .edit(let schedule, _):
            try allow(.edit, on: schedule.id)
            try allow(.edit, owner: schedule.ownerID, orElse: foreignOwner(schedule.ownerID))
        case .delete(let id, _): try allow(.edit, on: id)
        case .rebase(let id): try allow(.administer, on: id)
        case .pause(let id, _), .resume(let id), .disable(let id), .enable(let id), .runNow(let id),
            .cancel(let id, _):
            try allow(.operate, on: id)
        case .approve(let target), .reschedule(let target, _), .deleteMissed(let target):
            try await allow(.operate, on: target.occurrence)
        case .resolve(let targets, _):
            for target in targets { try await allow(.operate, on: target.occurrence) }
        case .wake(let session, _, _): try allow(.operate, on: ScheduleID(.heartbeat, session))
        case .propose(let proposal):
            try allow(.operate, owner: proposal.ownerID, orElse: foreignOwner(proposal.ownerID))
        case .answerProposal(let answer):
            let missing = Problem(.noSuchProposal(answer.proposalID))
            guard let proposal = try await store.proposal(answer.proposalID) else { throw missing }
            try allow(answer.approve ? proposal.permission : .operate, owner: proposal.ownerID, orElse: missing)
        case .undo(let auditID):
            let missing = Problem(.noSuchAuditRow(auditID))
            guard let row = try await store.auditRow(auditID) else { throw missing }
            try allow(row.undoPermission, owner: owner(of: row), orElse: missing)
        case .answer(let id, _, _):
            let missing = Problem(.noSuchNotification(id))
            guard let notification = try await store.notification(id) else { throw missing }
            try allow(.operate, owner: notification.ownerID, orElse: missing)
        }
    }

    private func allow(_ permission: Permission, on id: ScheduleID) throws {
        try allow(permission, owner: engine.tracked(id)?.profile.schedule.ownerID, orElse: Problem(.noSuchSchedule(id)))
    }

    private func allow(_ permission: Permission, on id: OccurrenceID) async throws {
        try allow(permission, owner: try await owner(of: id), orElse: Problem.notFound("The event \(id)"))
    }

    /// Whose an occurrence is, where that matters. A missed one may outlive its schedule; it is still its owner's.
    func owner(of id: OccurrenceID) async throws -> String? {
        guard principal.scope != .all else { return nil }
        if let tracked = engine.tracked(id.schedule) { return tracked.profile.schedule.ownerID }
        return try await desk.event(id)?.ownerID
    }

    private func foreignOwner(_ owner: String) -> Problem {
        Problem(.wholeHouse(scope: principal.scope.owner ?? owner), of: principal)
    }
}

extension API {
    var permittedActions: Set<EventAction> { principal.role?.permittedActions ?? [] }

    /// Events as the principal sees them: in its zone, with the actions that its role has.
    func eventDisplay(_ zone: Zone) -> EventDisplay { EventDisplay(zone: zone, permitted: permittedActions) }
}

extension JSONWriter {
    /// Writes who asks, as fields: what a page needs to offer what it may do.
    mutating func access(_ principal: Principal) {
        field("name", principal.name)
        field("role", principal.role?.rawValue)
        field("owner", principal.scope.owner)
        field("signed_in", principal.voucher.isSession)
    }
}

extension Principal.Voucher {
    /// Whether there is a browser's session that can be signed out of.
    fileprivate var isSession: Bool {
        switch self {
        case .session: true
        case .none, .loopback, .token, .proxy: false
        }
    }
}
