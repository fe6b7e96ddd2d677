import CivilTime
import Foundation
import GRDB
import Operations
import Store
import Testing

@testable import StoreSQLite

@Suite("Copies of the record") struct RecordCopyTests {
    @Test("While a server writes, a copy is of one moment, whole, one file, and its owner's alone")
    func whileServing() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let schedules = (0..<50).map { Claims.schedule($0) }
        _ = try await store.commit(ChangeSet(schedules.map { .insertSchedule($0) }))
        let writing = Task {
            var schedules = schedules
            for minute in 1...40 {
                let instant = Claims.midnight + .seconds(60 * minute)
                guard case .committed = try await store.commit(Claims.due(schedules, at: instant)) else { return false }
                for index in schedules.indices { schedules[index].cursor = instant }
            }
            return true
        }
        for number in 0..<5 {
            let target = folder.path + "/copy-\(number)"
            let extent = try copy(folder.file, to: target)
            #expect(extent.schedules == 50 && extent.lastSeq % 50 == 0, "a claim of fifty is whole or not there")
            #expect(extent.events == extent.runs && extent.lastSeq == extent.runs)
            let view = try RecordView(copyAt: target)
            #expect(try view.read("extent") { db in try RecordExtent(of: db) } == extent)
            try view.close()
        }
        #expect(try await writing.value)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(files) == Set((0..<5).map { "copy-\($0)" } + ["data"]), "no log, no draft beside")
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/copy-0")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        try await store.close()
    }

    @Test("What stands there is replaced if it is asked for and a copy; the record itself and others' files never")
    func targets() async throws {
        let folder = try StoreFolder()
        try await folder.open().close()
        let (target, letter) = (folder.path + "/copy", folder.path + "/letter")
        try "Dear".write(toFile: letter, atomically: false, encoding: .utf8)
        try copy(folder.file, to: target)
        #expect(throws: StoreError.self) { try copy(folder.file, to: target) }
        try copy(folder.file, to: target, replacing: true)
        for (path, words) in [(letter, "is no copy of a record"), (folder.file, "that is the record itself")] {
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            let refusal = #expect(throws: StoreError.self) { try copy(folder.file, to: path, replacing: true) }
            #expect(refusal?.underlying.contains(words) == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }

    @Test("A damaged record is not copied, and leaves no draft") func damaged() async throws {
        let folder = try StoreFolder()
        try await folder.fill(rows: 2_000)
        try folder.damage()
        #expect(throws: StoreError.self) { try copy(folder.file, to: folder.path + "/copy") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["data"])
    }

    @Test("A folder without a record is not given one by looking") func nothing() async throws {
        let folder = try StoreFolder()
        let refusal = #expect(throws: StoreError.self) { try RecordView.open(at: folder.file) }
        #expect(refusal?.underlying == "there is no record at \(folder.file)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test("While it is looked at without a server, none can start; beside a server it is") func holds() async throws {
        let folder = try StoreFolder()
        try await folder.open().close()
        let view = try RecordView.open(at: folder.file)
        #expect(!view.isServed)
        let refusal = await #expect(throws: StoreError.self) { try await folder.open() }
        #expect(refusal?.code == .inUse)
        try view.close()
        let store = try await folder.open()
        let beside = try RecordView.open(at: folder.file)
        #expect(beside.isServed)
        try beside.close()
        try await store.close()
    }

    @Test("Restored, the record is the copy's, and what was there is kept with its log") func restoring() async throws {
        let folder = try StoreFolder()
        let schedule = Claims.schedule(1)
        let first = try await folder.open()
        _ = try await first.commit(ChangeSet([.insertSchedule(schedule)]))
        try copy(folder.file, to: folder.path + "/copy")
        _ = try await first.commit(Claims.due([schedule]))
        let asKilled = try StoreFolder(asKilled: folder)
        try await first.close()

        let result = try RecordRestore.restore(folder.path + "/copy", to: asKilled.file, keptAs: "before")
        #expect(result.keptAt == asKilled.file + ".before" && result.extent.runs == 0)
        let restored = try await asKilled.open()
        #expect(try await restored.runs(RunQuery()) == [])
        #expect(try await restored.schedules(ScheduleQuery()) == [schedule])
        try await restored.close()
        let kept = try RecordView(copyAt: asKilled.file + ".before")
        #expect(try kept.read("extent") { db in try RecordExtent(of: db) }.runs == 1)
        try kept.close()
    }

    @Test("A restore is refused while a server runs, of a damaged copy and of another's file; nothing is changed")
    func refusedRestores() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let target = folder.path + "/copy"
        try copy(folder.file, to: target)
        let held = #expect(throws: StoreError.self) {
            try RecordRestore.restore(target, to: folder.file, keptAs: "before")
        }
        #expect(held?.code == .inUse)
        try await store.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.file))
        let damaged = try StoreFolder()
        try await damaged.fill(rows: 2_000)
        try damaged.damage()
        try "no database, and longer than a header would be".write(
            toFile: folder.path + "/letter", atomically: false, encoding: .utf8)
        for source in [damaged.file, folder.path + "/letter", folder.path + "/nowhere", folder.file] {
            #expect(throws: StoreError.self) { try RecordRestore.restore(source, to: folder.file, keptAs: "before") }
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file)) == before)
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/data")
        #expect(Set(files) == ["almanac.db", "almanac.db.lock"])
    }

    @discardableResult
    private func copy(_ path: String, to target: String, replacing: Bool = false) throws -> RecordExtent {
        let view = try RecordView.open(at: path)
        let result = Result { try view.copy(to: target, replacing: replacing) }
        try view.close()
        return try result.get()
    }
}

extension StoreFolder {
    func fill(rows: Int) async throws {
        let store = try await open()
        let rows = (0..<rows).map { Mutation.recordLiveness(node: "node-\($0)", at: Instant(epochSeconds: 1)) }
        _ = try await store.commit(ChangeSet(rows))
        try await store.close()
    }

    /// Overwrites two pages near the end.
    func damage() throws {
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: file))
        try handle.seek(toOffset: try handle.seekToEnd() - 3 * 4_096)
        try handle.write(contentsOf: Data(repeating: 0xAB, count: 2 * 4_096))
        try handle.close()
    }
}
