"""A receiver of alerts on this machine that answers what a story wants it to."""

import http.server
import json
import threading


class Receiver:
    def __init__(self):
        self.messages = []
        self.status = 200
        self.changed = threading.Condition()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                with receiver.changed:
                    status = receiver.status
                    receiver.messages.append(Message(status, self.path, dict(self.headers), body))
                    receiver.changed.notify_all()
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    def answer(self, status):
        with self.changed:
            self.status = status

    def until(self, what, is_met, within=60):
        """The messages, as soon as they are as `is_met` wants them."""
        with self.changed:
            assert self.changed.wait_for(lambda: is_met(self.messages), within), (what, self.messages)
            return list(self.messages)

    def taken(self):
        """What was answered with success, in order."""
        with self.changed:
            return [message for message in self.messages if message.status == 200]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class Message:
    def __init__(self, status, path, headers, body):
        self.status = status
        self.path = path
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.bytes = body
        self.body = json.loads(body)

    @property
    def id(self):
        return self.headers["x-almanac-delivery"]

    @property
    def event(self):
        return self.body["event"]

    def __repr__(self):
        return f"<{self.status} {self.event} {self.id}>"
