import json
import pathlib
import subprocess

SAMPLE = pathlib.Path(__file__).parent / "crontab.sample"
LINES = SAMPLE.read_text(encoding="utf-8").splitlines()
GOOD_LINES = 12
BROKEN_LINE = 1 + LINES.index("61 3 * * *           /usr/local/bin/purge-sessions")
REBOOT_LINE = 1 + LINES.index("@reboot              /usr/local/bin/warm-cache")


def import_sample(binary, server, *arguments):
    return subprocess.run(
        [str(binary), "import", "crontab", str(SAMPLE), "--url", server.url, *arguments],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_real_crontab_is_taken_over_and_its_broken_line_is_named(binary, server):
    imported = import_sample(binary, server)
    assert imported.returncode == 65, imported.stdout + imported.stderr
    assert f"crontab.sample:{BROKEN_LINE}:1: " in imported.stderr, imported.stderr
    # What cron starts with the machine has no instant that a calendar could show; it is said, not swallowed.
    assert f"crontab.sample:{REBOOT_LINE}:1: " in imported.stderr, imported.stderr
    assert imported.stderr.count("crontab.sample:") >= 2
    jobs = server.get("/api/v1/cron/jobs")["jobs"]
    assert len(jobs) == GOOD_LINES, imported.stdout

    by_command = {job["command"]: job for job in jobs}
    daily = by_command["/usr/local/bin/renew-certificates --quiet"]
    assert daily["cron_expr"] == "@daily" or daily["cron_expr"] == "0 0 * * *"
    berlin = by_command["/usr/local/bin/berlin-report"]
    assert berlin["timezone"] == "Europe/Berlin"
    assert berlin["env"]["LANG"] == "C.UTF-8"
    assert by_command["/usr/local/bin/check-disk --warn 90"]["env"]["PATH"] == "/usr/local/bin:/usr/bin:/bin"
    assert 'mail -s "Good morning" staff' in by_command, "an unescaped percent sign ends the command"
    assert "tar czf /var/backups/www-$(date +%F).tar.gz /var/www" in by_command, "an escaped one stays"
    assert all(job["dialect"] == "vixie" for job in jobs if job["cron_expr"])


def test_what_was_imported_is_on_the_calendar(server):
    feed = server.feed(expand="all")
    shown = {event["source_ref"] for event in feed["events"]} | {lane["source_ref"] for lane in feed["always_running"]}
    jobs = server.get("/api/v1/cron/jobs")["jobs"]
    # The quarterly report, the key rotation and @reboot need not fall into this week.
    due = {job["job_id"] for job in jobs if job["next_run_at"] and job["next_run_at"] < feed["end_utc"]}
    assert due and due <= shown


def test_importing_the_same_file_again_doubles_nothing(binary, server):
    before = json.dumps(sorted(job["job_id"] for job in server.get("/api/v1/cron/jobs")["jobs"]))
    import_sample(binary, server)
    after = json.dumps(sorted(job["job_id"] for job in server.get("/api/v1/cron/jobs")["jobs"]))
    assert after == before
