"""Who is let in by the real binary, and how its command line makes, shows and takes away tokens."""

import http.client
import json
import os
import pathlib
import shutil
import ssl
import stat
import subprocess
import urllib.request

import pytest
from server import Server

JOBS = "/api/v1/cron/jobs"


def almanac(binary, *arguments, folder, environment=None):
    """Runs a command in a folder without any variable of Almanac's but the ones given."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ALMANAC_")}
    return subprocess.run(
        [str(binary), *arguments], cwd=folder, capture_output=True, text=True, timeout=60, check=False,
        env=clean | (environment or {}),
    )  # fmt: skip


def token(binary, server, name, *options):
    made = almanac(binary, "token", "create", name, *options, "--data", str(server.data), folder=server.folder)
    assert made.returncode == 0, made.stderr
    text = made.stdout.strip()
    assert text.startswith("almt_") and name in made.stderr
    return text


def bearer(text):
    return {"Authorization": f"Bearer {text}"}


@pytest.fixture
def guarded(binary, tmp_path):
    with Server(binary, tmp_path, config="auth: required\n", arguments=["--runner", "dry-run"]) as server:
        yield server


def test_the_first_start_makes_a_token_that_the_commands_here_find(binary, guarded):
    """T1, T17, T22"""
    path = guarded.data / "admin-token"
    secret = path.read_text().strip()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((guarded.data / "access.json").stat().st_mode) == 0o600
    assert secret not in guarded.log.read_text(), "the log is no terminal"
    assert secret.split("_")[2] not in (guarded.data / "access.json").read_text()
    status, headers, _ = guarded.request("GET", JOBS)
    assert status == 401 and headers["www-authenticate"].startswith("Bearer")
    assert guarded.request("GET", JOBS, headers=bearer(secret))[0] == 200

    environment = {"ALMANAC_URL": guarded.url}
    # It lies in ./data below the folder that the server was started in.
    here = almanac(binary, "add", "true", "--every", "1h", "--id", "a", folder=guarded.folder, environment=environment)
    assert here.returncode == 0, here.stderr
    assert "a" in almanac(binary, "list", folder=guarded.folder, environment=environment).stdout
    elsewhere = guarded.folder / "elsewhere"
    elsewhere.mkdir()
    lost = almanac(binary, "list", folder=elsewhere, environment=environment)
    assert lost.returncode == 1 and "ALMANAC_TOKEN" in lost.stderr
    for found in (
        {"ALMANAC_DATA": str(guarded.data)}, {"ALMANAC_TOKEN": secret}, {"ALMANAC_TOKEN_FILE": str(path)},
    ):  # fmt: skip
        assert almanac(binary, "list", folder=elsewhere, environment=environment | found).returncode == 0, found
    assert almanac(binary, "list", "--token-file", str(path), folder=elsewhere, environment=environment).returncode == 0
    # It is the same after a restart, and not made again.
    assert guarded.stop() == 0
    guarded.start()
    assert path.read_text().strip() == secret


def test_tokens_are_made_listed_and_revoked_beside_a_running_server(binary, guarded):
    """T6"""
    viewer = token(binary, guarded, "wall", "--role", "viewer", "--owner", "ops", "--expires", "90d")
    assert guarded.request("GET", JOBS, headers=bearer(viewer))[0] == 200
    status, _, body = guarded.request("POST", JOBS, {"command": "true", "every": "1h"}, headers=bearer(viewer))
    assert status == 403 and "role admin" in json.loads(body)["detail"]
    data = ["--data", str(guarded.data)]
    listed = almanac(binary, "token", "list", "--json", *data, folder=guarded.folder)
    rows = {row["name"]: row for row in json.loads(listed.stdout)["tokens"]}
    assert set(rows) == {"admin", "wall"}
    assert (rows["wall"]["role"], rows["wall"]["owner"], rows["wall"]["status"]) == ("viewer", "ops", "live")
    assert rows["wall"]["last_used_at"] and rows["wall"]["expires_at"]
    assert viewer.split("_")[2] not in listed.stdout
    assert "wall" in almanac(binary, "token", "list", *data, folder=guarded.folder).stdout
    again = almanac(binary, "token", "create", "wall", "--role", "admin", *data, folder=guarded.folder)
    assert again.returncode == 65 and "already" in again.stderr
    assert almanac(binary, "token", "revoke", "wall", *data, folder=guarded.folder).returncode == 0
    assert guarded.request("GET", JOBS, headers=bearer(viewer))[0] == 401
    # Revoking the one that commands here use takes their file away as well.
    assert almanac(binary, "token", "revoke", "admin", *data, folder=guarded.folder).returncode == 0
    assert not (guarded.data / "admin-token").exists()
    assert guarded.request("GET", JOBS)[0] == 401
    fresh = token(binary, guarded, "root", "--role", "admin")
    assert guarded.request("GET", JOBS, headers=bearer(fresh))[0] == 200


def test_a_stream_ends_with_the_token_that_opened_it(binary, guarded):
    """T6"""
    eye = token(binary, guarded, "eye", "--role", "viewer")
    admin = bearer((guarded.data / "admin-token").read_text().strip())
    connection = http.client.HTTPConnection("127.0.0.1", guarded.port, timeout=60)
    connection.request("GET", "/api/v1/ops/scheduling/stream", headers=bearer(eye))
    stream = connection.getresponse()
    try:
        assert stream.status == 200
        while not stream.readline().startswith(b"event: keepalive"):
            pass
        revoked = almanac(binary, "token", "revoke", "eye", "--data", str(guarded.data), folder=guarded.folder)
        assert revoked.returncode == 0
        made = guarded.request("POST", JOBS, {"job_id": "hidden", "command": "true", "every": "1h"}, headers=admin)
        assert made[0] == 201
        assert b"hidden" not in stream.read(), "it ends, and tells nothing more"
    finally:
        connection.close()


def test_a_link_signs_in_once(binary, guarded):
    """T5"""
    made = almanac(
        binary, "token", "link", "--url", guarded.url, "--data", str(guarded.data), folder=guarded.folder
    )  # fmt: skip
    address, code = made.stdout.strip().split("#")
    assert address == f"{guarded.url}/login"
    status, headers, _ = guarded.request("POST", "/api/v1/session", {"code": code})
    assert status == 200 and "HttpOnly" in headers["set-cookie"] and "SameSite=Strict" in headers["set-cookie"]
    cookie = {"Cookie": headers["set-cookie"].split(";")[0]}
    assert guarded.request("GET", JOBS, headers=cookie)[0] == 200
    assert guarded.request("POST", "/api/v1/session", {"code": code})[0] == 401
    assert code not in guarded.log.read_text()


def test_on_the_loopback_nothing_is_asked_and_a_wrong_token_is_still_wrong(binary, tmp_path):
    with Server(binary, tmp_path, arguments=["--runner", "dry-run"]) as server:
        assert server.request("GET", JOBS)[0] == 200
        assert server.request("GET", JOBS, headers=bearer("almt_000000000000_x"))[0] == 401
        named = token(binary, server, "ci", "--role", "admin")
        made = server.request("POST", JOBS, {"job_id": "a", "command": "true", "every": "1h"}, headers=bearer(named))
        assert made[0] == 201
        rows = server.get("/api/v1/ops/audit")["audit"]
        assert rows[0]["actor"]["name"] == "ci"


def test_off_the_loopback_everybody_is_asked(binary, tmp_path):
    """T1"""
    with Server(binary, tmp_path, arguments=["--bind", "0.0.0.0"]) as server:
        assert server.request("GET", JOBS)[0] == 401
        assert server.request("GET", "/api/v1/health")[0] == 200


@pytest.mark.parametrize("what", ["folder", "access.json", "admin-token", "almanac.db"])
def test_a_start_is_refused_where_others_can_get_in(binary, tmp_path, what):
    """T22"""
    server = Server(binary, tmp_path)
    server.start()
    assert server.stop() == 0
    path = server.data if what == "folder" else server.data / what
    path.chmod(0o755 if what == "folder" else 0o644)
    ended = almanac(binary, "serve", "--port", "0", "--data", str(server.data), folder=tmp_path)
    assert ended.returncode == 78
    assert "chmod" in ended.stderr and str(path) in ended.stderr


def test_an_empty_folder_is_closed_and_used(binary, tmp_path):
    """T22"""
    (tmp_path / "data").mkdir(mode=0o755)
    with Server(binary, tmp_path) as server:
        assert stat.S_IMODE(server.data.stat().st_mode) == 0o700


def test_a_damaged_file_of_tokens_ends_the_start_and_is_left_as_it_is(binary, tmp_path):
    """T11"""
    server = Server(binary, tmp_path)
    server.start()
    assert server.stop() == 0
    path = server.data / "access.json"
    path.write_text(path.read_text()[:-40])
    before = path.read_bytes()
    ended = almanac(binary, "serve", "--port", "0", "--data", str(server.data), folder=tmp_path)
    assert ended.returncode == 78 and "access.json" in ended.stderr and "damaged" in ended.stderr
    assert path.read_bytes() == before


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_tls_by_files(binary, tmp_path):
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", str(key), "-out",
         str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    config = f"auth: required\ntls:\n  certificate: {certificate}\n  key: {key}\n"
    server = Server(binary, tmp_path, config=config)
    server.launch()
    context = ssl.create_default_context(cafile=str(certificate))
    try:

        def answers():
            try:
                return urllib.request.urlopen(f"https://127.0.0.1:{server.port}/api/v1/health", context=context).status == 200
            except OSError:
                assert server.process.poll() is None, server.tail()
                return False

        server.until("an answer over TLS", answers)
        secret = (server.data / "admin-token").read_text().strip()
        request = urllib.request.Request(
            f"https://127.0.0.1:{server.port}/api/v1/session", method="POST", data=json.dumps({"token": secret}).encode(),
            headers={"Content-Type": "application/json"},
        )  # fmt: skip
        with urllib.request.urlopen(request, context=context) as answer:
            cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-almanac-") and cookie.endswith("; Secure")
    finally:
        assert server.stop() == 0
    key.unlink()
    ended = almanac(
        binary, "serve", "--port", "0", "--data", str(server.data), "--config", str(pathlib.Path(server.folder) / "almanac.yaml"),
        folder=tmp_path,
    )  # fmt: skip
    assert ended.returncode == 78 and "key.pem" in ended.stderr
