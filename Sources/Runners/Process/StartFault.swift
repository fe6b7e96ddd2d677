import Subprocess
import SystemPackage

/// Why a process could not be started, in plain words.
enum StartFault {
    static func errno(of fault: any Error) -> Errno? {
        fault as? Errno ?? (fault as? SubprocessError)?.underlyingError
    }

    static func words(for fault: any Error, folder: String) -> String {
        if let fault = fault as? SubprocessError, fault.code == .failedToChangeWorkingDirectory {
            return "the working folder \(folder) can't be entered: \(errno(of: fault)?.description ?? "unknown reason")"
        }
        if let fault = fault as? LedgerFault {
            return "could not start: the process folder \(fault.path) can't be written: \(fault.errno)"
        }
        switch errno(of: fault) {
        case .noSuchFileOrDirectory?: return "could not start: /bin/sh was not found"
        case .argListTooLong?: return "could not start: the command and its variables are too long"
        case let errno?: return "could not start: \(errno)"
        case nil: return "could not start: \(fault)"
        }
    }
}

/// A run that can't be written down is not started: nobody could find its processes again.
struct LedgerFault: Error {
    var path: String
    var errno: Errno
}
