/// Tasks that wait for a change, by ticket.
struct Waiters {
    private var lastTicket = 0
    private var continuations: [Int: CheckedContinuation<Void, Never>] = [:]

    mutating func ticket() -> Int {
        lastTicket += 1
        return lastTicket
    }

    mutating func add(_ continuation: CheckedContinuation<Void, Never>, _ ticket: Int) {
        continuations[ticket] = continuation
    }

    mutating func take(_ ticket: Int) -> CheckedContinuation<Void, Never>? {
        continuations.removeValue(forKey: ticket)
    }

    mutating func takeAll() -> [CheckedContinuation<Void, Never>] {
        defer { continuations = [:] }
        return Array(continuations.values)
    }
}
