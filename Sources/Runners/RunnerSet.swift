/// The runners by name, and the one that stands in for all of them if the operator wants a trial.
package struct RunnerSet: Sendable {
    private let runners: [String: any Runner]
    /// Name of the runner that carries out every job whatever it names (`--runner dry-run`).
    package let override: String?

    package static let shell = "shell"
    package static let http = "http"
    package static let agent = "agent"
    package static let dryRun = "dry-run"

    package init(_ runners: [String: any Runner], override: String? = nil) {
        self.runners = runners
        self.override = override
    }

    package init(
        shell: any Runner, http: any Runner, agent: any Runner, dryRun: any Runner = DryRunRunner(),
        override: String? = nil
    ) {
        self.init(
            [Self.shell: shell, Self.http: http, Self.agent: agent, Self.dryRun: dryRun], override: override)
    }

    /// The runner for a job that names `name`; nil if there is none, or if the override names none.
    package func runner(named name: String) -> (any Runner)? {
        runners[override ?? name]
    }

    /// All names, sorted; a job may name any of them.
    package var names: [String] { runners.keys.sorted() }
}
