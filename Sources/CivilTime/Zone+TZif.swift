extension Zone {
    /// The last year whose transitions are worked out from a file's footer.
    static let lastYear = 2200
    /// The first such year, for a file whose table is empty or ends before there were zones.
    static let firstFooterYear = 1883

    /// Makes a zone from the bytes of a compiled zone file.
    /// - Throws: what is wrong with the file.
    package convenience init(identifier: String, tzif bytes: [UInt8]) throws(TZifFault) {
        let file = try TZifFile(bytes)
        var changes: [(at: Int64, type: LocalType)] = []
        var current = file.types[0]
        func append(_ change: (at: Int64, type: LocalType)) {
            guard change.type != current else { return }
            if changes.last?.at == change.at { changes.removeLast() }
            changes.append(change)
            current = change.type
        }
        for transition in file.transitions { append((transition.at, file.types[transition.type])) }
        let tableEnd = file.transitions.last?.at
        if let footer = file.footer {
            let firstYear = max(
                Self.firstFooterYear, tableEnd.map { LocalDateTime(secondsAsUTC: $0).date.year - 1 } ?? 0)
            if firstYear <= Self.lastYear {
                for change in footer.changes(years: firstYear...Self.lastYear) where change.at > tableEnd ?? .min {
                    append(change)
                }
            }
        }
        self.init(identifier: identifier, initial: file.types[0], changes: changes)
    }
}
