import CivilTime
import Synchronization

@testable import Commands

/// A console that keeps what is written and reads what it is given.
final class TestConsole: Sendable {
    private let written = Mutex<[Console.Channel: [UInt8]]>([:])
    private let input: Mutex<ArraySlice<UInt8>>

    init(input: String = "") { self.input = Mutex(Array(input.utf8)[...]) }

    var output: String { text(.output) }
    var complaint: String { text(.complaint) }
    var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) }

    private func text(_ channel: Console.Channel) -> String {
        String(decoding: written.withLock { $0[channel] ?? [] }, as: UTF8.self)
    }

    func console(width: Int? = nil, isColoured: Bool = false, isInteractive: Bool = false) -> Console {
        Console(
            width: width, isColoured: isColoured, isInteractive: isInteractive,
            write: { channel, bytes in self.written.withLock { $0[channel, default: []] += bytes } },
            read: { limit in
                self.input.withLock { input in
                    let piece = Array(input.prefix(limit))
                    input = input.dropFirst(piece.count)
                    return piece
                }
            })
    }
}

/// A clock that stands still.
struct StoppedClock: WallClock {
    var now: Instant
}

/// Tuesday 2026-03-03 12:00 in Chicago.
let testNow = Instant(iso8601: "2026-03-03T18:00:00Z") ?? .distantPast

/// What a command line answers: status, standard output, standard error.
struct Answered {
    var status: Commands.ExitStatus
    var output: String
    var complaint: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// Carries out a command line in a world without a server, at `testNow`.
func almanac(
    _ arguments: String..., input: String = "", environment: [String: String] = [:]
) async -> Answered {
    let console = TestConsole(input: input)
    let surroundings = Surroundings(
        environment: ["TZ": "America/Chicago"].merging(environment) { $1 }, console: console.console(),
        clock: StoppedClock(now: testNow))
    let status = await carryOut(arguments, in: surroundings)
    return Answered(status: status, output: console.output, complaint: console.complaint)
}
