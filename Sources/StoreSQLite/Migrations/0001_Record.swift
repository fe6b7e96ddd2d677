extension Migration {
    /// The record: schedules, runs and their counts, stasis, the event log, notifications, audit, outages, liveness.
    ///
    /// Instants are INTEGER epoch milliseconds. `document` is the whole value as JSON; the other columns are those that
    /// questions are asked of. Runs, of which there are millions, are columns only. Nothing refers to `schedules`: the
    /// past outlives what it tells of.
    ///
    /// Three words and more are told by OR: for a longer IN SQLite makes a table of the words at each statement, which
    /// costs more than the rest of an update.
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

            -- Small numbers for the schedules that the record tells of: they keep every index short. A number outlives its
            -- schedule as long as runs bear it. `cursor` moves at every wake and stands here alone; it is NULL where no
            -- schedule stands. `durations` are the last successes' lengths in milliseconds (4 bytes each, little endian,
            -- the newest last).
            CREATE TABLE schedule_keys (
                no INTEGER PRIMARY KEY,
                source TEXT NOT NULL CHECK (source IN ('cron', 'heartbeat')),
                source_ref TEXT NOT NULL,
                cursor INTEGER,
                durations BLOB NOT NULL DEFAULT x'',
                UNIQUE (source, source_ref)
            ) STRICT;

            CREATE TABLE schedules (
                schedule_no INTEGER PRIMARY KEY,
                source TEXT NOT NULL CHECK (source IN ('cron', 'heartbeat')),
                owner_id TEXT NOT NULL,
                session_id TEXT,
                state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'disabled')),
                version INTEGER NOT NULL,
                document TEXT NOT NULL
            ) STRICT;

            CREATE TABLE runs (
                id TEXT NOT NULL UNIQUE,
                schedule_no INTEGER NOT NULL,
                owner_id TEXT NOT NULL,
                session_id TEXT,
                channel TEXT,
                title TEXT NOT NULL,
                category TEXT NOT NULL,
                trigger TEXT NOT NULL CHECK (
                    trigger = 'schedule' OR trigger = 'manual' OR trigger = 'backfill' OR trigger = 'retry'
                    OR trigger = 'wake'),
                attempt INTEGER NOT NULL CHECK (attempt >= 1),
                status TEXT NOT NULL CHECK (
                    status = 'waiting' OR status = 'running' OR status = 'success' OR status = 'failed'
                    OR status = 'skipped' OR status = 'cancelled' OR status = 'lost'),
                scheduled_at INTEGER NOT NULL,
                claimed_at INTEGER NOT NULL,
                started_at INTEGER,
                finished_at INTEGER,
                duration_ms INTEGER,
                exit_code INTEGER,
                error TEXT,
                detail TEXT,
                output_preview TEXT NOT NULL,
                output_bytes INTEGER NOT NULL,
                output_bytes_dropped INTEGER NOT NULL,
                node TEXT NOT NULL,
                -- Who asked for it, as JSON; NULL where the rule did.
                asked_by TEXT,
                retry_at INTEGER,
                -- A JSON list; NULL where there are none.
                notes TEXT,
                -- At most once: the account of an occurrence and attempt is one row, whoever claims it. NULLs differ.
                account INTEGER GENERATED ALWAYS AS (
                    CASE WHEN trigger = 'schedule' OR trigger = 'backfill' OR trigger = 'retry' THEN attempt END) VIRTUAL,
                -- The quarter hour (UTC) that holds `scheduled_at`: rounded down, before 1970 too.
                quarter_at INTEGER GENERATED ALWAYS AS (
                    scheduled_at - (scheduled_at % 900000 + 900000) % 900000) VIRTUAL
            ) STRICT;
            CREATE UNIQUE INDEX runs_by_schedule ON runs (schedule_no, scheduled_at, account);
            CREATE INDEX runs_by_time ON runs (scheduled_at, schedule_no);
            CREATE INDEX runs_not_skipped ON runs (schedule_no, scheduled_at) WHERE status <> 'skipped';
            CREATE INDEX runs_live ON runs (scheduled_at) WHERE status IN ('waiting', 'running');
            CREATE INDEX runs_standing_out ON runs (scheduled_at, schedule_no)
                WHERE status = 'failed' OR status = 'lost'
                    OR trigger = 'manual' OR trigger = 'backfill' OR trigger = 'retry';

            -- How many runs ended with each status, by quarter hour; no row is zero. What is live is few, and counted anew.
            CREATE TABLE run_counts (
                schedule_no INTEGER NOT NULL,
                from_at INTEGER NOT NULL CHECK (from_at % 900000 = 0),
                status TEXT NOT NULL CHECK (
                    status = 'success' OR status = 'failed' OR status = 'skipped' OR status = 'cancelled'
                    OR status = 'lost'),
                run_count INTEGER NOT NULL CHECK (run_count > 0),
                PRIMARY KEY (schedule_no, from_at, status)
            ) STRICT, WITHOUT ROWID;

            -- Whatever changes the runs changes their counts, in the same transaction. Who inserts a run that has ended counts
            -- it: with a trigger SQLite would keep a journal of each insertion, also of the claims, which count nothing.
            CREATE TRIGGER runs_uncounted AFTER DELETE ON runs WHEN old.status NOT IN ('waiting', 'running') BEGIN
                DELETE FROM run_counts
                WHERE schedule_no = old.schedule_no AND from_at = old.quarter_at AND status = old.status
                    AND run_count = 1;
                UPDATE run_counts SET run_count = run_count - 1
                WHERE schedule_no = old.schedule_no AND from_at = old.quarter_at AND status = old.status;
            END;
            CREATE TRIGGER runs_recounted AFTER UPDATE OF schedule_no, status, scheduled_at ON runs
            WHEN new.status NOT IN ('waiting', 'running') BEGIN
                INSERT INTO run_counts (schedule_no, from_at, status, run_count)
                VALUES (new.schedule_no, new.quarter_at, new.status, 1)
                ON CONFLICT (schedule_no, from_at, status) DO UPDATE SET run_count = run_count + 1;
            END;
            CREATE TRIGGER runs_not_counted_there AFTER UPDATE OF schedule_no, status, scheduled_at ON runs
            WHEN old.status NOT IN ('waiting', 'running') BEGIN
                DELETE FROM run_counts
                WHERE schedule_no = old.schedule_no AND from_at = old.quarter_at AND status = old.status
                    AND run_count = 1;
                UPDATE run_counts SET run_count = run_count - 1
                WHERE schedule_no = old.schedule_no AND from_at = old.quarter_at AND status = old.status;
            END;

            CREATE TABLE stasis (
                id TEXT NOT NULL UNIQUE,
                source TEXT NOT NULL CHECK (source IN ('cron', 'heartbeat')),
                source_ref TEXT NOT NULL,
                owner_id TEXT NOT NULL,
                outage_id TEXT,
                status TEXT NOT NULL CHECK (
                    status = 'pending' OR status = 'approved_and_run' OR status = 'rescheduled'
                    OR status = 'deleted'),
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
