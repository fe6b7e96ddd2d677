"""A server, its jobs and their witness: what every kind of trouble is tried on."""

import os
import pathlib
import shutil
import subprocess
import time

from account import hold
from record import read_record
from server import Server
from witness import Witness

CONFIG = "timezone: UTC\nkill_grace_seconds: 1\nconcurrency: 256\n"


class World:
    def __init__(self, binary, folder, environment=None):
        self.binary = binary
        self.folder = pathlib.Path(folder)
        self.witness = Witness(self.folder / "witness")
        self.server = Server(binary, self.folder / "server", config=CONFIG)
        self.stopped_at = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.__exit__()
        for pid in self.alive():
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                continue

    def add_jobs(self, count, every=None, **fields):
        """`count` jobs of all manners, due every 4 to 20 seconds; the server must be running."""
        for number in range(count):
            rhythm = every or 4 + number * 7 % 17
            self.server.add_job(**{**job(number, rhythm, self.witness), **fields})

    def stop(self):
        """Stops the server in good order, once what lives has had time to end."""
        self.stopped_at = time.time()
        return self.server.stop()

    def account(self):
        """Holds the witness against the record; the server must have been stopped."""
        return hold(read_record(self.server.data), self.witness, self.stopped_at)

    def check(self):
        """What `almanac check` says of the record: exit status and words."""
        ended = subprocess.run(
            [str(self.binary), "check", "--data", str(self.server.data)],
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        return ended.returncode, ended.stdout + ended.stderr

    def alive(self):
        """Processes of this world's runs, by the witness's folder on their command line or as their working folder."""
        mark = str(self.folder).encode()
        found = []
        for process in pathlib.Path("/proc").iterdir():
            if not process.name.isdigit() or int(process.name) == os.getpid():
                continue
            try:
                is_run = b"ALMANAC_RUN_ID=" in (process / "environ").read_bytes()
                where = os.readlink(process / "cwd").encode() + (process / "cmdline").read_bytes()
            except OSError:
                continue
            if is_run and mark in where:
                found.append(int(process.name))
        return found

    def forget(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def job(number, every, witness):
    """Of ten jobs four misbehave: they outlast their rhythm, queue, are deaf to TERM, or leave a daemon behind."""
    fields = {"job_id": f"job-{number:03d}", "every": f"{every}s", "title": f"Job {number}"}
    match number % 10:
        case 0:
            fields |= {"command": witness.command(f"sleep {every * 1.3:.1f}"), "overlap": "skip"}
        case 1:
            fields |= {"command": witness.command(f"sleep {every * 0.8:.1f}"), "overlap": "queue"}
        case 2:
            fields |= {"command": witness.command("trap '' TERM; sleep 2.5; sleep 2.5"), "overlap": "allow"}
        case 3:
            fields |= {"command": witness.command("(setsid sh -c 'sleep 3' &)")}
        case 4:
            fields |= {"command": witness.command(), "grace_seconds": 60}
        case _:
            fields |= {"command": witness.command()}
    return fields
