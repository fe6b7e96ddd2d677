"""A calendar as it is often written: FastAPI, croniter for each job's occurrences, a scan of its runs for what happened.

It answers the same week for the same mix of schedules as `almanac demo --scale` makes, every occurrence of it.
"""

import json
import random
import socket
import statistics
import sys
import threading
import time
import urllib.request
import zoneinfo
from datetime import datetime, timedelta

import uvicorn
from croniter import croniter
from fastapi import FastAPI

ZONE = zoneinfo.ZoneInfo("America/Chicago")
KINDS = [
    (32, lambda n: f"{n % 5}-59/5 * * * *"),
    (60, lambda n: f"{n % 30},{n % 30 + 30} * * * *"),
    (110, lambda n: f"{n % 60} * * * *"),
    (110, lambda n: f"{n % 60} */4 * * *"),
    (500, lambda n: f"{n % 60} {n // 60 % 24} * * *"),
    (100, lambda n: f"{n % 60} {n // 60 % 24} * * MON-FRI"),
    (80, lambda n: f"{n % 60} {n // 60 % 24} * * {n % 7}"),
    (8, lambda n: f"{n % 60} {n // 60 % 24} {n % 28 + 1} * *"),
]


def jobs(count):
    for number in range(count):
        share = number * 617 % 1_000
        for size, expression in KINDS:
            share -= size
            if share < 0:
                break
        yield {"id": f"job-{number}", "title": f"Job {number}", "cron": expression(number), "runs": []}


def occurrences(job, start, end):
    times = croniter(job["cron"], start - timedelta(seconds=1))
    while (at := times.get_next(datetime)) < end:
        yield at


def application(count):
    app = FastAPI()
    now = datetime.now(ZONE)
    week = (now - timedelta(days=(now.weekday() + 1) % 7)).replace(hour=0, minute=0, second=0, microsecond=0)
    house = list(jobs(count))
    dice = random.Random(1)
    for job in house:
        job["runs"] = [
            {"at": at, "status": "failed" if dice.random() < 0.01 else "success"} for at in occurrences(job, week, now)
        ]

    @app.get("/events")
    def events():
        found = []
        for job in house:
            for at in occurrences(job, week, week + timedelta(days=7)):
                run = next((run for run in job["runs"] if run["at"] == at), None)
                found.append(
                    {
                        "id": f"{job['id']}|{int(at.timestamp())}", "title": job["title"], "at": at.isoformat(),
                        "status": run["status"] if run else "scheduled",
                    }  # fmt: skip
                )
        found.sort(key=lambda event: event["at"])
        return {"events": found}

    return app


def measure(count, times=3):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(application(count), port=port, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    walls, length, events = [], 0, 0
    for _ in range(times):
        began = time.perf_counter()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/events") as answer:
            data = answer.read()
        walls.append(1000 * (time.perf_counter() - began))
        length, events = len(data), len(json.loads(data)["events"])
    server.should_exit = True
    thread.join()
    print(
        json.dumps(
            {
                "what": f"FastAPI + croniter, week of {count} schedules", "p50_ms": statistics.median(walls),
                "max_ms": max(walls), "bytes": length, "events": events,
            }  # fmt: skip
        ),
        flush=True,
    )


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        measure(int(argument))
