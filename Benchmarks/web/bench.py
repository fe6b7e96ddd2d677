"""Measures the page in Chromium beside FullCalendar on the same events: the paint of a week, and one event's change.

Paint is the time from the parsed feed to the frame after it is drawn; a patch is the time from a change to the layout
that shows it. Each sample has a page of its own. FullCalendar comes out of a wheel that carries it, downloaded into a
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

ALMANAC = """async (feed) => {
    %s
    const { live, board } = window.almanac;
    await afterFrame();
    const before = performance.now();
    live.calendar.load(feed);
    board.draw();
    await afterFrame();
    const paint = performance.now() - before;
    const patches = [];
    const events = [...live.calendar.events.values()].filter((event) => event.status === 'scheduled');
    for (let i = 0; i < 40; i += 1) {
        const event = events[(i * 97) %% events.length];
        const started = performance.now();
        live.received({ seq: live.calendar.seq + 1, event_type: 'cron_run_completed', source: event.source, source_ref: event.source_ref, payload: { event: { ...event, status: i %% 2 ? 'failed' : 'success' } } });
        document.body.getBoundingClientRect();
        patches.push(performance.now() - started);
        await afterFrame();
    }
    return { paint, patches, elements: document.querySelectorAll('.card').length };
}""" % AFTER_FRAME

FULLCALENDAR = """async (feed) => {
    %s
    const place = document.getElementById('calendar');
    const events = feed.events.map((event) => ({ id: event.event_id, title: event.title, start: event.scheduled_at_utc, end: new Date((event.scheduled_at_epoch + (event.duration_hint_seconds ?? 60)) * 1000).toISOString() }));
    await afterFrame();
    const before = performance.now();
    const calendar = new FullCalendar.Calendar(place, { initialView: 'timeGridWeek', initialDate: feed.days[0].date, timeZone: 'UTC', height: 860, events });
    calendar.render();
    await afterFrame();
    const paint = performance.now() - before;
    const patches = [];
    for (let i = 0; i < 5; i += 1) {
        const event = calendar.getEventById(events[(i * 97) %% events.length].id);
        const started = performance.now();
        event.setProp('backgroundColor', i %% 2 ? '#6d0a1c' : '#0a6b45');
        document.body.getBoundingClientRect();
        patches.push(performance.now() - started);
        await afterFrame();
    }
    return { paint, patches, elements: place.querySelectorAll('.fc-event').length };
}""" % AFTER_FRAME


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


def sample(browser, url, feed, script=None):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    if script:
        page.set_content("<!doctype html><body><div id=calendar></div>")
        page.add_script_tag(path=str(script))
        found = page.evaluate(FULLCALENDAR, feed)
    else:
        page.goto(f"{url}/?view=week")
        page.wait_for_selector('.push[data-state="live"]')
        page.wait_for_selector(".day-column")
        found = page.evaluate(ALMANAC, feed)
    context.close()
    return found


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--samples", type=int, default=5)
    arguments.add_argument("--sizes", default="500,2000,5000")
    arguments.add_argument("--alone", action="store_true", help="leaves the other calendar out")
    given = arguments.parse_args()
    script = None if given.alone else fullcalendar()
    missed = []
    print(f"{'events':>7}  {'':12}  {'paint, median':>13}  {'best':>8}  {'patch, median':>13}  {'worst':>9}  {'elements':>8}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        for size in map(int, given.sizes.split(",")):
            full, empty = StandIn(NOW, schedules=crowd(size)), StandIn(NOW, schedules=crowd(7)).start()
            feed = full.feed({})
            for name, own in [("Almanac", None)] + ([("FullCalendar", script)] if script else []):
                found = [sample(browser, empty.url, feed, own) for _ in range(given.samples if own is None else max(1, given.samples // 2))]
                paints, patches = [one["paint"] for one in found], [patch for one in found for patch in one["patches"]]
                paint, patch = statistics.median(paints), statistics.median(patches)
                print(f"{len(feed['events']):>7}  {name:12}  {paint:>10.0f} ms  {min(paints):>5.0f} ms  {patch:>10.1f} ms  {max(patches):>6.1f} ms  {found[0]['elements']:>8}")
                if own is None and min(paints) > PAINT_MOST.get(size, 400):
                    missed.append(f"paint of {size} events: {min(paints):.0f} ms, {PAINT_MOST.get(size, 400)} allowed")
                if own is None and patch > PATCH_MOST:
                    missed.append(f"patch among {size} events: {patch:.1f} ms, {PATCH_MOST} allowed")
            empty.stop()
        browser.close()
    for line in missed:
        print(f"over budget: {line}", file=sys.stderr)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
