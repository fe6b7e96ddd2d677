package import CivilTime

/// Single occurrences that are added, skipped or moved.
extension Timetable {
    /// Adds one occurrence. Exceptions at or before `cursor` have become records and are let go.
    package mutating func add(_ occurrence: AddedOccurrence, after cursor: Instant) {
        dropExceptions(through: cursor)
        added.removeAll { $0.at == occurrence.at }
        added.append(occurrence)
        added.sort { $0.at < $1.at }
    }

    /// Takes one occurrence out: one that was added just goes, one of the rule is kept in mind as skipped or moved.
    package mutating func remove(_ occurrence: RemovedOccurrence, after cursor: Instant) {
        dropExceptions(through: cursor)
        if added.contains(where: { $0.at == occurrence.at }) {
            added.removeAll { $0.at == occurrence.at }
            return
        }
        removed.removeAll { $0.at == occurrence.at }
        removed.append(occurrence)
        removed.sort { $0.at < $1.at }
    }

    private mutating func dropExceptions(through cursor: Instant) {
        added.removeAll { $0.at <= cursor }
        removed.removeAll { $0.at <= cursor }
    }
}
