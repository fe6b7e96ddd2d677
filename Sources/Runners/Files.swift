import Glibc
import SystemPackage

/// Opens a file that is no symbolic link, for this process alone (close-on-exec); created files have mode 0600.
func openFile(_ path: String, _ flags: CInt) throws(Errno) -> FileDescriptor {
    while true {
        let descriptor = open(path, flags | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor >= 0 { return FileDescriptor(rawValue: descriptor) }
        if errno != EINTR { throw Errno(rawValue: errno) }
    }
}

/// Closes without complaint: after a failed close there is nothing left that could be done.
func closeFile(_ file: FileDescriptor) {
    _ = Glibc.close(file.rawValue)
}

func writeAll(_ file: FileDescriptor, _ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(Errno) {
    var written = 0
    while written < bytes.count {
        let count = pwrite(file.rawValue, bytes.baseAddress! + written, bytes.count - written, off_t(offset) + written)
        if count > 0 {
            written += count
        } else if errno != EINTR {
            throw Errno(rawValue: errno)
        }
    }
}

func writeAll(_ file: FileDescriptor, _ bytes: [UInt8], at offset: Int64) throws(Errno) {
    let result = bytes.withUnsafeBytes { bytes in
        Result { () throws(Errno) in try writeAll(file, bytes, at: offset) }
    }
    try result.get()
}

/// Reads until the buffer is full or the file ends; answers the number of bytes read.
func readAll(
    _ file: FileDescriptor, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer
) throws(Errno) -> Int {
    var filled = 0
    while filled < buffer.count {
        let count = pread(file.rawValue, buffer.baseAddress! + filled, buffer.count - filled, off_t(offset) + filled)
        if count == 0 { break }
        if count > 0 {
            filled += count
        } else if errno != EINTR {
            throw Errno(rawValue: errno)
        }
    }
    return filled
}

/// The content of a regular file, or of one that the kernel makes up (`/proc`); at most `lengthMax` bytes.
///
/// A pipe or device is refused: opening it must not hang.
func readFile(_ path: String, lengthMax: Int) throws(Errno) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    let file = FileDescriptor(rawValue: descriptor)
    defer { closeFile(file) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Errno(rawValue: errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .isDirectory
    default: throw .invalidArgument
    }
    var content: [UInt8] = []
    var fault: Errno?
    // Files of /proc say that they are empty, so the size can't be asked for.
    while content.count < lengthMax, fault == nil {
        let room = min(64 * 1024, lengthMax - content.count)
        let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
            let count = Glibc.read(descriptor, buffer.baseAddress, room)
            if count < 0, errno != EINTR { fault = Errno(rawValue: errno) }
            filled = max(0, count)
        }
        if chunk.isEmpty { break }
        content += chunk
    }
    if let fault { throw fault }
    return content
}

/// Creates the folder and those above it, for the owner alone; it is no error if it exists.
func makeFolder(_ path: String) throws(Errno) {
    if isFolder(path) { return }
    var prefix = FilePath(path)
    prefix.components.removeAll()
    for component in FilePath(path).components {
        prefix.append(component)
        if mkdir(prefix.string, 0o700) != 0 {
            let fault = Errno(rawValue: errno)
            guard isFolder(prefix.string) else { throw fault == .fileExists ? .notDirectory : fault }
        }
    }
}

func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Puts `bytes` in the place of the file at `path` as a whole or not at all.
func replaceFile(_ path: String, with bytes: [UInt8]) throws(Errno) {
    let draft = path + ".part"
    let file = try openFile(draft, O_WRONLY | O_CREAT | O_TRUNC)
    do throws(Errno) {
        defer { closeFile(file) }
        try writeAll(file, bytes, at: 0)
        guard rename(draft, path) == 0 else { throw Errno(rawValue: errno) }
    } catch {
        unlink(draft)
        throw error
    }
}
