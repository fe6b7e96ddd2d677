import Glibc
import Subprocess
import SystemPackage

/// A process that leads a session of its own and is watched until it has been let go.
///
/// After its end it stays a zombie until `letGo()`: so long its number, and that of its group, belong to nobody else.
final class LaunchedProcess: Sendable {
    let pid: pid_t
    /// The leader has ended.
    let ended = Promise<Void>()
    /// How it ended; nil if that can't be told. Known only after `letGo()`.
    let status = Promise<TerminationStatus?>()
    private let released = Promise<Void>()

    private init(pid: pid_t) {
        self.pid = pid
    }

    /// Lets the kernel forget the process once it has ended.
    func letGo() { released.fulfil() }

    /// What a process is started with.
    struct Plan: Sendable {
        /// Text for `/bin/sh -c`.
        var command: String
        var variables: [String: String]
        var folder: String
        var input: FileDescriptor
        var output: FileDescriptor
    }

    /// Far beyond any run; the library wants a bound.
    private static let forever = Duration.seconds(10 * 366 * 86_400)

    /// Starts the process. `input` and `output` remain the caller's to close.
    static func start(_ plan: Plan) async throws -> LaunchedProcess {
        let launch = Promise<Result<LaunchedProcess, any Error>>()
        // Not a child task: a process that the kernel can't end (uninterruptible sleep) must not hold up its run.
        // And the library must not see the run's cancellation: it would kill the leader alone.
        Task.detached {
            do {
                let result = try await Subprocess.run(
                    configuration(plan), input: .fileDescriptor(plan.input, closeAfterSpawningProcess: false),
                    output: .fileDescriptor(plan.output, closeAfterSpawningProcess: false),
                    // The same descriptor again: `.combinedWithOutput` would make a copy that stays open with us.
                    error: .fileDescriptor(plan.output, closeAfterSpawningProcess: false)
                ) { execution in
                    let process = LaunchedProcess(pid: execution.processIdentifier.value)
                    launch.fulfil(.success(process))
                    // Signal 0 is none: this waits for the leader's end, and does nothing else.
                    await execution.teardown(
                        using: [.send(signal: Signal(rawValue: 0), allowedDurationToNextStep: forever)])
                    process.ended.fulfil()
                    await process.released.settled()
                    return process
                }
                result.closureResult.status.fulfil(result.terminationStatus)
            } catch {
                launch.fulfil(.failure(error))
                if case .success(let process)? = launch.value {
                    process.ended.fulfil()
                    process.status.fulfil(nil)
                }
            }
        }
        return try await launch.settled().get()
    }

    private static func configuration(_ plan: Plan) -> Configuration {
        var options = PlatformOptions()
        options.createSession = true
        var variables: [Environment.Key: String] = [:]
        for (name, value) in plan.variables {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        return Configuration(
            executable: .path("/bin/sh"), arguments: ["-c", plan.command], environment: .custom(variables),
            workingDirectory: FilePath(plan.folder), platformOptions: options)
    }
}
