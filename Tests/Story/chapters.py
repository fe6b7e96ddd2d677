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
EVERY = {MINUTE: 60, TICK: 5, FAILING: 20, SLOW: 10, HANGING: 30}
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
        children = [
            f"sleep {HANG_SECONDS} &",
            f"sh -c 'trap \"\" TERM; sleep {HANG_SECONDS}' &",
            f"sh -c 'sleep {HANG_SECONDS}; true' &",
            "wait",
        ]
        jobs = [
            {"job_id": MINUTE, "title": "Each minute", "command": says, "cron_expr": "* * * * *"},
            {"job_id": TICK, "title": "Ticking", "command": says, "every": "5s"},
            {
                "job_id": FAILING, "title": "Failing", "command": f"{says}; echo out of paper >&2; exit 7",
                "every": "20s", "category": "critical",
            },
            {"job_id": SLOW, "title": "Slow", "command": f"{says}; sleep 14", "every": "10s", "overlap": "skip"},
            {
                "job_id": HANGING, "title": "Hanging", "command": f"{says}; {' '.join(children)}",
                "every": "30s", "timeout_seconds": 3, "category": "low",
            },
        ]  # fmt: skip
        for job in jobs:
            server.add_job(**job)
        server.add_session(session_id=PULSE, title="Pulse", every="30s", prompt="Say HEARTBEAT_OK.")

    def lines(self):
        """(job, scheduled epoch, trigger) of every run that really happened."""
        lines = (line.split() for line in self.witness.read_text(encoding="utf-8").splitlines())
        return [(job, int(at), trigger) for job, at, trigger in lines]


def instants(job_id, anchor, after, until):
    """The job's instants in (after, until], counted out by hand from one that is known."""
    step = EVERY[job_id]
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


# --- Chapter 1: work ---------------------------------------------------------------------------------------------


def check_work(ledger, server, cast, follower):
    check_regular(ledger, server)
    check_failing(ledger, server)
    check_overlap(ledger, server)
    check_timeout(ledger, server)
    check_stream(ledger, follower)
    check_lanes(ledger, server)


def check_regular(ledger, server):
    now = time.time()
    for job_id in (MINUTE, TICK):
        runs = server.runs(job_id)
        done = sorted(int(epoch(run["scheduled_at"])) for run in runs)
        expected = instants(job_id, done[0], done[0] - 1, now - 3) if done else []
        exactly = bool(done) and set(expected) <= set(done) and len(done) == len(set(done))
        ledger.check(f"{job_id}: one run for every instant", exactly, f"{len(done)} runs")
        others = [run["status"] for run in runs if run["status"] not in ("success", "running")]
        ledger.check(f"{job_id}: every run succeeded", not others, others[:3] or "")


def ended_runs(server, job_id):
    return [run for run in server.runs(job_id) if run["finished_at"] and run["status"] != "skipped"]


def check_failing(ledger, server):
    ended = ended_runs(server, FAILING)
    as_it_should = all(run["status"] == "failed" and run["exit_code"] == 7 for run in ended)
    ledger.check("failing: each run failed with its exit code", ended and as_it_should, f"{len(ended)} runs")
    ledger.check("failing: its output is kept", all("out of paper" in run["output_preview"] for run in ended))


def check_overlap(ledger, server):
    skipped = [run for run in server.runs(SLOW) if run["status"] == "skipped"]
    told = skipped and all(run["error"] for run in skipped)
    ledger.check("slow: what overlaps is skipped, with the reason", told, f"{len(skipped)} skipped")
    spans = sorted((epoch(run["started_at"]), epoch(run["finished_at"])) for run in ended_runs(server, SLOW))
    apart = all(a[1] <= b[0] for a, b in zip(spans, spans[1:]))
    ledger.check("slow: no two runs at once", apart, f"{len(spans)} runs")


def check_timeout(ledger, server):
    ended = ended_runs(server, HANGING)
    failed = ended and all(run["status"] == "failed" for run in ended)
    ledger.check("hanging: its timeout ended each run as failed", failed, f"{len(ended)} runs")
    # 3 s, then 1 s of grace; a busy machine may be late with one of them.
    durations = sorted(run["duration_ms"] for run in ended)
    in_time = ended and durations[len(durations) // 2] <= 6500 and durations[-1] <= 15000
    ledger.check("hanging: in time", in_time, f"{durations[:1]} to {durations[-1:]} ms")

    def at_rest():
        return not any(run["status"] == "running" for run in server.runs(HANGING))

    server.until("the hanging job between two runs", at_rest, within=20)
    ledger.check("hanging: its child processes are dead", not living_children(), living_children() or "")


def check_stream(ledger, follower):
    arrivals = list(follower.arrivals)
    beats = [a.run for a in arrivals if a.envelope["event_type"] == "heartbeat_completed"]
    ledger.check("pulse: heartbeats completed", len(beats) > 0, f"{len(beats)} beats")
    outcomes = [
        arrival
        for arrival in arrivals
        if arrival.envelope["event_type"].endswith(("_completed", "_failed")) and arrival.run["finished_at"]
    ]
    delays = [arrival.at - epoch(arrival.run["finished_at"]) for arrival in outcomes]
    if ledger.check("outcomes came over the stream", len(delays) > 5, len(delays)):
        ledger.figures |= delay_figures(delays)
        within = max(delays) <= ledger.slack
        ledger.check("each within a second of its happening", within, f"at most {1000 * max(delays):.0f} ms")
    ledger.check("the stream has no gap", not follower.gaps() and not follower.resets, follower.gaps()[:3] or "")


def check_lanes(ledger, server):
    lanes = {lane["source_ref"]: lane for lane in server.feed()["always_running"]}
    ledger.check("the calendar has a lane for each", {*EVERY, PULSE} <= set(lanes), len(lanes))
    counted = sum(hour.get("success", 0) for hour in lanes.get(TICK, {}).get("hours", []))
    seen = sum(1 for run in server.runs(TICK) if run["status"] == "success")
    ledger.check("a lane counts what ran", abs(counted - seen) <= 1, f"{counted} of {seen}")


# --- Chapter 2: an outage ----------------------------------------------------------------------------------------


def check_outage(ledger, server, cast, killed_at):
    started_at = server.started_at
    outages = [outage for outage in server.feed()["outages"] if epoch(outage["to_utc"]) > killed_at]
    held = ledger.check("the calendar shows the outage", len(outages) == 1, len(outages))
    # The outage ends with the engine's first look at the record.
    back_at = epoch(outages[0]["to_utc"]) if held else started_at
    from_its_last_sign = held and killed_at - 31 <= epoch(outages[0]["from_utc"]) <= killed_at + 1
    ledger.check("from its last sign of life", from_its_last_sign, iso(killed_at))
    ledger.check("to its return", abs(back_at - started_at) < 15, f"{back_at - started_at:.1f} s after the start")
    check_counts(ledger, server, killed_at, back_at)
    check_nothing_ran(ledger, server, cast, killed_at, back_at)
    check_where_it_shows(ledger, server)


def check_counts(ledger, server, killed_at, back_at):
    entries = server.stasis(status="pending")
    for job_id in EVERY:
        own = [entry for entry in entries if entry["source_ref"] == job_id]
        regular = (epoch(run["scheduled_at"]) for run in server.runs(job_id) if run["trigger"] == "schedule")
        last = max((int(at) for at in regular if at <= killed_at), default=None)
        if last is None:
            ledger.check(f"{job_id}: ran before the kill", False)
            continue
        expected = instants(job_id, last, last, back_at)
        counted = sum(entry["count"] for entry in own)
        by_hand = f"{counted}, by hand {len(expected)}"
        ledger.check(f"{job_id}: every missed one is counted", expected and counted == len(expected), by_hand)
        if ledger.check(f"{job_id}: in one stretch", len(own) == 1, len(own)) and expected:
            ends = (epoch(own[0]["first_at"]), epoch(own[0]["last_at"]))
            ledger.check(f"{job_id}: from the first to the last", ends == (expected[0], expected[-1]))
            ledger.check(f"{job_id}: because of the downtime", own[0]["reason"] == "downtime", own[0]["reason"])
    beats = sum(entry["count"] for entry in entries if entry["source"] == "heartbeat")
    possible = int((back_at - killed_at) // 30)
    ledger.check("pulse: its missed beats are counted", beats in (possible, possible + 1), beats)


def check_nothing_ran(ledger, server, cast, killed_at, back_at):
    ran = [(job, iso(at)) for job, at, _ in cast.lines() if killed_at + 1 < at <= back_at]
    ledger.check("nothing of it was run", not ran, ran[:3] or "")
    runs = [run for job_id in EVERY for run in server.runs(job_id)]
    inside = [run["event_id"] for run in runs if killed_at + 1 < epoch(run["scheduled_at"]) <= back_at]
    ledger.check("and no run stands at one of its instants", not inside, inside[:3] or "")
    undead = [
        run["event_id"] for run in runs if run["status"] == "running" and epoch(run["scheduled_at"]) <= killed_at
    ]
    ledger.check("what was cut off is not taken for running", not undead, undead[:3] or "")


def check_where_it_shows(ledger, server):
    missed = [event for event in server.feed()["events"] if event["status"] == "missed"]
    shown = {event["source_ref"] for event in missed}
    ledger.check("the missed ones are on the calendar", {*EVERY, PULSE} <= shown, sorted(shown))
    notices = {notice["source_ref"] for notice in server.notifications() if notice["kind"] == "missed"}
    ledger.check("the notification center holds them", {*EVERY, PULSE} <= notices, sorted(notices))


# --- Chapter 3: answers ------------------------------------------------------------------------------------------


def waiting(server, job_id):
    return [entry for entry in server.stasis(status="pending") if entry["source_ref"] == job_id]


def check_answers(ledger, server, cast):
    check_approval(ledger, server, cast)
    check_one_of_many(ledger, server)
    check_reschedule(ledger, server, cast)
    check_deletion(ledger, server)
    check_notifications(ledger, server)


def check_approval(ledger, server, cast):
    """Approving a whole stretch runs its newest occurrence, which keeps its instant."""
    entry = waiting(server, MINUTE)[0]
    run = server.act_when_free(entry["event_id"], "approve_backfill_run", wait=20).get("run") or {}
    backfilled = (run.get("status"), run.get("trigger")) == ("success", "backfill")
    ledger.check("approved: it ran", backfilled, run.get("status"))
    kept = run.get("scheduled_at") and epoch(run["scheduled_at"]) == epoch(entry["last_at"])
    ledger.check("approved: under its original instant", kept, run.get("scheduled_at"))
    event = server.event(entry["event_id"])["event"]
    ledger.check("approved: the missed event turned into its result", event["status"] == "success", event["status"])
    ledger.check("approved: the stretch no longer waits", not waiting(server, MINUTE))
    listed = [resolved["entry_id"] for resolved in server.stasis(status="approved_and_run")]
    ledger.check("approved: it can be listed as such", entry["entry_id"] in listed)
    done = cast.lines().count((MINUTE, int(epoch(entry["last_at"])), "backfill"))
    ledger.check("approved: exactly one run did the work", done == 1, done)


def check_one_of_many(ledger, server):
    """One out of the middle of a stretch: the rest goes on waiting."""
    entry = waiting(server, TICK)[0]
    if not ledger.check("one of many: there are some", entry["count"] > 2, entry["count"]):
        return
    inner = int(epoch(entry["first_at"])) + EVERY[TICK]
    run = server.act_when_free(f"cron|{TICK}|{inner}", "approve_backfill_run", wait=20).get("run") or {}
    ledger.check("one of many: it ran", run.get("status") == "success", run.get("status"))
    rest = [part["count"] for part in waiting(server, TICK)]
    right = len(rest) == 2 and sum(rest) == entry["count"] - 1
    ledger.check("one of many: the rest still waits, counted right", right, rest)


def check_reschedule(ledger, server, cast):
    entry = waiting(server, FAILING)[0]
    server.act(entry["event_id"], "reschedule", run_at="in 2s")
    ledger.check("rescheduled: no longer waits", not waiting(server, FAILING))
    resolved = [e for e in server.stasis(status="rescheduled") if e["source_ref"] == FAILING]
    to = epoch(resolved[0]["rescheduled_to"]) if resolved and resolved[0].get("rescheduled_to") else None
    if ledger.check("rescheduled: says to when", to is not None, to and iso(to)):
        server.until("the rescheduled run", lambda: (FAILING, int(to), "backfill") in cast.lines(), within=30)
        event = server.event(entry["event_id"])["event"]
        ledger.check("rescheduled: stays visible as cancelled", event["status"] == "cancelled", event["status"])


def check_deletion(ledger, server):
    for job_id in (SLOW, HANGING):
        entry = waiting(server, job_id)[0]
        server.act(entry["event_id"], "delete_missed", reason="not worth it")
        ledger.check(f"deleted: {job_id} no longer waits", not waiting(server, job_id))
        event = server.event(entry["event_id"])["event"]
        ledger.check(f"deleted: {job_id} stays visible as cancelled", event["status"] == "cancelled", event["status"])
        path = f"/api/v1/ops/calendar/events/{entry['event_id'].replace('|', '%7C')}/action"
        status, _, _ = server.request("POST", path, {"action": "delete_missed"})
        ledger.check("deleted: a second answer is refused", status == 409, status)


def check_notifications(ledger, server):
    notices = server.notifications()
    unsettled = ("new", "acknowledged", "snoozed")
    still = {n["source_ref"] for n in notices if n["kind"] == "missed" and n["status"] in unsettled}
    settled = {MINUTE, FAILING, SLOW, HANGING}
    ledger.check("notifications of what was answered are closed", not settled & still, sorted(still))
    failing = [n for n in notices if n["kind"] == "failed" and n["source_ref"] == FAILING and n["status"] == "new"]
    joined = len(failing) == 1 and failing[0]["count"] > 1
    ledger.check("failures joined one notification", joined, [n["count"] for n in failing])
    low = {n["status"] for n in notices if n["kind"] == "failed" and n["source_ref"] == HANGING}
    ledger.check("those of category low are kept, suppressed", low == {"suppressed"}, sorted(low))


# --- At last: the record -----------------------------------------------------------------------------------------


def check_record(ledger, server, cast, follower):
    def overdue():
        runs = (run for job_id in EVERY for run in server.runs(job_id))
        return [r["event_id"] for r in runs if r["status"] == "running" and epoch(r["claimed_at"]) < time.time() - 25]

    # The longest run takes 14 s.
    ledger.check("no run is taken for alive for ever", not overdue(), overdue()[:3] or "")
    claimed = [(job, at) for job, at, trigger in cast.lines() if trigger in ("schedule", "backfill")]
    twice = sorted({line for line in claimed if claimed.count(line) > 1})
    ledger.check("nothing ran twice", not twice, twice[:3] or f"{len(claimed)} runs")
    last = server.get("/api/v1/ops/scheduling/events", since_seq=0, limit=1)["last_seq"]
    server.until("the stream to catch up", lambda: follower.last_seq >= last, within=10)
    whole = not follower.gaps() and not follower.resets
    ledger.check("the stream went on where it was cut, without a gap", whole, f"{follower.last_seq} events")
    log, after = [], 0
    while page := server.get("/api/v1/ops/scheduling/events", since_seq=after, limit=1000)["events"]:
        log += [event["seq"] for event in page]
        after = log[-1]
    ledger.check("the log is gap-free from 1", log == list(range(1, len(log) + 1)), f"{len(log)} events")
    told = {row["action"] for row in server.get("/api/v1/ops/audit", limit=200)["audit"]}
    ledger.check("the audit tells of the answers", len(told) >= 3, sorted(told))
