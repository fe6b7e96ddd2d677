"""Fixtures of the browser tests: the server, the browser, and a page that must stay free of faults."""

import json
import mimetypes
import os
import re
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from server import ROOT, Server
from stand_in import CONTRACT, StandIn

ARTEFACTS = ROOT / "artefacts" / "browser"
CHROMIUM = shutil.which("chromium")
# A shared machine is slow at times; every wait ends as soon as its condition holds.
expect.set_options(timeout=30_000)

# Reports what the page's policy refuses, from the first line of script on.
WATCH_POLICY = """
window.refusals = [];
document.addEventListener('securitypolicyviolation', (event) => window.refusals.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        options = {"executable_path": CHROMIUM} if CHROMIUM else {}
        # Chromium needs --no-sandbox where the tests run as root, as they do in containers.
        browser = playwright.chromium.launch(args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"], **options)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(request):
    with tempfile.TemporaryDirectory(prefix="almanac-browser-") as path:
        yield Path(path)
        for log in Path(path).rglob("server.log"):
            ARTEFACTS.mkdir(parents=True, exist_ok=True)
            name = "-".join([request.module.__name__, *log.parent.relative_to(path).parts])
            shutil.copy(log, ARTEFACTS / f"{name}.server.log")


class Visit:
    """A browser context with pages that are watched: what they log, request and are refused."""

    def __init__(self, browser, base, name, **options):
        self.base = base
        self.name = name
        self.faults = []
        self.requests = []
        defaults = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", "timezone_id": "Pacific/Auckland", "color_scheme": "light"}
        self.context = browser.new_context(**{**defaults, **options})
        self.context.add_init_script(WATCH_POLICY)
        self.context.tracing.start(screenshots=False, snapshots=True)
        if os.environ.get("ALMANAC_PAGE"):
            self.serve_page_from(Path(os.environ["ALMANAC_PAGE"]))
        self.expected = []

    def serve_page_from(self, public):
        """Answers for the page's files from a folder, so that a page can be tried without building a binary."""

        def answer(route):
            path = urlparse(route.request.url).path
            file = public / ("index.html" if path == "/" else path.removeprefix("/assets/"))
            headers = {"content-type": mimetypes.guess_type(file.name)[0] or "text/plain"}
            if path == "/":
                headers["content-security-policy"] = (
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
                    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"
                )
            route.fulfill(status=200, headers=headers, body=file.read_bytes())

        self.context.route(re.compile(re.escape(self.base) + r"/(assets/.*)?(\?.*)?$"), answer)

    def open(self, query="", wait=True):
        page = self.context.new_page()
        page.on("console", lambda message: self.heard(message.type, message.text))
        page.on("pageerror", lambda error: self.heard("error", str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(f"{self.base}/{query}")
        if wait:
            self.ready(page)
        return page

    def ready(self, page):
        """The calendar is drawn and follows the stream."""
        expect(page.locator(".day-column:visible, .strip-day:visible, .empty:visible").first).to_be_visible()
        expect(page.locator(".push")).to_have_attribute("data-state", "live")

    def allow(self, pattern):
        """A message that this test provokes."""
        self.expected.append(re.compile(pattern))

    def heard(self, kind, text):
        if kind in ("error", "warning"):
            self.faults.append(f"{kind}: {text}")

    def clean(self):
        """No fault, no refusal by the policy, no request to a foreign host."""
        faults = [fault for fault in self.faults if not any(pattern.search(fault) for pattern in self.expected)]
        assert faults == []
        for page in self.context.pages:
            assert page.evaluate("window.refusals") == []
        assert [url for url in self.requests if not url.startswith((self.base, "data:"))] == []

    def shot(self, page, name):
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=ARTEFACTS / f"{name}.png")

    def close(self, failed):
        if failed:
            ARTEFACTS.mkdir(parents=True, exist_ok=True)
            for i, page in enumerate(self.context.pages):
                page.screenshot(path=ARTEFACTS / f"failed-{self.name}-{i}.png")
            self.context.tracing.stop(path=ARTEFACTS / f"failed-{self.name}.trace.zip")
        self.context.close()


@pytest.fixture
def visit(browser, request):
    """Makes visits; the ones of a test that passed must have been free of faults."""
    made = []

    def make(base, **options):
        name = re.sub(r"[^\w-]+", "-", request.node.name)
        one = Visit(browser, base, name, **options)
        made.append(one)
        return one

    yield make
    report = getattr(request.node, "report_call", None)
    failed = report is None or report.failed
    try:
        if not failed:
            for one in made:
                one.clean()
    except BaseException:
        failed = True
        raise
    finally:
        for one in made:
            one.close(failed)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.when == "call":
        item.report_call = report


@pytest.fixture
def stand_in():
    """Makes stand-in servers that end with the test, and must have kept to openapi.yaml."""
    made = []
    CONTRACT.faults.clear()

    def make(now="2026-03-25T14:52:00-05:00", **options):
        one = StandIn(now, **options).start()
        made.append(one)
        return one

    yield make
    for one in made:
        one.stop()
    assert sorted(set(CONTRACT.faults)) == []


def tab_to(page, selector, most=120, back=False):
    """Presses Tab until the focus is on what `selector` names, as somebody without a mouse does."""
    for _ in range(most):
        if page.evaluate("(selector) => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{selector} can't be reached by Tab; the focus is on {page.evaluate('document.activeElement.outerHTML.slice(0, 200)')}")


def axe(page):
    """The faults that axe-core finds, one line each."""
    # Motion first: half-faded text has no contrast worth measuring.
    page.evaluate("Promise.allSettled(document.getAnimations().map((animation) => Number.isFinite(animation.effect.getComputedTiming().endTime) ? animation.finished : null))")
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {json.dumps(node['target'])} {node['failureSummary']}" for fault in found for node in fault["nodes"]]
