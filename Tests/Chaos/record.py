"""The server's record, read from its file once the server has stopped, without the server's help."""

import collections
import contextlib
import datetime
import json
import pathlib
import sqlite3
from dataclasses import dataclass, field


@dataclass
class Schedule:
    job: str
    every: int
    anchor: int
    created: float
    cursor: float

    def due(self, after, through):
        """The seconds in (after, through] at which it falls due: anchor + k * every."""
        k = (after - self.anchor) // self.every + 1
        second = self.anchor + int(k) * self.every
        while second <= through:
            if second > after:
                yield second
            second += self.every


@dataclass
class Run:
    id: str
    job: str
    trigger: str
    attempt: int
    status: str
    scheduled_at: int
    finished_at: float | None


@dataclass
class Record:
    schedules: dict = field(default_factory=dict)
    runs: list = field(default_factory=list)
    stasis: list = field(default_factory=list)
    positions: list = field(default_factory=list)
    last_seq: int = 0
    starts: int = 0


def read_record(data):
    """All of it; instants in epoch seconds."""
    path = pathlib.Path(data) / "almanac.db"
    record = Record()
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        for cursor, document in db.execute(SCHEDULES):
            value = json.loads(document)
            every = value["timetable"]["timing"]["every"]
            job = value["id"]["ref"]
            record.schedules[job] = Schedule(
                job, every["seconds"], instant(every["anchor"]), instant(value["createdAt"]), cursor / 1000
            )
        record.runs = runs_of(data)
        record.stasis = [json.loads(row[0]) for row in db.execute("SELECT document FROM stasis")]
        record.positions = [row[0] for row in db.execute("SELECT seq FROM events ORDER BY seq")]
        record.last_seq = db.execute("SELECT last_seq FROM log_position").fetchone()[0]
        kinds = db.execute("SELECT event_type, count(*) FROM events GROUP BY 1")
        record.starts = collections.Counter(dict(kinds))["scheduler_started"]
    return record


SCHEDULES = "SELECT k.cursor, s.document FROM schedules AS s JOIN schedule_keys AS k ON k.no = s.schedule_no"
RUNS = """
    SELECT r.id, k.source_ref, r.trigger, r.attempt, r.status, r.scheduled_at, r.finished_at
    FROM runs AS r JOIN schedule_keys AS k ON k.no = r.schedule_no
"""


def runs_of(data):
    """The runs alone, also while the server works."""
    with contextlib.closing(sqlite3.connect(f"file:{pathlib.Path(data)}/almanac.db?mode=ro", uri=True)) as db:
        return [
            Run(*row[:5], row[5] // 1000, None if row[6] is None else row[6] / 1000) for row in db.execute(RUNS)
        ]  # fmt: skip


def instant(text):
    """Epoch seconds of an instant as a document holds it; whole ones as a whole number."""
    seconds = datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
    return int(seconds) if seconds == int(seconds) else seconds
