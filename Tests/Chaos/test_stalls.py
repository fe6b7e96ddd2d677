"""The server stands still, or the clock is set: what was due meanwhile is on record, and nothing runs twice."""

import os
import pathlib
import signal
import subprocess
import time

import pytest
from kills import finish

GRACE = 2
"""Seconds that jobs may start late here; standing still for longer makes a miss."""


def test_what_falls_due_while_the_server_is_stopped_and_continued_is_run_late_or_missed(world, say):
    world.server.start()
    world.add_jobs(40, every=3, grace_seconds=GRACE)
    # The long one holds, wherever it begins, an instant of each job that lies back further than its grace.
    for standstill in (0.5, 3 + GRACE + 1.5, 1):
        time.sleep(2)
        world.server.process.send_signal(signal.SIGSTOP)
        time.sleep(standstill)
        world.server.process.send_signal(signal.SIGCONT)
    time.sleep(3.5)
    account = finish(world)
    say(*account.lines())
    assert not account.faults
    assert account.figures["missed"] > 0 and set(account.reasons) <= {"suspended", "overload"}, account.reasons


def faketime_library():
    for library in pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"):
        return library
    return None


class SetClock:
    """A wall clock that can be set: the server's own, by libfaketime; elapsed time is left alone."""

    def __init__(self, folder):
        self.file = folder / "clock"
        self.set(0)
        # Where it finds no shared memory the library makes some and sets a variable of the environment for it, which
        # moves the environment away from where Swift looks for the program's arguments. A process beside has it made.
        self.keeper = subprocess.Popen(["faketime", "-f", "+0", "sleep", "3600"], start_new_session=True)
        self.environment = {
            "LD_PRELOAD": str(faketime_library()), "FAKETIME_SHARED": self.shared_memory(),
            "FAKETIME_TIMESTAMP_FILE": str(self.file), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }  # fmt: skip

    def shared_memory(self):
        children = pathlib.Path(f"/proc/{self.keeper.pid}/task/{self.keeper.pid}/children")
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            for child in children.read_text().split():
                for variable in pathlib.Path(f"/proc/{child}/environ").read_bytes().split(b"\0"):
                    if variable.startswith(b"FAKETIME_SHARED="):
                        return variable.partition(b"=")[2].decode()
        raise AssertionError("faketime did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.killpg(self.keeper.pid, signal.SIGTERM)
        self.keeper.wait()

    def set(self, seconds):
        # Replaced as a whole: a reader must not find half a number.
        draft = self.file.with_suffix(".draft")
        draft.write_text(f"{seconds:+d}\n")
        os.replace(draft, self.file)
        self.offset = seconds


@pytest.mark.skipif(faketime_library() is None, reason="libfaketime is not installed (Debian: faketime)")
@pytest.mark.parametrize("steps", [[1, 3600, 86_400], [-1, -3600, 600]], ids=str)
def test_a_clock_that_is_set_loses_nothing_and_runs_nothing_twice(world, say, steps):
    with SetClock(world.folder) as clock:
        world.server.environment = clock.environment
        world.server.start()
        world.add_jobs(20, every=2, grace_seconds=GRACE)
        time.sleep(3)
        for step in steps:
            clock.set(clock.offset + step)
            time.sleep(3)
        world.stop()
    # By its own clock, which may be ahead of ours or behind.
    world.stopped_at += clock.offset
    account = world.account()
    say(f"steps {steps}", *account.lines())
    assert not account.faults
    assert world.check()[0] == 0
    if min(steps) > 0:
        assert account.reasons.get("clock_jump", 0) >= 20 * (max(steps) // 2 - 3), account.reasons
