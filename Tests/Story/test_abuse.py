"""T19: what a client may send before it is cut off, and that the server answers the others all the same."""

import concurrent.futures
import json
import socket

import pytest

LINE = b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n"


def raw(server, data, within=20):
    """Sends bytes on a connection of its own and answers what came back until it was closed, or something did."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=within) as connection:
        try:
            connection.sendall(data)
        except OSError:
            pass  # It is closed already: what was answered can still be read.
        answer = b""
        try:
            while piece := connection.recv(65536):
                answer += piece
                if b"\r\n\r\n" in answer:
                    break
        except ConnectionResetError:
            pass
        return answer


def status(answer):
    return int(answer.split()[1]) if answer.startswith(b"HTTP/1.1 ") else None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a field of a megabyte", LINE + b"X: " + b"a" * (1 << 20) + b"\r\n\r\n"),
        ("a hundred thousand fields", LINE + b"".join(b"X%d: a\r\n" % n for n in range(100_000)) + b"\r\n"),
        ("fields that add up", LINE + b"".join(b"X%d: %s\r\n" % (n, b"a" * 4000) for n in range(50)) + b"\r\n"),
        ("a name of a megabyte", LINE + b"a" * (1 << 20) + b": x\r\n\r\n"),
        ("a URL of a megabyte", b"GET /" + b"a" * (1 << 20) + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        ("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00" * 100 + b"\r\n\r\n"),
        ("two lengths", LINE.replace(b"GET", b"POST") + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"),
        ("a length below nothing", LINE.replace(b"GET", b"POST") + b"Content-Length: -1\r\n\r\n"),
    ],
)
def test_a_head_that_is_too_much_is_refused(server, name, data):
    answer = raw(server, data)
    assert status(answer) in (400, 414, 431, None), f"{name}: {answer[:200]!r}"
    assert server.get("/api/v1/health")["status"] == "ok"


def test_a_url_of_nine_kilobytes_is_said_to_be_too_long(server):
    answer = raw(server, b"GET /api/v1/health?x=" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert status(answer) == 414


def test_a_body_that_is_too_long_is_refused_announced_or_not(server):
    head = b"POST /api/v1/cron/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    body = b'{"command": "' + b"a" * (2 << 20) + b'"}'
    assert status(raw(server, head + b"Content-Length: %d\r\n\r\n" % len(body) + body)) == 413
    chunks = b"".join(b"10000\r\n" + b" " * 0x10000 + b"\r\n" for _ in range(40)) + b"0\r\n\r\n"
    assert status(raw(server, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)) == 413
    deep = b"[" * 100_000
    answer = raw(server, head + b"Content-Length: %d\r\n\r\n" % len(deep) + deep)
    assert status(answer) == 400
    assert server.get("/api/v1/health")["status"] == "ok"


def test_hundreds_who_say_nothing_hold_up_nobody(server):
    idle = [socket.create_connection(("127.0.0.1", server.port), timeout=20) for _ in range(300)]
    try:
        for number, connection in enumerate(idle):
            connection.sendall(LINE[: number % len(LINE)])
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: server.request("GET", "/api/v1/health", timeout=20)[0], range(64)))
        assert answers == [200] * 64
    finally:
        for connection in idle:
            connection.close()


def test_refusals_of_a_head_tell_nothing_of_the_machine(server):
    code, headers, body = server.request("GET", "/api/v1/nothing")
    problem = json.loads(body)
    assert code == 404 and str(server.folder) not in problem["detail"]
    assert headers["x-content-type-options"] == "nosniff" and "default-src 'none'" in headers["content-security-policy"]


FOREIGN = ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:80", "[::2]", "0.0.0.0", ""]


@pytest.mark.parametrize("host", FOREIGN)
def test_t3_a_name_that_is_not_its_own_is_refused_whatever_is_asked(server, host):
    for path in ("/", "/login", "/api/v1/health", "/api/v1/cron/jobs", "/assets/theme.js"):
        assert status(raw(server, f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())) in (421, 400), path
    body = b'{"command":"true","every":"1h"}'
    head = f"POST /api/v1/cron/jobs HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    assert status(raw(server, head.encode() + body)) in (421, 400)
    assert server.get("/api/v1/cron/jobs")["jobs"] == []


def test_t18_the_host_header_gets_into_no_answer(server):
    for host in ("LOCALHOST:1", "127.0.0.1:65535"):
        for path in ("/", "/login", "/openapi.yaml", "/api/v1/cron/jobs", "/api/v1/ops/calendar/events", "/api/v1/nothing"):
            _, headers, body = server.request("GET", path, headers={"Host": host})
            assert host.encode() not in body and not any(host in value for value in headers.values()), path
