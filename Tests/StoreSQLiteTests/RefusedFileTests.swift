import CivilTime
import Foundation
import GRDB
import Operations
import Store
import Testing

@testable import StoreSQLite

@Suite("Files that are refused, and left as they were") struct RefusedFileTests {
    @Test("A file that is not a database") func notADatabase() async throws {
        let folder = try StoreFolder()
        let text = Data(String(repeating: "This is a letter, not a database.\n", count: 200).utf8)
        try folder.write(text)
        let refusal = await #expect(throws: StoreError.self) { try await folder.open() }
        #expect(refusal?.code == .damaged)
        #expect(refusal?.underlying.hasPrefix("the file is not a database; move it away, or give another") == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file)) == text)
    }

    @Test("Another program's database") func foreign() async throws {
        let folder = try StoreFolder()
        try folder.write(Data())
        let queue = try DatabaseQueue(path: folder.file)
        try await queue.write { db in try db.execute(sql: "CREATE TABLE contacts (name TEXT)") }
        try queue.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.file))
        let refusal = await #expect(throws: StoreError.self) { try await folder.open() }
        #expect(refusal?.code == .damaged)
        #expect(refusal?.underlying.hasPrefix("it is a database of another program") == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file)) == before)
    }

    @Test("A file that a newer Almanac wrote") func newer() async throws {
        let folder = try StoreFolder()
        try await folder.open().close()
        let queue = try DatabaseQueue(path: folder.file)
        try await queue.write { db in try db.execute(sql: "PRAGMA user_version = 99") }
        try queue.close()
        let refusal = await #expect(throws: StoreError.self) { try await folder.open() }
        #expect(refusal?.code == .tooNew)
        let known = Migration.all.count
        #expect(
            refusal?.underlying.hasPrefix("a newer Almanac wrote it (its shape is 99, this one knows \(known))") == true
        )
    }

    @Test("A file with a page overwritten") func damagedPage() async throws {
        let folder = try StoreFolder()
        try await folder.fill(rows: 2_000)
        try folder.damage()
        let refusal = await #expect(throws: StoreError.self) { try await folder.open() }
        #expect(refusal?.code == .damaged)
        #expect(refusal?.underlying.contains("the file is damaged") == true)
    }

    @Test("A folder in the file's place") func folderInPlace() async throws {
        let folder = try StoreFolder()
        try FileManager.default.createDirectory(atPath: folder.file, withIntermediateDirectories: true)
        await #expect(throws: StoreError.self) { try await folder.open() }
    }

    @Test("A refused file is not held: the next one may try") func notHeld() async throws {
        let folder = try StoreFolder()
        try folder.write(Data("no database, and longer than a header would be".utf8))
        for _ in 0..<2 {
            let refusal = await #expect(throws: StoreError.self) { try await folder.open() }
            #expect(refusal?.code == .damaged)
        }
    }

    @Test(
        "Network file systems are told from local ones by the mount table",
        arguments: [
            ("/srv/data", "ext4"), ("/mnt/share", "nfs4"), ("/mnt/share/deep/er", "nfs4"), ("/mnt/shared", "ext4"),
            ("/mnt/with space/x", "cifs"), ("/twice", "tmpfs"),
        ])
    func mounts(folder: String, kind: String) {
        let table = MountTable(
            """
            22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
            90 22 0:50 / /mnt/share rw - nfs4 server:/export rw
            91 22 0:51 / /mnt/with\\040space rw shared:7 - cifs //server/x rw
            92 22 0:52 / /twice rw - nfs server:/x rw
            93 22 0:53 / /twice rw - tmpfs tmpfs rw
            a line that is none
            """)
        #expect(table.kind(of: folder) == kind)
        #expect(MountTable.networkKinds.contains(kind) == (kind == "nfs4" || kind == "cifs"))
    }
}
