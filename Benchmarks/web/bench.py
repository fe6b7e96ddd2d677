"""Measures the page in Chromium beside FullCalendar on the same events: the paint of a week, and one event's change.

Paint is from the parsed feed to the frame after it is drawn, a patch from a change to the layout that shows it. Both are
told by the clock and as CPU time of the page's main thread, which is what the budgets bind: machines are shared. Each
sample has a page of its own. FullCalendar comes out of a wheel that carries it, downloaded into a
cache folder outside of this one; nothing of it is kept here.

usage: bench.py [--samples N] [--sizes 500,2000,5000] [--alone]
"""

import argparse
import os
import statistics
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Browser"))

from conftest import CHROMIUM  # noqa: E402
from fleet import crowd  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from stand_in import StandIn  # noqa: E402

NOW = "2026-03-25T14:52:00-05:00"
PACKAGE, MEMBER = "pretalx==2026.2.1", "pretalx/static/vendored/fullcalendar/fullcalendar.min.js"
# What the page owes its users, in milliseconds: paint by number of events, and one patch.
PAINT_MOST = {500: 100, 2000: 200, 5000: 400}
PATCH_MOST = 4

AFTER_FRAME = "const afterFrame = () => new Promise((resolve) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => resolve(); port2.postMessage(0); }));"

# Each is two functions of one page: PAINT takes `window.feed`, PATCH changes 40 (5) events one after another.
ALMANAC_PAINT = """async () => {
    %s
    const { live, board } = window.almanac;
    const before = performance.now();
    live.calendar.load(window.feed);
    board.draw();
    await afterFrame();
    return performance.now() - before;
}""" % AFTER_FRAME
ALMANAC_PATCH = """() => {
    const { live } = window.almanac;
    const events = [...live.calendar.events.values()].filter((event) => event.status === 'scheduled');
    return Array.from({ length: 40 }, (_, i) => {
        const event = events[(i * 97) % events.length];
        const before = performance.now();
        live.received({ seq: live.calendar.seq + 1, event_type: 'cron_run_completed', source: event.source, source_ref: event.source_ref, payload: { event: { ...event, status: i % 2 ? 'failed' : 'success' } } });
        document.body.getBoundingClientRect();
        return performance.now() - before;
    });
}"""
FULLCALENDAR_PAINT = """async () => {
    %s
    const events = window.feed.events.map((event) => ({ id: event.event_id, title: event.title, start: event.scheduled_at_utc, end: new Date((event.scheduled_at_epoch + (event.duration_hint_seconds ?? 60)) * 1000).toISOString() }));
    const before = performance.now();
    window.calendar = new FullCalendar.Calendar(document.getElementById('calendar'), { initialView: 'timeGridWeek', initialDate: window.feed.days[0].date, timeZone: 'UTC', height: 860, events });
    window.calendar.render();
    await afterFrame();
    return performance.now() - before;
}""" % AFTER_FRAME
FULLCALENDAR_PATCH = """() => {
    const events = window.calendar.getEvents();
    return Array.from({ length: 5 }, (_, i) => {
        const before = performance.now();
        events[(i * 97) % events.length].setProp('backgroundColor', i % 2 ? '#6d0a1c' : '#0a6b45');
        document.body.getBoundingClientRect();
        return performance.now() - before;
    });
}"""


def fullcalendar():
    """The other calendar's script, from the cache or downloaded into it."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "almanac-bench"
    script = cache / "fullcalendar.min.js"
    if not script.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--python-version", "3.13", "--dest", str(cache), PACKAGE], check=True)
        wheel = next(cache.glob("pretalx-*.whl"))
        with zipfile.ZipFile(wheel) as content:
            script.write_bytes(content.read(MEMBER))
        wheel.unlink()
    return script


def busy(session):
    """CPU milliseconds that the page's main thread has spent."""
    return next(metric["value"] for metric in session.send("Performance.getMetrics")["metrics"] if metric["name"] == "TaskDuration") * 1000


def sample(browser, url, feed, script=None):
    """(paint by the clock, its CPU time, patches by the clock, CPU time of one)"""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    if script:
        page.set_content("<!doctype html><body><div id=calendar></div>")
        page.add_script_tag(path=str(script))
        paint, patch = FULLCALENDAR_PAINT, FULLCALENDAR_PATCH
    else:
        page.goto(f"{url}/?view=week")
        page.wait_for_selector('.push[data-state="live"]')
        page.wait_for_selector(".day-column")
        paint, patch = ALMANAC_PAINT, ALMANAC_PATCH
    page.evaluate("(feed) => { window.feed = feed; }", feed)
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    start = busy(session)
    painted = page.evaluate(paint)
    middle = busy(session)
    patches = page.evaluate(patch)
    end = busy(session)
    context.close()
    return painted, middle - start, patches, (end - middle) / len(patches)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--samples", type=int, default=5)
    arguments.add_argument("--sizes", default="500,2000,5000")
    arguments.add_argument("--alone", action="store_true", help="leaves the other calendar out")
    given = arguments.parse_args()
    script = None if given.alone else fullcalendar()
    missed = []
    print(f"{'':24}{'paint':>24}{'patch':>24}")
    print(f"{'events':>8}  {'':14}{'by the clock':>14}{'CPU':>10}{'by the clock':>14}{'CPU':>10}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        for size in map(int, given.sizes.split(",")):
            full, empty = StandIn(NOW, schedules=crowd(size)), StandIn(NOW, schedules=crowd(7)).start()
            feed = full.feed({})
            for name, own in [("Almanac", None)] + ([("FullCalendar", script)] if script else []):
                found = [sample(browser, empty.url, feed, own) for _ in range(given.samples if own is None else max(1, given.samples // 2))]
                clock = statistics.median(one[0] for one in found)
                paint, patch = min(one[1] for one in found), min(one[3] for one in found)
                patched = statistics.median(one for sampled in found for one in sampled[2])
                print(f"{len(feed['events']):>8}  {name:14}{clock:>11.0f} ms{paint:>7.0f} ms{patched:>11.1f} ms{patch:>7.1f} ms", flush=True)
                if own is None and paint > PAINT_MOST.get(size, 400):
                    missed.append(f"paint of {size} events: {paint:.0f} ms, {PAINT_MOST.get(size, 400)} allowed")
                if own is None and patch > PATCH_MOST:
                    missed.append(f"patch among {size} events: {patch:.1f} ms, {PATCH_MOST} allowed")
            empty.stop()
        browser.close()
    for line in missed:
        print(f"over budget: {line}", file=sys.stderr)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
