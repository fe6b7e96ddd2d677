"""Follows a server's event stream and notes when each event arrived."""

import http.client
import json
import threading
import time


class Arrival:
    def __init__(self, at, envelope):
        self.at = at
        self.seq = envelope["seq"]
        self.envelope = envelope

    @property
    def run(self):
        return (self.envelope.get("payload") or {}).get("run")


class Follower:
    """Reads the stream on a thread of its own; after a cut it goes on from the last `seq` it saw."""

    def __init__(self, server, since_seq=0):
        self.server = server
        self.last_seq = since_seq
        self.arrivals = []
        self.resets = 0
        self.cuts = 0
        self._stopped = threading.Event()
        self._connection = None
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def start(self):
        self._thread.start()
        return self

    def stop(self):
        self._stopped.set()
        connection = self._connection
        if connection is not None and connection.sock is not None:
            try:
                connection.sock.shutdown(2)
            except OSError:
                pass
        self._thread.join(timeout=10)

    def _follow(self):
        while not self._stopped.is_set():
            try:
                self._read_once()
            except (OSError, http.client.HTTPException, ValueError):
                self.cuts += 1
            self._stopped.wait(0.05)

    def _read_once(self):
        self._connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            headers = {"Accept": "text/event-stream", "Last-Event-ID": str(self.last_seq)}
            self._connection.request("GET", "/api/v1/ops/scheduling/stream", headers=headers)
            answer = self._connection.getresponse()
            if answer.status != 200:
                raise ValueError(f"the stream answered {answer.status}")
            name, data = None, []
            while line := answer.readline():
                arrived = time.time()
                line = line.decode("utf-8").rstrip("\r\n")
                if line.startswith("event:"):
                    name = line[6:].strip()
                elif line.startswith("data:"):
                    data.append(line[5:].removeprefix(" "))
                elif not line and (data or name):
                    self._take(name, "\n".join(data), arrived)
                    name, data = None, []
        finally:
            self._connection.close()

    def _take(self, name, data, arrived):
        if name == "reset":
            self.resets += 1
            return
        envelope = json.loads(data)
        if name != "keepalive" and "event_type" in envelope:
            self.last_seq = max(self.last_seq, envelope["seq"])
            self.arrivals.append(Arrival(arrived, envelope))

    def gaps(self):
        """Positions that were skipped or came twice."""
        seqs = [arrival.seq for arrival in self.arrivals]
        return [(a, b) for a, b in zip(seqs, seqs[1:]) if b != a + 1]
