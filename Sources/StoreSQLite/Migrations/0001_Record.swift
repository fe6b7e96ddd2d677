extension Migration {
    /// The record: schedules, runs and their counts, stasis, the event log, notifications, audit, outages, liveness.
    ///
    /// Instants are INTEGER epoch milliseconds. `document` is the whole value as JSON; the other columns are those that
    /// questions are asked of. Nothing refers to `schedules`: the past outlives what it tells of.
    static let record = Migration(
        number: 1, name: "0001_record",
        sql: """
            -- The log's last position: one row, so that a position is never given twice, whatever retention removes.
            CREATE TABLE log_position (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                last_seq INTEGER NOT NULL CHECK (last_seq >= 0)
            ) STRICT;
            INSERT INTO log_position (id, last_seq) VALUES (1, 0);

            CREATE TABLE events (
                seq INTEGER PRIMARY KEY,
                occurred_at INTEGER NOT NULL,
                event_type TEXT NOT NULL,
                document TEXT NOT NULL
            ) STRICT;

            -- `cursor` is the truth; the one inside the document is that of the last whole write.
            CREATE TABLE schedules (
                source TEXT NOT NULL CHECK (source IN ('cron', 'heartbeat')),
                source_ref TEXT NOT NULL,
                owner_id TEXT NOT NULL,
                session_id TEXT,
                state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'disabled')),
                version INTEGER NOT NULL,
                cursor INTEGER NOT NULL,
                document TEXT NOT NULL,
                UNIQUE (source, source_ref)
            ) STRICT;

            CREATE TABLE runs (
                id TEXT NOT NULL UNIQUE,
                source TEXT NOT NULL CHECK (source IN ('cron', 'heartbeat')),
                source_ref TEXT NOT NULL,
                owner_id TEXT NOT NULL,
                trigger TEXT NOT NULL CHECK (trigger IN ('schedule', 'manual', 'backfill', 'retry', 'wake')),
                attempt INTEGER NOT NULL CHECK (attempt >= 1),
                status TEXT NOT NULL CHECK (
                    status IN ('waiting', 'running', 'success', 'failed', 'skipped', 'cancelled', 'lost')),
                scheduled_at INTEGER NOT NULL,
                claimed_at INTEGER NOT NULL,
                finished_at INTEGER,
                -- The quarter hour (UTC) that holds `scheduled_at`: rounded down, before 1970 too.
                quarter_at INTEGER GENERATED ALWAYS AS (
                    scheduled_at - (scheduled_at % 900000 + 900000) % 900000) VIRTUAL,
                document TEXT NOT NULL
            ) STRICT;
            -- At most once: the account of an occurrence and attempt is one row, whoever claims it.
            CREATE UNIQUE INDEX runs_occurrence ON runs (source, source_ref, scheduled_at, attempt)
                WHERE trigger IN ('schedule', 'backfill', 'retry');
            CREATE INDEX runs_by_time ON runs (scheduled_at, claimed_at, id);
            CREATE INDEX runs_by_schedule ON runs (source, source_ref, scheduled_at, claimed_at, id);
            CREATE INDEX runs_not_skipped ON runs (source, source_ref, scheduled_at DESC, claimed_at DESC, id)
                WHERE status <> 'skipped';
            CREATE INDEX runs_live ON runs (scheduled_at, claimed_at, id) WHERE status IN ('waiting', 'running');
            CREATE INDEX runs_standing_out ON runs (source, source_ref, scheduled_at, claimed_at, id)
                WHERE status IN ('failed', 'lost', 'running', 'waiting') OR trigger IN ('manual', 'backfill', 'retry');

            -- How many runs stand at each status, by quarter hour; no row is zero.
            CREATE TABLE run_counts (
                source TEXT NOT NULL CHECK (source IN ('cron', 'heartbeat')),
                source_ref TEXT NOT NULL,
                from_at INTEGER NOT NULL CHECK (from_at % 900000 = 0),
                status TEXT NOT NULL CHECK (
                    status IN ('waiting', 'running', 'success', 'failed', 'skipped', 'cancelled', 'lost')),
                run_count INTEGER NOT NULL CHECK (run_count > 0),
                PRIMARY KEY (source, source_ref, from_at, status)
            ) STRICT, WITHOUT ROWID;
            -- Which schedules have runs in a window.
            CREATE INDEX run_counts_by_time ON run_counts (from_at, source, source_ref);

            -- Whatever changes the runs changes their counts, in the same transaction.
            CREATE TRIGGER runs_counted AFTER INSERT ON runs BEGIN
                INSERT INTO run_counts (source, source_ref, from_at, status, run_count)
                VALUES (new.source, new.source_ref, new.quarter_at, new.status, 1)
                ON CONFLICT (source, source_ref, from_at, status) DO UPDATE SET run_count = run_count + 1;
            END;
            CREATE TRIGGER runs_uncounted AFTER DELETE ON runs BEGIN
                DELETE FROM run_counts
                WHERE source = old.source AND source_ref = old.source_ref AND from_at = old.quarter_at
                    AND status = old.status AND run_count = 1;
                UPDATE run_counts SET run_count = run_count - 1
                WHERE source = old.source AND source_ref = old.source_ref AND from_at = old.quarter_at
                    AND status = old.status;
            END;
            CREATE TRIGGER runs_recounted AFTER UPDATE OF source, source_ref, status, scheduled_at ON runs BEGIN
                INSERT INTO run_counts (source, source_ref, from_at, status, run_count)
                VALUES (new.source, new.source_ref, new.quarter_at, new.status, 1)
                ON CONFLICT (source, source_ref, from_at, status) DO UPDATE SET run_count = run_count + 1;
                DELETE FROM run_counts
                WHERE source = old.source AND source_ref = old.source_ref AND from_at = old.quarter_at
                    AND status = old.status AND run_count = 1;
                UPDATE run_counts SET run_count = run_count - 1
                WHERE source = old.source AND source_ref = old.source_ref AND from_at = old.quarter_at
                    AND status = old.status;
            END;

            CREATE TABLE stasis (
                id TEXT NOT NULL UNIQUE,
                source TEXT NOT NULL CHECK (source IN ('cron', 'heartbeat')),
                source_ref TEXT NOT NULL,
                owner_id TEXT NOT NULL,
                outage_id TEXT,
                status TEXT NOT NULL CHECK (status IN ('pending', 'approved_and_run', 'rescheduled', 'deleted')),
                version INTEGER NOT NULL,
                occurrence_count INTEGER NOT NULL CHECK (occurrence_count > 0),
                first_at INTEGER NOT NULL,
                last_at INTEGER NOT NULL,
                rested_at INTEGER NOT NULL,
                document TEXT NOT NULL,
                CHECK (first_at <= last_at)
            ) STRICT;
            CREATE INDEX stasis_pending ON stasis (last_at, id) WHERE status = 'pending';
            CREATE INDEX stasis_by_time ON stasis (last_at, id);
            CREATE INDEX stasis_by_schedule ON stasis (source, source_ref, last_at, id);
            CREATE INDEX stasis_by_outage ON stasis (outage_id, last_at, id) WHERE outage_id IS NOT NULL;

            CREATE TABLE notifications (
                id TEXT NOT NULL UNIQUE,
                source TEXT NOT NULL CHECK (source IN ('cron', 'heartbeat')),
                source_ref TEXT NOT NULL,
                owner_id TEXT NOT NULL,
                status TEXT NOT NULL CHECK (
                    status IN ('new', 'acknowledged', 'snoozed', 'dismissed', 'resolved', 'suppressed')),
                version INTEGER NOT NULL,
                last_at INTEGER NOT NULL,
                document TEXT NOT NULL
            ) STRICT;
            CREATE INDEX notifications_by_time ON notifications (last_at DESC, id);
            CREATE INDEX notifications_by_schedule ON notifications (source, source_ref, last_at DESC, id);

            CREATE TABLE audit (
                number INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                at INTEGER NOT NULL,
                source TEXT,
                source_ref TEXT,
                document TEXT NOT NULL
            ) STRICT;
            CREATE INDEX audit_by_time ON audit (at, number);
            CREATE INDEX audit_by_schedule ON audit (source, source_ref, at, number) WHERE source IS NOT NULL;

            CREATE TABLE outages (
                id TEXT NOT NULL UNIQUE,
                from_at INTEGER NOT NULL,
                to_at INTEGER NOT NULL,
                document TEXT NOT NULL
            ) STRICT;
            CREATE INDEX outages_by_end ON outages (to_at);

            CREATE TABLE liveness (
                node TEXT PRIMARY KEY,
                alive_at INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            """)
}
