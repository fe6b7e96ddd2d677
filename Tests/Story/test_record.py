"""The commands that look after the record: backup, check, restore, with and without a running server."""

import subprocess

import pytest
from server import Server


def almanac(binary, *arguments):
    ended = subprocess.run([str(binary), *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False)
    return ended.returncode, ended.stdout + ended.stderr


@pytest.fixture
def served(binary, tmp_path):
    """A running server with a job that has run."""
    with Server(binary, tmp_path / "server") as server:
        server.add_job(job_id="first", every="1h", command="echo one")
        server.post("/api/v1/cron/jobs/first/run", wait=20)
        yield server


def test_a_copy_taken_while_the_server_runs_brings_its_moment_back(binary, served, tmp_path):
    copy = tmp_path / "copy.db"
    status, words = almanac(binary, "backup", copy, "--data", served.data)
    assert status == 0 and "1 schedules, 1 runs" in words, words
    assert copy.stat().st_mode & 0o077 == 0
    served.add_job(job_id="second", every="1h", command="echo two")

    status, words = almanac(binary, "restore", copy, "--data", served.data)
    assert status == 74 and "in use" in words, "a restore under a running server"
    assert served.stop() == 0
    status, words = almanac(binary, "restore", copy, "--data", served.data)
    assert status == 0 and "kept as" in words, words
    assert len(list(served.data.glob("almanac.db.before-restore-*"))) == 1
    served.start()
    assert [job["job_id"] for job in served.get("/api/v1/cron/jobs")["jobs"]] == ["first"]
    assert [run["status"] for run in served.runs("first")] == ["success"]


def test_an_older_copy_is_replaced_when_asked_for_and_other_files_never(binary, served, tmp_path):
    copy = tmp_path / "copy.db"
    assert almanac(binary, "backup", copy, "--data", served.data)[0] == 0
    status, words = almanac(binary, "backup", copy, "--data", served.data)
    assert status == 74 and "--replace" in words, words
    assert almanac(binary, "backup", copy, "--replace", "--data", served.data)[0] == 0
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear")
    status, words = almanac(binary, "backup", letter, "--replace", "--data", served.data)
    assert status == 74 and "no copy of a record" in words, words
    assert letter.read_text() == "Dear"


def test_a_record_is_checked_beside_the_server_and_a_harmed_one_is_told(binary, served):
    status, words = almanac(binary, "check", "--data", served.data)
    assert status == 0 and "is sound" in words, words
    served.kill()
    status, words = almanac(binary, "check", "--data", served.data)
    assert status == 0, f"as a killed server leaves it: {words}"
    served.start()
    served.stop()
    with open(served.data / "almanac.db", "r+b") as file:
        file.seek(8 * 4096)
        file.write(b"\xab" * 8 * 4096)
    status, words = almanac(binary, "check", "--data", served.data)
    assert status == 1 and "not sound" in words or status == 74 and "damaged" in words, words


def test_a_folder_without_a_record_is_told_and_left_alone(binary, tmp_path):
    for arguments in (["check"], ["backup", tmp_path / "copy.db"]):
        status, words = almanac(binary, *arguments, "--data", tmp_path / "nowhere")
        assert status == 74 and "there is no record" in words, words
    assert list(tmp_path.iterdir()) == []
