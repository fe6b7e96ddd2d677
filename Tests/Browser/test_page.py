"""What must hold on the page whatever it shows: no fault that axe-core knows, a clean console and policy, keys, deep links, clock changes."""

import os
import re
import urllib.request
from datetime import datetime, timedelta, timezone
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from conftest import axe
from playwright.sync_api import expect
from server import Server

CHICAGO = ZoneInfo("America/Chicago")
SIZES = {"desk": (1440, 900), "tablet": (768, 1024), "phone": (360, 740)}


@pytest.fixture(scope="module")
def empty(folder):
    server = Server(folder / "empty").start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def server(folder):
    """A server whose week has a little of everything: done, failed, missed, to come, paused, disabled, always running."""
    server = Server(folder / "full", config="timezone: America/Chicago\nagent:\n  command: \"cat > /dev/null; echo HEARTBEAT_OK\"\n").start()
    now = datetime.now(timezone.utc)
    for hour in (1, 7, 13, 19):
        server.add_job(f"Daily at {hour}", cron_expr=f"0 {hour} * * *", timezone="America/Chicago", command="true", owner="data")
    for i in range(7):
        server.add_job(f"Crowded {i}", cron_expr=f"{i * 2} 9 * * *", timezone="America/Chicago", command="true", owner="web")
    server.add_job("Every ten minutes in the morning", cron_expr="*/10 10-11 * * *", timezone="America/Chicago", command="true", owner="finance")
    server.add_job("In the gap", cron_expr="30 2 * * *", timezone="America/Chicago", command="true", owner="data")
    server.add_job("In both passes", cron_expr="15 1 * * *", timezone="America/Chicago", command="true", owner="data", metadata={"why": "clock changes"})
    server.add_job("Probe", every="5m", command="true", owner="infra")
    server.add_heartbeat("morning-session", every="6h", title="Morning session", require_file=False)
    good = server.add_job("Good", cron_expr="0 3 * * *", timezone="America/Chicago", command="echo fine")
    bad = server.add_job("Bad", cron_expr="0 4 * * *", timezone="America/Chicago", command="echo broken; exit 2")
    server.post(f"/api/v1/cron/jobs/{good['job_id']}/run?wait=10", {})
    server.post(f"/api/v1/cron/jobs/{bad['job_id']}/run?wait=10", {})
    # An instant that has passed is missed at once.
    server.add_job("Was due", run_at=(now - timedelta(hours=1)).isoformat(), command="echo late", grace_seconds=1)
    paused = server.add_job("Paused", cron_expr="0 15 * * *", timezone="America/Chicago", command="true")
    act(server, paused["job_id"], "pause")
    off = server.add_job("Off", cron_expr="0 16 * * *", timezone="America/Chicago", command="true")
    act(server, off["job_id"], "disable")
    yield server
    server.stop()


def act(server, job_id, action):
    event = next(event for event in server.feed(view="week")["events"] + later(server) if event["source_ref"] == job_id)
    return server.post(f"/api/v1/ops/calendar/events/{quote(event['event_id'], safe='')}/action", {"action": action})


def later(server):
    """Next week's events: on a Saturday evening this week holds none to come."""
    return server.feed(view="week", start=(datetime.now(CHICAGO) + timedelta(days=7)).date().isoformat())["events"]


def next_change(hour_delta):
    """The local date of Chicago's next clock change forward (+1) or back (-1): a whole day, and none of it has passed."""
    day = datetime.now(CHICAGO).date() + timedelta(days=1)
    while True:
        start = datetime(day.year, day.month, day.day, tzinfo=CHICAGO)
        after = start.replace(tzinfo=None) + timedelta(days=1)
        length = after.replace(tzinfo=CHICAGO).astimezone(timezone.utc) - start.astimezone(timezone.utc)
        if length == timedelta(hours=24 - hour_delta):
            return day
        day += timedelta(days=1)


STATES = {
    "week": ("?view=week", None),
    "day": ("?view=day", None),
    "list": ("?view=list", None),
    "details": ("?view=week", lambda page: first_event(page).click()),
    "stasis": ("?view=week", lambda page: page.get_by_role("button", name="Review…").click()),
    "notifications": ("?view=week", lambda page: page.get_by_role("button", name="Notifications").click()),
    "help": ("?view=week", lambda page: page.keyboard.press("?")),
}


def first_event(page):
    return page.locator('.card[data-shape="card"]:visible, .list-row:visible').first


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(visit, server, empty, size, scheme):
    width, height = SIZES[size]
    look = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
    one = visit(server.url, **look)
    page = one.open()
    for state, (query, do) in STATES.items():
        page.goto(f"{server.url}/{query}")
        one.ready(page)
        if do:
            do(page)
        if state in ("details", "notifications", "help"):
            expect(page.get_by_role("dialog")).to_be_visible()
        if state == "details":
            expect(page.get_by_role("dialog").locator(".details-section").first).to_be_visible()
        inspect(one, page, state, size, scheme)
    one.allow("Failed to load resource")
    page.route("**/calendar/events?*", lambda route: route.abort())
    page.goto(server.url)
    expect(page.get_by_role("heading", name="The server does not answer")).to_be_visible()
    inspect(one, page, "error", size, scheme)
    none = visit(empty.url, **look)
    inspect(none, none.open(), "empty", size, scheme)


def inspect(one, page, state, size, scheme):
    one.shot(page, f"page-{state}-{size}-{scheme}")
    assert axe(page) == [], state
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0], state


def test_a_narrow_screen_reflows(visit, server):
    one = visit(server.url, viewport={"width": 320, "height": 640})
    page = one.open()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Filter and settings").click()
    expect(page.get_by_role("searchbox")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


of_the_binary = pytest.mark.skipif("ALMANAC_PAGE" in os.environ, reason="it looks at what the binary carries")


def files_of(page):
    """The scripts and style sheets that the page has loaded, with the bytes that came over the wire for each."""
    return page.evaluate("""() => Object.fromEntries(performance.getEntriesByType('resource')
        .filter((entry) => /\\.(js|css)$/.test(entry.name)).map((entry) => [entry.name, entry.transferSize]))""")


# Bytes, compressed, as they come over the wire.
SCRIPT_MOST, STYLE_MOST = 60_000, 15_000


@of_the_binary
def test_the_page_fits_its_budget(visit, server):
    one = visit(server.url)
    page = one.open()
    # What is loaded late counts as well: every part of the page has been seen.
    for key in ("d", "a", "l", "w", "h", "Escape", "?", "Escape", "Control+k", "Escape"):
        page.keyboard.press(key)
    sizes = page.evaluate("""() => ['js', 'css'].map((kind) => performance.getEntriesByType('resource')
        .filter((entry) => new URL(entry.name).pathname.endsWith(`.${kind}`)).reduce((sum, entry) => sum + entry.encodedBodySize, 0))""")
    inline = sum(len(script.encode()) for script in page.locator("script:not([src])").all_text_contents())
    print(f"\non the wire: {sizes[0]} bytes of JavaScript and {inline} in the page itself, {sizes[1]} bytes of CSS")
    assert 0 < sizes[0] + inline <= SCRIPT_MOST
    assert 0 < sizes[1] <= STYLE_MOST


@of_the_binary
def test_the_first_view_asks_for_all_its_files_at_once(visit, server):
    """One script and one style sheet, both asked for before either is answered."""
    one = visit(server.url)
    page = one.context.new_page()
    with urllib.request.urlopen(server.url) as answer:
        linked = {f"{server.url}{path}" for path in re.findall(r'(?:href|src)="(/assets/[^"]+\.(?:js|css))"', answer.read().decode())}
    assert sorted(url.rsplit(".", 1)[1] for url in linked) == ["css", "js"]
    held = []

    def hold(route):
        held.append(route)
        if {one.request.url for one in held} == linked and len(held) == len(linked):
            for waiting in held:
                waiting.continue_()
        elif len(held) > len(linked):
            route.continue_()

    page.route(re.compile(r"/assets/.*\.(js|css)$"), hold)
    page.goto(server.url)
    one.ready(page)
    assert {route.request.url for route in held} == linked
    assert len(held) == len(linked)


@of_the_binary
def test_no_module_hides_what_browsers_have(visit, server):
    """In one script a name that a module declares is every module's: it must not be one that a browser gives to all."""
    one = visit(server.url)
    page = one.open()
    script = page.evaluate("fetch('/assets/app.js').then((answer) => answer.text())")
    names = re.findall(r"^(?:const|let|class|(?:async )?function\*?) (\w+)", script, re.MULTILINE)
    assert len(names) > 200 and {"App", "STATUSES", "fetchFeed"} <= set(names)
    assert page.evaluate("(names) => names.filter((name) => name in window)", names) == []


@of_the_binary
def test_a_second_visit_fetches_no_file_again(visit, server):
    one = visit(server.url)
    first = files_of(one.open())
    assert all(first.values())
    page = one.open()
    assert files_of(page) == dict.fromkeys(first, 0)
    page.reload()
    one.ready(page)
    assert files_of(page) == dict.fromkeys(first, 0)


def test_every_card_status_is_told_by_icon_and_word(visit, server):
    one = visit(server.url)
    page = one.open()
    for status, word in {"failed": "Failed", "success": "Succeeded", "missed": "Missed"}.items():
        card = page.locator(f'.card[data-status="{status}"]').first
        expect(card).to_have_attribute("aria-label", re.compile(f"^{word}"))
        expect(card.locator(".status-icon")).to_have_attribute("data-icon", status)


def test_the_keyboard_reaches_everything(visit, server):
    one = visit(server.url)
    page = one.open()
    # Views and time.
    page.keyboard.press("d")
    expect(page.locator(".day-column")).to_have_count(1)
    page.keyboard.press("l")
    expect(page.locator(".list-body")).to_be_visible()
    page.keyboard.press("w")
    expect(page.locator(".day-column")).to_have_count(7)
    this_week = page.locator(".range").inner_text()
    page.keyboard.press("j")
    expect(page.locator(".range")).not_to_have_text(this_week)
    page.keyboard.press("t")
    expect(page.locator(".range")).to_have_text(this_week)
    # Cards: one stop, arrows inside, Enter opens, Esc gives the focus back. Late in the evening little is left of
    # this week's days; the next week's are whole.
    page.keyboard.press("j")
    expect(page.locator(".range")).not_to_have_text(this_week)
    expect(page.locator('.card[tabindex="0"]')).to_have_count(1)
    page.locator(".day-column:has(.card ~ .card) .card").first.focus()
    page.keyboard.press("Home")
    first = page.evaluate("document.activeElement.dataset.key")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.key") != first
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.dataset.key") == first
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(f'.card[data-key="{first}"]')).to_be_focused()
    # Search takes the letters for itself.
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("daily w")
    expect(page.locator(".day-column")).to_have_count(7)
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.locator("body").click(position={"x": 5, "y": 5})
    # Stasis and help.
    page.keyboard.press("s")
    expect(page.locator(".stasis-row button").first).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".stasis-row button").first).to_be_focused()


def test_actions_by_key_pause_and_resume(visit, server):
    job = server.add_job("Held by hand", cron_expr="0 18 * * *", timezone="America/Chicago", command="true")
    one = visit(server.url)
    page = one.open(f"?date={(datetime.now(CHICAGO) + timedelta(days=7)).date()}")
    page.locator(f'.card[data-event*="{job["job_id"]}"]').first.click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("u")
    expect(sheet.get_by_role("button", name="Resume")).to_be_visible()
    assert server.get(f"/api/v1/cron/jobs/{job['job_id']}")["job"]["state"] == "paused"
    page.keyboard.press("u")
    expect(sheet.get_by_role("button", name="Pause")).to_be_visible()
    sheet.get_by_role("button", name="Pause").click()
    sheet.get_by_role("textbox").fill("tomorrow 9am")
    sheet.get_by_role("textbox").press("Enter")
    expect(sheet.locator(".facts")).to_contain_text("Paused until")
    assert server.get(f"/api/v1/cron/jobs/{job['job_id']}")["job"]["paused_until"]


def test_run_now_shows_its_outcome(visit, server):
    job = server.add_job("Run me", cron_expr="0 20 * * *", timezone="America/Chicago", command="echo done")
    one = visit(server.url)
    page = one.open(f"?date={(datetime.now(CHICAGO) + timedelta(days=7)).date()}")
    page.locator(f'.card[data-event*="{job["job_id"]}"]').first.click()
    page.get_by_role("dialog").get_by_role("button", name="Run now").click()
    expect(page.locator('.toast[data-kind="ok"]')).to_contain_text("Run me")
    assert server.runs_of(job["job_id"])[0]["status"] == "success"


def test_a_log_is_followed_until_its_run_ends(visit, server, folder):
    gate = folder / "gate"
    job = server.add_job("Slow writer", cron_expr="0 21 * * *", timezone="America/Chicago", command=f"echo first; until [ -e {gate} ]; do sleep 0.1; done; echo second")
    one = visit(server.url)
    page = one.open(f"?date={(datetime.now(CHICAGO) + timedelta(days=7)).date()}")
    run = server.post(f"/api/v1/cron/jobs/{job['job_id']}/run?wait=0", {})["run"]
    page.goto(f"{server.url}/?event={quote(run['event_id'], safe='')}")
    page.get_by_role("dialog").locator('[data-action="open_logs"]').click()
    expect(page.locator(".log")).to_have_text("first\n")
    expect(page.locator(".log-state")).to_have_text("Following while it runs…")
    gate.touch()
    expect(page.locator(".log")).to_have_text("first\nsecond\n")
    expect(page.locator(".log-state")).to_have_text("The run has ended. 2 lines")


def test_links_lead_to_view_date_filter_and_event(visit, server):
    event = next(event for event in later(server) if event["title"] == "Daily at 7")
    one = visit(server.url)
    page = one.open(f"?view=day&date={event['day']}&source=cron&event={event['event_id']}")
    expect(page.get_by_role("dialog")).to_contain_text("Daily at 7")
    expect(page.locator(".header-filter [data-value=cron]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".day-column")).to_have_attribute("data-date", event["day"])
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("event="))
    page.keyboard.press("w")
    expect(page.locator(".day-column")).to_have_count(7)
    page.go_back()
    expect(page.locator(".day-column")).to_have_count(1)
    page.go_back()
    expect(page.get_by_role("dialog")).to_contain_text("Daily at 7")
    page.go_forward()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.go_forward()
    expect(page.locator(".day-column")).to_have_count(7)


def test_source_filter_and_search_choose(visit, server):
    one = visit(server.url)
    page = one.open(f"?date={(datetime.now(CHICAGO) + timedelta(days=7)).date()}")
    expect(page.locator('.card[data-source="cron"]').first).to_be_attached()
    page.locator(".header-filter [data-value=heartbeat]").click()
    expect(page.locator('.card[data-source="cron"]')).to_have_count(0)
    expect(page.locator('.card[data-source="heartbeat"]').first).to_be_attached()
    page.locator(".header-filter [data-value=all]").click()
    page.get_by_role("searchbox").fill("daily 7")
    expect(page.locator(".card")).to_have_count(7)


def test_a_crowded_hour_hides_nothing_but_the_calm(visit, server):
    one = visit(server.url)
    page = one.open(f"?date={(datetime.now(CHICAGO) + timedelta(days=7)).date()}")
    column = page.locator(".day-column").first
    expect(column.locator(".more").first).to_be_attached()
    hidden = sum(int(text.lstrip("+")) for text in column.locator(".more").all_inner_texts())
    shown = column.locator('.card:has-text("Crowded")').count()
    assert shown + hidden >= 7
    column.locator(".more").first.click()
    expect(page.get_by_role("dialog").locator(".list-row").first).to_be_visible()
    expect(page.locator('.card[data-shape="range"]').first).to_contain_text("×6")
    boxes = [card.bounding_box() for card in column.locator(".card").all()]
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            apart = a["x"] + a["width"] <= b["x"] + 1 or b["x"] + b["width"] <= a["x"] + 1 or a["y"] + a["height"] <= b["y"] + 1 or b["y"] + b["height"] <= a["y"] + 1
            assert apart, "two cards overlap"


def test_the_day_without_an_hour_says_so(visit, server):
    day = next_change(1)
    one = visit(server.url)
    page = one.open(f"?view=day&date={day}")
    expect(page.locator(".day-note")).to_have_text("23 h · clocks +1 h")
    expect(page.locator(".gap-band")).to_have_text("02:00–03:00 does not exist")
    expect(page.locator(".lane-row").first.locator(".lane-cell")).to_have_count(23)
    moved = page.locator('.card:has-text("In the gap")')
    expect(moved).to_have_count(1)
    expect(moved).to_contain_text("DST")
    one.shot(page, "page-clocks-forward")


def test_the_day_with_an_hour_twice_says_so(visit, server):
    day = next_change(-1)
    one = visit(server.url)
    page = one.open(f"?view=day&date={day}")
    expect(page.locator(".day-note")).to_have_text("25 h · clocks −1 h")
    expect(page.locator(".repeat-head")).to_contain_text("2nd · UTC−6")
    expect(page.locator(".lane-row").first.locator(".lane-cell")).to_have_count(25)
    once = page.locator('.card:has-text("In both passes")')
    expect(once).to_have_count(1)
    expect(once).to_contain_text("UTC−5")
    one.shot(page, "page-clocks-back")


def test_the_display_zone_is_the_calendars_not_the_devices(visit, server):
    one = visit(server.url, timezone_id="Asia/Tokyo")
    page = one.open(f"?view=day&date={(datetime.now(CHICAGO) + timedelta(days=3)).date()}")
    expect(page.locator('.card:has-text("Daily at 7")')).to_contain_text("07:00")
    page.get_by_role("combobox", name="Display time zone").select_option("Europe/Berlin")
    expect(page.locator('.card:has-text("Daily at 7")')).not_to_contain_text("07:00")
    page.reload()
    one.ready(page)
    expect(page.get_by_role("combobox", name="Display time zone")).to_have_value("Europe/Berlin")


def test_preferences_stay(visit, server):
    one = visit(server.url)
    page = one.open()
    page.get_by_role("button", name=re.compile("^Theme")).click()
    page.get_by_role("button", name=re.compile("^Theme")).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("dialog").get_by_role("button", name="Compact").click()
    expect(page.locator("almanac-grid")).to_have_attribute("data-density", "compact")
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    page.goto(server.url)
    one.ready(page)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator(".list-body")).to_be_visible()


def test_seven_tabs_share_one_stream(visit, server):
    one = visit(server.url)
    tabs = [one.open() for _ in range(7)]
    streams = [url for url in one.requests if "/scheduling/stream" in url]
    assert len(streams) == 1
    server.add_job("Seen in every tab", cron_expr="0 21 * * *", timezone="America/Chicago", command="true")
    for tab in tabs:
        tab.get_by_role("searchbox").fill("seen in every")
        expect(tab.locator('.card:has-text("Seen in every tab"), .quiet').first).to_be_attached()
    # The tab that holds the stream goes; another takes over.
    tabs[0].close()
    for tab in tabs[1:]:
        expect(tab.locator(".push")).to_have_attribute("data-state", "live")
    assert len([url for url in one.requests if "/scheduling/stream" in url]) == 2


def test_nothing_is_lost_when_the_stream_drops(visit, server):
    one = visit(server.url)
    one.allow("ERR_INTERNET_DISCONNECTED|Failed to load resource")
    page = one.open(f"?date={(datetime.now(CHICAGO) + timedelta(days=7)).date()}")
    one.context.set_offline(True)
    page.evaluate("document.dispatchEvent(new CustomEvent('almanac-refresh'))")
    expect(page.locator(".push")).to_have_attribute("data-state", "offline")
    expect(page.locator('.banner[data-kind="stale"]')).to_be_visible()
    server.add_job("Came meanwhile", cron_expr="0 22 * * *", timezone="America/Chicago", command="true")
    one.context.set_offline(False)
    expect(page.locator('.card:has-text("Came meanwhile")').first).to_be_attached(timeout=40_000)
    expect(page.locator(".push")).to_have_attribute("data-state", "live", timeout=40_000)
