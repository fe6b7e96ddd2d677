"""The real binary on a data folder of its own: started, asked, killed and started again."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30


def binary():
    """The binary under test: $ALMANAC_BIN, else what `make build` or a debug build left."""
    given = os.environ.get("ALMANAC_BIN")
    candidates = [Path(given)] if given else [ROOT / ".build/release/almanac", ROOT / ".build/debug/almanac"]
    for candidate in candidates:
        if candidate.is_file():
            return candidate.resolve()
    raise FileNotFoundError(f"There is no almanac binary at {', '.join(map(str, candidates))}: build one, or set ALMANAC_BIN.")


def until(condition, seconds=10, every=0.05, what="the condition"):
    """Waits until `condition()` is truthy and returns what it gave."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come about within {seconds} s")
        time.sleep(every)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Refused(Exception):
    """An answer with a status of 400 or more."""

    def __init__(self, status, body):
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body


class Server:
    """One server process; `kill` and `start` again keep its port and its data."""

    def __init__(self, folder, config=None, runner=None):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.log = self.folder / "server.log"
        self.process = None
        self.arguments = ["serve", "--port", str(self.port), "--data", str(self.folder / "data")]
        if config is not None:
            path = self.folder / "almanac.yaml"
            path.write_text(config)
            self.arguments += ["--config", str(path)]
        if runner is not None:
            self.arguments += ["--runner", runner]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(binary()), *self.arguments], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder,
                start_new_session=True,
            )
        until(self.answers, START_SECONDS, what=f"the server's health answer (its log is {self.log})")
        return self

    def answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f"The server ended with status {self.process.returncode}: {self.log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(f"{self.url}/api/v1/health", timeout=1):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def kill(self):
        """What a power cut does: no chance to say goodbye."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()

    # Asking

    def ask(self, method, path, body=None):
        request = urllib.request.Request(self.url + path, method=method)
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            request.add_header("content-type", "application/json")
        try:
            with urllib.request.urlopen(request, data, timeout=30) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            raise Refused(error.code, error.read().decode()) from None

    def get(self, path, **query):
        return self.ask("GET", path + (f"?{urlencode(query)}" if query else ""))

    def post(self, path, body):
        return self.ask("POST", path, body)

    def add_job(self, title, **fields):
        return self.post("/api/v1/cron/jobs", {"title": title, **fields})["job"]

    def add_heartbeat(self, session_id, **fields):
        return self.post("/api/v1/heartbeat/sessions", {"session_id": session_id, **fields})["session"]

    def feed(self, **query):
        return self.get("/api/v1/ops/calendar/events", **query)

    def runs_of(self, job_id, limit=200):
        return self.get(f"/api/v1/cron/jobs/{quote(job_id, safe='')}/runs", limit=limit)["runs"]

    def event(self, event_id):
        return self.get(f"/api/v1/ops/calendar/events/{quote(event_id, safe='')}")["event"]
