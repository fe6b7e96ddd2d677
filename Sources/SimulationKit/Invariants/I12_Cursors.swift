import CivilTime
import Operations
import StoreTestKit

// I12: a cursor never goes back, but by a rebase.

extension Watch {
    mutating func cursorsHold(_ record: MemoryRecord) -> Violation? {
        var found: Violation?
        for (id, schedule) in record.schedules {
            let isRebased = schedule.accountedThrough.map { $0 >= (cursors[id] ?? $0) } ?? false
            if let before = cursors[id], schedule.cursor < before, !isRebased {
                found = Violation(
                    invariant: "I12",
                    what: "the cursor of \(id) went from \(before.iso8601) back to \(schedule.cursor.iso8601)")
            }
        }
        cursors = record.schedules.mapValues(\.cursor)
        return found
    }
}
