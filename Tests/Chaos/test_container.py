"""The server as process 1 of a container without an init."""

import pathlib
import subprocess
import time

import pytest

CONTAINER = ["unshare", "--fork", "--pid", "--mount-proc", "--kill-child"]


def zombies_of(pid):
    """Ended children of a process that it has not waited for."""
    found = []
    for process in pathlib.Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            state, parent = (process / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state == "Z" and int(parent) == pid:
            found.append(int(process.name))
    return found


def test_what_loses_its_parent_is_reaped_by_a_server_that_is_process_1(world, say):
    if subprocess.run([*CONTAINER, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("process namespaces are not allowed here")
    world.server.wrapper = CONTAINER
    world.server.start()
    outside = world.server.process.pid
    (inside,) = map(int, pathlib.Path(f"/proc/{outside}/task/{outside}/children").read_text().split())
    world.server.add_job(
        job_id="careless", every="1s", command="for each in 1 2 3 4 5; do (sleep 0.1 &); done", overlap="allow"
    )
    most = 0
    deadline = time.monotonic() + 10
    while most < 10 and time.monotonic() < deadline:
        most = max(most, len(zombies_of(inside)))
        time.sleep(0.1)
    assert most >= 10, "nobody lost its parent: there was nothing to reap"
    world.server.ask("PUT", "/api/v1/cron/jobs/careless", {"enabled": False})
    world.server.until("all of them to be reaped", lambda: not zombies_of(inside), within=30)
    runs = world.server.runs("careless")
    say(f"{most} zombies at most, none at the end, {len(runs)} runs")
    assert {run["status"] for run in runs} == {"success"}, "a run's own process was reaped by somebody else"
