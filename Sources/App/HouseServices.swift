import Logging
import Runners
import ServiceLifecycle
import Store
import StoreSQLite

// What looks after the house beside the engine and the server.

/// Ends what a killed server left running, beside the engine: a child that ignores TERM must not hold up the start.
struct OrphanService: Service {
    let house: House

    func run() async throws {
        await house.endOrphans()
        // A service that ends while another is being stopped would have the whole group cancelled.
        try? await gracefulShutdown()
    }
}

/// As process 1 of a container, removes ended processes that others left.
struct ReaperService: Service {
    let house: House

    func run() async throws {
        guard StrangerReaper.isNeeded else {
            try? await gracefulShutdown()
            return
        }
        let ledger = house.rules.ledger
        await cancelWhenGracefulShutdown {
            var reaper = StrangerReaper(ledger: ledger)
            while (try? await Task.sleep(for: .seconds(5))) != nil {
                let reaped = reaper.look()
                if reaped > 0 { house.logger.debug("reaped strangers", metadata: ["count": "\(reaped)"]) }
            }
        }
    }
}

/// Ends the server when its disk fails: after a failed sync nobody knows what is on it, and only opening the record anew
/// tells (docs/decisions/0003-sqlite-practice.md). Whoever supervises the server starts it again.
struct DiskWatch: Service {
    let store: SQLiteStore

    func run() async throws {
        for await fault in store.diskFaults.cancelOnGracefulShutdown() { throw fault }
    }
}
