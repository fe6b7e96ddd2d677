"""Signing in and out, what a viewer is shown, and what hostile names and outputs do to the page: nothing."""

import json
import subprocess
import urllib.request

import pytest
from conftest import axe
from playwright.sync_api import expect
from server import Refused, Server, binary

HOSTILE = [
    "<img src=x onerror=\"window.owned='img'\">",
    "<script>window.owned='script'</script>",
    "\"><svg/onload=window.owned='svg'>",
    "javascript:window.owned='link'",
    "{{constructor.constructor('window.owned=1')()}}",
    "a\u202eexe.gpj",
    "a\u0007b]8;;http://evil.example\u0007c",
]


@pytest.fixture(scope="module")
def guarded(folder):
    server = Server(folder / "guarded", config="auth: required\ntimezone: America/Chicago\n", runner="dry-run").start()
    server.admin = (server.folder / "data" / "admin-token").read_text().strip()
    body = {"job_id": "nightly", "title": "Nightly", "command": "true", "every": "3h"}
    ask(server, "/api/v1/cron/jobs", body)
    ask(server, "/api/v1/cron/jobs", {"job_id": "late", "title": "Late", "command": "true", "run_at": "2026-01-05T10:00:00Z"})
    yield server
    server.stop()


def ask(server, path, body):
    request = urllib.request.Request(server.url + path, data=json.dumps(body).encode(), method="POST")
    request.add_header("content-type", "application/json")
    request.add_header("authorization", f"Bearer {server.admin}")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def almanac(server, *arguments):
    ended = subprocess.run(
        [str(binary()), *arguments, "--data", str(server.folder / "data")], capture_output=True, text=True, timeout=60, check=False, cwd=server.folder,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def sign_in(page, token):
    page.get_by_label("Access token").fill(token)
    page.get_by_role("button", name="Sign in").click()


def test_signing_in_leads_back_to_where_one_was_and_out_again(visit, guarded):
    one = visit(guarded.url)
    # The browser tells of each 401 in its console.
    one.allow("401")
    page = one.open("?view=day", wait=False)
    field = page.get_by_label("Access token")
    expect(field).to_be_focused()
    assert axe(page) == []
    one.shot(page, "login")
    sign_in(page, "almt_000000000000_wrong")
    expect(page.get_by_role("alert")).to_contain_text("not known")
    sign_in(page, guarded.admin)
    one.ready(page)
    assert page.url.endswith("/?view=day")
    assert page.evaluate("document.cookie") == "", "no script reads the session"
    page.evaluate("document.dispatchEvent(new CustomEvent('almanac-settings'))")
    expect(page.get_by_text("admin, admin")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Access token")).to_be_visible()
    page.goto(f"{guarded.url}/")
    expect(page.get_by_label("Access token")).to_be_visible()


def test_a_link_signs_in_once_and_leaves_no_trace(visit, guarded):
    """T5"""
    link = almanac(guarded, "token", "link", "--url", guarded.url)
    one = visit(guarded.url)
    one.allow("401")
    page = one.open("", wait=False)
    page.goto(link)
    one.ready(page)
    assert page.url == f"{guarded.url}/" or page.url.startswith(f"{guarded.url}/?")
    code = link.split("#")[1]
    assert not any(code in url for url in one.requests)
    page.go_back()
    assert code not in page.url
    other = visit(guarded.url)
    other.allow("401")
    page = other.open("", wait=False)
    page.goto(link)
    expect(page.get_by_role("alert")).to_contain_text("not known")


def test_a_viewer_sees_what_it_may_not_do_dimmed_with_the_reason(visit, guarded):
    token = almanac(guarded, "token", "create", "eye", "--role", "viewer")
    one = visit(guarded.url)
    one.allow("401")
    page = one.open("", wait=False)
    sign_in(page, token)
    one.ready(page)
    page.evaluate("document.dispatchEvent(new CustomEvent('almanac-open', { detail: almanac.live.calendar.events.keys().next().value }))")
    for action in ("run_now", "pause", "disable"):
        button = page.locator(f'dialog [data-action="{action}"]')
        expect(button).to_have_attribute("aria-disabled", "true")
        expect(button).to_have_attribute("title", "This takes the role operator; “eye” is a viewer.")
    expect(page.locator('dialog [data-action="open_logs"]')).not_to_have_attribute("aria-disabled", "true")
    page.locator('dialog [data-action="run_now"]').click(force=True)
    expect(page.locator(".toast").filter(has_text="role operator")).to_be_visible()
    assert not any(url.endswith("/action") for url in one.requests)
    one.shot(page, "viewer")
    # Its end is the page's end, without anybody reloading: the stream closes and the next question is refused.
    almanac(guarded, "token", "revoke", "eye")
    page.evaluate("document.dispatchEvent(new CustomEvent('almanac-refresh'))")
    expect(page.get_by_label("Access token")).to_be_visible()


def test_t12_hostile_names_and_outputs_are_text(visit, folder):
    server = Server(folder / "hostile", config="timezone: America/Chicago\n").start()
    try:
        for number, text in enumerate(HOSTILE):
            if not text.isprintable() and "\u202e" not in text:
                with pytest.raises(Refused, match="control character"):
                    server.add_job(text, command="true", every="1h")
            name = "".join(letter for letter in text if letter >= " ")
            job = server.add_job(name, job_id=f"h{number}", command="printf '%s' \"$TEXT\"; exit 3", env={"TEXT": text}, every="1h", description=name, owner=name[:60])
            server.post(f"/api/v1/cron/jobs/{job['job_id']}/run?wait=10", {})
        one = visit(server.url)
        page = one.open("?view=list")
        for number, text in enumerate(HOSTILE):
            run = server.runs_of(f"h{number}")[0]
            page.evaluate("(id) => document.dispatchEvent(new CustomEvent('almanac-open', { detail: id }))", run["event_id"])
            expect(page.locator("dialog[open] h2").first).to_be_visible()
            page.evaluate("(detail) => document.dispatchEvent(new CustomEvent('almanac-log', { detail }))", {"runId": run["run_id"], "title": text})
            expect(page.locator(".log")).to_be_visible()
            page.keyboard.press("Escape")
            page.keyboard.press("Escape")
        page.evaluate("document.dispatchEvent(new CustomEvent('almanac-notifications'))")
        expect(page.locator(".notice").first).to_be_visible()
        page.evaluate("document.dispatchEvent(new CustomEvent('almanac-audit'))")
        expect(page.locator(".audit-row").first).to_be_visible()
        assert page.evaluate("window.owned") is None
        assert page.locator("main img, dialog img, main script, dialog script").count() == 0
        with urllib.request.urlopen(f"{server.url}/api/v1/ops/runs/{server.runs_of('h1')[0]['run_id']}/log") as log:
            assert log.headers["content-type"].startswith("text/plain")
            assert log.headers["x-content-type-options"] == "nosniff"
            assert "sandbox" in log.headers["content-security-policy"]
    finally:
        server.stop()
