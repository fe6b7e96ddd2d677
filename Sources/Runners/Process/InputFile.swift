import Glibc
import SystemPackage

/// Standard input of a process: a file without a name, or `/dev/null`.
///
/// A file instead of a pipe: nobody has to write, and a job that reads nothing breaks nothing.
struct InputFile: ~Copyable {
    let file: FileDescriptor

    init(_ text: String?, in folder: String, runID: String) throws(Errno) {
        guard let text else {
            let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
            guard null >= 0 else { throw Errno(rawValue: errno) }
            file = FileDescriptor(rawValue: null)
            return
        }
        let path = "\(folder)/\(runID).input"
        let file = try openFile(path, O_RDWR | O_CREAT | O_EXCL)
        unlink(path)
        do throws(Errno) {
            try writeAll(file, Array(text.utf8), at: 0)
        } catch {
            closeFile(file)
            throw error
        }
        self.file = file
    }

    deinit { closeFile(file) }
}
