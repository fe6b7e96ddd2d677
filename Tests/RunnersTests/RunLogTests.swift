import CivilTime
import Foundation
import Operations
import Testing

@testable import Runners

struct RunLogTests {
    let bench: Bench

    init() throws { bench = try Bench() }

    private var logs: RunLogFolder { bench.logs }

    @Test("Retention removes what was last written before its instant, and no live run's log")
    func retention() throws {
        let old = try logs.create(runID: "old")
        old.append("\u{1B}[1mold")
        old.finish()
        let live = try logs.create(runID: "live")
        live.append("live")
        #expect(logs.removeOlder(than: .distantPast) == 0)
        #expect(logs.removeOlder(than: .distantFuture) == 1)
        #expect(logs.read(runID: "old", limit: .max) == nil)
        #expect(logs.read(runID: "live", limit: .max) != nil)
    }

    @Test("Whatever the pieces, the log keeps the first 64 KiB and the last 192 KiB and says what is missing")
    func cap() throws {
        let noise = (0..<400_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
        for seed in UInt64(1)...12 {
            var random = SplitMix(state: seed)
            let log = try logs.create(runID: "cap-\(seed)")
            var output: [UInt8] = []
            let pieces = Int.random(in: 0...12, using: &random)
            for _ in 0..<pieces {
                let longest = [10, 5_000, 70_000, 400_000].randomElement(using: &random) ?? 10
                let piece = Array(noise[..<Int.random(in: 0...longest, using: &random)])
                output += piece
                log.append(piece)
            }
            let expected = Self.kept(of: output)
            let live = try #require(logs.read(runID: log.runID, limit: .max))
            #expect(live.bytes == expected, "seed \(seed), live")
            #expect(live.total == Int64(expected.count))
            let leftBehind = try LiveLogFileText(logs.livePath(log.runID))
            #expect(output.isEmpty || leftBehind.bytes == expected, "seed \(seed), as a crash would leave it")
            log.finish()
            let final = try #require(logs.read(runID: log.runID, limit: .max))
            #expect(final.bytes == expected, "seed \(seed), final")
            #expect(log.bytes == Int64(output.count))
            #expect(log.bytesDropped == Int64(max(0, output.count - 256 * 1024)))
        }
    }

    @Test("Pages of any size put together are the log, live and final")
    func pages() throws {
        let log = try logs.create(runID: "pages")
        log.append((0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 7) })
        for state in ["live", "final"] {
            let whole = try #require(logs.read(runID: "pages", limit: .max)).bytes
            for size in [997, 65_536, 100_000] {
                var pages: [UInt8] = []
                while let page = logs.read(runID: "pages", offset: Int64(pages.count), limit: size)?.bytes,
                    !page.isEmpty
                {
                    pages += page
                }
                #expect(pages == whole, "\(state), pages of \(size)")
            }
            #expect(try #require(logs.read(runID: "pages", offset: 10_000_000, limit: 5)).bytes == [])
            #expect(logs.read(runID: "pages", offset: -1, limit: 5) == nil)
            log.finish()
        }
    }

    @Test("A follower gets what is there, then what comes, and ends with the run")
    func follows() async throws {
        let log = try logs.create(runID: "follow")
        log.append("already there\n")
        let arrived = [Promise<[UInt8]>(), Promise<[UInt8]>(), Promise<[UInt8]>()]
        let follower = Task { [logs] in
            var count = 0
            for await chunk in logs.follow(runID: "follow") {
                arrived[count].fulfil(chunk)
                count += 1
            }
            return count
        }
        #expect(await arrived[0].settled() == Array("already there\n".utf8))
        log.append("then this\n")
        #expect(await arrived[1].settled() == Array("then this\n".utf8))
        log.append("and the end\n")
        #expect(await arrived[2].settled() == Array("and the end\n".utf8))
        log.finish()
        #expect(await follower.value == 3)
        var afterwards: [UInt8] = []
        for await chunk in logs.follow(runID: "follow") { afterwards += chunk }
        #expect(afterwards == Array("already there\nthen this\nand the end\n".utf8))
    }

    @Test("A follower that falls behind is told how much it missed")
    func slowFollower() async throws {
        let log = try logs.create(runID: "slow")
        log.append("head\n")
        var chunks = logs.follow(runID: "slow").makeAsyncIterator()
        _ = await chunks.next()
        log.append([UInt8](repeating: UInt8(ascii: "x"), count: 1_000_000))
        log.finish()
        var rest: [UInt8] = []
        while let chunk = await chunks.next() { rest += chunk }
        #expect(rest.count < 270_000)
        #expect(String(decoding: rest, as: UTF8.self).contains("[… \(1_000_005 - 256 * 1024) bytes left out …]"))
    }

    @Test("Followers of a run that says nothing end when it does, or when they are cancelled")
    func quietRun() async throws {
        let log = try logs.create(runID: "quiet")
        let follower = Task { [logs] in
            var count = 0
            for await _ in logs.follow(runID: "quiet") { count += 1 }
            return count
        }
        let impatient = Task { [logs] in
            for await _ in logs.follow(runID: "quiet") {}
        }
        impatient.cancel()
        await impatient.value
        log.finish()
        #expect(await follower.value == 0)
        #expect(try #require(logs.read(runID: "quiet", limit: 10)).total == 0)
    }

    @Test(
        "An id that is no run id leads nowhere",
        arguments: ["", "..", "../secret", "a/b", "a.log", "ä", "a\0b", "a b", String(repeating: "x", count: 129)])
    func invalidID(id: String) async throws {
        #expect(throws: RunLogFault.invalidRunID(id)) { try logs.create(runID: id) }
        #expect(logs.read(runID: id, limit: 10) == nil)
        #expect(!logs.remove(runID: id))
        for await _ in logs.follow(runID: id) { Issue.record("nothing can be followed") }
    }

    @Test("T11: symbolic links are not followed, neither for reading nor for writing")
    func symbolicLinks() throws {
        let secret = bench.folder + "/secret"
        try "hush".write(toFile: secret, atomically: false, encoding: .utf8)
        let log = try logs.create(runID: "linked")
        try FileManager.default.createSymbolicLink(atPath: logs.livePath("linked"), withDestinationPath: secret)
        try FileManager.default.createSymbolicLink(atPath: logs.finalPath("other"), withDestinationPath: secret)
        log.append("overwritten?")
        #expect(try String(contentsOfFile: secret, encoding: .utf8) == "hush")
        #expect(logs.read(runID: "other", limit: 10) == nil)
        #expect(throws: RunLogFault.exists("other")) { try logs.create(runID: "other") }
    }

    @Test("Files and folder are their owner's alone")
    func permissions() throws {
        let log = try logs.create(runID: "mine")
        log.append("\u{7}x")
        #expect(try mode(logs.path) == 0o700)
        #expect(try mode(logs.livePath("mine")) == 0o600)
        log.finish()
        #expect(try mode(logs.finalPath("mine")) == 0o600)
        #expect(!FileManager.default.fileExists(atPath: logs.livePath("mine")))
        #expect(logs.remove(runID: "mine"))
        #expect(!logs.remove(runID: "mine"))
        #expect(logs.read(runID: "mine", limit: 10) == nil)
    }

    private func mode(_ path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0
    }

    @Test("A run has one log, and a live one can't be removed")
    func once() throws {
        let log = try logs.create(runID: "once")
        #expect(throws: RunLogFault.exists("once")) { try logs.create(runID: "once") }
        #expect(!logs.remove(runID: "once"))
        log.finish()
        log.finish()
        log.append("too late")
        #expect(throws: RunLogFault.exists("once")) { try logs.create(runID: "once") }
        #expect(log.bytes == 0)
    }

    @Test("Without a disk the bytes are counted and the preview remains")
    func noDisk() throws {
        let log = try logs.create(runID: "nowhere")
        try FileManager.default.removeItem(atPath: logs.path)
        log.append("\u{1B}[1mlost\n")
        log.append("words\n")
        log.finish()
        #expect(log.bytes == 15)
        #expect(log.bytesDropped == 15)
        #expect(log.preview == "lost\nwords")
        #expect(logs.read(runID: "nowhere", limit: 10) == nil)
    }

    @Test(
        "An output that its run's record tells leaves no file, and is at hand until the record has it",
        arguments: [
            "", "done", "done\n", "two\nlines\n", "a\tb", "naïve ünïcödé\n", String(repeating: "x", count: 400),
        ])
    func told(output: String) throws {
        let log = try logs.create(runID: "short")
        log.append(output)
        log.finish()
        #expect(!FileManager.default.fileExists(atPath: logs.finalPath("short")))
        #expect(try #require(logs.read(runID: "short", limit: .max)).bytes == Array(output.utf8))
        // A crash before the end is on record loses nothing.
        #expect(FileManager.default.fileExists(atPath: logs.livePath("short")) == !output.isEmpty)
        logs.letGo(runID: "short")
        #expect(!FileManager.default.fileExists(atPath: logs.livePath("short")))
        #expect(logs.read(runID: "short", limit: .max) == nil)
        #expect(Self.recorded(log).wholeOutput == output)
    }

    @Test(
        "An output that its run's record does not tell in full is kept in a file",
        arguments: [
            "done\n\n", " done", "do\u{7}ne", "\u{1B}[1mdone", "a\r\nb", String(repeating: "x", count: 401),
            "\u{FEFF}\u{202E}x",
        ])
    func notTold(output: String) throws {
        let log = try logs.create(runID: "odd")
        log.append(output)
        log.finish()
        logs.letGo(runID: "odd")
        #expect(try #require(logs.read(runID: "odd", limit: .max)).bytes == Array(output.utf8))
    }

    private static func recorded(_ log: RunLog) -> Run {
        let run = Run(
            id: log.runID, schedule: ScheduleID(.cron, "job"), ownerID: "ops", title: "Job", category: .normal,
            trigger: .schedule, attempt: 1, status: .running, scheduledAt: .distantPast, claimedAt: .distantPast,
            node: "n")
        return run.finished(RunOutcome(.success).concluding(log), at: .distantPast, duration: .zero)
    }

    @Test("A folder that can't be made is told")
    func noFolder() throws {
        let folder = RunLogFolder(path: "/dev/null/logs")
        #expect { try folder.create(runID: "a") } throws: { error in
            guard case .folder(path: "/dev/null/logs", _)? = error as? RunLogFault else { return false }
            return (error as? RunLogFault)?.message.contains("Not a directory") == true
        }
    }

    /// What a log of `output` holds in the end.
    private static func kept(of output: [UInt8]) -> [UInt8] {
        let (head, tail) = (64 * 1024, 192 * 1024)
        guard output.count > head + tail else { return output }
        let note = "\n[… \(output.count - head - tail) bytes left out …]\n"
        return output.prefix(head) + Array(note.utf8) + output.suffix(tail)
    }
}

/// What a server that starts finds of a run whose server died.
private struct LiveLogFileText {
    let bytes: [UInt8]

    init(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            bytes = []
            return
        }
        let file = try LiveLogFile(reading: path)
        let extent = try #require(file.extent())
        bytes = file.kept(extent, offset: 0, limit: .max)
    }
}

/// A small random generator with a seed (splitmix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
