"""Alerts, from a job that fails to a receiver on this machine, on the real binary."""

import hashlib
import hmac
import json
import subprocess

import pytest
from receiver import Receiver
from server import Server

KEY = "a key for the story"
JOB = {"job_id": "ledger", "title": "Ledger", "category": "critical", "command": "test -e fixed", "every": "1d"}


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.close()


def config(receiver, **members):
    channel = {"name": "ops", "type": "webhook", "url": receiver.url, "secret_file": "key", "allow_private": True}
    return f"public_url: https://almanac.example\nalerts:\n  - {json.dumps(channel | members)}\n"


def house(binary, folder, receiver, **members):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "key").write_text(KEY + "\n", encoding="utf-8")
    return Server(binary, folder, config=config(receiver, **members))


def run(server, **body):
    job = JOB | body
    return server.post(f"/api/v1/cron/jobs/{job['job_id']}/run?wait=30", {})["run"]


def deliveries(server, **query):
    return server.get("/api/v1/ops/alerts/deliveries", **query)["deliveries"]


def two_of(found):
    return found if len(found) == 2 else None


def is_signed(message):
    stamp, signature = (part.split("=", 1)[1] for part in message.headers["x-almanac-signature"].split(","))
    code = hmac.new(KEY.encode(), f"{stamp}.".encode() + message.bytes, hashlib.sha256)
    return hmac.compare_digest(code.hexdigest(), signature)


def test_a_failure_is_told_once_and_its_end_is_told_too(binary, tmp_path, receiver):
    with house(binary, tmp_path, receiver) as server:
        server.post("/api/v1/cron/jobs", JOB)
        for _ in range(3):
            assert run(server)["status"] == "failed"
        first = receiver.until("the failure", lambda messages: messages)[0]
        assert is_signed(first)
        notice = first.body["notification"]
        assert (first.event, notice["source_ref"], notice["category"]) == ("opened", "ledger", "critical")
        assert "run_now" in notice["actions"]
        assert first.body["links"]["event"].startswith("https://almanac.example/?view=day&event=cron%7Cledger%7C")
        (server.data / "workspace" / "fixed").write_text("", encoding="utf-8")
        assert run(server)["status"] == "success"
        messages = receiver.until("the recovery", lambda messages: len(messages) > 1)
        # Three failures of one cause and its end: two messages.
        assert [message.event for message in messages] == ["opened", "recovered"]
        log = server.until("both on record", lambda: two_of(deliveries(server, status="delivered")))
        assert [(d["event"], d["attempts"]) for d in log] == [("recovered", 1), ("opened", 1)]
        assert server.stop() == 0
    assert KEY not in server.log.read_text(encoding="utf-8")


def test_what_a_kill_leaves_in_the_outbox_is_sent_by_the_next_server(binary, tmp_path, receiver):
    receiver.answer(500)
    server = house(binary, tmp_path, receiver)
    server.start()
    try:
        server.post("/api/v1/cron/jobs", JOB)
        assert run(server)["status"] == "failed"
        receiver.until("an attempt", lambda messages: messages)
        server.until("the attempt on record", lambda: deliveries(server)[0]["attempts"] >= 1)
        server.kill()
        receiver.answer(200)
        server.start()
        receiver.until("the delivery", lambda messages: messages[-1].status == 200)
        entry = server.until("the end on record", lambda: deliveries(server, status="delivered"))[0]
        assert entry["attempts"] >= 2
        taken = receiver.taken()
        assert [(message.event, message.id) for message in taken] == [("opened", entry["id"])]
        # Under one id, and word for word the same, whoever sent it.
        assert len({(message.id, message.bytes) for message in receiver.messages}) == 1
        assert server.stop() == 0
    finally:
        server.kill()


def test_a_receiver_that_is_down_holds_up_nothing(binary, tmp_path, receiver):
    receiver.answer(503)
    with house(binary, tmp_path, receiver) as server:
        server.post("/api/v1/cron/jobs", JOB)
        server.post("/api/v1/cron/jobs", JOB | {"job_id": "other", "command": "true"})
        assert run(server)["status"] == "failed"
        receiver.until("an attempt", lambda messages: messages)
        assert run(server, job_id="other")["status"] == "success"
        assert deliveries(server)[0]["status"] == "pending"
        assert server.stop() == 0


def test_a_private_address_is_refused_unless_it_is_allowed(binary, tmp_path, receiver):
    with house(binary, tmp_path, receiver, allow_private=False) as server:
        sent = server.post("/api/v1/ops/alerts/ops/test", {})["delivery"]
        assert sent["status"] == "given_up"
        assert "an address of this machine" in sent["answer"]
        assert not receiver.messages


def test_the_command_line_tests_a_channel_and_lists_what_was_sent(binary, tmp_path, receiver):
    with house(binary, tmp_path, receiver) as server:

        def almanac(*arguments):
            return subprocess.run(
                [str(binary), "alerts", *arguments, "--url", server.url], capture_output=True, text=True, timeout=60,
                check=False, cwd=tmp_path,
            )  # fmt: skip

        tested = almanac("test", "ops")
        assert (tested.returncode, tested.stdout) == (0, "Delivered: 200 OK.\n"), tested.stderr
        assert receiver.messages[0].event == "test"
        receiver.answer(500)
        assert almanac("test", "ops").returncode == 2
        log = almanac("log").stdout
        assert log.count("test") == 2 and "given_up" in log and "delivered" in log
        assert almanac("test", "nobody").returncode == 1


def test_a_secret_that_is_not_there_ends_the_start(binary, tmp_path, receiver):
    server = Server(binary, tmp_path, config=config(receiver, secret_file="nowhere"))
    server.launch()
    assert server.process.wait(timeout=30) == 78
    assert "The secret_file of the alert channel ops, nowhere, can't be read or is empty." in server.tail()
