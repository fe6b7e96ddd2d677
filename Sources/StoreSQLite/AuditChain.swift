internal import Crypto
internal import FoundationEssentials
internal import GRDB
internal import Operations

/// Links each row of the audit to the one before it, so that a row that was changed, taken out or put in afterwards is
/// found (docs/security.md, T21).
///
/// Whoever can write the file can make a new chain of it as well: what shows that is the newest link, noted elsewhere.
struct AuditChain {
    /// The link that the first row follows.
    static let beginning = ""

    /// 64 hexadecimal digits of SHA-256.
    static func link(after previous: String, id: String, document: String) -> String {
        hexadecimal(SHA256.hash(data: Data("\(previous)\n\(id)\n\(document)".utf8)))
    }
}

extension Database {
    /// The link of the newest row.
    func auditHead() throws -> String {
        try String.fetchOne(self, sql: "SELECT head FROM audit_chain") ?? AuditChain.beginning
    }

    /// Removes old rows from the audit's beginning only, up to the first that is not old: what stays is one chain, and
    /// where it begins is noted.
    func pruneAudit(before instant: Int64, limit: Int) throws -> Int {
        let rows = try Row.fetchCursor(
            self, sql: "SELECT number, at, chain FROM audit ORDER BY number LIMIT ?", arguments: [limit])
        var last: (number: Int64, link: String?)?
        while let row = try rows.next(), row[1] < instant { last = (row[0], row[2]) }
        guard let last else { return 0 }
        let removed = try change("DELETE FROM audit WHERE number <= ?", [last.number])
        if let link = last.link { try change("UPDATE audit_chain SET base = ?", [link]) }
        return removed
    }

    /// Ids of rows that do not follow the one before them, and whether the last one is the newest that there was.
    func auditFindings() throws -> [RecordFinding] {
        guard let base = try String.fetchOne(self, sql: "SELECT base FROM audit_chain") else {
            return [.auditEnd]
        }
        var findings: [RecordFinding] = []
        var previous = base
        // Rows of before the chain have no link, and stand before all that have one.
        let rows = try Row.fetchCursor(
            self,
            sql: """
                SELECT id, document, chain FROM audit
                WHERE number >= coalesce((SELECT min(number) FROM audit WHERE chain IS NOT NULL), 0)
                    AND EXISTS (SELECT 1 FROM audit WHERE chain IS NOT NULL)
                ORDER BY number
                """)
        while let row = try rows.next(), findings.count < RecordCheck.findingsMax {
            let (id, document, link): (String, String, String?) = (row[0], row[1], row[2])
            if link != AuditChain.link(after: previous, id: id, document: document) { findings.append(.audit(id: id)) }
            previous = link ?? ""
        }
        if findings.isEmpty, try previous != auditHead() { findings.append(.auditEnd) }
        return findings
    }
}
