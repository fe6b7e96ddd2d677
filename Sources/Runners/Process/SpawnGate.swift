import Glibc
import SystemPackage

/// The door through which processes are started, one at a time.
///
/// A server out of descriptors or processes waits here until runs that end give some back, instead of failing
/// hundreds of starts at once.
package actor SpawnGate {
    /// Descriptors that a start may need for a moment or for the run: pipe, input, folder, process, and room.
    private static let descriptorsNeeded = 12

    private var isOpen = true
    private var waiters: [Promise<Void>] = []
    private var lastSuccessAt: ContinuousClock.Instant?
    private let patience: Duration

    /// Attempts that are made however long they take: on a machine that stands still, time alone proves nothing.
    private static let attemptsMin = 8

    /// `patience`: how long scarcity may last without anything having been started.
    package init(patience: Duration = .seconds(5)) {
        self.patience = patience
    }

    /// Runs `start` alone, again and again while resources are scarce, with growing pauses.
    ///
    /// Throws what `start` threw: at once for other reasons, after `patience` for scarcity; or `CancellationError`.
    func pass<Started: Sendable>(_ start: @Sendable () async throws -> Started) async throws -> Started {
        let arrival = ContinuousClock.now
        try await enter()
        defer { leave() }
        var pause = Duration.milliseconds(10)
        var attempts = 0
        while true {
            attempts += 1
            do {
                try Task.checkCancellation()
                try Self.checkRoom()
                let started = try await start()
                lastSuccessAt = .now
                return started
            } catch let fault where Self.isScarcity(fault) {
                // Counted from the last start of any run: as long as others get through, waiting makes sense.
                let isOver = .now >= max(arrival, lastSuccessAt ?? arrival) + patience
                if isOver && attempts >= Self.attemptsMin { throw fault }
                try await Task.sleep(for: min(pause, patience / 10))
                pause = pause * 2
            }
        }
    }

    private func enter() async throws {
        if isOpen {
            isOpen = false
            return
        }
        let turn = Promise<Void>()
        waiters.append(turn)
        if await turn.wait() != nil { return }
        // Cancelled; but the door may have been handed over at the same moment.
        if let index = waiters.firstIndex(where: { $0 === turn }) {
            waiters.remove(at: index)
        } else {
            leave()
        }
        throw CancellationError()
    }

    private func leave() {
        if waiters.isEmpty { isOpen = true } else { waiters.removeFirst().fulfil() }
    }

    /// Takes and gives back as many descriptors as a start may need: the library's own watch on the process must
    /// not fail half-way for want of one.
    private static func checkRoom() throws(Errno) {
        var taken: [CInt] = []
        defer { for descriptor in taken { Glibc.close(descriptor) } }
        for _ in 0..<descriptorsNeeded {
            let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw Errno(rawValue: errno) }
            taken.append(descriptor)
        }
    }

    static func isScarcity(_ fault: any Error) -> Bool {
        switch StartFault.errno(of: fault) {
        case .resourceTemporarilyUnavailable, .noMemory, .tooManyOpenFiles, .tooManyOpenFilesInSystem: true
        default: false
        }
    }
}
