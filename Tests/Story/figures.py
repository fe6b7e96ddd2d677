"""What Almanac costs: idle, at its start, and for what it pushes."""

import os
import pathlib
import statistics
import time


def process_figures(pid):
    """Resident kB, CPU seconds so far, and the voluntary context switches of each living thread so far."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    switches = {}
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            lines = (task / "status").read_text().splitlines()
        except OSError:
            continue  # It ended between the listing and the look.
        switches[task.name] = next(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches:"))
    return resident, cpu, switches


def measure_idle(server, seconds):
    """Figures of a server that nobody asks anything for that long.

    Threads of the pool end and take their counts along, so each is looked at every second: a sum of those that live would
    fall. What a thread does in its last second is not seen.
    """
    pid = server.process.pid
    _, cpu_before, known = process_figures(pid)
    woken = 0
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        time.sleep(1)
        resident, cpu, switches = process_figures(pid)
        woken += sum(count - known.get(thread, 0) for thread, count in switches.items())
        known = switches
    elapsed = time.monotonic() - began
    return {
        "idle_rss_mb": resident / 1024,
        "idle_cpu_percent": 100 * (cpu - cpu_before) / elapsed,
        "idle_wakeups_per_minute": 60 * woken / elapsed,
    }


def fill(server, count):
    """`count` schedules of all kinds, none of them due within the next hours."""
    quiet_hour = (time.gmtime().tm_hour + 12) % 24
    for number in range(count):
        name = f"quiet-{number:04d}"
        kind = number % 4
        if kind == 0:
            server.add_job(job_id=name, command="true", cron_expr=f"{number % 60} {quiet_hour} * * *", timezone="UTC")
        elif kind == 1:
            server.add_job(
                job_id=name, command="true", cron_expr=f"{number % 60} {quiet_hour} * * MON-FRI", timezone="UTC"
            )
        elif kind == 2:
            expression = f"0 {quiet_hour} {number % 28 + 1} * *"
            server.add_job(job_id=name, command="true", cron_expr=expression, timezone="UTC")
        else:
            server.add_session(
                session_id=name, every="30m", prompt="Say HEARTBEAT_OK.", timezone="UTC",
                active_hours={"start": f"{quiet_hour:02d}:00", "end": f"{quiet_hour:02d}:59"},
            )  # fmt: skip


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def delay_figures(delays):
    """In milliseconds."""
    return {
        "push_delays": len(delays),
        "push_delay_ms_median": 1000 * statistics.median(delays),
        "push_delay_ms_p99": 1000 * percentile(delays, 0.99),
        "push_delay_ms_max": 1000 * max(delays),
    }
