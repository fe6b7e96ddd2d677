#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes all bytes to a standard stream, however many calls that takes.
func writeWhole(_ bytes: [UInt8], to channel: Console.Channel) throws {
    // A closed pipe is an error to handle, not a signal to die of halfway through a line.
    signal(SIGPIPE, SIG_IGN)
    let descriptor =
        switch channel {
        case .output: STDOUT_FILENO
        case .complaint: STDERR_FILENO
        }
    try bytes.withUnsafeBytes { buffer in
        var done = 0
        while done < buffer.count {
            let count = write(descriptor, buffer.baseAddress! + done, buffer.count - done)
            if count >= 0 {
                done += count
            } else if errno == EPIPE {
                throw OutputClosed()
            } else if errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, -1)
            } else if errno != EINTR {
                throw CommandFailure(
                    status: .software, message: "The output could not be written: \(systemWords(errno)).")
            }
        }
    }
}

/// At most `limit` bytes, as soon as there are any; empty at the end.
func readSome(atMost limit: Int, from descriptor: Int32) throws -> [UInt8] {
    while true {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            let got = read(descriptor, buffer.baseAddress!, limit)
            code = got < 0 ? errno : 0
            count = max(0, got)
        }
        switch code {
        case 0: return bytes
        case EINTR: continue
        case EAGAIN:
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&waiting, 1, -1)
        default:
            throw CommandFailure(status: .noInput, message: "The input could not be read: \(systemWords(code)).")
        }
    }
}

/// The bytes of a file, refused beyond `limit`.
func readFile(_ path: String, atMost limit: Int) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
        throw CommandFailure(status: .noInput, message: "\(path) could not be read: \(systemWords(errno)).")
    }
    defer { close(descriptor) }
    var all: [UInt8] = []
    while true {
        let part: [UInt8]
        do {
            part = try readSome(atMost: 65_536, from: descriptor)
        } catch let failure as CommandFailure {
            throw CommandFailure(status: .noInput, message: "\(path): \(failure.message)")
        }
        if part.isEmpty { return all }
        all += part
        guard all.count <= limit else {
            throw CommandFailure.badInput("\(path) is longer than \(limit / 1_048_576) MiB, the most that is read.")
        }
    }
}

/// What the system calls an error: "No such file or directory".
func systemWords(_ code: Int32) -> String { String(cString: strerror(code)) }

/// Where a symbolic link leads; nil where there is none.
func linkTarget(_ path: String) -> String? {
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
        count = buffer.withMemoryRebound(to: CChar.self) { max(0, readlink(path, $0.baseAddress!, $0.count)) }
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
}
