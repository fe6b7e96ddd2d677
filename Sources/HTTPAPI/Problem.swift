import CivilTime
import Documents
import Engine
import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Recurrence
import Store

/// What went wrong with a request, as it goes out: a problem document (RFC 9457).
struct Problem: Error {
    var status: HTTPResponse.Status
    var title: String
    /// In plain words: what was wrong and what to do.
    var detail: String
    var errors: [Diagnostic] = []
    /// What goes out beside it.
    var headers: HTTPFields = [:]
    /// The state that a conflict ran into, as a JSON member.
    var member: (@Sendable (inout JSONWriter) -> Void)?

    static func badRequest(_ detail: String, field: String? = nil, hint: String? = nil) -> Problem {
        Problem(
            status: .badRequest, title: "Bad request", detail: detail,
            errors: field.map { [Diagnostic(field: $0, message: detail, line: nil, column: nil, hint: hint)] } ?? [])
    }

    static func invalid(_ diagnostics: Diagnostics) -> Problem {
        Problem(
            status: .unprocessableContent, title: "Invalid fields",
            detail: diagnostics.items.map(\.message).joined(separator: " "), errors: diagnostics.items)
    }

    static func notFound(_ what: String) -> Problem {
        Problem(status: .notFound, title: "Not found", detail: "\(what) does not exist.")
    }

    static func conflict(_ detail: String) -> Problem {
        Problem(status: .conflict, title: "Conflict", detail: detail)
    }
}

extension Problem {
    /// A refused command, with the state that it ran into where that is news to whoever asked.
    init(_ refused: CommandRefused) {
        self.init(status: refused.status, title: refused.title, detail: refused.words)
        switch refused {
        case .proposalStale(_, let current?), .changedSince(_, let current?), .versionChanged(let current):
            member = { json in
                json.name(current.id.source == .cron ? "job" : "session")
                switch current.id.source {
                case .cron: json.job(current, facts: nil)
                case .heartbeat: json.session(current, facts: nil)
                }
            }
        case .proposalExpired(let proposal), .proposalEmpty(let proposal), .proposalFailed(let proposal):
            member = { json in
                json.name("proposal")
                json.proposal(proposal)
            }
        case .noSuchSchedule, .noSuchNotification, .noSuchProposal, .noSuchAuditRow, .scheduleExists, .alreadyRunning,
            .notRunning, .stateForbids, .notInStasis, .alreadyResolved, .instantPassed, .proposalStale, .changedSince,
            .nothingToUndo, .broken, .notAhead, .notRecorded, .outcomeUnknown, .stopping:
            break
        }
    }

    init(_ error: StoreError) {
        self.init(
            status: .serviceUnavailable, title: "Store unavailable",
            detail: "The record can't be read at the moment (\(error.code.rawValue)). Try again shortly.")
    }
}

extension CommandRefused {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .noSuchSchedule, .noSuchNotification, .noSuchProposal, .noSuchAuditRow: .notFound
        case .scheduleExists, .alreadyRunning, .notRunning, .stateForbids, .notInStasis, .alreadyResolved,
            .proposalStale, .proposalFailed, .nothingToUndo, .changedSince, .notAhead:
            .conflict
        case .versionChanged: .preconditionFailed
        case .proposalExpired: .gone
        case .instantPassed, .proposalEmpty, .broken: .unprocessableContent
        case .notRecorded, .outcomeUnknown, .stopping: .serviceUnavailable
        }
    }

    fileprivate var title: String {
        switch self {
        case .noSuchSchedule, .noSuchNotification, .noSuchProposal, .noSuchAuditRow: "Not found"
        case .scheduleExists, .alreadyRunning, .notRunning, .stateForbids, .notInStasis, .alreadyResolved,
            .proposalFailed, .nothingToUndo, .notAhead:
            "Conflict"
        case .versionChanged, .proposalStale, .changedSince: "Changed meanwhile"
        case .proposalExpired: "Expired"
        case .proposalEmpty: "Nothing to confirm"
        case .instantPassed: "In the past"
        case .broken: "Unreadable schedule"
        case .notRecorded: "Not recorded"
        case .outcomeUnknown: "Outcome unknown"
        case .stopping: "Stopping"
        }
    }
}

extension Problem: HTTPResponseError {
    func response(from request: Request, context: some RequestContext) throws -> Response {
        var writer = JSONWriter()
        writer.problem(status: status.code, title: title, detail: detail, errors: errors, member: member)
        var fields = headers
        fields[.contentType] = "application/problem+json"
        fields[.cacheControl] = "no-store"
        return Response(
            status: status, headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes)))
    }
}
