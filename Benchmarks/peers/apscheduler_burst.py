"""APScheduler 3 with jobs in memory: so many due in the same second, how late each ran, and how many never did."""

import datetime
import json
import logging
import statistics
import sys
import threading
import time

from apscheduler.events import EVENT_JOB_MISSED
from apscheduler.schedulers.background import BackgroundScheduler


def burst(count, grace):
    scheduler = BackgroundScheduler(timezone="UTC")
    late, missed, lock = [], [], threading.Lock()
    instant = float(int(time.time()) + 5 + count // 2_000)

    def work():
        now = time.time()
        with lock:
            late.append(1000 * (now - instant))

    scheduler.add_listener(lambda event: missed.append(event.job_id), EVENT_JOB_MISSED)
    options = {"misfire_grace_time": grace} if grace else {}
    when = datetime.datetime.fromtimestamp(instant, datetime.timezone.utc)
    for number in range(count):
        scheduler.add_job(work, "date", run_date=when, id=str(number), **options)
    scheduler.start()
    deadline = instant + 60
    while len(late) + len(missed) < count and time.time() < deadline:
        time.sleep(0.05)
    scheduler.shutdown(wait=False)
    ordered = sorted(late)
    print(
        json.dumps(
            {
                "what": f"APScheduler in memory, burst of {count}, grace {grace or 'as it comes (1 s)'}",
                "ran": len(late), "misfires": len(missed), "lost": count - len(late) - len(missed),
                "p50_ms": statistics.median(ordered), "p99_ms": ordered[int(0.99 * len(ordered))],
                "max_ms": ordered[-1],
            }  # fmt: skip
        ),
        flush=True,
    )


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    for grace in (None, 3_600):
        burst(int(sys.argv[1]), grace)
