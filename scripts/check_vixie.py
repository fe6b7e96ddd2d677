"""Compares the vixie dialect with croniter and cronsim on random cases: where the two agree, ours should agree too.

Usage: check_vixie.py --binary .build/release/almanac [--cases 5000] [--seed N]
It needs the Python packages of Benchmarks/requirements.txt. Known differences (docs/cron.md) are counted by kind; anything
else is listed, and ends the check with status 1.
"""

import argparse
import json
import random
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from croniter import croniter
from cronsim import CronSim

COUNT = 5
# Zone and days near which its clock changes: gaps and overlaps of an hour and half an hour, at night and over midnight.
PLACES = {
    "UTC": [], "Asia/Kolkata": [], "Asia/Kathmandu": [], "America/Chicago": ["2026-03-08", "2026-11-01"],
    "America/New_York": ["2026-03-08", "2026-11-01"], "Europe/London": ["2026-03-29", "2026-10-25"],
    "Europe/Berlin": ["2026-03-29", "2026-10-25"], "Australia/Lord_Howe": ["2026-04-04", "2026-10-03"],
    "America/Sao_Paulo": ["2018-11-04", "2018-02-17"], "Africa/Cairo": ["2023-04-28", "2023-10-26"],
    "America/Havana": ["2026-03-08", "2026-11-01"], "America/Santiago": ["2026-09-06", "2026-04-04"],
    "Asia/Gaza": ["2026-03-28", "2026-10-24"],
}  # fmt: skip


def field(source, low, high, star):
    """What croniter and cronsim both read as crontab(5) does: no step without a range, no range of one value."""
    if source.random() < star:
        return "*"
    items = []
    for _ in range(source.choice([1, 1, 1, 2, 3])):
        first = source.randint(low, high)
        last = source.randint(first, high)
        form = source.randrange(4)
        if form == 0 and last > first:
            items.append(f"{first}-{last}")
        elif form == 1 and last > first:
            items.append(f"{first}-{last}/{source.randint(1, last - first)}")
        elif form == 2 and not items:
            return f"*/{source.randint(2, (high - low + 1) // 2)}"
        else:
            items.append(str(first))
    return ",".join(dict.fromkeys(items))


def case(source):
    zone = source.choice(list(PLACES))
    text = " ".join([
        field(source, 0, 59, 0.3), field(source, 0, 23, 0.4), field(source, 1, 28, 0.6), field(source, 1, 12, 0.8),
        field(source, 0, 6, 0.6),
    ])  # fmt: skip
    day = source.choice(PLACES[zone]) if PLACES[zone] and source.random() < 0.5 else f"20{source.randint(10, 36)}-06-15"
    noon = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)) - timedelta(hours=12)
    return text, zone, int(noon.timestamp()) + source.randrange(0, 86_400, 60)


def from_cronsim(text, zone, after):
    walk = CronSim(text, datetime.fromtimestamp(after, ZoneInfo(zone)))
    return take(walk, zone)


def from_croniter(text, zone, after):
    walk = croniter(text, datetime.fromtimestamp(after, ZoneInfo(zone)), ret_type=datetime, implement_cron_bug=True)
    return take((walk.get_next() for _ in range(COUNT)), zone)


def take(walk, zone):
    found = []
    for at in walk:
        found.append(int(at.timestamp()))
        if len(found) == COUNT:
            break
    return found


def from_ours(binary, cases):
    questions = "".join(
        json.dumps({"expr": text, "tz": zone, "after": after, "n": COUNT, "dialect": "vixie"}) + "\n"
        for text, zone, after in cases)  # fmt: skip
    answers = subprocess.run([*binary, "next", "--jsonl"], input=questions, capture_output=True, text=True, check=True)
    return [json.loads(line).get("next") for line in answers.stdout.splitlines()]


def matches(text, zone, instant):
    """Whether the fields name the local minute shown at an instant."""
    local = datetime.fromtimestamp(instant, ZoneInfo(zone)).replace(tzinfo=timezone.utc)
    return next(iter(CronSim(text, local - timedelta(minutes=1))), None) == local


def kind(text, zone, theirs, ours):
    """The known difference that a case shows; None for one that is not known."""
    extra = [each for each in theirs if each not in ours]
    is_wildcard = any(word.startswith("*") for word in text.split()[:2])
    if is_wildcard and extra and not any(matches(text, zone, each) for each in extra):
        return "a wildcard job whose time lies in a gap: the libraries start it where no field says so"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", required=True, nargs="+")
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--seed", type=int)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(1_000_000)
    print(f"{options.cases} cases, --seed {seed}")
    source = random.Random(seed)
    cases = [case(source) for _ in range(options.cases)]
    answers = from_ours(options.binary, cases)
    agreed = 0
    known, unknown, split = {}, [], {}
    for (text, zone, after), ours in zip(cases, answers):
        sim, iter_ = from_cronsim(text, zone, after), from_croniter(text, zone, after)
        if sim != iter_:
            with_whom = "cronsim" if ours == sim else "croniter" if ours == iter_ else "neither"
            split.setdefault(with_whom, []).append((text, zone, after))
        elif ours == sim:
            agreed += 1
        elif what := kind(text, zone, sim, ours):
            known.setdefault(what, []).append((text, zone, after, sim, ours))
        else:
            unknown.append((text, zone, after, sim, ours))
    consensus = options.cases - sum(map(len, split.values()))
    print(f"cronsim and croniter agree in {consensus}; ours agrees in {agreed} of these")
    for with_whom, found in sorted(split.items()):
        zones = ", ".join(sorted({zone for _, zone, _ in found}))
        print(f"they differ in {len(found)}, where ours agrees with {with_whom}: {zones}; such as {found[0]}")
    for what, found in sorted(known.items()):
        print(f"known: {len(found)} x {what}, such as {found[0][0]!r} in {found[0][1]} after {found[0][2]}")
    for text, zone, after, theirs, ours in unknown[:20]:
        print(f"unknown: {text!r} in {zone} after {after}: {theirs}, ours {ours}")
    if unknown:
        sys.exit(f"{len(unknown)} differences are not known")


main()
