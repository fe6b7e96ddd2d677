#!/usr/bin/env python3
"""How fast a server starts and reaps processes, beside what the machine can do at all.

    python Benchmarks/processes.py --binary .build/release/almanac --count 1000 --slots 10

All jobs are due at one instant and run `/bin/true`; each is claimed, started, reaped and recorded, durably. Beside it
stands a bare loop that starts and reaps the same without keeping a record. Ends with status 1 if a run is lost.
"""

import argparse
import os
import pathlib
import sys
import tempfile
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent.parent / "Tests" / folder) for folder in ("Chaos", "Story")]

from figures import process_figures  # noqa: E402
from record import runs_of  # noqa: E402
from server import Server, iso  # noqa: E402


def bare_loop(count, argv, at_once):
    """Processes started and reaped a second, `at_once` of them alive at a time."""
    alive = 0
    began = time.monotonic()
    for _ in range(count):
        if alive == at_once:
            os.wait()
            alive -= 1
        os.posix_spawn(argv[0], argv, {})
        alive += 1
    for _ in range(alive):
        os.wait()
    return count / (time.monotonic() - began)


def measure(binary, count, slots, folder):
    """Figures of one server that has `count` runs of /bin/true to do at one instant."""
    config = f"timezone: UTC\nconcurrency: {slots}\n"
    with Server(binary, folder, config=config) as server:
        due = time.time() + 5 + count / 100
        for number in range(count):
            server.add_job(
                job_id=f"true-{number:05d}", run_at=iso(due), command="/bin/true", grace_seconds=600,
            )  # fmt: skip
        if time.time() > int(due):
            raise SystemExit(f"making {count} jobs took too long")
        _, cpu_before, _ = process_figures(server.process.pid)
        peak = 0
        ended = 0
        while ended < count and time.time() < due + 600:
            time.sleep(0.2)
            resident, cpu, _ = process_figures(server.process.pid)
            peak = max(peak, resident)
            if time.time() > due + 1:
                ended = sum(run.status == "success" for run in runs_of(server.data))
        server.stop()
        runs = runs_of(server.data)
    first = min(run.scheduled_at for run in runs)
    waited = sorted(run.finished_at - first for run in runs)
    return {
        "runs": len(runs), "lost": count - sum(run.status == "success" for run in runs),
        "all reaped and recorded after, s": round(waited[-1], 3), "runs a second": round(count / waited[-1]),
        "half of them after, s": round(waited[len(waited) // 2], 3),
        "server CPU, s": round(cpu - cpu_before, 2), "server peak, MB": round(peak / 1024),
    }  # fmt: skip


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=".build/release/almanac")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--slots", type=int, default=10)
    options = parser.parse_args(arguments)
    print(f"| /bin/true, {options.count} times, {options.slots} at once | |")
    print("| --- | ---: |")
    for name, argv in [("/bin/true", ["/bin/true"]), ("/bin/sh -c /bin/true", ["/bin/sh", "-c", "/bin/true"])]:
        rate = bare_loop(options.count, argv, options.slots)
        print(f"| bare loop, {name}, a second | {rate:,.0f} |")
    with tempfile.TemporaryDirectory(prefix="almanac-processes-") as folder:
        figures = measure(options.binary, options.count, options.slots, folder)
    for name, value in figures.items():
        print(f"| {name} | {value:,} |")
    return 1 if figures["lost"] else 0


if __name__ == "__main__":
    sys.exit(main())
