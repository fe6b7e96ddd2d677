import CivilTime
import Operations
import StoreTestKit

// I12: a cursor never goes back, but by a rebase.

extension Watch {
    mutating func cursorsHold(_ record: MemoryRecord) -> Violation? {
        var found: Violation?
        for (id, schedule) in record.schedules {
            // One that was created anew under the name of another has a cursor of its own.
            guard let before = cursors[id], before.createdAt == schedule.createdAt else { continue }
            if schedule.cursor != before.cursor { touched.insert(id) }
            let isRebased = schedule.accountedThrough.map { $0 >= before.cursor } ?? false
            if schedule.cursor < before.cursor, !isRebased {
                found = Violation(
                    invariant: "I12",
                    what: "the cursor of \(id) went from \(before.cursor.iso8601) back to \(schedule.cursor.iso8601)")
            }
        }
        cursors = record.schedules
        return found
    }
}
