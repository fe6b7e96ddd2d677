import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file that the book is kept in: 0600, replaced whole, changed under a lock that a running server and the command
/// line share.
///
/// It is looked at anew at each question, so that what the command line changes holds for a server's next request. A
/// file that is missing, open to others or not of its form is an error and never an empty book.
package final class AccessFile: Sendable {
    package let path: String
    private let cache = Mutex<(mark: FileMark, book: AccessBook)?>(nil)

    /// Bytes of the largest file that is read: more than a full book takes.
    private static let bytesMax = 4 << 20

    package init(path: String) { self.path = path }

    package var exists: Bool {
        var facts = stat()
        return lstat(path, &facts) == 0
    }

    /// The book as it stands on disk now.
    package func read() throws(AccessFileError) -> AccessBook {
        let mark = try FileMark(path)
        if let known = cache.withLock({ $0 }), known.mark == mark { return known.book }
        let (book, read) = try load()
        cache.withLock { $0 = (read, book) }
        return book
    }

    /// Writes a first book; refuses where there is one already.
    package func create(_ book: AccessBook) throws(AccessFileError) {
        try locked { () throws(AccessFileError) in
            guard !exists else { throw AccessFileError(path: path, why: "it is there already") }
            try write(book)
        }
    }

    /// Changes the book as it stands on disk, and nothing where `change` throws.
    package func change<Value, Fault: Error>(
        _ change: (inout AccessBook) throws(Fault) -> Value
    ) throws(AccessFileError) -> Result<Value, Fault> {
        try locked { () throws(AccessFileError) in
            var book = try load().book
            let before = book
            let value: Value
            do throws(Fault) {
                value = try change(&book)
            } catch {
                return .failure(error)
            }
            if book != before { try write(book) }
            return .success(value)
        }
    }

    // MARK: On disk

    private func load() throws(AccessFileError) -> (book: AccessBook, mark: FileMark) {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw .system(path, errno) }
        defer { close(file) }
        let mark = try FileMark(file, path: path)
        guard mark.isRegular else { throw AccessFileError(path: path, why: "it is not a regular file") }
        guard mark.isPrivate else {
            throw AccessFileError(
                path: path, why: "other users may read or write it; take their rights away: chmod 600 \(path)")
        }
        guard mark.size <= Self.bytesMax else { throw AccessFileError(path: path, why: "it is too large to be one") }
        let bytes = try FileHandle(fileDescriptor: file, closeOnDealloc: false).readAll(path)
        do {
            return (try JSONDecoder().decode(AccessBook.self, from: bytes), mark)
        } catch {
            throw AccessFileError(path: path, why: "it is damaged: \(Self.words(error))")
        }
    }

    private static func words(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .dataCorrupted(let context)?, .keyNotFound(_, let context)?, .typeMismatch(_, let context)?,
            .valueNotFound(_, let context)?:
            let place = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
            return place.isEmpty ? context.debugDescription : "at \(place): \(context.debugDescription)"
        case nil: return "\(error)"
        @unknown default: return "\(error)"
        }
    }

    private func write(_ book: AccessBook) throws(AccessFileError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let bytes: Data
        do {
            bytes = try encoder.encode(book)
        } catch {
            throw AccessFileError(path: path, why: "it can't be written: \(error)")
        }
        try replaceFile(path, with: Array(bytes) + [UInt8(ascii: "\n")])
        cache.withLock { $0 = nil }
    }

    private func locked<Value>(_ body: () throws(AccessFileError) -> Value) throws(AccessFileError) -> Value {
        let lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw .system(path + ".lock", errno) }
        defer { close(lock) }
        giveToFolderOwner(lock, of: path)
        while flock(lock, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .system(path + ".lock", errno) }
        }
        defer { _ = flock(lock, LOCK_UN) }
        return try body()
    }
}

/// Why the file of those who may come in can't be used; whoever asks is let in by nothing then.
package struct AccessFileError: Error, Hashable, Sendable, CustomStringConvertible {
    package var path: String
    package var why: String

    package var description: String { "\(path): \(why)" }

    static func system(_ path: String, _ code: CInt) -> AccessFileError {
        AccessFileError(path: path, why: String(cString: strerror(code)))
    }
}

/// What tells one writing of a file from another: a replaced file is another inode, a changed one has another time.
private struct FileMark: Hashable {
    private var device: UInt64
    private var inode: UInt64
    private var seconds: Int
    private var nanoseconds: Int
    private var mode: UInt32
    let size: Int

    init(_ path: String) throws(AccessFileError) {
        var facts = stat()
        guard lstat(path, &facts) == 0 else { throw .system(path, errno) }
        self.init(facts)
    }

    init(_ file: CInt, path: String) throws(AccessFileError) {
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw .system(path, errno) }
        self.init(facts)
    }

    private init(_ facts: stat) {
        device = UInt64(truncatingIfNeeded: facts.st_dev)
        inode = UInt64(facts.st_ino)
        mode = UInt32(facts.st_mode)
        size = Int(facts.st_size)
        // The time of the last change of anything, rights included.
        #if os(Linux)
            (seconds, nanoseconds) = (Int(facts.st_ctim.tv_sec), Int(facts.st_ctim.tv_nsec))
        #else
            (seconds, nanoseconds) = (Int(facts.st_ctimespec.tv_sec), Int(facts.st_ctimespec.tv_nsec))
        #endif
    }

    var isRegular: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFREG) }
    var isPrivate: Bool { mode & 0o077 == 0 }
}

extension FileHandle {
    fileprivate func readAll(_ path: String) throws(AccessFileError) -> Data {
        do {
            return try readToEnd() ?? Data()
        } catch {
            throw AccessFileError(path: path, why: error.localizedDescription)
        }
    }
}

/// Puts a file of 0600 in a file's place: it holds the old bytes or the new ones, whatever happens meanwhile.
package func replaceFile(_ path: String, with bytes: [UInt8]) throws(AccessFileError) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let draft = "\(path).new"
    // Whoever holds the lock is alone here: what lies there is a former writer's that did not get to its end.
    unlink(draft)
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw .system(draft, errno) }
    do throws(AccessFileError) {
        defer { close(file) }
        giveToFolderOwner(file, of: path)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(file, $0.baseAddress! + written, bytes.count - written) }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw .system(draft, errno)
            }
            written += count
        }
        guard fsync(file) == 0 else { throw .system(draft, errno) }
    } catch {
        unlink(draft)
        throw error
    }
    guard rename(draft, path) == 0 else {
        let code = errno
        unlink(draft)
        throw .system(path, code)
    }
    let parent = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard parent >= 0 else { throw .system(folder, errno) }
    defer { close(parent) }
    guard fsync(parent) == 0 else { throw .system(folder, errno) }
}

/// A file that root makes in another user's folder becomes that user's: the server must be able to read it.
private func giveToFolderOwner(_ file: CInt, of path: String) {
    guard geteuid() == 0 else { return }
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    var facts = stat()
    guard stat(folder, &facts) == 0, facts.st_uid != 0 else { return }
    // Where it can't be given away the server will say that it can't read it.
    _ = fchown(file, facts.st_uid, facts.st_gid)
}
