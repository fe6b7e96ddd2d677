package import AsyncHTTPClient
import CivilTime
import FoundationEssentials
package import Operations

/// Where prompts go: to a command's standard input, or to a URL. The command wins if both are set.
package struct AgentSettings: Hashable, Sendable {
    /// Text for `/bin/sh -c`.
    package var command: String?
    package var url: String?

    package init(command: String? = nil, url: String? = nil) {
        self.command = command
        self.url = url
    }
}

/// Carries runs out by handing a prompt to an agent.
package struct AgentRunner: Runner {
    private let settings: AgentSettings
    private let rules: ProcessRules
    private let exchange: HTTPExchange

    /// The client (`HTTPRunner.clientConfiguration`) is the caller's to shut down.
    package init(
        settings: AgentSettings, rules: ProcessRules, client: HTTPClient, destinations: DestinationRule = .any
    ) {
        self.settings = settings
        self.rules = rules
        exchange = HTTPExchange(client: client, destinations: destinations, clock: rules.clock, tellsStatus: false)
    }

    package func carryOut(
        _ assignment: Assignment, log: RunLog, started: @Sendable () async -> Void
    ) async -> RunOutcome {
        if let idle = assignment.unmetDuty() { return idle.concluding(log) }
        let outcome = await ask(assignment, log: log, started: started)
        return assignment.acknowledging(outcome, log).concluding(log)
    }

    private func ask(
        _ assignment: Assignment, log: RunLog, started: @Sendable () async -> Void
    ) async -> RunOutcome {
        let prompt = AgentPrompt.text(for: assignment)
        if let command = settings.command, !command.isEmpty {
            let run = ProcessRun(assignment, command: command, input: prompt, rules: rules)
            return await run.carryOut(log: log, started: started)
        }
        guard let url = settings.url, !url.isEmpty else {
            return RunOutcome(.failed, reason: "no agent is configured: set agent.command or agent.url")
        }
        do throws(HTTPForm.Fault) {
            let form = try Self.form(url: url, prompt: prompt, run: assignment.run)
            let seconds = assignment.work.timeoutSeconds
            return await exchange.carryOut(form, timeoutSeconds: seconds, log: log, started: started)
        } catch {
            return RunOutcome(.failed, reason: "agent.url: \(error.message)")
        }
    }

    private static func form(url: String, prompt: String, run: Run) throws(HTTPForm.Fault) -> HTTPForm {
        let body: JSONValue = [
            "session_id": (run.sessionID ?? sessionOfHeartbeat(run)).map(JSONValue.string) ?? .null,
            "prompt": .string(prompt),
            "run_id": .string(run.id),
            "scheduled_at": .string(run.scheduledAt.iso8601),
            "notes": .array(run.notes.map(JSONValue.string)),
        ]
        var form = HTTPForm(
            method: "POST", url: try HTTPForm.checked(URL(string: url), text: url),
            headers: [("Content-Type", "application/json")], body: body.jsonBytes, success: .byDefault)
        form.identify(run)
        return form
    }

    private static func sessionOfHeartbeat(_ run: Run) -> String? {
        run.schedule.source == .heartbeat ? run.schedule.ref : nil
    }
}
