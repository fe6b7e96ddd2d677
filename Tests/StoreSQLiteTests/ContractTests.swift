import Store
import StoreSQLite
import StoreTestKit
import Testing

/// The same contract, on every store there is.
@Suite("The store's contract") struct ContractTests {
    @Test("SQLite", arguments: StoreSuite.checks) func sqlite(_ check: StoreSuite.Check) async throws {
        let folders = StoreFolders()
        let suite = StoreSuite(
            makeStore: { try await folders.newStore() },
            reopen: { store in try await folders.reopen(store) })
        try await suite.run(check)
    }

    @Test("Memory", arguments: StoreSuite.checks) func memory(_ check: StoreSuite.Check) async throws {
        let suite = StoreSuite(
            makeStore: { MemoryStore() },
            reopen: { store in
                try await store.close()
                await (store as? MemoryStore)?.reopen()
                return store
            })
        try await suite.run(check)
    }

    @Test("The suite is not empty") func tableIsThere() {
        #expect(StoreSuite.checks.count > 50)
    }
}

/// Remembers which folder each store of a check lies in.
private actor StoreFolders {
    private var folders: [ObjectIdentifier: StoreFolder] = [:]

    func newStore() async throws -> any Store {
        let folder = try StoreFolder()
        let store = try await folder.open()
        folders[ObjectIdentifier(store)] = folder
        return store
    }

    func reopen(_ store: any Store) async throws -> any Store {
        let old = try #require(store as? SQLiteStore)
        let folder = try #require(folders[ObjectIdentifier(old)])
        try await old.close()
        let new = try await folder.open()
        folders[ObjectIdentifier(new)] = folder
        return new
    }
}
