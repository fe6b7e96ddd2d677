"""How it looks and feels, whatever the screen: targets, reflow, forced colours, still motion, paper, and the pictures."""

import os
from pathlib import Path

import pytest
from conftest import ARTEFACTS
from playwright.sync_api import expect
from test_operate import changes

OUTAGE = ("2026-03-25T11:48:00-05:00", "2026-03-25T12:31:00-05:00")

# Every control that can be pressed, with its size; what is clipped by what it scrolls in still counts whole.
SIZES = """(least) => [...document.querySelectorAll('button, a[href], select, input, [role=option], textarea')]
    .filter((element) => element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }) && !element.closest('[inert]'))
    .filter((element) => !document.querySelector('dialog[open]') || element.closest('dialog[open]'))
    .map((element) => [element, element.getBoundingClientRect()])
    .filter(([element, box]) => box.width > 0 && !element.classList.contains('skip') && (box.width < least - 0.5 || box.height < least - 0.5))
    .map(([element, box]) => `${element.className || element.tagName} ${element.getAttribute('aria-label') ?? element.textContent.slice(0, 30)}: ${box.width.toFixed(0)} × ${box.height.toFixed(0)}`)"""
# Cells and bars stand for an hour each: a lane's label, its sheet and the grid reach the same occurrences.
DENSE = ("lane-cell", "spark-bar", "card", "more", "load")

OPENED = {
    "week": None,
    "stasis": lambda page: page.get_by_role("button", name="Review…").click(),
    "details": lambda page: page.locator(".card[data-status=failed]:visible, .list-row[data-status=failed]:visible").first.click(),
    "notifications": lambda page: page.locator('[aria-label^="Notifications"]').click(),
    "settings": lambda page: page.evaluate("document.dispatchEvent(new CustomEvent('almanac-settings'))"),
    "palette": lambda page: page.keyboard.press("Control+k"),
    "help": lambda page: page.keyboard.press("?"),
}


def opened(page, server, name):
    """The page anew, with one of its parts open."""
    page.goto(f"{server.url}/?view=week")
    expect(page.locator(".day-column:visible, .strip-day:visible").first).to_be_visible()
    if OPENED[name]:
        OPENED[name](page)
    if name in ("details", "notifications", "settings", "palette", "help"):
        expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize(("width", "height", "touch", "least"), [(1440, 900, False, 24), (360, 740, True, 44)], ids=["desk", "phone"])
def test_what_can_be_pressed_is_large_enough(visit, stand_in, width, height, touch, least):
    server = stand_in(outage=OUTAGE)
    one = visit(server.url, viewport={"width": width, "height": height}, has_touch=touch, is_mobile=touch)
    page = one.open("?view=week")
    for name in OPENED:
        opened(page, server, name)
        assert [line for line in page.evaluate(SIZES, least) if not line.startswith(DENSE)] == [], name
        assert [line for line in page.evaluate(SIZES, 17) if line.startswith(("card", "more", "load"))] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        one.shot(page, f"looks-{name}-{'phone' if touch else 'desk'}")


def test_nothing_is_cut_off_at_320_pixels(visit, stand_in):
    server = stand_in(outage=OUTAGE)
    one = visit(server.url, viewport={"width": 320, "height": 640})
    page = one.open("?view=week")
    for name in OPENED:
        opened(page, server, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
        wide = page.evaluate("""() => [...document.querySelectorAll('dialog[open] .sheet-inner, header, main, #banners, almanac-stasis')]
            .filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.className || part.tagName)""")
        assert wide == [], name


def test_focus_is_seen_wherever_it_is(visit, stand_in):
    one = visit(stand_in(outage=OUTAGE).url)
    page = one.open("?view=week")
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        look = page.evaluate("""() => {
            const element = document.activeElement;
            if (element === document.body) return null;
            const within = element.closest('.search, .zone') ?? element;
            const style = getComputedStyle(within);
            return [element.className || element.tagName, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none'];
        }""")
        if look:
            assert look[1], f"{look[0]} does not show that it has the focus"
            seen.add(look[0])
    assert len(seen) > 12


def test_forced_colours_keep_every_status_apart(visit, stand_in):
    one = visit(stand_in(outage=OUTAGE).url, forced_colors="active")
    page = one.open("?view=week")
    for status in ("failed", "missed", "success", "scheduled", "running"):
        card = page.locator(f'.card[data-status="{status}"]').first
        expect(card).to_be_attached()
        look = card.evaluate("(card) => [getComputedStyle(card).borderTopStyle, getComputedStyle(card).borderTopWidth, getComputedStyle(card.querySelector('.status-icon')).display]")
        assert look[0] == ("dashed" if status == "missed" else "solid") and look[2] != "none"
    one.shot(page, "looks-forced-colours")


def test_nothing_moves_for_those_who_want_it_still(visit, stand_in):
    one = visit(stand_in(outage=OUTAGE).url, reduced_motion="reduce")
    page = one.open("?view=week")
    page.get_by_role("button", name="Notifications").click()
    long = page.evaluate("document.getAnimations().filter((animation) => animation.effect.getComputedTiming().duration > 10).map((animation) => animation.animationName)")
    assert long == []


def test_on_paper_the_whole_week_stands_without_controls(visit, stand_in):
    one = visit(stand_in().url)
    page = one.open("?view=week")
    page.emulate_media(media="print")
    for gone in (".header-move", ".header-filter", ".header-tools", ".push"):
        expect(page.locator(gone)).to_be_hidden()
    scroller = page.locator(".grid-scroller").evaluate("(scroller) => [scroller.scrollHeight, scroller.clientHeight]")
    assert scroller[0] <= scroller[1] + 1, "part of the day is cut off"
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    printed = page.pdf(path=ARTEFACTS / "looks-print.pdf", landscape=True, print_background=True)
    assert printed.startswith(b"%PDF")


def test_it_can_be_installed(visit, stand_in):
    one = visit(stand_in().url)
    page = one.open()
    manifest = page.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then((answer) => answer.json())")
    assert manifest["display"] == "standalone" and manifest["start_url"] == "/"
    for icon in manifest["icons"]:
        assert page.evaluate("(src) => fetch(src).then((answer) => answer.ok)", icon["src"])
    problems = one.context.new_cdp_session(page).send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [problem["errorId"] for problem in problems if problem["errorId"] not in ("in-incognito", "not-from-secure-origin")] == []


PICTURES = {
    "week": ("?view=week", (1440, 900), "light", None),
    "week-dark": ("?view=week", (1440, 900), "dark", None),
    "agenda": ("?view=agenda", (1440, 900), "light", None),
    "day": ("?view=day", (1440, 900), "light", None),
    "phone": ("?view=week", (360, 740), "light", None),
    "phone-dark": ("?view=week", (360, 740), "dark", None),
    "details": ("?view=week", (1440, 900), "light", lambda page: page.locator('.card[data-status="failed"][data-event*="desk"]').last.click()),
    "stasis": ("?view=week", (1440, 900), "light", lambda page: page.get_by_role("button", name="Review…").click()),
}


# Those that the docs show; the others are for the eyes of whoever changes the page.
IN_DOCS = {"week", "week-dark", "agenda", "phone", "details", "stasis", "clocks-back", "proposal"}


@pytest.mark.parametrize("name", [*PICTURES, "clocks-back", "proposal", "greyscale"])
def test_pictures(visit, stand_in, name):
    """The pictures of README and docs; $ALMANAC_PICTURES names the folder that they go to."""
    folder = Path(os.environ["ALMANAC_PICTURES"]) if name in IN_DOCS and "ALMANAC_PICTURES" in os.environ else ARTEFACTS / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    if name == "clocks-back":
        one = visit(stand_in("2026-11-01T09:10:00-06:00").url)
        page = one.open("?view=week&date=2026-11-01")
        page.locator(".grid-scroller").evaluate("(scroller) => { scroller.scrollTop = 0; }")
        expect(page.locator(".repeat-head")).to_be_visible()
    else:
        server = stand_in(outage=OUTAGE)
        query, size, scheme, do = PICTURES.get(name, PICTURES["week"])
        one = visit(server.url, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        page = one.open(query)
        if do:
            do(page)
        if name == "details":
            expect(page.locator(".history-row").first).to_be_visible()
        if name == "proposal":
            changes(server)
            page.locator('.card[data-event*="|database-backup|"]').last.focus()
            page.keyboard.press("c")
            page.keyboard.type("move it to 9:30")
            page.keyboard.press("Enter")
            expect(page.locator(".ghost").first).to_be_attached()
        if name == "greyscale":
            # What colour alone would tell is gone: icons, borders and hatches have to carry it.
            page.evaluate("document.documentElement.style.setProperty('filter', 'grayscale(1)')")
    page.evaluate("Promise.allSettled(document.getAnimations().map((animation) => Number.isFinite(animation.effect.getComputedTiming().endTime) ? animation.finished : null))")
    page.screenshot(path=folder / f"{name}.png")
