import Foundation
import Logging

#if canImport(Glibc)
    import Glibc
#endif

func complain(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// Output that others wait for (the URL at the start) must not sit in a buffer.
func flushOutput() {
    fflush(nil)
}

func hostName() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count) == 0 else { return "localhost" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

func processID() -> Int32 { getpid() }

/// Logs go to standard error; standard output belongs to the answers.
func startLogging(_ level: Logger.Level) -> Logger {
    LoggingSystem.bootstrap { label in
        var handler = StreamLogHandler.standardError(label: label)
        handler.logLevel = level
        return handler
    }
    return Logger(label: "almanac")
}
