package import Store

/// The contract of `Store` as checks that run on any implementation.
///
/// Each check gets fresh stores from `makeStore`; `reopen` closes one and opens it again over the same record.
package struct StoreSuite: Sendable {
    package typealias MakeStore = @Sendable () async throws -> any Store
    package typealias Reopen = @Sendable (any Store) async throws -> any Store

    let makeStore: MakeStore
    let reopen: Reopen

    package init(makeStore: @escaping MakeStore, reopen: @escaping Reopen) {
        self.makeStore = makeStore
        self.reopen = reopen
    }

    /// One sentence of the contract, and how it is tried. Throws `CheckFailure` or `StoreError`.
    package struct Check: Sendable, CustomStringConvertible {
        package let description: String
        let body: @Sendable (StoreSuite) async throws -> Void

        init(_ description: String, _ body: @escaping @Sendable (StoreSuite) async throws -> Void) {
            self.description = description
            self.body = body
        }
    }

    package static let checks: [Check] =
        roundTrips + refusals + log + runs + counts + stasis + remarks + retention + stories + readers

    package func run(_ check: Check) async throws {
        try await check.body(self)
    }

    /// Hands a fresh store to the body and closes it after.
    func withStore(_ body: (any Store) async throws -> Void) async throws {
        let store = try await makeStore()
        try await body(store)
        try await store.close()
    }
}
