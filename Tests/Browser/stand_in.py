"""A server that stands in for Almanac's where a test needs what the real one can't give on demand: a fixed clock, a
week of history, a thousand changes, an answer that fails. What it says is held to openapi.yaml as the real one's answers
are: `CONTRACT.faults` tells where the two differ.
"""

import json
import mimetypes
import queue
import re
import sys
import threading
from collections import Counter
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse
from zoneinfo import ZoneInfo

import records
from fleet import UTC, Schedule, day_of, demo, iso, offset_at

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "Tests" / "Story"))

from contract import Contract  # noqa: E402

# Read once: the description is long.
CONTRACT = Contract()
# Events of a kind that are looked at in one answer: thousands alike tell no more than a few.
LOOKED_AT = 4
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
LEGEND = {
    "scheduled": "Scheduled", "running": "Running", "success": "Succeeded", "failed": "Failed", "missed": "Missed", "paused": "Paused",
    "disabled": "Disabled", "skipped": "Skipped", "cancelled": "Cancelled",
}  # fmt: skip


class StandIn:
    """The state of the stand-in, and the doors to it. `now` stands still."""

    def __init__(self, now, schedules=None, zone="America/Chicago", outage=None, public=None, week_start=0):
        self.now = int(datetime.fromisoformat(now).timestamp())
        self.schedules: list[Schedule] = demo() if schedules is None else schedules
        self.zone = zone
        self.week_start = week_start
        self.outage = [int(datetime.fromisoformat(at).timestamp()) for at in outage] if outage else None
        self.public = Path(public or ROOT / "Public")
        self.changed = {}  # event id → members that differ
        self.seq = 100
        self.log = []
        self.clients = []
        self.posted = []  # (path, body) of every POST
        self.answers = {}  # (method, regular expression) → function(body) → (status, object)
        self.resolved = set()  # event ids of stasis entries that are dealt with
        self.notices = None
        self.audit = []
        self.lock = threading.Lock()
        self.alive = False
        self.server = None
        self.port = 0

    # Life

    def start(self):
        stand_in = self

        class Handler(Doors):
            state = stand_in

        ThreadingHTTPServer.allow_reuse_address = True
        self.alive = True
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def stop(self):
        """No answer from here on; `start` again keeps port and state."""
        self.alive = False
        self.drop()
        self.server.shutdown()
        self.server.server_close()

    def drop(self):
        """Cuts every stream."""
        with self.lock:
            for client in self.clients:
                client.put(None)

    def say(self, event_type, source="cron", ref="", **payload):
        """Appends to the log and tells the streams."""
        with self.lock:
            self.seq += 1
            envelope = {
                "seq": self.seq, "event_type": event_type, "source": source, "source_ref": ref, "owner_id": "ops", "occurred_at_utc": iso(self.now),
                "status": "", "actor": {"kind": "system", "name": "engine"}, "payload": payload,
            }  # fmt: skip
            self.log.append(envelope)
            CONTRACT.validate({"$ref": "#/components/schemas/Envelope"}, envelope, f"stream, {event_type}")
            for client in self.clients:
                client.put(envelope)
            return envelope

    def finish(self, event_id, status="success", **more):
        """An occurrence ends, and the streams hear of it."""
        event = self.event(event_id)
        ran = {**self.run_of(event, status), **more.pop("run", {})}
        self.changed[event_id] = {"status": status, "running": status == "running", "run": ran, "run_id": ran["run_id"], **more}
        kind = {"running": "started", "failed": "failed"}.get(status, "completed")
        self.say(f"cron_run_{kind}", event["source"], event["source_ref"], event=self.event(event_id), run=ran)

    # What the calendar holds

    def status_of(self, schedule, at, index):
        if at >= self.now:
            return "scheduled" if schedule.state == "active" else schedule.state
        if self.outage and self.outage[0] <= at < self.outage[1]:
            return "missed"
        if at + schedule.seconds > self.now:
            return "running"
        if schedule.state == "disabled":
            return None
        return "failed" if schedule.fails and index % schedule.fails == schedule.fails // 2 else "success"

    def make(self, schedule, at, note, zone):
        number = at // 60 // 7 + sum(map(ord, schedule.ref))
        status = self.status_of(schedule, at, number)
        if status is None:
            return None
        local = datetime.fromtimestamp(at, zone)
        event = {
            "event_id": f"{schedule.source}|{schedule.ref}|{at}", "source": schedule.source, "source_ref": schedule.ref, "owner_id": schedule.owner,
            "session_id": schedule.session, "channel": None, "title": schedule.title, "description": schedule.description, "category": schedule.category,
            "color_key": schedule.color, "status": status, "status_detail": None, "running": status == "running", "scheduled_at_utc": iso(at),
            "scheduled_at_local": local.isoformat(), "scheduled_at_epoch": at, "duration_hint_seconds": schedule.seconds, "timezone_display": str(zone),
            "timezone": schedule.zone, "always_running": schedule.lane, "dst": note, "actions": ACTIONS[status], "version": 1, "day": local.date().isoformat(),
            "minute_of_day": local.hour * 60 + local.minute, "offset_seconds": offset_at(at, zone), "schedule_in_words": schedule.words,
            "job_state": schedule.state, "missed_count": 1, "reason": {"failed": "exit code 1", "missed": "the scheduler was not running"}.get(status), "run": None,
        }  # fmt: skip
        if status in ("success", "failed", "running"):
            event["run"] = self.run_of(event, status)
            event["run_id"] = event["run"]["run_id"]
        return {**event, **self.changed.get(event["event_id"], {})}

    def run_of(self, event, status):
        at = event["scheduled_at_epoch"]
        seconds = (event["duration_hint_seconds"] or 1) * (700 + at // 60 % 97 * 7) / 1000
        return records.run(event, status, at, None if status == "running" else seconds)

    def occurrences(self, start, end, zone, source=None, expand=False):
        found, lanes = [], []
        for schedule in self.schedules:
            if source not in (None, "all", schedule.source):
                continue
            made = [event for at, note in schedule.occurrences(start, end) if (event := self.make(schedule, at, note, zone))]
            if schedule.lane:
                lanes.append((schedule, made))
                if not expand:
                    made = [event for event in made if event["status"] in ("failed", "running")]
            found += made
        return sorted(found, key=lambda event: (event["scheduled_at_epoch"], event["event_id"])), lanes

    def event(self, event_id, zone=None):
        source, ref, at = event_id.split("|")
        schedule = next(s for s in self.schedules if (s.source, s.ref) == (source, ref))
        note = next((note for when, note in schedule.occurrences(int(at), int(at) + 1) if when == int(at)), None)
        return self.make(schedule, int(at), note, ZoneInfo(zone or self.zone))

    def window(self, query, zone):
        def date_of(text):
            return datetime.fromisoformat(text).date() if len(text) == 10 else datetime.fromisoformat(text).astimezone(zone).date()

        first = date_of(query["start"]) if "start" in query else datetime.fromtimestamp(self.now, zone).date()
        if "end" in query:
            return first, (date_of(query["end"]) - first).days or 1
        if query.get("view") == "day":
            return first, 1
        return first - timedelta(days=((first.weekday() + 1) - self.week_start) % 7), 7

    def feed(self, query):
        zone = ZoneInfo(query.get("timezone") or self.zone)
        first, length = self.window(query, zone)
        days = [day_of(first + timedelta(days=i), zone) for i in range(length)]
        start, end = (int(datetime.fromisoformat(text).timestamp()) for text in (days[0]["start_utc"], days[-1]["end_utc"]))
        if len(query.get("start", "")) > 10:
            start, end = (int(datetime.fromisoformat(query[name]).timestamp()) for name in ("start", "end"))
        events, lanes = self.occurrences(start, end, zone, query.get("source"), query.get("expand") == "all")
        stasis = self.stasis(zone)
        limit = int(query.get("limit", 20_000))
        return {
            "timezone": str(zone), "view": query.get("view", "week"), "now_utc": iso(self.now), "start_utc": iso(start), "end_utc": iso(end),
            "start_local": datetime.fromtimestamp(start, zone).isoformat(), "end_local": datetime.fromtimestamp(end, zone).isoformat(), "week_start": self.week_start,
            "settings": {"timezone": self.zone, "hour12": False, "week_start": self.week_start, "lane_threshold_per_day": 24}, "access": {"name": "operator", "role": "admin", "owner": None, "signed_in": False}, "days": days, "truncated": False,
            "version": self.seq, "last_seq": self.seq, "last_event_at_utc": iso(self.now), "events": events[:limit],
            "always_running": [self.lane(schedule, made, days) for schedule, made in lanes], "stasis_queue": stasis, "outages": self.outages(),
            "legend": [{"status": status, "label": label} for status, label in LEGEND.items()],
            "stats": {"events": len(events), "schedules": len(self.schedules), "lanes": len(lanes), "stasis": sum(entry["count"] for entry in stasis), "by_status": {}},
            "next_cursor": events[limit - 1]["event_id"] if len(events) > limit else None,
        }  # fmt: skip

    def outages(self):
        if not self.outage:
            return []
        start, end = self.outage
        return [{"id": "outage-1", "from_utc": iso(start), "to_utc": iso(end), "duration_seconds": end - start, "reason": "downtime", "reason_in_words": "the server was down", "node": "one"}]

    def lane(self, schedule, events, days):
        starts = [int(datetime.fromisoformat(day["start_utc"]).timestamp()) for day in days]
        hours = {}
        for event in events:
            at = event["scheduled_at_epoch"]
            day = max(i for i, start in enumerate(starts) if start <= at)
            hour = hours.setdefault((day, (at - starts[day]) // 3600), {})
            hour[event["status"]] = hour.get(event["status"], 0) + 1
        coming = [event for event in events if event["scheduled_at_epoch"] >= self.now]
        past = [event for event in events if event["run"]]
        last = past[-1] if past else None
        acted = last or (coming or events)[0]
        return {
            "event_id": acted["event_id"], "source": schedule.source, "source_ref": schedule.ref, "owner_id": schedule.owner, "session_id": schedule.session, "channel": None,
            "title": schedule.title, "description": None, "category": schedule.category, "color_key": schedule.color, "timezone": schedule.zone, "always_running": True,
            "state": schedule.state, "status": last["status"] if last else "scheduled", "running": bool(last and last["running"]), "schedule_in_words": schedule.words,
            "every_seconds": schedule.every or (86_400 // len(schedule.times) if schedule.source == "heartbeat" else None), "next_due_utc": coming[0]["scheduled_at_utc"] if coming else None, "next_due_local": None, "last_run": last and last["run"],
            "hours": [{"start_utc": iso(starts[day] + index * 3600), "day": days[day]["date"], "hour_index": index, **counts} for (day, index), counts in hours.items()],
            "actions": acted["actions"], "version": 1,
        }  # fmt: skip

    def stasis(self, zone):
        if not self.outage:
            return []
        entries = []
        for schedule in self.schedules:
            if schedule.state != "active":
                continue
            missed = [at for at, _ in schedule.occurrences(*self.outage)]
            newest = missed and f"{schedule.source}|{schedule.ref}|{missed[-1]}"
            if not missed or newest in self.resolved or self.event(newest)["status"] != "missed":
                continue
            entries.append({
                "entry_id": f"entry-{schedule.ref}", "event_id": newest, "source": schedule.source, "source_ref": schedule.ref, "owner_id": schedule.owner,
                "session_id": schedule.session, "channel": None, "title": schedule.title, "category": schedule.category, "status": "pending", "reason": "downtime",
                "reason_in_words": "the scheduler was not running", "count": len(missed), "first_at": iso(missed[0]), "last_at": iso(missed[-1]),
                "created_at": iso(self.outage[1]), "outage_id": "outage-1", "version": 1,
            })  # fmt: skip
        return entries

    def details(self, event_id, query):
        zone = ZoneInfo(query.get("timezone") or self.zone)
        event = self.event(event_id, str(zone))
        schedule = next(s for s in self.schedules if s.ref == event["source_ref"])
        span = 86_400 * (1 if schedule.lane else 9)
        before = [self.make(schedule, at, note, zone) for at, note in schedule.occurrences(self.now - span, self.now)]
        runs = [past["run"] for past in before if past and past["run"]][::-1][:20]
        coming = [at for at, _ in schedule.occurrences(self.now, self.now + 86_400 * 40)][:5]
        fields = {
            "timezone": schedule.zone, "state": schedule.state, "owner_id": schedule.owner, "category": schedule.category, "every_seconds": schedule.every or (86_400 // len(schedule.times) if schedule.source == "heartbeat" else None),
            "schedule_in_words": schedule.words, "next_run_at": iso(coming[0]) if coming else None,
        }  # fmt: skip
        if schedule.source == "cron":
            owner = records.job(schedule.ref, schedule.title, command=f"./{schedule.ref}.sh", runner="shell", **fields)
        else:
            owner = records.session(schedule.ref, schedule.title, **fields)
        tail = {"failed": "connecting to db-eu.internal:5432\nretrying in 2 s\nfatal: no route to host db-eu\n", "success": "done\n"}.get(event["status"])
        return {
            "event": event, "job" if schedule.source == "cron" else "session": owner, "runs": runs, "log_tail": tail,
            "next": [{"at_utc": iso(at), "at_local": datetime.fromtimestamp(at, zone).isoformat()} for at in coming],
        }  # fmt: skip

    def run(self, run_id, status="failed"):
        ref, at = re.fullmatch(r"run-(.+)-(\d+)", run_id).groups()
        source = next(s for s in self.schedules if s.ref == ref).source
        return self.run_of(self.event(f"{source}|{ref}|{at}"), status)

    def notifications(self):
        if self.notices is None:
            events, _ = self.occurrences(self.now - 86_400 * 2, self.now, ZoneInfo(self.zone))
            self.notices = {}
            for event in [event for event in events if event["status"] in ("failed", "missed")][-12:]:
                key = f"n-{event['source_ref']}-{event['status']}"
                count = self.notices.get(key, {}).get("count", 0) + 1
                self.notices[key] = {
                    "id": key, "kind": event["status"], "status": "new", "source": event["source"], "source_ref": event["source_ref"], "owner_id": event["owner_id"], "session_id": None,
                    "channel": None, "category": event["category"], "event_id": event["event_id"], "run_id": event.get("run_id"), "entry_id": None,
                    "title": f"{event['title']} {'failed' if event['status'] == 'failed' else 'was missed'}", "message": "exit code 1" if event["status"] == "failed" else "The scheduler was not running.",
                    "count": count, "links": {}, "actions": event["actions"], "created_at": event["scheduled_at_utc"], "last_at": event["scheduled_at_utc"], "snoozed_until": None, "version": 1,
                }  # fmt: skip
        return {"notifications": list(self.notices.values()), "unread": sum(n["status"] == "new" for n in self.notices.values()), "suppressed": 0}

    # What operators do

    def act(self, event_id, body):
        action = body["action"]
        answer = {"status": "ok", "action": action}
        schedule = next(s for s in self.schedules if s.ref == event_id.split("|")[1])
        states = {"pause": "paused", "resume": "active", "disable": "disabled", "enable": "active"}
        if action in states:
            schedule.state = states[action]
        elif action == "open_logs":
            answer["path"] = f"/api/v1/ops/runs/run-{schedule.ref}-{event_id.split('|')[2]}/log"
        elif action == "open_session":
            answer["session_id"] = schedule.session or schedule.ref
        elif action == "run_now":
            answer["run"] = self.run_of(self.event(event_id), "success")
        elif action == "approve_backfill_run":
            self.finish(event_id)
            answer["run"] = self.event(event_id)["run"]
        if action in ("approve_backfill_run", "reschedule", "delete_missed"):
            self.resolved.add(event_id)
            self.say("stasis_resolved", event_id.split("|")[0], schedule.ref)
        answer["event"] = self.event(event_id)
        return answer


CALM = ["run_now", "pause", "disable", "open_logs"]
ACTIONS = {
    "scheduled": CALM, "success": CALM, "failed": CALM, "running": ["cancel", "pause", "disable", "open_logs"], "paused": ["run_now", "resume", "disable", "open_logs"],
    "disabled": ["enable", "open_logs"], "missed": ["approve_backfill_run", "reschedule", "delete_missed", "run_now", "pause", "disable", "open_logs"], None: [],
}  # fmt: skip


class Doors(BaseHTTPRequestHandler):
    """The paths. `state` is the stand-in."""

    protocol_version = "HTTP/1.1"
    state: StandIn

    def log_message(self, *_):
        pass

    def handle_one_request(self):
        super().handle_one_request()
        self.close_connection = self.close_connection or not self.state.alive

    def parse_request(self):
        # A connection that was kept open must not answer for a server that is gone.
        return super().parse_request() and self.state.alive

    def do_GET(self):
        url = urlparse(self.path)
        path, query = url.path, {name: values[-1] for name, values in parse_qs(url.query).items()}
        if self.overridden("GET", path, query):
            return
        if path == "/api/v1/ops/scheduling/stream":
            self.stream(int(self.headers.get("last-event-id") or query.get("since_seq") or self.state.seq))
        elif path == "/api/v1/ops/calendar/events":
            self.answer(200, self.state.feed(query))
        elif match := re.fullmatch(r"/api/v1/ops/calendar/events/([^/]+)", path):
            self.answer(200, self.state.details(unquote(match[1]), query))
        elif path == "/api/v1/ops/notifications":
            self.answer(200, self.state.notifications())
        elif path == "/api/v1/ops/audit":
            self.answer(200, {"audit": self.state.audit})
        elif match := re.fullmatch(r"/api/v1/ops/runs/([^/]+)/log", path):
            self.send(200, "text/plain; charset=utf-8", b"connecting to db-eu.internal:5432\nfatal: no route to host db-eu\n")
        elif match := re.fullmatch(r"/api/v1/ops/runs/([^/]+)", path):
            self.answer(200, {"run": self.state.run(unquote(match[1]))})
        elif path == "/api/v1/cron/jobs":
            self.answer(200, {"jobs": []})
        elif path == "/api/v1/heartbeat/sessions":
            self.answer(200, {"sessions": []})
        elif path == "/api/v1/health":
            self.answer(200, {"status": "ok", "version": "0", "now_utc": iso(self.state.now), "timezone": self.state.zone, "last_seq": self.state.seq})
        else:
            self.asset(path)

    def do_POST(self):
        path = urlparse(self.path).path
        body = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)) or b"{}")
        self.state.posted.append((path, body))
        if self.overridden("POST", path, body):
            return
        if match := re.fullmatch(r"/api/v1/ops/calendar/events/([^/]+)/action", path):
            self.answer(200, self.state.act(unquote(match[1]), body))
        elif match := re.fullmatch(r"/api/v1/ops/notifications/([^/]+)", path):
            notice = self.state.notices[unquote(match[1])]
            notice["status"] = body["status"]
            self.answer(200, {"notification": notice})
        else:
            self.answer(404, {"title": "Not found", "detail": f"There is nothing at {path}."})

    def overridden(self, method, path, given):
        for (verb, pattern), make in list(self.state.answers.items()):
            if verb == method and re.search(pattern, unquote(path)):
                made = make(given)
                if made is None:
                    return False
                self.answer(*made)
                return True
        return False

    def answer(self, status, body):
        if status >= 400:
            # Whatever fails, and wherever: a server or what stands before it.
            body = {"type": "about:blank", "status": status, "detail": body["title"], **body}
            CONTRACT.validate({"$ref": "#/components/schemas/Problem"}, body, f"{self.path} → {status}")
            return self.send(status, "application/problem+json", json.dumps(body).encode())
        CONTRACT.check(self.command, self.path, status, {"content-type": "application/json"}, json.dumps(sample(body)).encode())
        return self.send(status, "application/json", json.dumps(body).encode())

    def send(self, status, kind, body, headers=()):
        self.send_response(status)
        for name, value in (("content-type", kind), ("content-length", str(len(body))), ("cache-control", "no-store"), *headers):
            self.send_header(name, value)
        try:
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            # The page did not wait for it.
            self.close_connection = True

    def asset(self, path):
        file = self.state.public / ("index.html" if path == "/" else path.removeprefix("/assets/").lstrip("/"))
        if not file.is_file():
            self.answer(404, {"title": "Not found", "detail": "There is no such file."})
            return
        kind = {".webmanifest": "application/manifest+json"}.get(file.suffix) or mimetypes.guess_type(file.name)[0]
        self.send(200, kind, file.read_bytes(), [("content-security-policy", POLICY)] if path == "/" else [])

    def stream(self, since):
        client = queue.Queue()
        with self.state.lock:
            for envelope in self.state.log:
                if envelope["seq"] > since:
                    client.put(envelope)
            self.state.clients.append(client)
        self.send_response(200)
        for name, value in (("content-type", "text/event-stream"), ("cache-control", "no-store"), ("connection", "close")):
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        try:
            self.wfile.write(f"event: keepalive\ndata: {json.dumps({'now_utc': iso(self.state.now), 'seq': since})}\n\n".encode())
            self.wfile.flush()
            while (envelope := client.get()) is not None:
                self.wfile.write(f"id: {envelope['seq']}\nevent: scheduling\ndata: {json.dumps(envelope)}\n\n".encode())
                self.wfile.flush()
        except OSError:
            pass
        finally:
            with self.state.lock:
                self.state.clients.remove(client)


def sample(body):
    """The same answer with a few events of each kind."""
    seen = Counter()

    def wanted(event):
        kind = (event["status"], event["source"], event["always_running"], bool(event["dst"]))
        seen[kind] += 1
        return seen[kind] <= LOOKED_AT

    return {**body, "events": [event for event in body["events"] if wanted(event)]} if "events" in body else body


if __name__ == "__main__":
    now = sys.argv[1] if len(sys.argv) > 1 else datetime.now(UTC).isoformat()
    shown = StandIn(now, outage=sys.argv[2:4] or None).start()
    print(shown.url, flush=True)
    threading.Event().wait()
