package import ArgumentParser

/// What the process tells its caller. Numbers from 64 up are those of `sysexits.h`.
package enum ExitStatus: Int32, Hashable, Sendable, CaseIterable {
    case ok = 0
    /// The server refused: no such thing, not in this state, stale, not allowed.
    case refused = 1
    /// A run that was waited for failed, was skipped, cancelled or lost; or a test alert did not arrive.
    case runFailed = 2
    /// The command line was not understood; the parser's own code.
    case usage = 64
    /// The input was read and is wrong: an expression, an instant, lines of a crontab.
    case badInput = 65
    /// A file could not be read.
    case noInput = 66
    /// No server answers at the address.
    case unreachable = 69
    /// Something that must not happen happened; the message is for a bug report.
    case software = 70
    /// The time to wait was over before the run was.
    case stillRunning = 75
    /// What answers at the address does not speak this program's language.
    case notUnderstood = 76

    /// The form the argument parser ends the process with.
    package var exitCode: ExitCode { ExitCode(rawValue) }
}
