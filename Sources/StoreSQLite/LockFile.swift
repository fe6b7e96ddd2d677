internal import Store
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// An exclusive hold of a path against every other process, by `flock` on a file of its own.
///
/// The kernel lets go when the process ends, however it ends; the file itself stays, as removing it would open a race.
final class LockFile: Sendable {
    private let descriptor: Mutex<CInt?>

    /// Takes the hold at once; `inUse` where another server has it.
    init(path: String) throws(StoreError) {
        // Close-on-exec: a run that outlives the server must not keep the hold.
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .system(errno, context: "opening the lock file \(path)") }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let holder = LockFile.holder(file)
            close(file)
            guard code == EWOULDBLOCK else { throw .system(code, context: "locking \(path)") }
            throw StoreError(
                .inUse, context: "locking \(path)",
                underlying: "another Almanac server\(holder.map { " (process \($0))" } ?? "") uses this data folder; "
                    + "stop it first, or give another folder")
        }
        LockFile.write(holder: getpid(), to: file)
        descriptor = Mutex(file)
    }

    deinit { release() }

    func release() {
        let file = descriptor.withLock { file in
            defer { file = nil }
            return file
        }
        guard let file else { return }
        // Unlocked by name: a child of this process that has not come to its exec yet has a copy of the descriptor, and
        // closing ours alone would leave the hold with it.
        _ = flock(file, LOCK_UN)
        close(file)
    }

    private static func holder(_ file: CInt) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(file, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int(String(decoding: bytes.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }

    /// The process id is a courtesy to whoever is refused; the hold itself does not need it.
    private static func write(holder: pid_t, to file: CInt) {
        let text = Array("\(holder)\n".utf8)
        guard ftruncate(file, 0) == 0 else { return }
        _ = pwrite(file, text, text.count, 0)
    }
}
