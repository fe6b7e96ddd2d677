#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where a command writes, complains and reads: the process's streams, or a test's.
package struct Console: Sendable {
    package enum Channel: Hashable, Sendable {
        case output
        case complaint
    }

    /// Columns of the terminal that output goes to; nil where it goes to a file or a pipe, and nothing is cut.
    package var width: Int?
    /// Whether output may carry colours.
    package var isColoured: Bool
    /// Whether someone is there to answer a question.
    package var isInteractive: Bool
    private let writeBytes: @Sendable (Channel, [UInt8]) throws -> Void
    private let readBytes: @Sendable (Int) throws -> [UInt8]

    /// `write` throws where the bytes can't be delivered; `read` takes a byte limit and answers empty at the end.
    package init(
        width: Int?, isColoured: Bool, isInteractive: Bool,
        write: @escaping @Sendable (Channel, [UInt8]) throws -> Void, read: @escaping @Sendable (Int) throws -> [UInt8]
    ) {
        self.width = width
        self.isColoured = isColoured
        self.isInteractive = isInteractive
        self.writeBytes = write
        self.readBytes = read
    }

    func write(_ bytes: [UInt8]) throws { try writeBytes(.output, bytes) }

    func write(line: String) throws { try writeBytes(.output, Array((line + "\n").utf8)) }

    func write(lines: [String]) throws {
        guard !lines.isEmpty else { return }
        try write(line: lines.joined(separator: "\n"))
    }

    /// Writes to the complaint channel; what can't be delivered there has nowhere else to go.
    func complain(lines: [String]) {
        let text = lines.map { $0 + "\n" }.joined()
        do { try writeBytes(.complaint, Array(text.utf8)) } catch { return }
    }

    func complain(_ failure: CommandFailure) { complain(lines: failure.lines.map(printable)) }

    /// At most `limit` bytes of input as they come; empty at the end.
    func read(atMost limit: Int) throws -> [UInt8] { try readBytes(limit) }

    /// All of the input, refused beyond `limit` bytes.
    func readAll(atMost limit: Int) throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let part = try readBytes(65_536)
            if part.isEmpty { return all }
            all += part
            if all.count > limit {
                throw CommandFailure.badInput(
                    "The input is longer than \(limit / 1_048_576) MiB, the most that is read.")
            }
        }
    }

    /// Text in a style, where colours are on.
    func styled(_ text: String, _ style: TextStyle) -> String { isColoured ? style.applied(to: text) : text }
}

extension Console {
    /// The process's own streams. Colours only on a terminal, and not with `NO_COLOR` or `TERM=dumb`.
    static func standard(environment: [String: String]) -> Console {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let noColour = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        return Console(
            width: isTerminal ? terminalWidth(environment: environment) : nil,
            isColoured: isTerminal && !noColour && environment["TERM"] != "dumb",
            isInteractive: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1,
            write: { channel, bytes in try writeWhole(bytes, to: channel) },
            read: { limit in try readSome(atMost: limit, from: STDIN_FILENO) })
    }

    /// What the terminal says, else `COLUMNS`, else 80; never under 40.
    private static func terminalWidth(environment: [String: String]) -> Int {
        var size = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return max(40, Int(size.ws_col)) }
        return max(40, environment["COLUMNS"].flatMap { Int($0) } ?? 80)
    }
}

/// The variables of the process.
func processEnvironment() -> [String: String] {
    var found: [String: String] = [:]
    var place = environ
    while let entry = place.pointee {
        let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 { found[String(parts[0])] = String(parts[1]) }
        place += 1
    }
    return found
}
