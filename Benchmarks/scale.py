#!/usr/bin/env python3
"""Almanac at scale, measured on the release binary: the feed of a large house, a burst, and a start after downtime.

Every part makes its own data folder. Wall times are the client's, on this machine, with whatever else it is doing; the
server's CPU time is read from /proc and says more where the machine is shared. `--peers` has the same asked of others
(Benchmarks/peers), each in the same run; their packages come from PyPI into a virtual environment of the bench.
"""

import argparse
import gzip
import http.client
import json
import os
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests" / "Story"))

from server import Server, iso  # noqa: E402

FEED = "/api/v1/ops/calendar/events"


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def cpu_seconds(pid):
    """CPU time of a process so far, threads that have ended included; to a hundredth of a second."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def ask(server, path, times, encoding="gzip"):
    """Times of so many answers, in seconds; the length of the last one, as sent and unpacked; CPU seconds for each."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    walls = []
    before = cpu_seconds(server.process.pid)
    for _ in range(times):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": encoding})
        answer = connection.getresponse()
        data = answer.read()
        walls.append(time.perf_counter() - began)
        assert answer.status == 200, data
    cpu = (cpu_seconds(server.process.pid) - before) / times
    text = gzip.decompress(data) if answer.getheader("content-encoding") == "gzip" else data
    connection.close()
    return walls, data, text, cpu


class Table:
    def __init__(self):
        self.rows = []

    def add(self, what, **figures):
        self.rows.append({"what": what, **figures})
        print("  " + what + ": " + ", ".join(f"{name} {show(value)}" for name, value in figures.items()), flush=True)


def show(value):
    return f"{value:,.1f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def next_sunday():
    now = time.time()
    return time.strftime("%Y-%m-%d", time.gmtime(now + (7 - (time.gmtime(now).tm_wday + 1) % 7) * 86_400))


# --- The feed --------------------------------------------------------------------------------------------------


def feed(options, table, folder, schedules, runs):
    """The feed of a house of so many schedules that left so many runs behind."""
    print(f"feed: {schedules:,} schedules, {runs:,} runs")
    where = folder / f"feed-{schedules}-{runs}"
    server = Server(options.binary, where, arguments=["--runner", "dry-run"])
    began = time.monotonic()
    subprocess.run(
        [options.binary, "demo", "--data", str(server.data), "--scale", f"{schedules},{runs}"], check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    made = time.monotonic() - began
    size = (server.data / "almanac.db").stat().st_size
    table.add(
        f"generated {schedules}/{runs}", seconds=made, database_mb=size / 1e6, start_ms=1000 * server.start(within=600)
    )
    with_server = server.process.pid
    ask(server, FEED, 3)
    for name, path, times in (
        ("this week, first page", FEED, options.times),
        ("next week, first page", f"{FEED}?start={next_sunday()}", options.times),
        ("today, first page", f"{FEED}?view=day", options.times),
    ):
        walls, data, text, cpu = ask(server, path, times)
        answer = json.loads(text)
        table.add(
            f"{name} ({schedules}/{runs})", p50_ms=1000 * statistics.median(walls), p99_ms=1000 * percentile(walls, 0.99),
            cpu_ms=1000 * cpu, bytes=len(data), unpacked=len(text), events=len(answer["events"]),
            lanes=len(answer["always_running"]),
        )  # fmt: skip
    began, pages, events, cursor = time.perf_counter(), 0, 0, None
    before = cpu_seconds(with_server)
    while pages < 1_000:
        path = f"{FEED}?limit=5000" + (f"&cursor={cursor.replace('|', '%7C')}" if cursor else "")
        _, _, text, _ = ask(server, path, 1)
        answer = json.loads(text)
        pages, events, cursor = pages + 1, events + len(answer["events"]), answer["next_cursor"]
        if not cursor:
            break
    table.add(
        f"this week, all pages ({schedules}/{runs})", pages=pages, events=events,
        seconds=time.perf_counter() - began, cpu_ms=1000 * (cpu_seconds(with_server) - before),
    )  # fmt: skip
    if schedules <= 1_000:
        for name, path in (
            ("next week, every occurrence", f"{FEED}?expand=all&start={next_sunday()}"),
            ("this week, every occurrence", f"{FEED}?expand=all"),
        ):
            walls, data, text, cpu = ask(server, path, max(3, options.times // 10), "identity")
            table.add(
                f"{name} ({schedules}/{runs})", p50_ms=1000 * statistics.median(walls), cpu_ms=1000 * cpu,
                bytes=len(data), events=len(json.loads(text)["events"]),
            )  # fmt: skip
    table.add(f"memory after it ({schedules}/{runs})", resident_mb=resident_mb(with_server))
    server.stop()


# --- A burst ---------------------------------------------------------------------------------------------------


class Prober(threading.Thread):
    """Asks the first page of the feed over and over, and keeps the times."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.walls, self.going = server, [], True

    def run(self):
        while self.going:
            began = time.perf_counter()
            self.server.request("GET", f"{FEED}?view=day&limit=100")
            self.walls.append(time.perf_counter() - began)
            time.sleep(0.005)


def post_jobs(server, count, instant, command="true", lanes=4):
    """`count` one-shot jobs for one instant, over a few connections at once."""

    def post(part):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        for number in range(part, count, lanes):
            job = {"job_id": f"burst-{number}", "command": command, "run_at": iso(instant), "delete_after_run": False}
            body = json.dumps(job)
            connection.request("POST", "/api/v1/cron/jobs", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            data = answer.read()
            assert answer.status == 201, data
        connection.close()

    threads = [threading.Thread(target=post, args=(part,)) for part in range(lanes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def record(server, sql):
    database = sqlite3.connect(f"file:{server.data / 'almanac.db'}?mode=ro", uri=True, timeout=30)
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def burst(options, table, folder, count):
    """So many schedules due in the same second: nothing is lost, and how late is the last."""
    print(f"burst: {count:,} due in the same second")
    config = f"concurrency: {options.concurrency}\n"
    server = Server(options.binary, folder / f"burst-{count}", config=config, arguments=["--runner", "dry-run"])
    with server:
        instant = int(time.time()) + options.lead + count // 150
        post_jobs(server, count, instant)
        assert time.time() < instant - 1, "the jobs were not there in time; give --lead"
        before = cpu_seconds(server.process.pid)
        time.sleep(max(0, instant - time.time() - 0.5))
        prober = Prober(server)
        prober.start()
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            done = record(server, "SELECT count(*) FROM runs WHERE finished_at IS NOT NULL")[0][0]
            if done >= count:
                break
            time.sleep(0.1)
        prober.going = False
        prober.join()
        rows = record(server, "SELECT claimed_at, started_at, finished_at, status FROM runs")
        statuses = {status for *_, status in rows}
        # What a run's own end says: by then it had been carried out, so its start was no later.
        late = [finished - instant * 1000 for _, _, finished, _ in rows if finished is not None]
        table.add(
            f"burst of {count}", recorded=len(rows), lost=count - len(rows), statuses="/".join(sorted(statuses)),
            p50_ms=float(statistics.median(late)), p99_ms=float(percentile(late, 0.99)), max_ms=float(max(late)),
            cpu_ms=1000 * (cpu_seconds(server.process.pid) - before),
            api_p50_ms=1000 * statistics.median(prober.walls), api_p99_ms=1000 * percentile(prober.walls, 0.99),
            api_questions=len(prober.walls), resident_mb=resident_mb(server.process.pid),
        )  # fmt: skip
        server.stop()


def overdue(options, table, folder, count):
    """A start that finds so many overdue: none runs, all wait in stasis."""
    print(f"overdue: {count:,} at a start")
    server = Server(options.binary, folder / f"overdue-{count}", arguments=["--runner", "dry-run"])
    with server:
        instant = int(time.time()) + options.lead + count // 150
        post_jobs(server, count, instant)
        assert time.time() < instant, "the jobs were not there in time; give --lead"
        server.kill()
        time.sleep(max(0, instant + 3 - time.time()))
        first = server.start()
        missed = 0
        began = time.monotonic()
        while missed < count and time.monotonic() - began < 60:
            missed = record(server, "SELECT coalesce(sum(occurrence_count), 0) FROM stasis")[0][0]
        complete = time.time() - server.started_at
        walls, _, _, _ = ask(server, FEED, 5)
        table.add(
            f"start with {count} overdue", first_answer_ms=1000 * first, stasis_complete_ms=1000 * complete,
            missed=missed, runs=record(server, "SELECT count(*) FROM runs")[0][0], first_feed_ms=1000 * walls[0],
            feed_ms=1000 * statistics.median(walls),
        )  # fmt: skip
        server.stop()


# --- Peers -----------------------------------------------------------------------------------------------------


def peers(options, table, folder):
    """The same questions asked of others, on this machine, now."""
    home = pathlib.Path(options.peers_folder or folder / "peers")
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        packages = (HERE / "peers" / "requirements.txt").as_posix()
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "-r", packages], check=True)
    for script, arguments in (
        ("apscheduler_burst.py", [str(options.burst)]),
        ("fastapi_croniter.py", [str(count) for count in options.peer_schedules]),
    ):
        print(f"peer: {script} {' '.join(arguments)}")
        done = subprocess.run(
            [str(python), str(HERE / "peers" / script), *arguments], check=True, capture_output=True, text=True
        )
        for line in done.stdout.splitlines():
            figures = json.loads(line)
            table.add(figures.pop("what"), **figures)


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=".build/release/almanac")
    parser.add_argument("--parts", default="feed,burst,overdue", help="which of feed, burst, overdue, peers")
    parser.add_argument("--houses", default="100:50000,1000:500000", help="SCHEDULES:RUNS of the feed, by commas")
    parser.add_argument("--times", type=int, default=100, help="how often a page is asked for")
    parser.add_argument("--burst", type=int, default=10_000, help="schedules due at once")
    parser.add_argument("--concurrency", type=int, default=1_000, help="runs alive at once during the burst")
    parser.add_argument("--lead", type=int, default=20, help="seconds that creating the burst's jobs may take besides")
    parser.add_argument("--peer-schedules", type=int, nargs="*", default=[100, 1_000])
    parser.add_argument("--peers-folder", help="where the peers' virtual environment is kept")
    parser.add_argument("--folder", help="where to keep data and logs; a temporary folder unless given")
    parser.add_argument("--json", help="file for the figures, besides the table")
    return parser.parse_args(arguments)


def main(arguments=None):
    options = parse(arguments)
    options.binary = str(pathlib.Path(options.binary).resolve())
    parts = options.parts.split(",")
    table = Table()
    load = pathlib.Path("/proc/loadavg").read_text().split()[:3]
    print(f"load of this machine before: {' '.join(load)}")
    with tempfile.TemporaryDirectory(prefix="almanac-scale-") as temporary:
        folder = pathlib.Path(options.folder or temporary)
        if "feed" in parts:
            for house in options.houses.split(","):
                schedules, runs = (int(number) for number in house.split(":"))
                feed(options, table, folder, schedules, runs)
        if "burst" in parts:
            burst(options, table, folder, options.burst)
        if "overdue" in parts:
            overdue(options, table, folder, options.burst)
        if "peers" in parts:
            peers(options, table, folder)
    load = pathlib.Path("/proc/loadavg").read_text().split()[:3]
    print(f"load of this machine after: {' '.join(load)}")
    print("\n| what | figures |\n| --- | --- |")
    for row in table.rows:
        row = dict(row)
        print(f"| {row.pop('what')} | {', '.join(f'{name} {show(value)}' for name, value in row.items())} |")
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(table.rows, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
