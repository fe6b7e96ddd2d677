"""The calendar itself, on a clock that stands still: views, crowds, days that clock changes make longer or shorter."""

import re

import pytest
from conftest import axe
from fleet import Schedule, crowd
from playwright.sync_api import expect

# zone, day, what its header says, the hours that are missing or come twice, cells of a lane, an instant of that day
CLOCK_CHANGES = {
    "Chicago forward": ("America/Chicago", "2026-03-08", "23 h · clocks +1 h", "gap 02:00–03:00", 23, "2026-03-08T12:00:00-05:00"),
    "Chicago back": ("America/Chicago", "2026-11-01", "25 h · clocks −1 h", "repeat UTC−5 UTC−6", 25, "2026-11-01T01:30:00-06:00"),
    "Berlin forward": ("Europe/Berlin", "2026-03-29", "23 h · clocks +1 h", "gap 02:00–03:00", 23, "2026-03-29T12:00:00+02:00"),
    "Berlin back": ("Europe/Berlin", "2026-10-25", "25 h · clocks −1 h", "repeat UTC+2 UTC+1", 25, "2026-10-25T02:30:00+01:00"),
    "Lord Howe forward": ("Australia/Lord_Howe", "2026-10-04", "23.5 h · clocks +30 min", "gap 02:00–02:30", 24, "2026-10-04T12:00:00+11:00"),
    "Lord Howe back": ("Australia/Lord_Howe", "2026-04-05", "24.5 h · clocks −30 min", "repeat UTC+11 UTC+10:30", 25, "2026-04-05T01:45:00+10:30"),
    "Santiago forward, at midnight": ("America/Santiago", "2026-09-06", "23 h · clocks +1 h", "gap 00:00–01:00", 23, "2026-09-06T12:00:00-03:00"),
    "Santiago back, at midnight": ("America/Santiago", "2026-04-04", "25 h · clocks −1 h", "repeat UTC−3 UTC−4", 25, "2026-04-04T23:30:00-04:00"),
}


def odd_fleet(zone):
    return [
        Schedule("early", "Early", ["00:30"], zone=zone, words="every day at 00:30"),
        Schedule("two", "Half past two", ["02:15"], zone=zone, words="every day at 02:15"),
        Schedule("half", "Every half hour", every=1800, between=(0, 5), zone=zone, seconds=1, words="every 30 minutes"),
        Schedule("night", "By night", every=1800, between=(22, 24), zone=zone, seconds=1, words="every 30 minutes"),
        Schedule("late", "Late", ["23:15"], zone=zone, words="every day at 23:15"),
        Schedule("noon", "Noon", ["12:00"], zone=zone, words="every day at 12:00"),
        Schedule("probe", "Probe", every=300, zone=zone, seconds=1, words="every 5 minutes", color="always_running"),
    ]


@pytest.mark.parametrize("name", CLOCK_CHANGES)
def test_a_day_on_which_clocks_change_is_drawn_as_it_is(visit, stand_in, name):
    zone, day, note, oddity, cells, now = CLOCK_CHANGES[name]
    server = stand_in(now, schedules=odd_fleet(zone), zone=zone)
    one = visit(server.url)
    page = one.open(f"?view=day&date={day}")
    expect(page.locator(".day-note")).to_have_text(note)
    expect(page.locator(".lane-row .lane-cell")).to_have_count(cells)
    expect(page.locator(".load i")).to_have_count(cells)
    kind, *words = oddity.split(" ")
    if kind == "gap":
        expect(page.locator(".gap-band")).to_have_text(f"{words[0]} does not exist")
        expect(page.locator(".repeat-head")).to_have_count(0)
        start, end = words[0].split("–")
        inside = page.locator(".card-time").all_inner_texts()
        assert [text for text in inside if start <= text < end] == [], "a card stands in an hour that does not exist"
    else:
        first, second = words
        expect(page.locator(".repeat-head span")).to_have_text([f"1st · {first}", f"2nd · {second}"])
        # Both passes stand side by side, each in its half and each with its offset.
        middle = page.locator(".day-cards").evaluate("(cards) => cards.getBoundingClientRect().left + cards.getBoundingClientRect().width / 2")
        for offset, left in ((first, True), (second, False)):
            badges = page.locator(f'.card:has(.card-badge:text-is("{offset}"))')
            expect(badges.first).to_be_attached()
            for box in badges.evaluate_all("(cards) => cards.map((card) => card.getBoundingClientRect().toJSON())"):
                assert box["right"] <= middle + 2 if left else box["left"] >= middle - 2
        # Now is in the second pass, and only there.
        expect(page.locator(".day-column")).to_have_attribute("data-pass", "2")
        assert page.locator(".now-line").evaluate("(line) => line.getBoundingClientRect().left") >= middle - 4
    assert_apart(page)
    one.shot(page, f"board-{re.sub('[^a-z]+', '-', name.lower())}")


def test_an_event_that_a_clock_change_moved_says_so(visit, stand_in):
    server = stand_in("2026-03-08T12:00:00-05:00", schedules=odd_fleet("America/Chicago"))
    one = visit(server.url)
    page = one.open("?view=day&date=2026-03-08")
    moved = page.locator('.card:has-text("Half past two")')
    expect(moved).to_contain_text("DST")
    moved.click()
    expect(page.get_by_role("dialog").locator('.note[data-status="late"]')).to_contain_text("does not exist on this day")


def test_a_clock_change_is_announced_seven_days_ahead(visit, stand_in):
    server = stand_in("2026-03-04T12:00:00-06:00", schedules=odd_fleet("America/Chicago"))
    one = visit(server.url)
    page = one.open("?view=week")
    expect(page.locator('.banner[data-kind="dst"]')).to_have_text(re.compile(r"^Clocks go from 02:00 to 03:00 on Sun 8 March\. Affected: Half past two\.$"))


def test_a_clock_change_that_has_been_is_told_as_such(visit, stand_in):
    one = visit(stand_in("2026-03-08T12:00:00-05:00", schedules=odd_fleet("America/Chicago")).url)
    page = one.open("?view=week")
    expect(page.locator('.banner[data-kind="dst"]')).to_contain_text("Clocks went from 02:00 to 03:00 on Sun 8 March.")


def assert_apart(page):
    """No two cards lie on one another."""
    overlaps = page.evaluate("""() => {
        const found = [];
        for (const column of document.querySelectorAll('.day-column')) {
            const boxes = [...column.querySelectorAll('.card, .more')].map((card) => [card.getAttribute('aria-label'), card.getBoundingClientRect()]);
            boxes.forEach(([a, one], i) => boxes.slice(i + 1).forEach(([b, other]) => {
                if (one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1) found.push(`${a} | ${b}`);
            }));
        }
        return found;
    }""")
    assert overlaps == []


@pytest.mark.parametrize(("density", "width"), [("compact", 1440), ("default", 800), ("comfortable", 1440)])
def test_a_crowded_week_shows_every_failure_and_lets_nothing_overlap(visit, stand_in, density, width):
    server = stand_in(schedules=crowd(1500))
    one = visit(server.url, viewport={"width": width, "height": 900})
    page = one.open("?view=week")
    page.evaluate("(density) => document.dispatchEvent(new CustomEvent('almanac-prefer', { detail: { density } }))", density)
    expect(page.locator("almanac-grid")).to_have_attribute("data-density", density)
    assert_apart(page)
    loud = [event for event in server.feed({})["events"] if event["status"] in ("failed", "running", "missed")]
    shown = page.evaluate("[...document.querySelectorAll('.card')].filter((card) => ['failed', 'running', 'missed', 'late'].includes(card.dataset.status)).reduce((n, card) => n + Number(card.querySelector('.card-count')?.textContent.replace('×', '') || 1), 0)")
    assert shown == len(loud)


def test_too_much_for_one_answer_is_cut_and_says_so(visit, stand_in):
    server = stand_in(schedules=crowd(5600))
    one = visit(server.url)
    page = one.open("?view=week")
    expect(page.locator('.banner[data-kind="cut"]')).to_contain_text("the first 5,000 events are here")
    page.keyboard.press("a")
    expect(page.locator(".agenda-rest").first).to_contain_text("more entries on this day")
    page.locator(".agenda-rest").first.click()
    expect(page.locator(".list-row").first).to_be_visible()
    expect(page.locator(".show-all")).to_contain_text("more entries")


def test_the_agenda_lists_the_week_without_empty_hours(visit, stand_in):
    one = visit(stand_in(outage=("2026-03-25T11:48:00-05:00", "2026-03-25T12:31:00-05:00")).url)
    page = one.open("?view=agenda")
    expect(page.locator(".agenda-day")).to_have_count(7)
    times = [text[:5] for text in page.locator(".agenda-day").nth(1).locator(".card-time").all_inner_texts()]
    assert times == sorted(times)
    expect(page.locator(".agenda-day li[data-next]")).to_have_count(1)
    # By key from card to card, and to the day beside.
    page.locator(".agenda-day").nth(2).locator(".card").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.closest('.agenda-day').dataset.date") == "2026-03-25"
    assert axe(page) == []


def test_hours_fold_and_unfold(visit, stand_in):
    one = visit(stand_in(schedules=[
        Schedule("a", "Morning", ["09:00"], words="every day at 09:00"), Schedule("b", "Night", ["03:00"], words="every day at 03:00"),
        Schedule("c", "Broken by night", ["04:00"], fails=1, words="every day at 04:00"),
    ]).url)  # fmt: skip
    page = one.open("?view=week")
    whole = page.locator(".grid-body").evaluate("(body) => body.clientHeight")
    page.get_by_role("button", name="Settings").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="Fold empty ones").click()
    page.keyboard.press("Escape")
    assert page.locator(".grid-body").evaluate("(body) => body.clientHeight") < whole / 2
    page.get_by_role("button", name="Settings").click()
    sheet.get_by_role("button", name="Some").click()
    sheet.get_by_role("combobox", name="First hour shown").select_option("8")
    page.keyboard.press("Escape")
    # What fails by night keeps its hour open; what went well waits behind a "+1" in the fold.
    expect(page.locator('.card:has-text("Broken by night")').first).to_be_attached()
    expect(page.locator('.card:has-text("Night"):not(:has-text("Broken"))')).to_have_count(0)
    expect(page.locator(".more").first).to_have_text("+1")
    assert axe(page) == []
    page.locator(".fold-band").first.click(position={"x": 20, "y": 8})
    expect(page.locator(".fold-band")).to_have_count(0)
    expect(page.locator('.card:has-text("Night"):not(:has-text("Broken"))').first).to_be_attached()


def test_the_clock_and_the_first_weekday_are_the_readers(visit, stand_in):
    server = stand_in()
    one = visit(server.url)
    page = one.open("?view=week")
    expect(page.locator(".day-name").first).to_have_text("Sun 22")
    page.get_by_role("button", name="Settings").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="Monday").click()
    sheet.get_by_role("button", name="12 h").click()
    page.keyboard.press("Escape")
    expect(page.locator(".day-name").first).to_have_text("Mon 23")
    expect(page.locator(".hour-label").first).to_have_text("1 am")
    page.keyboard.press("j")
    expect(page.locator(".day-name").first).to_have_text("Mon 30")
    page.reload()
    one.ready(page)
    expect(page.locator(".day-name").first).to_have_text("Mon 30")
    page.keyboard.press("t")
    expect(page.locator(".day-name").first).to_have_text("Mon 23")


def test_the_zone_of_the_reader_and_the_zone_of_the_job(visit, stand_in):
    server = stand_in()
    one = visit(server.url)
    page = one.open("?view=week")
    page.get_by_role("combobox", name="Display time zone").select_option("Europe/Berlin")
    expect(page.locator(".now-pill")).to_have_text("20:52")
    page.locator('.card[data-event*="tokyo-close"]').first.click()
    sheet = page.get_by_role("dialog")
    expect(sheet.locator(".facts")).to_contain_text("07:00 UTC+1 · Europe/Berlin")
    expect(sheet.locator(".facts")).to_contain_text("15:00 · Asia/Tokyo")


def test_the_load_strip_leads_to_its_hour(visit, stand_in):
    one = visit(stand_in().url)
    page = one.open("?view=week")
    strip = page.locator('.load[data-load="2026-03-23"]')
    expect(strip).to_have_attribute("aria-label", re.compile(r"^Load: \d+ occurrences, most at 09:00, trouble at "))
    before = page.locator(".grid-scroller").evaluate("(scroller) => scroller.scrollTop")
    strip.locator("i").first.click()
    assert page.locator(".grid-scroller").evaluate("(scroller) => scroller.scrollTop") < before


def test_back_and_forward_follow_views_dates_filters_and_events(visit, stand_in):
    one = visit(stand_in().url)
    page = one.open("?view=week&date=2026-03-25")
    page.keyboard.press("d")
    expect(page.locator(".day-column")).to_have_count(1)
    page.locator(".header-filter [data-value=cron]").click()
    page.locator('.card[data-shape="card"]').first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.go_back()
    expect(page.locator(".header-filter [data-value=all]")).to_have_attribute("aria-pressed", "true")
    page.go_back()
    expect(page.locator(".day-column")).to_have_count(7)
    for _ in range(3):
        page.go_forward()
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize(("status", "heading"), [(401, "You are not signed in"), (403, "You may not see this calendar"), (500, "The calendar could not be read")])
def test_a_refused_calendar_says_why_and_can_be_asked_again(visit, stand_in, status, heading):
    server = stand_in()
    server.answers["GET", r"/calendar/events$"] = lambda _: (status, {"title": "No", "detail": "It is not for you."})
    one = visit(server.url)
    one.allow("Failed to load resource")
    page = one.open(wait=False)
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_text("It is not for you.")).to_be_visible()
    assert axe(page) == []
    server.answers.clear()
    page.get_by_role("button", name="Try again").click()
    one.ready(page)


def test_the_skeleton_waits_before_it_shows(visit, stand_in):
    server = stand_in()
    one = visit(server.url)
    page = one.context.new_page()
    held = []
    page.route("**/calendar/events?*", lambda route: held.append(route))
    page.goto(f"{server.url}/")
    expect(page.locator(".skeleton")).to_be_visible()
    # The page marks when it asked and when the skeleton came.
    waited = page.evaluate("""() => {
        const asked = performance.getEntriesByName('almanac-asked')[0].startTime;
        return performance.getEntriesByName('almanac-skeleton')[0].startTime - asked;
    }""")
    assert waited >= 199
    held[0].continue_()
    expect(page.locator(".day-column").first).to_be_visible()
