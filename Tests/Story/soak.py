#!/usr/bin/env python3
"""The long story of an Almanac server, told on the real binary and checked at every step.

It serves jobs every minute and every few seconds, one that fails, one that overlaps itself, one that its timeout ends
with its child processes, and a heartbeat every 30 seconds, and follows the event stream meanwhile. Then it is killed,
stays down for a while, and starts again: what fell due in between must wait in stasis, counted to the last one, and
must not have run. Some is approved, some rescheduled, some deleted. At last it measures what an idle server costs.

The exit status is 0 only if everything held.
"""

import argparse
import json
import pathlib
import sys
import tempfile
import time
import traceback

import chapters
import figures
from follower import Follower
from server import Server


class Ledger:
    """What was found, each with its verdict, in the order of the story."""

    def __init__(self, slack):
        self.rows = []
        self.figures = {}
        # Factor on every bound on time and cost.
        self.slack = slack

    def check(self, what, held, told=""):
        self.rows.append((bool(held), what, str(told)))
        print(f"  {'ok  ' if held else 'FAIL'} {what}{': ' + str(told) if told != '' else ''}", flush=True)
        return bool(held)

    def bound(self, name, most, unit):
        most *= self.slack
        value = self.figures[name]
        self.check(f"{name} at most {most:g} {unit}", value <= most, f"{value:.1f}")

    @property
    def failures(self):
        return [what for held, what, _ in self.rows if not held]


def story(options, ledger, folder):
    config = chapters.CONFIG.format(agent="cat >/dev/null; echo HEARTBEAT_OK")
    server = Server(options.binary, folder / "story", config=config)
    with server:
        print(f"chapter 1: {options.minutes:g} minutes of work")
        cast = chapters.Cast(server, folder / "witness")
        follower = Follower(server).start()
        try:
            time.sleep(60 * options.minutes)
            chapters.check_work(ledger, server, cast, follower)
            print(f"chapter 2: killed, {options.downtime:g} seconds of nothing, started again")
            killed_at = server.kill()
            time.sleep(options.downtime)
            server.start()
            chapters.check_outage(ledger, server, cast, killed_at)
            print("chapter 3: an operator answers")
            chapters.check_answers(ledger, server, cast)
            chapters.check_record(ledger, server, cast, follower)
        finally:
            follower.stop()
        ledger.check("SIGTERM ends it in order", server.stop() == 0, f"status {server.process.returncode}")


def measure(options, ledger, folder):
    print(f"figures: idle with 100 schedules for {options.idle_seconds:g} s, first answer with 1,000")
    with Server(options.binary, folder / "idle") as server:
        figures.fill(server, 100)
        server.feed()
        server.stop()
        server.start()
        server.feed()
        time.sleep(3)
        ledger.figures |= figures.measure_idle(server, options.idle_seconds)
    with Server(options.binary, folder / "start") as server:
        figures.fill(server, 1000)
        server.stop()
        starts = []
        for _ in range(3):
            starts.append(server.start())
            began = time.monotonic()
            server.feed()
            ledger.figures["week_of_1000_schedules_ms"] = 1000 * (time.monotonic() - began)
            server.stop()
        ledger.figures["first_answer_ms"] = 1000 * min(starts)
    ledger.bound("idle_rss_mb", 60, "MB")
    ledger.bound("idle_cpu_percent", 1, "%")
    # The engine wakes twice a minute, each time on a few threads; the thread pool of libdispatch looks after itself once
    # a second, as it does in every Swift process.
    ledger.bound("idle_wakeups_per_minute", 90, "a minute")
    ledger.bound("first_answer_ms", 300, "ms")


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=".build/release/almanac")
    parser.add_argument("--minutes", type=float, default=10, help="how long it works before it is killed")
    parser.add_argument("--downtime", type=float, default=180, help="seconds between the kill and the next start")
    parser.add_argument("--idle-seconds", type=float, default=60, help="how long an idle server is watched")
    parser.add_argument("--slack", type=float, default=1, help="factor on the bounds, for debug builds")
    parser.add_argument("--figures-only", action="store_true")
    parser.add_argument("--no-figures", action="store_true")
    parser.add_argument("--folder", help="where to keep data and logs; a temporary folder unless given")
    parser.add_argument("--json", help="file for the summary, besides its line on standard output")
    return parser.parse_args(arguments)


def main(arguments=None):
    options = parse(arguments)
    ledger = Ledger(options.slack)
    with tempfile.TemporaryDirectory(prefix="almanac-story-") as temporary:
        folder = pathlib.Path(options.folder or temporary)
        for part, wanted in [(story, not options.figures_only), (measure, not options.no_figures)]:
            try:
                if wanted:
                    part(options, ledger, folder)
            except (AssertionError, LookupError) as error:
                traceback.print_exc()
                ledger.check(f"{part.__name__} was told to its end", False, error)
    print("\n| figure | value |\n| --- | ---: |")
    for name, value in ledger.figures.items():
        print(f"| {name} | {value:,.1f} |")
    summary = {
        "held": len(ledger.rows) - len(ledger.failures), "failed": ledger.failures,
        "figures": {name: round(value, 2) for name, value in ledger.figures.items()},
    }  # fmt: skip
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(summary) + "\n", encoding="utf-8")
    print(json.dumps(summary))
    return 1 if ledger.failures else 0


if __name__ == "__main__":
    sys.exit(main())
