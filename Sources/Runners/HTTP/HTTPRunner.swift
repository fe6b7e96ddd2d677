package import AsyncHTTPClient
import CivilTime
package import Operations

/// Carries runs out as HTTP requests; the status of the answer decides.
package struct HTTPRunner: Runner {
    /// Seconds a request may take if the job does not say.
    package static let timeoutSecondsByDefault = 60
    /// Seconds a request may take at most.
    package static let timeoutSecondsMax = 7200

    /// How the client is to be made that the runner is given: redirects are left to the runner, which asks the
    /// destination rule about each, and a refused connection is an answer and not a reason to try again.
    package static var clientConfiguration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private let exchange: HTTPExchange

    /// The client is the caller's to shut down.
    package init(
        client: HTTPClient, destinations: DestinationRule = .any, clock: any Clock<Duration> = ContinuousClock()
    ) {
        exchange = HTTPExchange(client: client, destinations: destinations, clock: clock, tellsStatus: true)
    }

    package func carryOut(
        _ assignment: Assignment, log: RunLog, started: @Sendable () async -> Void
    ) async -> RunOutcome {
        if let idle = assignment.unmetDuty() { return idle.concluding(log) }
        var form: HTTPForm
        do throws(HTTPForm.Fault) {
            form = try HTTPForm(assignment)
        } catch {
            return RunOutcome(.failed, reason: error.message).concluding(log)
        }
        form.identify(assignment.run)
        let seconds = min(assignment.work.timeoutSeconds ?? Self.timeoutSecondsByDefault, Self.timeoutSecondsMax)
        return await exchange.carryOut(form, timeoutSeconds: seconds, log: log, started: started).concluding(log)
    }
}

extension HTTPForm {
    /// Tells the receiver which run this is; the job's own headers can't claim another.
    mutating func identify(_ run: Run) {
        let own = [
            ("X-Almanac-Run-Id", run.id),
            ("X-Almanac-Job-Id", run.schedule.ref),
            ("X-Almanac-Scheduled-At", String(run.scheduledAt.epochSeconds)),
            ("X-Almanac-Attempt", String(run.attempt)),
        ]
        headers.removeAll { header in own.contains { $0.0.lowercased() == header.name.lowercased() } }
        headers += own.map { (name: $0.0, value: $0.1) }
    }
}
