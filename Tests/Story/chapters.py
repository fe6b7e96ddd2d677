"""The chapters of the story: who takes part, and what must hold after each."""

import pathlib
import time

from figures import delay_figures
from server import epoch, iso

CONFIG = """\
timezone: America/Chicago
kill_grace_seconds: 1
agent:
  command: {agent}
"""

MINUTE, TICK, FAILING, SLOW, HANGING, PULSE = "each-minute", "ticking", "failing", "slow", "hanging", "pulse"
EVERY = {TICK: 5, FAILING: 20, SLOW: 10, HANGING: 30}
# Nobody else sleeps for exactly that long: the hanging job's children are told by it.
HANG_SECONDS = 86413


class Cast:
    """The jobs of the story. Each run writes a line into the witness file, whatever the server may say later."""

    def __init__(self, server, witness):
        self.witness = pathlib.Path(witness)
        self.witness.parent.mkdir(parents=True, exist_ok=True)
        self.witness.touch()
        says = f'echo "$ALMANAC_JOB_ID $ALMANAC_SCHEDULED_AT $ALMANAC_TRIGGER" >> {self.witness}'
        # One child ends at TERM, one does not listen, one has a child of its own.
        children = f"sleep {HANG_SECONDS} & sh -c 'trap \"\" TERM; sleep {HANG_SECONDS}' & sh -c 'sleep {HANG_SECONDS}; true' & wait"
        server.add_job(job_id=MINUTE, command=says, cron_expr="* * * * *", title="Each minute")
        server.add_job(job_id=TICK, command=says, every=f"{EVERY[TICK]}s", title="Ticking")
        server.add_job(
            job_id=FAILING, command=f"{says}; echo out of paper >&2; exit 7", every=f"{EVERY[FAILING]}s",
            title="Failing", category="critical",
        )  # fmt: skip
        server.add_job(job_id=SLOW, command=f"{says}; sleep 14", every=f"{EVERY[SLOW]}s", overlap="skip", title="Slow")
        server.add_job(
            job_id=HANGING, command=f"{says}; {children}", every=f"{EVERY[HANGING]}s", timeout_seconds=3,
            title="Hanging", category="low",
        )  # fmt: skip
        server.add_session(session_id=PULSE, every="30s", prompt="Say HEARTBEAT_OK.", title="Pulse")

    def lines(self):
        """(job, scheduled epoch, trigger) of every run that really happened."""
        return [
            (job, int(at), trigger)
            for job, at, trigger in (line.split() for line in self.witness.read_text().splitlines())
        ]


def instants(job_id, anchor, after, until):
    """The job's instants in (after, until], counted out by hand from one that is known."""
    step = 60 if job_id == MINUTE else EVERY[job_id]
    first = anchor + ((int(after) - anchor) // step) * step
    return [at for at in range(first, int(until) + 1, step) if after < at <= until]


def living_children():
    found = []
    for folder in pathlib.Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                command = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if f"sleep\0{HANG_SECONDS}".encode() in command:
                found.append(int(folder.name))
    return found


# --- Chapter 1 ---------------------------------------------------------------------------------------------------


def check_work(ledger, server, cast, follower):
    runs = {job_id: server.runs(job_id) for job_id in (MINUTE, TICK, FAILING, SLOW, HANGING)}
    now = time.time()
    for job_id in (MINUTE, TICK):
        done = sorted(int(epoch(run["scheduled_at"])) for run in runs[job_id])
        expected = instants(job_id, done[0], done[0] - 1, now - 3) if done else []
        ledger.check(f"{job_id}: one run for every instant", done and set(expected) <= set(done) and len(done) == len(set(done)), f"{len(done)} runs")
        failed = [run for run in runs[job_id] if run["status"] not in ("success", "running", "waiting")]
        ledger.check(f"{job_id}: every run succeeded", not failed, failed[:2] if failed else "")

    ended = [run for run in runs[FAILING] if run["finished_at"]]
    ledger.check("failing: each run failed with its exit code", ended and all(run["status"] == "failed" and run["exit_code"] == 7 for run in ended), f"{len(ended)} runs")
    ledger.check("failing: its output is kept", ended and all("out of paper" in run["output_preview"] for run in ended))

    skipped = [run for run in runs[SLOW] if run["status"] == "skipped"]
    started = sorted((epoch(run["started_at"]), epoch(run["finished_at"])) for run in runs[SLOW] if run["started_at"] and run["finished_at"])
    ledger.check("slow: what overlaps is skipped, with the reason", skipped and all(run["error"] for run in skipped), f"{len(skipped)} skipped")
    ledger.check("slow: no two runs at once", all(a[1] <= b[0] for a, b in zip(started, started[1:])), f"{len(started)} runs")

    ended = [run for run in runs[HANGING] if run["finished_at"]]
    ledger.check("hanging: its timeout ended each run as failed", ended and all(run["status"] == "failed" for run in ended), f"{len(ended)} runs")
    ledger.check("hanging: in time (3 s, then 1 s of grace)", all(run["duration_ms"] <= 6000 for run in ended), [run["duration_ms"] for run in ended][:4])
    if not any(run["status"] == "running" for run in server.runs(HANGING)):
        ledger.check("hanging: its children are dead", not living_children(), living_children())

    beats = [a.run for a in follower.arrivals if a.envelope["event_type"] == "heartbeat_completed"]
    ledger.check("pulse: heartbeats completed", beats and all(run["status"] == "success" for run in beats), f"{len(beats)} beats")

    delays = [a.at - epoch(a.run["finished_at"]) for a in follower.arrivals if a.run and a.run.get("finished_at") and a.envelope["event_type"].endswith(("_completed", "_failed"))]
    if ledger.check("outcomes came over the stream", len(delays) > 5, len(delays)):
        ledger.figures |= delay_figures(delays)
        ledger.check("each within a second of its happening", max(delays) <= 1.0, f"at most {1000 * max(delays):.0f} ms")
    ledger.check("the stream has no gap", not follower.gaps() and not follower.resets, follower.gaps()[:3])

    lanes = {lane["source_ref"]: lane for lane in server.feed()["always_running"]}
    ledger.check("the calendar has a lane for each", set(EVERY) | {MINUTE, PULSE} <= set(lanes), sorted(lanes))
    counted = sum(hour.get("success", 0) for hour in lanes.get(TICK, {}).get("hours", []))
    seen = sum(1 for run in server.runs(TICK) if run["status"] == "success")
    ledger.check("its lane counts what ran", abs(counted - seen) <= 1, f"{counted} of {seen}")


# --- Chapter 2 ---------------------------------------------------------------------------------------------------


def check_outage(ledger, server, cast, killed_at):
    started_at = server.started_at
    outages = [o for o in server.feed()["outages"] if epoch(o["to_utc"]) > killed_at]
    held = ledger.check("the calendar shows the outage", len(outages) == 1, outages)
    # The outage ends with the engine's first look at the record.
    back_at = epoch(outages[0]["to_utc"]) if held else started_at
    ledger.check("from its last sign of life", held and killed_at - 31 <= epoch(outages[0]["from_utc"]) <= killed_at + 1, iso(killed_at))
    ledger.check("to its return", abs(back_at - started_at) < 15, f"{back_at - started_at:.1f} s after the start")

    entries = server.stasis(status="pending")
    for job_id in (MINUTE, *EVERY):
        own = [entry for entry in entries if entry["source_ref"] == job_id]
        before = [int(epoch(run["scheduled_at"])) for run in server.runs(job_id) if run["trigger"] == "schedule" and epoch(run["scheduled_at"]) <= killed_at]
        expected = instants(job_id, max(before), max(before), back_at) if before else []
        counted = sum(entry["count"] for entry in own)
        ledger.check(f"{job_id}: every missed one is counted", expected and counted == len(expected), f"{counted}, by hand {len(expected)}")
        ledger.check(f"{job_id}: in one stretch", len(own) == (1 if expected else 0), len(own))
        if own and expected:
            ledger.check(f"{job_id}: from the first to the last of them", (epoch(own[0]["first_at"]), epoch(own[0]["last_at"])) == (expected[0], expected[-1]), f"{own[0]['first_at']} to {own[0]['last_at']}")
            ledger.check(f"{job_id}: because of the downtime", own[0]["reason"] == "downtime", own[0]["reason"])
    beats = [entry for entry in entries if entry["source"] == "heartbeat"]
    outage_seconds = back_at - killed_at
    ledger.check("pulse: its missed beats are counted", sum(e["count"] for e in beats) in (int(outage_seconds // 30), int(outage_seconds // 30) + 1), sum(e["count"] for e in beats))

    ran = [(job, iso(at)) for job, at, _ in cast.lines() if killed_at + 1 < at <= back_at]
    ledger.check("nothing of it was run", not ran, ran[:3])
    recorded = [run["event_id"] for job_id in (MINUTE, *EVERY) for run in server.runs(job_id) if killed_at + 1 < epoch(run["scheduled_at"]) <= back_at and run["status"] != "skipped"]
    ledger.check("and no run stands at one of its instants", not recorded, recorded[:3])
    alive = [run for job_id in (MINUTE, *EVERY) for run in server.runs(job_id) if run["status"] in ("running", "waiting") and epoch(run["scheduled_at"]) <= killed_at]
    ledger.check("what was cut off is not taken for running", not alive, [run["run_id"] for run in alive])
    missed = [event for event in server.feed(expand="all")["events"] if event["status"] == "missed" and event["source_ref"] == MINUTE]
    ledger.check("the missed ones are on the calendar", sum(max(1, e["missed_count"]) for e in missed) >= 1, len(missed))
    notices = {notice["source_ref"] for notice in server.notifications() if notice["kind"] == "missed"}
    ledger.check("the notification center holds them", {MINUTE, *EVERY} <= notices, sorted(notices))


# --- Chapter 3 ---------------------------------------------------------------------------------------------------


def pending(server, job_id):
    return [entry for entry in server.stasis(status="pending") if entry["source_ref"] == job_id]


def check_answers(ledger, server, cast):
    # Approve a whole stretch: its newest occurrence runs and keeps its instant.
    entry = pending(server, MINUTE)[0]
    answer = server.act(entry["event_id"], "approve_backfill_run", wait=20)
    run = answer.get("run") or {}
    ledger.check("approved: it ran", run.get("status") == "success" and run.get("trigger") == "backfill", run.get("status"))
    ledger.check("approved: under its original instant", run.get("scheduled_at") == entry["last_at"], run.get("scheduled_at"))
    event = server.event(entry["event_id"])["event"]
    ledger.check("approved: the missed event turned into its result", event["status"] == "success", event["status"])
    ledger.check("approved: the stretch no longer waits", not pending(server, MINUTE), "")
    ledger.check("approved: it can be listed as such", any(e["entry_id"] == entry["entry_id"] for e in server.stasis(status="approved_and_run")))
    at = int(epoch(entry["last_at"]))
    ledger.check("approved: exactly one run did the work", cast.lines().count((MINUTE, at, "backfill")) == 1)

    # One out of the middle of another stretch: the rest goes on waiting.
    entry = pending(server, TICK)[0]
    inner = int(epoch(entry["first_at"])) + EVERY[TICK]
    if entry["count"] > 2:
        answer = server.act(f"cron|{TICK}|{inner}", "approve_backfill_run", wait=20)
        ledger.check("one of many: it ran", (answer.get("run") or {}).get("status") == "success", answer.get("run", {}))
        rest = pending(server, TICK)
        ledger.check("one of many: the rest still waits, counted right", sum(e["count"] for e in rest) == entry["count"] - 1 and len(rest) == 2, [e["count"] for e in rest])

    # Reschedule: it runs at the new time, once.
    entry = pending(server, FAILING)[0]
    before = len(server.runs(FAILING))
    server.act(entry["event_id"], "reschedule", run_at="in 2s")
    ledger.check("rescheduled: no longer waits", not pending(server, FAILING))
    resolved = [e for e in server.stasis(status="rescheduled") if e["source_ref"] == FAILING]
    ledger.check("rescheduled: says to when", len(resolved) == 1, [e.get("rescheduled_to") for e in resolved])
    server.until("the rescheduled run", lambda: len(server.runs(FAILING)) > before, within=30)

    # Delete.
    for job_id in (SLOW, HANGING):
        entry = pending(server, job_id)[0]
        answer = server.act(entry["event_id"], "delete_missed", reason="not worth it")
        ledger.check(f"deleted: {job_id} no longer waits", not pending(server, job_id), answer["status"])
        event = server.event(entry["event_id"])["event"]
        ledger.check(f"deleted: {job_id} stays visible as cancelled", event["status"] == "cancelled", event["status"])

    # What is settled can't be settled again.
    status, _, _ = server.request("POST", f"/api/v1/ops/calendar/events/{entry['event_id'].replace('|', '%7C')}/action", {"action": "delete_missed"})
    ledger.check("settled: a second answer is refused", status == 409, status)
    still = {n["source_ref"] for n in server.notifications() if n["kind"] == "missed" and n["status"] in ("new", "acknowledged", "snoozed")}
    ledger.check("settled: their notifications are closed", not {MINUTE, FAILING, SLOW, HANGING} & still, sorted(still))
    failing = [n for n in server.notifications() if n["kind"] == "failed" and n["source_ref"] == FAILING]
    ledger.check("failures joined one notification", len([n for n in failing if n["status"] == "new"]) == 1 and failing[0]["count"] > 1, [n["count"] for n in failing])


def check_record(ledger, server, cast, follower):
    seen = [(job, at) for job, at, trigger in cast.lines() if trigger in ("schedule", "backfill")]
    twice = sorted({line for line in seen if seen.count(line) > 1})
    ledger.check("nothing ran twice", not twice, twice[:3])
    last = server.get("/api/v1/ops/scheduling/events", since_seq=0, limit=1)["last_seq"]
    server.until("the stream caught up", lambda: follower.last_seq >= last, within=10)
    ledger.check("the stream went on where it was cut, without a gap", not follower.gaps() and not follower.resets, f"{follower.cuts} cut, {follower.last_seq} events")
    log, after = [], 0
    while page := server.get("/api/v1/ops/scheduling/events", since_seq=after, limit=1000)["events"]:
        log += [event["seq"] for event in page]
        after = log[-1]
    ledger.check("the log is gap-free from 1", log == list(range(1, len(log) + 1)), f"{len(log)} events")
    trail = {row["action"] for row in server.get("/api/v1/ops/audit", limit=200)["audit"]}
    ledger.check("the audit tells of the answers", len(trail) >= 3, sorted(trail))
