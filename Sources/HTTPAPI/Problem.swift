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
    /// A refused command in words. The one place that says them.
    init(_ refused: CommandRefused) {
        switch refused {
        case .noSuchSchedule(let id): self = .notFound("The \(id.source == .cron ? "job" : "session") \"\(id.ref)\"")
        case .noSuchNotification(let id): self = .notFound("The notification \"\(id)\"")
        case .scheduleExists(let id):
            self = .conflict("There is already a \(id.source == .cron ? "job" : "session") \"\(id.ref)\".")
        case .versionChanged(let current):
            self = Problem(
                status: .preconditionFailed, title: "Changed meanwhile",
                detail:
                    "\"\(current.title)\" has been changed meanwhile: it is at version \(current.version). Read it again and repeat your change."
            )
        case .alreadyRunning(let id, let runID):
            self = .conflict("\"\(id.ref)\" is running already (run \(runID)). Cancel that run, or wait for its end.")
        case .notRunning(let id): self = .conflict("\"\(id.ref)\" is not running: there is nothing to cancel.")
        case .stateForbids(let id, let state, let action):
            self = .conflict("\"\(id.ref)\" is \(state): \(action) is not possible now.")
        case .notInStasis(let occurrence):
            self = .conflict("\(occurrence) is not a missed occurrence that waits in stasis.")
        case .alreadyResolved(let entry):
            let by = entry.resolvedBy?.name ?? "somebody"
            let when = entry.resolvedAt.map { " at \($0.iso8601)" } ?? ""
            self = .conflict("This missed occurrence was already answered: \(entry.status.rawValue) by \(by)\(when).")
        case .instantPassed(let instant):
            self = Problem(
                status: .unprocessableContent, title: "In the past",
                detail:
                    "\(instant.iso8601) is not in the future. Give a later time, such as \"in 15m\" or \"tomorrow 9:15am\"."
            )
        case .broken(let id, let error):
            self = Problem(
                status: .unprocessableContent, title: "Unreadable schedule",
                detail: "The schedule of \"\(id.ref)\" can't be expanded: \(Self.words(error))")
        case .notAhead(let id):
            self = .conflict(
                "The record of \"\(id.ref)\" does not lie ahead of the clock: there is nothing to take back.")
        case .outcomeUnknown(let why):
            self = Problem(
                status: .serviceUnavailable, title: "Outcome unknown",
                detail:
                    "It is not known whether this was done: \(why). Look at it again before you repeat it, once /api/v1/ready says that the store answers."
            )
        case .notRecorded(let why):
            self = Problem(
                status: .serviceUnavailable, title: "Not recorded",
                detail: "Nothing was done, because it could not be recorded: \(why).")
        case .stopping:
            self = Problem(
                status: .serviceUnavailable, title: "Stopping", detail: "The server is shutting down; nothing was done."
            )
        }
    }

    private static func words(_ error: TimetableError) -> String {
        switch error {
        case .zone(let error): "\(error)"
        case .cron(let error): error.message
        }
    }

    init(_ error: StoreError) {
        self.init(
            status: .serviceUnavailable, title: "Store unavailable",
            detail: "The record can't be read at the moment (\(error.code.rawValue)). Try again shortly.")
    }
}

extension Problem: HTTPResponseError {
    func response(from request: Request, context: some RequestContext) throws -> Response {
        var writer = JSONWriter()
        writer.problem(status: status.code, title: title, detail: detail, errors: errors)
        return Response(
            status: status, headers: [.contentType: "application/problem+json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes)))
    }
}
