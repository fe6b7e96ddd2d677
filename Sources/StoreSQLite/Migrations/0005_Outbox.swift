extension Migration {
    /// The outbox: what alert channels are to be sent, and what became of it.
    static let outbox = Migration(
        number: 5, name: "0005_outbox",
        sql: """
            CREATE TABLE outbox (
                -- The order in which they were decided.
                number INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                channel TEXT NOT NULL,
                notification_id TEXT,
                owner_id TEXT,
                status TEXT NOT NULL CHECK (status = 'pending' OR status = 'delivered' OR status = 'given_up'),
                attempts INTEGER NOT NULL CHECK (attempts >= 0),
                -- When it was delivered or given up; NULL while it is pending.
                rested_at INTEGER,
                document TEXT NOT NULL,
                CHECK ((rested_at IS NULL) = (status = 'pending'))
            ) STRICT;
            CREATE INDEX outbox_pending ON outbox (channel, number) WHERE status = 'pending';
            CREATE INDEX outbox_by_rest ON outbox (rested_at) WHERE rested_at IS NOT NULL;
            CREATE INDEX outbox_by_notification ON outbox (notification_id, number) WHERE notification_id IS NOT NULL;
            """)
}
