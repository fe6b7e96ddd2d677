import Glibc
import Operations
import Subprocess

/// How a process ended by itself, and what that says of the run.
enum Ending: Hashable, Sendable {
    case exit(code: Int)
    case signal(Int)
    case unknown

    init(_ status: TerminationStatus?) {
        switch status {
        case .exited(let code)?: self = .exit(code: Int(code))
        case .signaled(let signal)?: self = .signal(Int(signal))
        case nil: self = .unknown
        }
    }

    /// A signal is told as shells do, as exit code 128 + its number.
    var outcome: RunOutcome {
        switch self {
        case .exit(0): RunOutcome(.success, exitCode: 0)
        case .exit(let code): RunOutcome(.failed, exitCode: code, reason: Self.words(forCode: code))
        case .signal(let signal):
            RunOutcome(.failed, exitCode: 128 + signal, reason: "ended by \(Self.name(ofSignal: signal))")
        case .unknown: RunOutcome(.failed, reason: "ended, but how can't be told")
        }
    }

    /// Codes that a shell gives a meaning of its own are explained.
    private static func words(forCode code: Int) -> String {
        switch code {
        case 126: "exit code 126: the command can't be executed"
        case 127: "exit code 127: the command was not found"
        case 129...(128 + 31): "exit code \(code): a command in it was ended by \(name(ofSignal: code - 128))"
        default: "exit code \(code)"
        }
    }

    static func name(ofSignal signal: Int) -> String {
        names[Int32(signal)] ?? "signal \(signal)"
    }

    private static let names: [Int32: String] = [
        SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP",
        SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGKILL: "SIGKILL", SIGUSR1: "SIGUSR1",
        SIGSEGV: "SIGSEGV", SIGUSR2: "SIGUSR2", SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM", SIGTERM: "SIGTERM",
        SIGXCPU: "SIGXCPU", SIGXFSZ: "SIGXFSZ", SIGVTALRM: "SIGVTALRM", SIGPROF: "SIGPROF", SIGSYS: "SIGSYS",
    ]
}
