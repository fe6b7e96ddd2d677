internal import Store

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The database's place on disk: a folder of 0700 and files of 0600.
struct DataFile {
    let path: String

    var lockPath: String { path + ".lock" }
    var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes missing folders (0700) and the file (0600), and takes others' rights off a file that has them.
    ///
    /// SQLite gives `-wal` and `-shm` the rights of the file, so the file must have them before it is opened; and it must
    /// be done before, as closing any descriptor of a file drops the locks that this process holds on it (fcntl(2)).
    /// A folder that stands already is left as it is: it may hold other people's things.
    func prepare() throws(StoreError) {
        try refuseNetworkFolder()
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .system(errno, context: "opening \(path)") }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw .system(errno, context: "looking at \(path)") }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            throw StoreError(.damaged, context: "opening \(path)", underlying: "it is not a regular file")
        }
        guard facts.st_mode & 0o077 != 0 else { return }
        guard fchmod(file, 0o600) == 0 else { throw .system(errno, context: "closing \(path) to other users") }
    }

    /// Makes every missing folder on the way to the file.
    func makeFolder() throws(StoreError) {
        var made = folder.hasPrefix("/") ? "/" : ""
        for part in folder.split(separator: "/") {
            made += (made.isEmpty || made.hasSuffix("/") ? "" : "/") + part
            guard mkdir(made, 0o700) != 0, errno != EEXIST else { continue }
            let code = errno
            // A folder above may stand where nothing can be made (EACCES, EROFS): what counts is that it is there.
            var facts = stat()
            guard stat(made, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR else {
                throw .system(code, context: "making the folder \(made)")
            }
        }
    }

    /// An empty file of 0600, whatever stood there.
    func makeEmpty() throws(StoreError) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .system(errno, context: "making \(path)") }
        close(file)
    }

    /// Brings what was written to the disk.
    func sync() throws(StoreError) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .system(errno, context: "opening \(path)") }
        defer { close(file) }
        guard fsync(file) == 0 else { throw .system(errno, context: "writing \(path)") }
    }

    /// Whether anything stands at the path, be it a link that leads nowhere.
    var exists: Bool {
        var facts = stat()
        return lstat(path, &facts) == 0
    }

    /// Whether both names lead to one file.
    func isSameFile(as other: DataFile) -> Bool {
        var (mine, others) = (stat(), stat())
        return stat(path, &mine) == 0 && stat(other.path, &others) == 0 && mine.st_dev == others.st_dev
            && mine.st_ino == others.st_ino
    }

    /// Whether the file's header names Almanac (`application_id`, bytes 68 to 71: https://www.sqlite.org/fileformat.html).
    ///
    /// Not for the record that this process serves: closing its descriptor would drop SQLite's locks (fcntl(2)).
    var saysAlmanac: Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return false }
        defer { close(file) }
        var mark: UInt32 = 0
        guard pread(file, &mark, 4, 68) == 4 else { return false }
        return Int64(UInt32(bigEndian: mark)) == FileIdentity.almanac
    }

    /// Gives the file a second name.
    func addName(_ other: DataFile) throws(StoreError) {
        guard link(path, other.path) == 0 else {
            throw .system(errno, context: "keeping \(path) as \(other.path)")
        }
    }

    /// Takes the other's place, for good: the folder is synced too.
    func move(to other: DataFile) throws(StoreError) {
        guard rename(path, other.path) == 0 else {
            throw .system(errno, context: "renaming \(path) to \(other.path)")
        }
        try DataFile(path: other.folder).sync()
    }

    /// Removes the file, if it is there.
    func remove() { unlink(path) }

    /// Size in bytes; 0 where it can't be told.
    var bytes: Int64 {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int64(facts.st_size) : 0
    }

    /// WAL's shared memory and `flock` hold between the processes of one machine only.
    private func refuseNetworkFolder() throws(StoreError) {
        guard let table = MountTable.ofThisProcess(), let real = realpath(folder, nil) else { return }
        defer { free(real) }
        guard let kind = table.kind(of: String(cString: real)), MountTable.networkKinds.contains(kind) else { return }
        throw StoreError(
            .unavailable, context: "opening \(path)",
            underlying: "the folder is on a network file system (\(kind)), where the record is not safe; "
                + "give a folder on a local disk")
    }
}
