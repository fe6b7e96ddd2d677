extension Migration {
    /// Proposals: changes that were asked for in plain words.
    static let proposals = Migration(
        number: 2, name: "0002_proposals",
        sql: """
            CREATE TABLE proposals (
                id TEXT NOT NULL UNIQUE,
                source TEXT NOT NULL CHECK (source IN ('cron', 'heartbeat')),
                source_ref TEXT NOT NULL,
                status TEXT NOT NULL CHECK (status IN ('pending_confirmation', 'applied', 'rejected', 'failed')),
                version INTEGER NOT NULL,
                created_at INTEGER NOT NULL,
                -- When nothing can happen to it any more: its answer, or its expiry.
                rested_at INTEGER NOT NULL,
                document TEXT NOT NULL
            ) STRICT;
            CREATE INDEX proposals_by_rest ON proposals (rested_at);
            CREATE INDEX proposals_by_time ON proposals (created_at DESC, id);
            CREATE INDEX proposals_by_schedule ON proposals (source, source_ref, created_at DESC, id);
            """)
}
