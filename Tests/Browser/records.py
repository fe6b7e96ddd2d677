"""Schedules, runs and proposals in full, as the API tells them: what a test does not name has a plain value."""

from fleet import iso

# What every schedule has, cron job or heartbeat session.
FIELDS = {
    "owner_id": "platform", "description": None, "category": "normal", "runner": None, "timezone": "America/Chicago", "exclusions": [], "excluded_dates": [],
    "every_seconds": None, "state": "active", "paused_until": None, "enabled": True, "timeout_seconds": None, "session_id": None, "channel": None,
    "workspace_dir": None, "env": {}, "metadata": {}, "exceptions": [], "version": 3, "created_at": "2026-01-05T15:00:00Z", "updated_at": "2026-01-05T15:00:00Z",
}  # fmt: skip
JOB_FIELDS = {
    "command": "true", "stdin": None, "cron_expr": None, "dialect": "almanac", "dst": None, "anchor": None, "run_at": None, "delete_after_run": False,
    "overlap": "skip", "grace_seconds": None, "retries": 0, "wake_heartbeat": "next",
}  # fmt: skip
SESSION_FIELDS = {
    "active_hours": None, "prompt": "Look.", "delivery_mode": "last", "ok_tokens": None, "ack_max_chars": None, "require_file": None,
}  # fmt: skip
SHOWN_FIELDS = {"next_run_at": None, "last_run": None, "schedule_in_words": "every day"}


def job_record(job_id, title, **more):
    """A job as proposals and audit rows hold it."""
    return {**FIELDS, **JOB_FIELDS, "job_id": job_id, "title": title, **more}


def job(job_id, title, **more):
    return {**job_record(job_id, title), **SHOWN_FIELDS, **more}


def session(session_id, title, **more):
    return {**FIELDS, **SESSION_FIELDS, **SHOWN_FIELDS, "session_id": session_id, "title": title, **more}


def run(event, status, at, seconds):
    """A run of an event that began at `at`; `seconds` is None while it goes on."""
    took = None if seconds is None else int(seconds * 1000)
    return {
        "run_id": f"run-{event['source_ref']}-{at}", "source": event["source"], "source_ref": event["source_ref"], "event_id": event["event_id"], "owner_id": event["owner_id"],
        "session_id": None, "channel": None, "title": event["title"], "category": event["category"], "trigger": "schedule", "attempt": 1, "status": status, "scheduled_at": iso(at),
        "claimed_at": iso(at), "started_at": iso(at), "finished_at": None if took is None else iso(at + took / 1000), "duration_ms": took,
        "exit_code": {"failed": 1, "success": 0}.get(status), "error": "exit code 1" if status == "failed" else None, "detail": None, "output_preview": "",
        "output_bytes": 40, "output_bytes_dropped": 0, "node": "one", "notes": [], "log": "",
    }  # fmt: skip


def proposal(now, event_id, **more):
    """An offer to change a job, not yet confirmed."""
    return {
        "proposal_id": "p1", "event_id": event_id, "source": "cron", "source_ref": event_id.split("|")[1] if event_id else "new", "owner_id": "platform", "session_id": None,
        "instruction": "move it", "summary": "It moves.", "operation": {"type": "reschedule"}, "patch": {}, "occurrence": None, "before": None, "after": None, "changed_fields": [],
        "next_before": [], "next_after": [], "warnings": [], "confidence": "high", "confirmable": True, "interpreter": "grammar", "status": "pending_confirmation",
        "failure": None, "run_id": None, "based_on_version": 3, "created_at": iso(now), "expires_at": iso(now + 900), "resolved_at": None, "resolved_by": None, **more,
    }  # fmt: skip


def audit_row(audit_id, at, action, source_ref, **more):
    return {
        "id": audit_id, "at": at, "actor": {"kind": "operator", "name": "kim"}, "action": action, "source": "cron", "source_ref": source_ref, "event_id": None,
        "reason": None, "proposal_id": None, "undoes": None, "before": None, "after": None, **more,
    }  # fmt: skip
