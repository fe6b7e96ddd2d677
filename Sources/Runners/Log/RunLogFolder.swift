import Glibc
import Synchronization
import SystemPackage

/// The folder of all runs' logs: one file for each run whose record does not tell its output in full, readable by its
/// owner alone.
///
/// Names are run ids and nothing else, symbolic links are not followed, so that no request leaves the folder.
package struct RunLogFolder: Sendable {
    final class LiveLogs: Sendable {
        let byRunID = Mutex<[String: RunLog]>([:])
    }

    package let path: String
    let live = LiveLogs()

    package init(path: String) {
        self.path = path
    }

    package static let runIDLengthMax = 128

    package static func isValidRunID(_ id: String) -> Bool {
        (1...runIDLengthMax).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// Begins the log of a run. It is readable and can be followed from now until long after `finish()`; what the run's
    /// record tells, until `letGo`.
    ///
    /// No file is open before the first output: thousands of waiting runs hold no descriptors.
    package func create(runID: String) throws(RunLogFault) -> RunLog {
        guard Self.isValidRunID(runID) else { throw .invalidRunID(runID) }
        do throws(Errno) { try makeFolder(path) } catch { throw .folder(path: path, error) }
        let log = RunLog(runID: runID, livePath: livePath(runID), finalPath: finalPath(runID)) { [live] log in
            live.byRunID.withLock { _ = $0.removeValue(forKey: log.runID) }
        }
        let taken = live.byRunID.withLock { logs in
            if logs[runID] != nil || exists(log.livePath) || exists(log.finalPath) { return true }
            logs[runID] = log
            return false
        }
        if taken { throw .exists(runID) }
        return log
    }

    /// The run's end is on record: an output that it tells in full is kept no longer.
    package func letGo(runID: String) {
        live.byRunID.withLock { $0.removeValue(forKey: runID) }?.letGo()
    }

    /// Removes the log of a run that is not alive (retention); answers whether there was one.
    @discardableResult package func remove(runID: String) -> Bool {
        guard Self.isValidRunID(runID), liveLog(runID) == nil else { return false }
        let removedFinal = unlink(finalPath(runID)) == 0
        let removedLive = unlink(livePath(runID)) == 0
        return removedFinal || removedLive
    }

    func liveLog(_ runID: String) -> RunLog? { live.byRunID.withLock { $0[runID] } }
    func livePath(_ runID: String) -> String { "\(path)/\(runID).live" }
    func finalPath(_ runID: String) -> String { "\(path)/\(runID).log" }

    private func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }
}
