extension Migration {
    /// Each row of the audit is linked to the one before it; rows of before have no link.
    static let auditChain = Migration(
        number: 4, name: "0004_audit_chain",
        sql: """
            ALTER TABLE audit ADD COLUMN chain TEXT;
            -- The newest row's link, and the link that the oldest one follows: rows go from the beginning alone.
            CREATE TABLE audit_chain (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                head TEXT NOT NULL,
                base TEXT NOT NULL
            ) STRICT;
            INSERT INTO audit_chain (id, head, base) VALUES (1, '', '');
            """)
}
