import CivilTime
import Operations
import Store
import StoreSQLite
import Testing

@Suite("Opening the file") struct OpeningTests {
    @Test("What was committed is there after a reopening") func reopening() async throws {
        let folder = try StoreFolder()
        let alive = ChangeSet([.recordLiveness(node: "here", at: Instant(epochSeconds: 1_800_000_000))])
        let first = try await folder.open()
        #expect(try await first.commit(alive) == .committed(lastSeq: 0))
        try await first.close()
        let second = try await folder.open()
        #expect(try await second.lastAlive() == Instant(epochSeconds: 1_800_000_000))
        try await second.close()
    }
}
