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


DESK, PHONE = (1440, 900), (360, 740)
# What the page shows, by name: the address, and what is done there.
SCENES = {
    "week": ("?view=week", None),
    "agenda": ("?view=agenda", None),
    "day": ("?view=day", None),
    "list": ("?view=list", None),
    "details": ("?view=week", lambda page, _: open_failed(page)),
    "stasis": ("?view=week", lambda page, _: page.get_by_role("button", name="Review…").click()),
    "notifications": ("?view=week", lambda page, _: page.locator('[aria-label^="Notifications"]').click()),
    "proposal": ("?view=week", lambda page, server: propose(page, server)),
    "clocks-back": ("?view=week&date=2026-11-01", lambda page, _: page.locator(".grid-scroller, .list-body").first.evaluate("(part) => { part.scrollTop = 0; }")),
}
LOOKS = {"": (DESK, "light"), "-dark": (DESK, "dark"), "-phone": (PHONE, "light"), "-phone-dark": (PHONE, "dark")}
# What eyes see that tell some colours, or all of them, from one another less well.
EYES = ("achromatopsia", "deuteranopia", "protanopia", "tritanopia")
# Those that the docs show, and under which name; the others are for the eyes of whoever changes the page.
IN_DOCS = {name: name for name in ("week", "week-dark", "agenda", "details", "stasis", "clocks-back", "proposal")} | {"week-phone": "phone"}


def open_failed(page):
    page.locator('[data-status="failed"]:is(.card, .list-row):visible').last.click()
    expect(page.locator(".history-row").first).to_be_visible()


def propose(page, server):
    changes(server)
    if page.locator(".list-row").count():
        page.locator('.list-row[data-event*="|inventory-sync|"]').last.click()
        page.get_by_role("dialog").get_by_role("button", name="Request change").click()
    else:
        page.locator('.card[data-event*="|database-backup|"]').last.focus()
        page.keyboard.press("c")
    page.keyboard.type("move it to 9:30")
    page.keyboard.press("Enter")
    expect(page.locator(".proposal")).to_be_visible()


def take(page, name):
    """One picture, once nothing moves; $ALMANAC_PICTURES names the folder of those that the docs show."""
    folder = Path(os.environ["ALMANAC_PICTURES"]) if name in IN_DOCS and "ALMANAC_PICTURES" in os.environ else ARTEFACTS / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    page.evaluate("Promise.allSettled(document.getAnimations().map((animation) => Number.isFinite(animation.effect.getComputedTiming().endTime) ? animation.finished : null))")
    page.screenshot(path=folder / f"{IN_DOCS.get(name, name)}.png")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.removeprefix("-") or "desk")
@pytest.mark.parametrize("scene", SCENES)
def test_pictures(visit, stand_in, scene, look):
    (width, height), scheme = LOOKS[look]
    server = stand_in("2026-11-01T09:10:00-06:00") if scene == "clocks-back" else stand_in(outage=OUTAGE)
    query, do = SCENES[scene]
    one = visit(server.url, viewport={"width": width, "height": height}, color_scheme=scheme)
    page = one.open(query)
    if do:
        do(page, server)
    take(page, scene + look)


@pytest.mark.parametrize("eyes", EYES)
def test_pictures_as_other_eyes_see_them(visit, stand_in, eyes):
    """What colour alone would tell is gone: icons, borders and hatches have to carry it."""
    one = visit(stand_in(outage=OUTAGE).url)
    page = one.open("?view=week")
    one.context.new_cdp_session(page).send("Emulation.setEmulatedVisionDeficiency", {"type": eyes})
    take(page, f"week-{eyes}")
