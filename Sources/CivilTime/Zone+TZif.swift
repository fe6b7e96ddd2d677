extension Zone {
    /// The last year whose transitions are worked out from a file's footer.
    static let lastYear = 2200
    /// The first such year, for a file whose table is empty or ends before there were zones.
    static let firstFooterYear = 1883

    /// Makes a zone from the bytes of a compiled zone file.
    /// - Throws: what is wrong with the file.
    package convenience init(identifier: String, tzif bytes: [UInt8]) throws(TZifFault) {
        let file = try TZifFile(bytes)
        self.init(
            identifier: identifier, initial: file.types[0],
            table: file.transitions.map { (at: $0.at, type: file.types[$0.type]) }, footer: file.footer,
            tableEnd: file.transitions.last?.at)
    }

    /// Makes a zone from a table of changes, in order, and the rule that holds after its end.
    convenience init(
        identifier: String, initial: LocalType, table: [(at: Int64, type: LocalType)], footer: PosixRule?,
        tableEnd: Int64?
    ) {
        var changes: [(at: Int64, type: LocalType)] = []
        var current = initial
        func append(_ change: (at: Int64, type: LocalType)) {
            guard change.type != current else { return }
            if changes.last?.at == change.at { changes.removeLast() }
            changes.append(change)
            current = change.type
        }
        for change in table { append(change) }
        if let footer {
            let firstYear = max(
                Self.firstFooterYear, tableEnd.map { LocalDateTime(secondsAsUTC: $0).date.year - 1 } ?? 0)
            if firstYear <= Self.lastYear {
                for change in footer.changes(years: firstYear...Self.lastYear) where change.at > tableEnd ?? .min {
                    append(change)
                }
            }
        }
        self.init(identifier: identifier, initial: initial, changes: changes)
    }
}
