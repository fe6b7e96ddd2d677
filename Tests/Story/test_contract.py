"""Every operation of openapi.yaml is asked, well and badly, and each answer is held to its description."""

import json
import time
import urllib.parse

import pytest
from contract import Contract

API = "/api/v1"


@pytest.fixture(scope="module")
def contract(server):
    return Contract(server)


@pytest.fixture(autouse=True)
def answers_match_the_description(contract):
    contract.faults.clear()
    yield
    assert not contract.faults, "\n" + "\n".join(contract.faults)


def path_of(event_id):
    return f"{API}/ops/calendar/events/{urllib.parse.quote(event_id, safe='')}"


def test_jobs_of_every_kind_are_created_read_changed_and_deleted(contract):
    bodies = [
        {
            "job_id": "nightly", "title": "Nightly", "command": "true", "cron_expr": "30 2 * * *",
            "timezone": "Europe/Berlin", "category": "critical", "timeout_seconds": 60, "env": {"A": "b"},
            "metadata": {"team": "x"}, "retries": 1, "session_id": "desk", "channel": "room", "description": "d",
            "overlap": "queue", "grace_seconds": 5,
        },
        {"job_id": "often", "command": "true", "every": "90m", "owner": "data", "workspace_dir": "."},
        {"job_id": "minutely", "command": "true", "cron_expr": "* * * * *"},
        {"job_id": "once", "command": "true", "run_at": "in 3 days", "delete_after_run": True},
        {"job_id": "daily-words", "command": "true", "schedule_time": "4:30 pm", "repeat": True},
        {"job_id": "off", "command": "true", "every": "1h", "enabled": False},
        {"command": "true", "cron_expr": "@weekly"},
    ]  # fmt: skip
    for body in bodies:
        contract.call("POST", f"{API}/cron/jobs", body, expect=201)
    contract.call("GET", f"{API}/cron/jobs")
    contract.call("GET", f"{API}/cron/jobs", query={"owner": "data"})
    job = contract.call("GET", f"{API}/cron/jobs/nightly")["job"]
    assert (job["title"], job["cron_expr"], job["state"], job["enabled"]) == ("Nightly", "30 2 * * *", "active", True)
    version = json.dumps(str(job["version"]))
    contract.call("PUT", f"{API}/cron/jobs/nightly", {"cron_expr": "45 2 * * *"}, headers={"If-Match": version})
    contract.call("PUT", f"{API}/cron/jobs/nightly", {"title": "Stale"}, headers={"If-Match": version}, expect=412)
    job = contract.call("GET", f"{API}/cron/jobs/nightly")["job"]
    assert (job["cron_expr"], job["title"]) == ("45 2 * * *", "Nightly")
    for step, state in [("pause", "paused"), ("resume", "active"), ("disable", "disabled"), ("enable", "active")]:
        job = contract.call("POST", f"{API}/cron/jobs/nightly/{step}", {"reason": "to see"})["job"]
        assert job["state"] == state
    contract.call("POST", f"{API}/cron/jobs/nightly/pause", {"until": "tomorrow 9am"})
    contract.call("POST", f"{API}/cron/jobs/nightly/pause", {}, expect=409)
    contract.call("DELETE", f"{API}/cron/jobs/daily-words")
    contract.call("GET", f"{API}/cron/jobs/daily-words", expect=404)
    contract.call("DELETE", f"{API}/cron/jobs/daily-words", expect=404)


def test_what_is_wrong_is_refused_with_the_field_s_name(contract):
    faulty = [
        ({"command": "true", "cron_expr": "61 * * * *"}, "cron_expr"),
        ({"command": "true", "every": "soon"}, "every"),
        ({"command": "true", "cron_expr": "@daily", "timezone": "Mars/Base"}, "timezone"),
        ({"command": "true", "cron_expr": "@daily", "colour": "red"}, "colour"),
        ({"cron_expr": "@daily"}, "command"),
        ({"command": "true", "cron_expr": "@daily", "category": "loud"}, "category"),
    ]
    for body, field in faulty:
        problem = contract.call("POST", f"{API}/cron/jobs", body, expect=422)
        assert any(error["field"].split(".")[0] == field for error in problem["errors"]), problem
    contract.call("POST", f"{API}/cron/jobs", b"{not json", headers={"Content-Type": "application/json"}, expect=400)
    contract.call("POST", f"{API}/cron/jobs", b"{}", headers={"Content-Type": "text/plain"}, expect=415)
    contract.call("POST", f"{API}/cron/jobs", {"job_id": "nightly", "command": "true", "every": "1h"}, expect=409)
    foreign = {"Content-Type": "application/json", "Origin": "https://elsewhere.example.com"}
    contract.call("POST", f"{API}/cron/jobs", {"command": "true", "every": "1h"}, headers=foreign, expect=403)
    contract.call("POST", f"{API}/cron/jobs/nobody/run", {}, expect=404)


def test_heartbeats_are_created_woken_and_deleted(contract):
    body = {
        "session_id": "desk", "every": "30m", "active_hours": {"start": "08:00", "end": "18:00"},
        "timezone": "America/Chicago", "prompt": "Look.", "owner": "ops", "title": "Desk",
    }  # fmt: skip
    contract.call("POST", f"{API}/heartbeat/sessions", body, expect=201)
    contract.call("POST", f"{API}/heartbeat/sessions", {"session_id": "round", "every_seconds": 3600}, expect=201)
    contract.call("POST", f"{API}/heartbeat/sessions", body, expect=409)
    contract.call("POST", f"{API}/heartbeat/sessions", {"session_id": "x", "every": "never"}, expect=422)
    contract.call("GET", f"{API}/heartbeat/sessions")
    session = contract.call("GET", f"{API}/heartbeat/sessions/desk")["session"]
    assert session["every_seconds"] == 1800
    contract.call("PUT", f"{API}/heartbeat/sessions/desk", {"every": "20m"})
    contract.call("GET", f"{API}/heartbeat/last", query={"session_id": "desk"})
    contract.call("POST", f"{API}/heartbeat/wake", {"session_id": "desk", "mode": "next", "reason": "mail"})
    contract.call("POST", f"{API}/heartbeat/wake", {"session_id": "desk", "mode": "now", "reason": "mail"})
    contract.call("POST", f"{API}/heartbeat/wake", {"session_id": "nobody"}, expect=404)
    for step in ("pause", "resume", "disable", "enable"):
        contract.call("POST", f"{API}/heartbeat/sessions/round/{step}", {})
    contract.call("GET", f"{API}/heartbeat/last", query={"session_id": "round"})
    contract.call("GET", f"{API}/heartbeat/last", expect=400)
    contract.call("GET", f"{API}/heartbeat/last", query={"session_id": "nobody"}, expect=404)
    contract.call("DELETE", f"{API}/heartbeat/sessions/round")


def resolve_in_bulk(contract):
    """Several answers in one request: each is told for itself, also the second to the same."""
    for number in (1, 2):
        body = {"job_id": f"bulk-{number}", "command": "true", "run_at": f"2026-01-0{number}T10:00:00Z"}
        contract.call("POST", f"{API}/cron/jobs", body, expect=201)
    entries = contract.call("GET", f"{API}/ops/stasis")["stasis"]
    ids = [entry["event_id"] for entry in entries if entry["source_ref"].startswith("bulk-")]
    assert len(ids) == 2
    resolve = f"{API}/ops/stasis/resolve"
    asked = [ids[0], ids[0], "nonsense", "cron|nobody|1"]
    results = contract.call("POST", resolve, {"action": "delete", "event_ids": asked, "reason": "bulk"})["results"]
    assert [r["status"] for r in results] == ["deleted", "refused", "refused", "refused"]
    assert "already answered" in results[1]["error"], results
    results = contract.call("POST", resolve, {"action": "approve", "event_ids": ids})["results"]
    assert [r["status"] for r in results] == ["refused", "approved_and_run"] and results[1]["run_id"]
    assert contract.call("POST", resolve, {"action": "delete", "outage_id": "none"})["results"] == []
    contract.call("POST", resolve, {"action": "delete"}, expect=400)
    contract.call("POST", resolve, {"action": "shrug", "event_ids": ids}, expect=400)
    contract.call("POST", resolve, {"action": "reschedule", "event_ids": ids}, expect=400)


def rebase(contract):
    assert contract.call("POST", f"{API}/ops/rebase", {"reason": "to see"})["results"] == []
    contract.call("POST", f"{API}/ops/rebase", {"source_ref": "bulk-1"}, expect=409)
    contract.call("POST", f"{API}/ops/rebase", {"source_ref": "nobody"}, expect=404)


def test_runs_and_their_logs(contract):
    run = contract.call("POST", f"{API}/cron/jobs/often/run", {"reason": "to see"}, query={"wait": 10})["run"]
    assert (run["status"], run["trigger"]) == ("success", "manual")
    contract.call("GET", f"{API}/cron/jobs/often/runs")
    contract.call("GET", f"{API}/cron/jobs/often/runs", query={"status": "success", "limit": 5})
    contract.call("GET", f"{API}/cron/runs", query={"limit": 5})
    contract.call("GET", f"{API}/cron/runs", query={"limit": "many"}, expect=400)
    contract.call("GET", f"{API}/ops/runs/{run['run_id']}")
    contract.call("GET", f"{API}/ops/runs/none", expect=404)
    log = contract.call("GET", f"{API}/ops/runs/{run['run_id']}/log")
    if len(log) > 4:
        part = contract.call("GET", f"{API}/ops/runs/{run['run_id']}/log", headers={"Range": "bytes=-4"}, expect=206)
        assert part == log[-4:]
    beyond = {"Range": "bytes=99999999-"}
    contract.call("GET", f"{API}/ops/runs/{run['run_id']}/log", headers=beyond, expect=416)
    contract.call("GET", f"{API}/ops/runs/none/log", expect=404)


def test_the_calendar_in_all_its_windows(contract):
    for query in [
        {}, {"view": "day"}, {"view": "week", "timezone": "Australia/Lord_Howe"}, {"source": "cron"}, {"owner": "data"},
        {"expand": "all", "view": "day"}, {"start": "2026-11-01", "end": "2026-11-08"},
        {"start": str(int(time.time())), "end": str(int(time.time()) + 86400)},
    ]:  # fmt: skip
        contract.call("GET", f"{API}/ops/calendar/events", query=query)
    for query in [{"timezone": "Mars/Base"}, {"view": "year"}, {"start": "soon"}, {"source": "smoke"}]:
        contract.call("GET", f"{API}/ops/calendar/events", query=query, expect=400)
    page = contract.call("GET", f"{API}/ops/calendar/events", query={"expand": "all", "view": "day", "limit": 10})
    assert len(page["events"]) == 10 and page["next_cursor"]
    query = {"expand": "all", "view": "day", "limit": 10, "cursor": page["next_cursor"]}
    following = contract.call("GET", f"{API}/ops/calendar/events", query=query)
    assert not {e["event_id"] for e in page["events"]} & {e["event_id"] for e in following["events"]}


def test_actions_on_events(contract):
    feed = contract.call("GET", f"{API}/ops/calendar/events", query={"expand": "all"})
    upcoming = next(e for e in feed["events"] if e["source_ref"] == "often" and e["status"] == "scheduled")
    details = contract.call("GET", path_of(upcoming["event_id"]))
    assert len(details["next"]) == 5
    action = path_of(upcoming["event_id"]) + "/action"
    assert "run_now" in upcoming["actions"]
    answer = contract.call("POST", action, {"action": "run_now"}, query={"wait": 10})
    assert answer["run"]["status"] == "success"
    ran = contract.call("GET", path_of(answer["run"]["event_id"]))
    assert ran["event"]["status"] == "success"
    for step in ("pause", "resume", "disable", "enable"):
        contract.call("POST", action, {"action": step, "reason": "to see"})
    contract.call("POST", action, {"action": "resume"}, expect=409)
    contract.call("POST", action, {"action": "approve_backfill_run"}, expect=409)
    contract.call("POST", action, {"action": "cancel"}, expect=409)
    contract.call("POST", action, {"action": "dance"}, expect=400)
    contract.call("POST", path_of(answer["run"]["event_id"]) + "/action", {"action": "open_logs"})
    bound = next(e for e in feed["events"] if e["source_ref"] == "nightly")
    answer = contract.call("POST", path_of(bound["event_id"]) + "/action", {"action": "open_session"})
    assert answer["session_id"] == "desk"
    contract.call("GET", path_of("cron|nobody|1772500800"), expect=404)
    contract.call("GET", path_of("nonsense"), expect=400)


def test_changes_in_plain_words(contract):
    feed = contract.call("GET", f"{API}/ops/calendar/events", query={"expand": "all"})
    coming = next(e for e in feed["events"] if e["source_ref"] == "nightly" and e["status"] == "scheduled")
    ask = path_of(coming["event_id"]) + "/change-request"
    proposal = contract.call("POST", ask, {"instruction": "make it low priority"}, expect=201)["proposal"]
    assert proposal["operation"]["type"] == "set_fields" and proposal["confirmable"]
    confirm = {"proposal_id": proposal["proposal_id"], "approve": True}
    assert contract.call("POST", ask + "/confirm", confirm)["status"] == "applied"
    assert contract.call("POST", ask + "/confirm", confirm)["status"] == "applied"
    stale = contract.call("POST", ask, {"instruction": "move to 3:30am"}, expect=201)["proposal"]
    row = contract.call("GET", f"{API}/ops/audit", query={"limit": 20})["audit"]
    row = next(r for r in row if r["action"] == "change_applied")
    assert contract.call("POST", f"{API}/ops/audit/{row['id']}/undo", {"reason": "to see"})["status"] == "undone"
    contract.call("POST", f"{API}/ops/audit/{row['id']}/undo", {}, expect=409)
    contract.call("POST", f"{API}/ops/audit/none/undo", {}, expect=404)
    contract.call("POST", ask + "/confirm", {"proposal_id": stale["proposal_id"], "approve": True}, expect=409)
    contract.call("POST", ask + "/confirm", {"proposal_id": stale["proposal_id"], "approve": False})
    vague = contract.call("POST", ask, {"instruction": "make it nicer"}, expect=201)["proposal"]
    contract.call("POST", ask + "/confirm", {"proposal_id": vague["proposal_id"], "approve": True}, expect=422)
    contract.call("POST", ask + "/confirm", {"proposal_id": "none", "approve": True}, expect=404)
    contract.call("POST", ask, {"instruction": ""}, expect=400)
    new = contract.call("POST", f"{API}/ops/change-request", {"instruction": "every day at 7am run ./x"}, expect=201)
    confirm = {"proposal_id": new["proposal"]["proposal_id"], "approve": True}
    made = contract.call("POST", f"{API}/ops/change-request/confirm", confirm)
    assert made["job"]["command"] == "./x"
    contract.call("DELETE", f"{API}/cron/jobs/{made['job']['job_id']}")
    contract.call("GET", f"{API}/ops/change-requests", query={"status": "applied"})
    contract.call("GET", f"{API}/ops/change-requests/{confirm['proposal_id']}")
    contract.call("GET", f"{API}/ops/change-requests/none", expect=404)


def test_what_is_missed_waits_is_answered_and_is_listed(contract):
    body = {"job_id": "late", "command": "true", "run_at": int(time.time()) - 7200}
    created = contract.call("POST", f"{API}/cron/jobs", body, expect=201)
    assert created["warnings"]
    entry = next(e for e in contract.call("GET", f"{API}/ops/stasis")["stasis"] if e["source_ref"] == "late")
    resolve_in_bulk(contract)
    rebase(contract)
    assert (entry["status"], entry["count"]) == ("pending", 1)
    notice = next(
        n for n in contract.call("GET", f"{API}/ops/notifications")["notifications"] if n["source_ref"] == "late"
    )
    contract.call("POST", f"{API}/ops/notifications/{notice['id']}", {"status": "snoozed", "snooze_minutes": 5})
    contract.call("POST", f"{API}/ops/notifications/{notice['id']}", {"status": "acknowledged"})
    contract.call("POST", f"{API}/ops/notifications/{notice['id']}", {"status": "loud"}, expect=400)
    contract.call("POST", f"{API}/ops/notifications/none", {"status": "dismissed"}, expect=404)
    contract.call("GET", path_of(entry["event_id"]))
    action = path_of(entry["event_id"]) + "/action"
    contract.call("POST", action, {"action": "reschedule", "run_at": "whenever"}, expect=400)
    answer = contract.call("POST", action, {"action": "approve_backfill_run"}, query={"wait": 10})
    assert answer["run"]["trigger"] == "backfill"
    contract.call("POST", action, {"action": "delete_missed"}, expect=409)
    for status in ("pending", "approved_and_run", "rescheduled", "deleted"):
        contract.call("GET", f"{API}/ops/stasis", query={"status": status})
    contract.call("GET", f"{API}/ops/stasis", query={"status": "lost"}, expect=400)


def test_alert_channels_are_listed_and_tested(contract):
    channels = contract.call("GET", f"{API}/ops/alerts")["channels"]
    assert [(channel["name"], channel["type"]) for channel in channels] == [("ops", "command")]
    sent = contract.call("POST", f"{API}/ops/alerts/ops/test", {})["delivery"]
    assert (sent["status"], sent["attempts"]) == ("delivered", 1)
    contract.call("POST", f"{API}/ops/alerts/nobody/test", {}, expect=404)
    contract.call("POST", f"{API}/ops/alerts/ops/test", {"loud": True}, expect=400)
    for query in ({}, {"channel": "ops"}, {"status": "delivered"}, {"notification_id": "none"}, {"limit": 1}):
        contract.call("GET", f"{API}/ops/alerts/deliveries", query=query)
    contract.call("GET", f"{API}/ops/alerts/deliveries", query={"status": "lost"}, expect=400)


def test_the_log_is_replayed_and_streamed(contract):
    replay = contract.call("GET", f"{API}/ops/scheduling/events", query={"since_seq": 0, "limit": 1000})
    assert [event["seq"] for event in replay["events"]] == list(range(1, replay["last_seq"] + 1))
    contract.call("GET", f"{API}/ops/scheduling/events", query={"since_seq": "x"}, expect=400)
    text = contract.call("GET", f"{API}/ops/scheduling/stream", query={"since_seq": 0, "once": "true"})
    envelopes = [json.loads(line[5:]) for line in text.splitlines() if line.startswith("data:")]
    envelopes = [envelope for envelope in envelopes if "event_type" in envelope]
    assert [envelope["seq"] for envelope in envelopes] == [event["seq"] for event in replay["events"]]
    for envelope in envelopes:
        contract.validate({"$ref": "#/components/schemas/Envelope"}, envelope, f"stream, {envelope['seq']}")


def test_audit_health_and_the_description_itself(contract):
    contract.call("GET", f"{API}/ops/audit")
    query = {"source": "cron", "source_ref": "nightly", "limit": 3}
    rows = contract.call("GET", f"{API}/ops/audit", query=query)["audit"]
    assert rows and all(row["source_ref"] == "nightly" for row in rows)
    contract.call("GET", f"{API}/health")
    contract.call("GET", f"{API}/ready")
    contract.call("GET", f"{API}/ops/metrics/scheduling-runtime")
    assert contract.call("GET", "/openapi.yaml").startswith("openapi: 3.1")


def test_who_asks_and_signing_in_and_out(contract):
    path = f"{API}/session"
    assert contract.call("GET", path)["role"] == "admin"
    contract.call("DELETE", path, expect=409)
    contract.call("POST", path, {}, expect=400)
    contract.call("POST", path, {"token": "almt_000000000000_wrong"}, expect=401)
    secret = (contract.server.data / "admin-token").read_text().strip()
    assert contract.call("POST", path, {"token": secret}) == {"name": "admin", "role": "admin", "owner": None, "signed_in": True}
    contract.call("GET", f"{API}/cron/jobs", headers={"Authorization": "Bearer wrong"}, expect=401)


def test_every_described_operation_was_asked(contract):
    left = sorted(f"{method} {path}" for method, path in contract.operations() - contract.visited)
    assert not left, f"not asked: {left}"
