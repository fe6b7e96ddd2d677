"""Request Change on the real binary: said, shown, confirmed, seen in the record, and taken back; at a desk and on a phone."""

import datetime

import pytest
from playwright.sync_api import expect
from server import Server


@pytest.fixture(scope="module")
def server(folder):
    server = Server(folder, config="timezone: America/Chicago\n", runner="dry-run").start()
    yield server
    server.stop()


def daily(server, job_id):
    """A daily job, and the path of the week that holds its next occurrence."""
    job = server.add_job("Ledger", job_id=job_id, command="true", cron_expr="0 9 * * *", timezone="America/Chicago")
    return f"?view=week&date={job['next_run_at'][:10]}"


def expression(server, job_id):
    return server.get(f"/api/v1/cron/jobs/{job_id}")["job"]["cron_expr"]


def test_at_a_desk_by_keyboard(visit, server):
    one = visit(server.url)
    page = one.open(daily(server, "desk-ledger"))
    page.locator('.card[data-event*="|desk-ledger|"]').last.focus()
    page.keyboard.press("c")
    sheet = page.get_by_role("dialog")
    page.keyboard.type("move to 10:30am")
    page.keyboard.press("Enter")
    expect(sheet.locator(".diff del")).to_have_text("0 9 * * *")
    expect(sheet.locator(".diff ins")).to_have_text("30 10 * * *")
    expect(page.locator(".ghost").first).to_contain_text("10:30 Ledger")
    one.shot(page, "change-real-desk")
    assert expression(server, "desk-ledger") == "0 9 * * *", "nothing changes before it is confirmed"
    expect(sheet.get_by_role("button", name="Confirm")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".ghost")).to_have_count(0)
    offer = page.locator(".toast-offer")
    expect(offer).to_be_visible()
    assert expression(server, "desk-ledger") == "30 10 * * *"
    offer.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".toast").last).to_contain_text("Undone")
    assert expression(server, "desk-ledger") == "0 9 * * *"


def test_on_a_phone_by_touch(visit, server):
    daily(server, "phone-ledger")
    tomorrow = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)).date().isoformat()
    one = visit(server.url, viewport={"width": 360, "height": 740}, has_touch=True)
    page = one.open(f"?view=day&date={tomorrow}")
    page.locator('[data-event*="|phone-ledger|"]').first.tap()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="Request change").tap()
    sheet.get_by_role("textbox").fill("skip this one")
    sheet.get_by_role("button", name="Show what it means").tap()
    expect(sheet.get_by_role("button", name="Confirm")).to_be_visible()
    going = page.locator('.list-row[data-going][data-event*="|phone-ledger|"]')
    expect(going.locator(".pill")).to_have_text("No longer")
    # What is skipped makes no occurrence anew.
    expect(page.locator(".list-ghost")).to_have_count(0)
    one.shot(page, "change-real-phone")
    sheet.get_by_role("button", name="Confirm").tap()
    expect(page.get_by_role("dialog")).to_have_count(0)
    offer = page.locator(".toast-offer")
    expect(offer).to_be_visible()
    exceptions = server.get("/api/v1/cron/jobs/phone-ledger")["job"]["exceptions"]
    assert [exception["type"] for exception in exceptions] == ["skip"]
    offer.tap()
    expect(page.locator(".toast").last).to_contain_text("Undone")
    assert server.get("/api/v1/cron/jobs/phone-ledger")["job"]["exceptions"] == []


def test_what_is_not_understood_can_not_be_confirmed(visit, server):
    one = visit(server.url)
    page = one.open(daily(server, "vague-ledger"))
    page.locator('.card[data-event*="|vague-ledger|"]').last.focus()
    page.keyboard.press("c")
    page.keyboard.type("purple monkey dishwasher")
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog")
    expect(sheet.locator(".proposal")).to_contain_text("Not sure what is meant")
    expect(sheet.get_by_role("button", name="Confirm")).to_have_count(0)
    assert expression(server, "vague-ledger") == "0 9 * * *"
