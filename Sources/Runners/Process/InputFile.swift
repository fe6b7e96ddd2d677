import Glibc
import SystemPackage

/// Standard input of a process: a file without a name, or `/dev/null`.
///
/// A file instead of a pipe: nobody has to write, and a job that reads nothing breaks nothing.
enum InputFile {
    /// The descriptor is the caller's to close.
    static func open(_ text: String?, in folder: String, runID: String) throws(Errno) -> FileDescriptor {
        guard let text else { return try openFile("/dev/null", O_RDONLY) }
        let path = "\(folder)/\(runID).input"
        let file = try openFile(path, O_RDWR | O_CREAT | O_EXCL)
        unlink(path)
        do throws(Errno) {
            try writeAll(file, Array(text.utf8), at: 0)
            return file
        } catch {
            closeFile(file)
            throw error
        }
    }
}
