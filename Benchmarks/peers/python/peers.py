"""cronsim, croniter and APScheduler, as recurrence.py asks them: peers.py NAME START HORIZON OCCURRENCES."""

import json
import sys
import time
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

# A slow engine is timed over as many occurrences as it finds in this time, at least those of the checksum.
BUDGET_NS = 1_000_000_000
SUMMED = 1000


def cronsim(text, zone, start):
    from cronsim import CronSim

    return CronSim(text, datetime.fromtimestamp(start, zone))


def croniter(text, zone, start):
    from croniter import croniter

    iterator = croniter(text, datetime.fromtimestamp(start, zone), ret_type=datetime)

    def occurrences():
        while True:
            yield iterator.get_next()

    return occurrences()


def apscheduler(text, zone, start):
    from apscheduler.triggers.cron import CronTrigger

    trigger = CronTrigger.from_crontab(text, timezone=zone)

    def occurrences():
        last = None
        now = datetime.fromtimestamp(start + 1, zone)
        while (found := trigger.get_next_fire_time(last, now)) is not None:
            yield found
            last = now = found

    return occurrences()


def fnv(values):
    value = 0xCBF29CE484222325
    for byte in "".join(f"{each}\n" for each in values).encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def ask(engine, text, zone, start, horizon, limit):
    found = []
    last, stuck = start, False
    begin = time.process_time_ns()
    each = 0.0
    try:
        for at in engine(text, zone, start):
            epoch = int(at.timestamp())
            if epoch > horizon:
                break
            if epoch <= last:
                stuck = True
                break
            found.append(epoch)
            last = epoch
            spent = time.process_time_ns() - begin
            if len(found) >= limit or len(found) >= SUMMED and spent > BUDGET_NS:
                break
    except Exception as none:  # some raise where there is nothing more
        if not found and "bad" in type(none).__name__.lower() and "date" not in type(none).__name__.lower():
            raise
    each = (time.process_time_ns() - begin) / max(len(found), 1)
    begin = time.process_time_ns()
    rounds = 0
    while rounds < 1000 and time.process_time_ns() - begin < BUDGET_NS // 10:
        engine(text, zone, start)
        rounds += 1
    reading = (time.process_time_ns() - begin) / rounds
    return {
        "ns": each, "parse_ns": reading, "count": len(found), "stuck": stuck, "checksum": fnv(found[:SUMMED]),
    }  # fmt: skip


def main():
    engine = {"cronsim": cronsim, "croniter": croniter, "apscheduler": apscheduler}[sys.argv[1]]
    start, horizon, limit = map(int, sys.argv[2:5])
    engine("0 0 * * *", timezone.utc, start)  # imports what there is to import
    for line in sys.stdin:
        number, text, zone = line.rstrip("\n").split("\t")
        try:
            answer = ask(engine, text, ZoneInfo(zone), start, horizon, limit)
        except Exception as refused:
            answer = {"refused": str(refused) or type(refused).__name__}
        print(json.dumps({"i": int(number), **answer}), flush=True)


main()
