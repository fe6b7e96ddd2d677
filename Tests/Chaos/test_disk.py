"""The disk is full, read-only, or fails: nothing is started that can't be recorded, and what was due is on record."""

import contextlib
import hashlib
import pathlib
import resource
import signal
import subprocess
import time

import pytest
from kills import finish
from server import Refused

GRACE = 2


@contextlib.contextmanager
def mounted(folder, *arguments):
    """Something mounted at `folder` for a while; the test is skipped where that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    ended = subprocess.run(["mount", *arguments, str(folder)], capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        pytest.skip(f"mounting is not allowed here: {ended.stderr.strip() or ended.returncode}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def health(server):
    return server.request("GET", "/api/v1/ready")[0]


def test_a_full_disk_stops_claims_and_leaves_the_api_readable(world, say):
    data = world.server.data
    with mounted(data, "-t", "tmpfs", "-o", "size=24m,mode=0700", "tmpfs"):
        world.server.start()
        world.add_jobs(40, every=3, grace_seconds=GRACE)
        time.sleep(4)
        ballast = data / "ballast"
        with contextlib.suppress(OSError), open(ballast, "wb", buffering=0) as file:
            while True:
                file.write(b"x" * 65_536)
        world.server.until("the server to say that it is not ready", lambda: health(world.server) == 503)
        time.sleep(5)
        assert len(world.server.get("/api/v1/cron/jobs", limit=100)["jobs"]) == 40
        assert world.server.feed()["events"] is not None
        with pytest.raises(Refused) as refusal:
            world.server.add_job(job_id="too-late", every="1h", command="true")
        assert refusal.value.status in (503, 507), refusal.value
        seen = len(world.witness.testimony())
        time.sleep(3.5)
        assert len(world.witness.testimony()) == seen, "something was started that could not be recorded"
        ballast.unlink()
        world.server.until("the server to be ready again", lambda: health(world.server) == 200)
        time.sleep(3.5)
        account = finish(world)
        say(*account.lines())
        assert not account.faults
        assert account.reasons.get("store_unavailable", 0) > 0, account.reasons


def test_a_read_only_folder_is_refused_in_plain_words_and_left_as_it_is(world, say):
    data = world.server.data
    world.server.start()
    world.server.add_job(job_id="hourly", every="1h", command="true")
    world.server.stop()
    before = digest(data)
    with mounted(data, "--bind", str(data)):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(data)], check=True)
        ended = subprocess.run(
            [str(world.binary), "serve", "--port", "0", "--data", str(data)], cwd=world.folder, capture_output=True,
            text=True, timeout=60, check=False,
        )  # fmt: skip
    say(ended.stderr.strip())
    assert ended.returncode == 74 and "can't be written" in ended.stderr, ended
    assert digest(data) == before
    assert world.check()[0] == 0


def test_a_disk_that_fails_ends_the_server_and_the_next_one_recovers(world, say):
    # A limit on the size of files makes writes fail with EFBIG: to SQLite a fault of the disk like any other.
    world.server.restore_signals = False
    world.server.start()
    world.add_jobs(40, every=3)
    time.sleep(4)
    assert signal.getsignal(signal.SIGXFSZ) == signal.SIG_IGN
    log = world.server.data / "almanac.db-wal"
    resource.prlimit(world.server.process.pid, resource.RLIMIT_FSIZE, (log.stat().st_size, resource.RLIM_INFINITY))
    status = world.server.process.wait(timeout=60)
    say(world.server.tail(2))
    assert status == 74, world.server.tail()
    assert "disk failed" in world.server.tail()
    world.server.restore_signals = True
    world.server.start()
    time.sleep(3.5)
    account = finish(world)
    say(*account.lines())
    assert not account.faults


def digest(folder):
    """Of every file by name; the lock file is a mark of the moment."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in pathlib.Path(folder).iterdir() if path.is_file() and not path.name.endswith(".lock")
    }  # fmt: skip
