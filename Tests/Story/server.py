"""A real Almanac server on a data folder of its own: started, asked, killed and started again."""

import datetime
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.parse


class Refused(AssertionError):
    """The server answered with an error; carries the problem document."""

    def __init__(self, method, path, status, problem):
        super().__init__(f"{method} {path}: {status} {problem}")
        self.status = status
        self.problem = problem


def find_binary(root):
    """The binary under test: `ALMANAC_BIN`, or else the debug build."""
    path = pathlib.Path(os.environ.get("ALMANAC_BIN", root / ".build/debug/almanac"))
    if not path.exists():
        raise AssertionError(f"{path} is not there; build it, or name another in ALMANAC_BIN")
    return path.resolve()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def epoch(text):
    """Epoch seconds, with their fraction, of an instant as the API writes it."""
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def iso(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Server:
    def __init__(self, binary, folder, config=None, arguments=()):
        self.binary = str(pathlib.Path(binary).resolve())
        self.folder = pathlib.Path(folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.data = self.folder / "data"
        self.port = free_port()
        self.arguments = list(arguments)
        if config is not None:
            path = self.folder / "almanac.yaml"
            path.write_text(config, encoding="utf-8")
            self.arguments += ["--config", str(path)]
        self.environment = {}
        self.wrapper = []
        self.restore_signals = True
        self.process = None
        self.started_at = None
        self.log = self.folder / "server.log"

    # --- Life --------------------------------------------------------------------------------------------------

    def launch(self):
        """Starts the process and waits for nothing."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ALMANAC_")}
        self.started_at = time.time()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*self.wrapper, self.binary, "serve", "--port", str(self.port), "--data", str(self.data),
                 *self.arguments],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, env=environment | self.environment,
                # Python ignores SIGXFSZ and SIGPIPE; whoever is started is to begin as from a shell.
                restore_signals=self.restore_signals,
            )  # fmt: skip

    def start(self, within=60.0):
        """Starts it and answers the seconds from its start to its first answer."""
        began = time.monotonic()
        self.launch()
        while True:
            try:
                status, _, _ = self.request("GET", "/api/v1/health", timeout=5)
                if status == 200:
                    return time.monotonic() - began
            except OSError:
                pass
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended with status {self.process.returncode}:\n{self.tail()}")
            if time.monotonic() - began > within:
                self.kill()
                raise AssertionError(f"no answer within {within:.0f} s:\n{self.tail()}")
            time.sleep(0.002)

    def kill(self):
        """As a power cut would: nothing gets to say goodbye. Answers the instant."""
        instant = time.time()
        self._end(signal.SIGKILL, 10)
        return instant

    def stop(self, within=30.0):
        """Asks it to stop, and answers its exit status."""
        return self._end(signal.SIGTERM, within)

    def _end(self, number, within):
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(number)
            try:
                self.process.wait(timeout=within)
            except subprocess.TimeoutExpired as error:
                self.process.kill()
                self.process.wait()
                raise AssertionError(f"the server was still there {within:.0f} s after signal {number}") from error
        return self.process.returncode

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def tail(self, lines=20):
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    # --- Questions ---------------------------------------------------------------------------------------------

    def request(self, method, path, body=None, headers=None, timeout=70):
        """Status, headers (by lower-case name) and bytes of one answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            headers = dict(headers or {})
            if body is not None and not isinstance(body, bytes):
                body = json.dumps(body).encode()
                headers.setdefault("Content-Type", "application/json")
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def ask(self, method, path, body=None, query=None, expect=None):
        if query:
            path += "?" + urllib.parse.urlencode(query)
        status, _, data = self.request(method, path, body)
        try:
            answer = json.loads(data) if data else None
        except ValueError as error:
            raise AssertionError(f"{method} {path}: {status}, and its body is no JSON: {error}") from error
        if status != expect if expect else status >= 400:
            raise Refused(method, path, status, answer)
        return answer

    def get(self, path, **query):
        return self.ask("GET", path, query=query)

    def post(self, path, body=None, **query):
        return self.ask("POST", path, body if body is not None else {}, query=query)

    def add_job(self, **fields):
        return self.post("/api/v1/cron/jobs", fields)["job"]

    def add_session(self, **fields):
        return self.post("/api/v1/heartbeat/sessions", fields)["session"]

    def runs(self, job_id, limit=1000):
        return self.get(f"/api/v1/cron/jobs/{job_id}/runs", limit=limit)["runs"]

    def feed(self, **query):
        return self.get("/api/v1/ops/calendar/events", **query)

    def stasis(self, **query):
        return self.get("/api/v1/ops/stasis", **query)["stasis"]

    def notifications(self, **query):
        return self.get("/api/v1/ops/notifications", **query)["notifications"]

    def event(self, event_id):
        return self.get(f"/api/v1/ops/calendar/events/{urllib.parse.quote(event_id, safe='')}")

    def act(self, event_id, action, wait=None, **fields):
        path = f"/api/v1/ops/calendar/events/{urllib.parse.quote(event_id, safe='')}/action"
        return self.ask("POST", path, {"action": action, **fields}, query={"wait": wait} if wait is not None else None)

    def act_when_free(self, event_id, action, within=30.0, **fields):
        """Does it as soon as no other run of the schedule is in the way."""

        def attempt():
            try:
                return self.act(event_id, action, **fields)
            except Refused as refusal:
                if refusal.status != 409 or "is running already" not in refusal.problem["detail"]:
                    raise
                return None

        return self.until(f"{action} of {event_id}", attempt, within)

    def until(self, what, condition, within=30.0):
        """Asks until `condition` answers something true, and answers that."""
        deadline = time.monotonic() + within
        while True:
            found = condition()
            if found:
                return found
            if time.monotonic() > deadline:
                raise AssertionError(f"{what}: not within {within:.0f} s")
            time.sleep(0.05)
