"""Everything that an operator may do, done with the keyboard alone; and what the page does when the answer is no."""

import re
import threading

import pytest
import records
from conftest import axe, tab_to
from fleet import Schedule, iso
from playwright.sync_api import expect

OUTAGE = ("2026-03-25T11:48:00-05:00", "2026-03-25T12:31:00-05:00")


@pytest.fixture
def server(stand_in):
    return stand_in(outage=OUTAGE)


def posted(server, pattern):
    return [body for path, body in server.posted if re.search(pattern, path)]


def focus_card(page, ref):
    page.locator(f'.card[data-event*="|{ref}|"]').last.focus()


def test_every_quick_action_by_key(visit, server):
    one = visit(server.url)
    page = one.open("?view=week")
    sheet = page.get_by_role("dialog")
    focus_card(page, "certificate-check")
    page.keyboard.press("x")
    expect(page.locator('.toast[data-kind="ok"]')).to_contain_text("Certificate check succeeded")
    page.keyboard.press("u")
    expect(page.locator('.card[data-event*="|certificate-check|"]').last).to_have_attribute("data-status", "paused")
    page.keyboard.press("u")
    expect(page.locator('.card[data-event*="|certificate-check|"]').last).to_have_attribute("data-status", "scheduled")
    # The rest from the details, reached by Tab.
    page.keyboard.press("Enter")
    expect(sheet).to_be_visible()
    for name, status in (("disable", "disabled"), ("enable", "scheduled")):
        tab_to(page, f'[data-action="{name}"]')
        page.keyboard.press("Enter")
        expect(page.locator('.card[data-event*="|certificate-check|"]').last).to_have_attribute("data-status", status)
    tab_to(page, '[data-action="pause"]')
    page.keyboard.press("Enter")
    expect(sheet.get_by_role("textbox", name="Pause until")).to_be_focused()
    page.keyboard.type("tomorrow 9am")
    page.keyboard.press("Enter")
    expect(sheet.get_by_role("button", name="Resume")).to_be_visible()
    tab_to(page, '[data-action="open_logs"]')
    page.keyboard.press("Enter")
    expect(page.locator(".log")).to_contain_text("no route to host db-eu")
    expect(page.locator(".log-state")).to_have_text("2 lines")
    page.keyboard.press("Escape")
    tab_to(page, ".spark-bar")
    page.keyboard.press("Enter")
    expect(page.locator(".log")).to_be_visible()
    page.keyboard.press("Escape")
    tab_to(page, ".history-row")
    page.keyboard.press("Enter")
    expect(page.locator(".log")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    # A run is ended, a session opened.
    focus_card(page, "catalogue-crawl")
    page.locator('.card[data-status="running"]').first.focus()
    page.keyboard.press("Enter")
    tab_to(page, '[data-action="cancel"]')
    page.keyboard.press("Enter")
    actions = [body["action"] for body in posted(server, "/action$")]
    assert actions == ["run_now", "pause", "resume", "disable", "enable", "pause", "open_logs", "cancel"]
    assert posted(server, "/action$")[5]["until"] == "tomorrow 9am"


def test_what_is_done_shows_at_once_and_is_taken_back_when_refused(visit, server):
    release = []

    def refuse(_):
        # The page must not wait for this answer to show what it expects.
        for _ in range(1500):
            if release:
                return 409, {"title": "Conflict", "detail": "It is being edited."}
            page_gate.wait(0.02)
        return 500, {"title": "Held too long", "detail": "The test never let go."}

    page_gate = threading.Event()
    server.answers["POST", r"certificate-check.*/action$"] = refuse
    one = visit(server.url)
    one.allow("Failed to load resource")
    page = one.open("?view=week")
    card = page.locator('.card[data-event*="|certificate-check|"]').last
    focus_card(page, "certificate-check")
    page.keyboard.press("u")
    expect(card).to_have_attribute("data-status", "paused")
    release.append(True)
    expect(card).to_have_attribute("data-status", "scheduled")
    expect(page.locator('.toast[data-kind="failed"]')).to_contain_text("Certificate check: It is being edited.")


def test_what_is_pressed_while_an_answer_is_on_its_way_is_not_lost(visit, server):
    let_go = threading.Event()

    def slow(_):
        let_go.wait(30)

    server.answers["POST", r"certificate-check.*/action$"] = slow
    one = visit(server.url)
    page = one.open("?view=week")
    card = page.locator('.card[data-event*="|certificate-check|"]').last
    focus_card(page, "certificate-check")
    page.keyboard.press("u")
    expect(card).to_have_attribute("data-status", "paused")
    # Resume waits for its turn; more of the same is one press too many.
    page.keyboard.press("u")
    page.keyboard.press("u")
    let_go.set()
    expect(card).to_have_attribute("data-status", "scheduled")
    expect(page.locator(".toast").last).to_contain_text("is active again")
    assert [body["action"] for body in posted(server, "/action$")] == ["pause", "resume"]


def test_what_was_missed_is_answered_by_key(visit, server):
    one = visit(server.url)
    page = one.open("?view=week")
    page.keyboard.press("s")
    rows = page.locator(".stasis-row")
    expect(rows).to_have_count(8)
    expect(rows.first.locator("button").first).to_be_focused()
    for action in ("approve_backfill_run", "delete_missed"):
        tab_to(page, f'.stasis-row:first-child [data-action="{action}"]')
        page.keyboard.press("Enter")
        expect(rows).to_have_count(7 if action == "approve_backfill_run" else 6)
        expect(rows.first.locator("button").first).to_be_focused()
    tab_to(page, '.stasis-row:first-child [data-action="reschedule"]')
    page.keyboard.press("Enter")
    page.keyboard.type("in 15m")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(5)
    assert [(body["action"], body.get("run_at"), body["scope"]) for body in posted(server, "/action$")] == [
        ("approve_backfill_run", None, "entry"), ("delete_missed", None, "entry"), ("reschedule", "in 15m", "entry"),
    ]  # fmt: skip


def resolve(server, refused=()):
    """Answers in bulk as the contract says, with the named schedules refused."""

    def answer(body):
        entries = [entry for entry in server.stasis(None) if body.get("outage_id") == entry["outage_id"] or entry["event_id"] in body.get("event_ids", [])]
        results = []
        for entry in entries:
            no = entry["source_ref"] in refused
            done = {"approve": "approved_and_run", "delete": "deleted"}[body["action"]]
            results.append({"event_id": entry["event_id"], "status": "refused" if no else done, **({"error": "It runs already."} if no else {})})
            if not no:
                server.resolved.add(entry["event_id"])
        return 200, {"results": results}

    return answer


def test_an_outage_is_answered_whole(visit, server):
    server.answers["POST", r"/stasis/resolve$"] = resolve(server, refused=("desk",))
    one = visit(server.url)
    page = one.open("?view=week")
    page.keyboard.press("s")
    expect(page.locator(".stasis-group h3")).to_have_text("Outage 11:48 – 12:31 (43 min)")
    expect(page.locator(".stasis-sum")).to_have_text("8 schedules, 42 occurrences")
    tab_to(page, '[data-bulk="approve"]', back=True)
    page.keyboard.press("Enter")
    # It is asked twice, and Back leaves everything as it is.
    expect(page.locator('[data-bulk-sure="approve"]')).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator('[data-bulk="approve"]')).to_be_focused()
    assert posted(server, "resolve$") == []
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator('.toast[data-kind="ok"]')).to_have_text("7 schedules approved.")
    expect(page.locator('.toast[data-kind="failed"]')).to_contain_text("Desk: It runs already.")
    expect(page.locator(".stasis-row")).to_have_count(1)
    assert posted(server, "resolve$") == [{"action": "approve", "outage_id": "outage-1"}]


def test_a_filter_narrows_what_is_answered(visit, server):
    server.answers["POST", r"/stasis/resolve$"] = resolve(server)
    one = visit(server.url)
    page = one.open("?view=week")
    page.get_by_role("button", name="Review…").click()
    page.locator('.stasis-filter [data-value="heartbeat"]').click()
    expect(page.locator(".stasis-row")).to_have_count(3)
    page.locator('[data-bulk="delete"]').click()
    page.locator('[data-bulk-sure="delete"]').click()
    expect(page.locator(".stasis-none")).to_be_visible()
    page.locator('.stasis-filter [data-value="all"]').click()
    expect(page.locator(".stasis-row")).to_have_count(5)
    (body,) = posted(server, "resolve$")
    assert body["action"] == "delete" and len(body["event_ids"]) == 3 and all(event.startswith("heartbeat|") for event in body["event_ids"])
    assert axe(page) == []


def test_what_the_header_leaves_out_is_not_answered(visit, server):
    """An outage is answered whole only where the whole of it is in sight."""
    server.answers["POST", r"/stasis/resolve$"] = resolve(server)
    one = visit(server.url)
    page = one.open("?view=week&source=heartbeat")
    page.get_by_role("button", name="Review…").click()
    expect(page.locator(".stasis-row")).to_have_count(3)
    page.locator('[data-bulk="delete"]').click()
    page.locator('[data-bulk-sure="delete"]').click()
    expect(page.locator(".stasis-row")).to_have_count(0)
    (body,) = posted(server, "resolve$")
    assert "outage_id" not in body and len(body["event_ids"]) == 3 and all(event.startswith("heartbeat|") for event in body["event_ids"])


def test_of_what_failed_the_last_lines_come_first(visit, server):
    one = visit(server.url)
    page = one.open("?view=week")
    page.locator('.card[data-status="failed"]').last.click()
    sheet = page.get_by_role("dialog")
    expect(sheet.locator(".log-tail")).to_contain_text("no route to host db-eu")
    assert sheet.locator(".log-tail").bounding_box()["y"] < sheet.locator(".facts").bounding_box()["y"]


def test_notifications_are_dealt_with_in_place(visit, server):
    one = visit(server.url)
    page = one.open("?view=week")
    bell = page.get_by_role("button", name=re.compile("^Notifications"))
    expect(page.locator(".badge")).to_have_text("8")
    bell.focus()
    page.keyboard.press("Enter")
    center = page.get_by_role("dialog", name="Notifications")
    expect(center.locator(".notice")).to_have_count(8)
    tab_to(page, '.notice [data-do="acknowledged"]')
    page.keyboard.press("Enter")
    expect(page.locator(".badge")).to_have_text("7")
    tab_to(page, 'select[data-do="snoozed"]')
    page.keyboard.press("ArrowDown")
    expect(center.locator('.notice[data-status="snoozed"]')).to_have_count(1)
    tab_to(page, '.notice[data-status="new"] [data-do="dismissed"]')
    page.keyboard.press("Enter")
    expect(page.locator(".badge")).to_have_text("6")
    expect(center.locator(".notice")).to_have_count(7)
    tab_to(page, '.notice [data-action="approve_backfill_run"]')
    page.keyboard.press("Enter")
    expect(page.locator('.toast[data-kind="ok"]')).to_be_visible()
    tab_to(page, '.notice [data-action="open_logs"]')
    page.keyboard.press("Enter")
    expect(page.locator(".log")).to_contain_text("no route to host")
    page.keyboard.press("Escape")
    tab_to(page, ".notices-read", back=True)
    page.keyboard.press("Enter")
    expect(page.locator(".badge")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(bell).to_be_focused()
    statuses = [body["status"] for body in posted(server, "/notifications/")]
    assert statuses[:3] == ["acknowledged", "snoozed", "dismissed"]
    assert next(body for body in posted(server, "/notifications/") if body["status"] == "snoozed")["snooze_minutes"] == 15


# Request Change.


BEFORE = records.job_record("database-backup", "Database backup", cron_expr="0 1 * * *")
AFTER = {**BEFORE, "cron_expr": "30 9 * * *", "version": 4}


def changes(server, **more):
    day = 86_400
    offered = {
        "summary": "Database backup runs every day at 09:30 instead of 01:00.", "operation": {"type": "set_schedule"}, "patch": {"cron_expr": "30 9 * * *"},
        "before": BEFORE, "after": AFTER, "changed_fields": ["cron_expr"], "warnings": ["Two other jobs of platform start at 09:30."],
        "next_before": [iso(server.now + 36_480 + day * i) for i in range(5)], "next_after": [iso(server.now + 67_080 + day * i) for i in range(5)],
        "event_id": "cron|database-backup|1774504800", **more,
    }  # fmt: skip

    def offer(body):
        return 201, {"proposal": records.proposal(server.now, **{**offered, "instruction": body["instruction"]})}

    def confirm(body):
        status = "applied" if body["approve"] else "rejected"
        answered = records.proposal(server.now, **{**offered, "status": status, "confirmable": False, "resolved_at": iso(server.now), "resolved_by": "kim"})
        return 200, {"status": status, "proposal": answered, "job": records.job("database-backup", "Database backup", cron_expr="30 9 * * *"), "audit_id": "a1", "warnings": []}

    server.answers["POST", r"/change-request$"] = offer
    server.answers["POST", r"/change-request/confirm$"] = confirm
    server.answers["POST", r"/audit/a1/undo$"] = lambda _: (200, {"status": "undone", "audit_id": "a1", "job": records.job("database-backup", "Database backup", cron_expr="0 1 * * *"), "warnings": []})
    server.audit = [records.audit_row("a1", iso(server.now - 60), "change_applied", "database-backup", before=BEFORE, after=AFTER)]


def test_a_change_is_asked_shown_confirmed_and_undone_by_key(visit, server):
    changes(server)
    one = visit(server.url)
    page = one.open("?view=week")
    focus_card(page, "database-backup")
    page.keyboard.press("c")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("textbox", name="What should change")).to_be_focused()
    one.shot(page, "change-words")
    assert axe(page) == []
    page.keyboard.type("move it to 9:30")
    page.keyboard.press("Enter")
    expect(sheet.locator(".diff tbody tr")).to_have_count(1)
    expect(sheet.locator(".diff del")).to_have_text("0 1 * * *")
    expect(sheet.locator(".diff ins")).to_have_text("30 9 * * *")
    # The fifth of after lies behind all that is told of before: nobody knows whether it was there.
    expect(sheet.locator('.proposed [data-mark="gone"]')).to_have_count(5)
    expect(sheet.locator('.proposed [data-mark="new"]')).to_have_count(4)
    expect(sheet.locator(".proposed li")).to_have_count(9)
    expect(sheet.locator('.note[data-status="late"]')).to_contain_text("Two other jobs")
    ghosts = page.locator(".ghost")
    expect(ghosts).to_have_count(3)
    expect(ghosts.first).to_contain_text("09:30 Database backup")
    going = page.locator(".card[data-going]")
    expect(going).to_have_count(3)
    expect(going.first).to_have_attribute("aria-label", re.compile("^No longer, Scheduled, 01:00"))
    # The sheet stands beside the calendar: every ghost is in sight.
    edge = sheet.locator(".sheet-inner").bounding_box()["x"]
    assert all(box["x"] + box["width"] <= edge and 0 < box["y"] < 880 for box in (ghost.bounding_box() for ghost in ghosts.all()))
    assert axe(page) == []
    one.shot(page, "change-proposal")
    expect(sheet.get_by_role("button", name="Confirm")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(ghosts).to_have_count(0)
    expect(going).to_have_count(0)
    toast = page.locator(".toast")
    expect(toast).to_contain_text("runs every day at 09:30")
    tab_to(page, ".toast-offer", most=400)
    page.keyboard.press("Enter")
    expect(toast.last).to_contain_text("Undone")
    assert posted(server, "change-request$") == [{"instruction": "move it to 9:30"}]
    assert posted(server, "confirm$") == [{"proposal_id": "p1", "approve": True}]
    assert posted(server, "undo$") == [{}]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_proposal_is_seen_in_the_list_of_a_phone(visit, server, scheme):
    changes(server)
    one = visit(server.url, viewport={"width": 390, "height": 844}, has_touch=True, color_scheme=scheme)
    page = one.open("?view=list&date=2026-03-26")
    page.locator('.list-row[data-event*="|database-backup|"]').tap()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="Request change").tap()
    sheet.get_by_role("textbox").fill("move it to 9:30")
    sheet.get_by_role("button", name="Show what it means").tap()
    ghost = page.locator(".list-ghost")
    expect(ghost).to_have_count(1)
    expect(ghost).to_contain_text("09:30Database backup")
    expect(ghost.locator(".pill")).to_have_text("Proposed")
    expect(ghost).to_have_css("border-top-style", "dashed")
    # It is no control, and it stands between what starts before it and what starts after it.
    assert ghost.evaluate("(ghost) => ghost.tagName === 'DIV' && !ghost.querySelector('button') && ghost.tabIndex") == -1
    times = page.locator(".list-row .row-time, .list-ghost .row-time").all_inner_texts()
    single = [time for time in times if ":" in time]
    assert single == sorted(single) and "09:30" in single
    going = page.locator(".list-row[data-going]")
    expect(going).to_have_count(1)
    expect(going.locator(".pill")).to_have_text("No longer")
    expect(going).to_have_attribute("aria-label", re.compile("^No longer, Scheduled, 01:00, Database backup"))
    # The days that it touches say so, and the ghost stands above the sheet.
    expect(page.locator(".strip-day .strip-pending")).to_have_count(3)
    page.evaluate("Promise.allSettled(document.getAnimations().map((animation) => animation.finished))")
    box, top = ghost.bounding_box(), sheet.locator(".sheet-inner").bounding_box()["y"]
    assert 0 < box["y"] and box["y"] + box["height"] <= top
    assert axe(page) == []
    one.shot(page, f"change-ghosts-phone-{scheme}")
    sheet.get_by_role("button", name="Cancel").tap()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(ghost).to_have_count(0)
    expect(going).to_have_count(0)
    expect(page.locator(".strip-pending")).to_have_count(0)


def test_a_proposal_is_seen_in_the_agenda(visit, server):
    changes(server)
    one = visit(server.url)
    page = one.open("?view=agenda")
    focus_card(page, "database-backup")
    page.keyboard.press("c")
    page.keyboard.type("move it to 9:30")
    page.keyboard.press("Enter")
    ghosts = page.locator(".agenda-day .ghost")
    expect(ghosts).to_have_count(3)
    expect(page.locator(".card[data-going]")).to_have_count(3)
    day = page.locator('.agenda-day[data-date="2026-03-26"]')
    rows = day.locator("li").all_inner_texts()
    place = next(i for i, row in enumerate(rows) if "Proposed" in row)
    assert "09:30 Database backup" in rows[place] and 0 < place < len(rows) - 1
    one.shot(page, "change-ghosts-agenda")
    page.keyboard.press("Escape")
    expect(ghosts).to_have_count(0)
    expect(page.locator(".card[data-going]")).to_have_count(0)


def test_what_was_not_understood_can_be_reworded_and_not_confirmed(visit, server):
    changes(server, confidence="low", confirmable=False, operation={"type": "none"}, summary="It is not clear what is to change.", before=None, after=None, next_after=[], next_before=[], warnings=[])
    one = visit(server.url)
    page = one.open("?view=week")
    focus_card(page, "database-backup")
    page.keyboard.press("c")
    page.keyboard.type("make it nice")
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog")
    expect(sheet.locator(".proposal")).to_contain_text("Not sure what is meant")
    expect(sheet.get_by_role("button", name="Confirm")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(sheet.get_by_role("textbox")).to_have_value("make it nice")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert posted(server, "confirm$") == []


@pytest.mark.parametrize(("status", "detail"), [(409, "The schedule has changed since."), (410, "The proposal has expired."), (422, "That is no time of day.")])
def test_a_refused_change_says_why_and_stays_open(visit, server, status, detail):
    changes(server)
    server.answers["POST", r"/change-request/confirm$"] = lambda _: (status, {"title": "No", "detail": detail})
    one = visit(server.url)
    one.allow("Failed to load resource")
    page = one.open("?view=week")
    focus_card(page, "database-backup")
    page.keyboard.press("c")
    page.keyboard.type("move it to 9:30")
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("button", name="Confirm")).to_be_focused()
    page.keyboard.press("Enter")
    expect(sheet.get_by_role("alert").first).to_contain_text(detail)
    expect(sheet.get_by_role("button", name="Edit")).to_be_visible()


def test_the_audit_tells_who_changed_what_and_takes_it_back(visit, server):
    changes(server)
    one = visit(server.url)
    page = one.open("?view=week")
    page.keyboard.press("h")
    sheet = page.get_by_role("dialog", name="What was changed")
    expect(sheet.locator(".audit-row")).to_contain_text("kim")
    expect(sheet.locator(".audit-row")).to_contain_text("0 1 * * * → 30 9 * * *")
    assert axe(page) == []
    one.shot(page, "audit")
    tab_to(page, '.audit-foot button')
    server.audit.insert(0, records.audit_row("a2", iso(server.now), "undo", "database-backup", before=AFTER, after=BEFORE, undoes="a1"))
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("was undone")
    assert posted(server, "undo$") == [{}]
    # What was taken back says so; taking it back is a change like any other.
    expect(sheet.locator(".audit-row")).to_have_count(2)
    expect(sheet.locator('[data-audit="a1"] .audit-foot')).to_contain_text("Undone")
    expect(sheet.locator('[data-audit="a2"] .audit-foot button')).to_have_text("Undo")


def test_what_was_made_or_deleted_can_be_taken_back_too(visit, server):
    server.audit = [
        records.audit_row("a4", iso(server.now - 30), "run_now", "database-backup"),
        records.audit_row("a3", iso(server.now - 40), "delete", "database-backup", before=BEFORE),
        records.audit_row("a2", iso(server.now - 50), "create", "database-backup", after=BEFORE),
    ]  # fmt: skip
    one = visit(server.url)
    page = one.open("?view=week")
    page.keyboard.press("h")
    sheet = page.get_by_role("dialog", name="What was changed")
    expect(sheet.locator('[data-audit="a4"]')).to_contain_text("Database backup")
    for row, undoes in (("a4", 0), ("a3", 1), ("a2", 1)):
        expect(sheet.locator(f'[data-audit="{row}"] .audit-foot button')).to_have_count(undoes)


def test_one_answer_to_what_was_missed_stands_out(visit, server):
    one = visit(server.url)
    page = one.open("?view=week")
    page.get_by_role("button", name="Review…").click()
    page.locator(".stasis-what").first.click()
    expect(page.get_by_role("dialog").locator(".actions .primary")).to_have_text(["Approve & Run"])


def test_the_palette_finds_schedules_actions_dates_and_words(visit, server):
    changes(server, event_id=None, summary="A new job every weekday at 09:00.", before=None, after=records.job_record("report", "Report", cron_expr="0 9 * * 1-5"), next_before=[], operation={"type": "create"}, patch={"cron_expr": "0 9 * * 1-5", "command": "./report.sh"})
    server.answers["GET", r"/cron/jobs$"] = lambda _: (200, {"jobs": [records.job("yearly", "Yearly review", next_run_at=iso(server.now + 86_400 * 90), schedule_in_words="every January")]})
    server.answers["GET", r"/heartbeat/sessions$"] = lambda _: (200, {"sessions": []})
    server.schedules.append(Schedule("yearly", "Yearly review", [], words="every January"))
    one = visit(server.url)
    page = one.open("?view=week")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Commands")
    expect(box).to_be_focused()
    expect(page.locator(".palette-list li").first).to_be_visible()
    assert axe(page) == []
    # A schedule that has nothing in this week.
    page.keyboard.type("yearly")
    expect(page.locator(".palette-list li").first).to_contain_text("Yearly review")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Yearly review")
    page.keyboard.press("Escape")
    # An action.
    page.keyboard.press("Control+k")
    page.keyboard.type("pause certificate")
    expect(page.locator(".palette-list li").first).to_contain_text("Pause: Certificate check")
    page.keyboard.press("Enter")
    expect(page.locator('.card[data-event*="|certificate-check|"]').last).to_have_attribute("data-status", "paused")
    # A date.
    page.keyboard.press("Control+k")
    page.keyboard.type("8 march")
    page.keyboard.press("Enter")
    expect(page.locator(".day-name").first).to_have_text("Sun 8")
    # A command, chosen with the arrows.
    page.keyboard.press("Control+k")
    page.keyboard.type("view")
    page.keyboard.press("ArrowDown")
    chosen = page.locator('[role="option"][aria-selected="true"] .offer-label').inner_text()
    page.keyboard.press("Enter")
    assert chosen in ("Agenda view", "Day view", "List view", "Week view")
    # Words for a new schedule.
    page.keyboard.press("Control+k")
    page.keyboard.type("every weekday at 9 run ./report.sh")
    page.keyboard.press("Enter")
    new = page.get_by_role("dialog", name="New schedule")
    expect(new).to_contain_text("A new job every weekday at 09:00.")
    expect(new.locator(".diff tbody th")).to_have_text(["Cron expression", "Command"])
    expect(new.locator(".diff del")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".toast").last).to_contain_text("A new job every weekday")
    assert posted(server, r"ops/change-request$") == [{"instruction": "every weekday at 9 run ./report.sh"}]
    assert posted(server, r"ops/change-request/confirm$") == [{"proposal_id": "p1", "approve": True}]


def test_no_shortcut_fires_while_somebody_types(visit, server):
    one = visit(server.url)
    page = one.open("?view=week")
    page.keyboard.press("/")
    page.keyboard.type("dwaltjknprsxuch?")
    expect(page.get_by_role("searchbox")).to_have_value("dwaltjknprsxuch?")
    expect(page.locator(".day-column")).to_have_count(7)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert server.posted == []


def test_the_header_is_all_within_reach_of_tab(visit, server):
    one = visit(server.url)
    page = one.open("?view=week")
    page.locator(".skip").focus()
    for selector in (
        ".today", '[aria-label^="Earlier"]', '[aria-label^="Later"]', '.header-filter [data-value="cron"]', 'input[type="search"]', '.header-view [data-value="agenda"]',
        ".zone select", ".palette-button", ".refresh", ".theme", ".settings-button", ".help", '[aria-label^="Notifications"]', ".day-name", ".load", ".lane-fold", ".grid-scroller", '.card[tabindex="0"]',
    ):  # fmt: skip
        tab_to(page, selector, most=40)
