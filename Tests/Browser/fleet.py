"""A fleet of schedules for the stand-in server: what falls due in a window, and how it went, as functions of values.

Zones come from the system's own data, so that the days that the page is shown are the real ones, 23- and 25-hour ones
included.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

UTC = timezone.utc


def iso(epoch):
    return datetime.fromtimestamp(epoch, UTC).isoformat().replace("+00:00", "Z")


def day_of(local_date, zone):
    """A local day as the feed tells it."""
    start = datetime(local_date.year, local_date.month, local_date.day, tzinfo=zone)
    after = local_date + timedelta(days=1)
    begin, end = start.timestamp(), datetime(after.year, after.month, after.day, tzinfo=zone).timestamp()
    transitions = []
    step, previous = 300, offset_at(begin - 1, zone)
    for at in range(int(begin), int(end), step):
        current = offset_at(at, zone)
        if current != previous:
            before = datetime.fromtimestamp(at, UTC) + timedelta(seconds=previous)
            local = datetime.fromtimestamp(at, UTC) + timedelta(seconds=current)
            transitions.append({
                "at_utc": iso(at), "offset_before_seconds": previous, "offset_after_seconds": current,
                "local_before": f"{before:%H:%M}", "local_after": f"{local:%H:%M}",
            })  # fmt: skip
            previous = current
    return {
        "date": local_date.isoformat(), "start_utc": iso(begin), "end_utc": iso(end), "hours": -(-int(end - begin) // 3600),
        "weekday": (local_date.weekday() + 1) % 7, "transitions": transitions,
    }  # fmt: skip


def offset_at(epoch, zone):
    return int(datetime.fromtimestamp(epoch, zone).utcoffset().total_seconds())


@dataclass
class Schedule:
    """One job or session: local times of the day, or an interval."""

    ref: str
    title: str
    times: list = field(default_factory=list)  # "HH:MM"
    every: int | None = None  # seconds
    days: set | None = None  # weekdays, 0 is Monday; all when none are given
    between: tuple = (0, 24)  # local hours of an interval
    source: str = "cron"
    owner: str = "platform"
    session: str | None = None
    category: str = "normal"
    zone: str = "America/Chicago"
    seconds: float = 20  # how long a run takes
    fails: int = 0  # one run in so many, 0 for none
    state: str = "active"
    words: str = ""
    color: str = "cron"
    description: str | None = None

    def occurrences(self, start, end):
        """(epoch, dst note or None) of every occurrence in [start, end)."""
        zone = ZoneInfo(self.zone)
        if self.every:
            at = start + (-start) % self.every
            while at < end:
                local = datetime.fromtimestamp(at, zone)
                if self.between[0] <= local.hour < self.between[1] and (self.days is None or local.weekday() in self.days):
                    yield at, None
                at += self.every
            return
        day = datetime.fromtimestamp(start, zone).date() - timedelta(days=1)
        last = datetime.fromtimestamp(end, zone).date()
        while day <= last:
            for text in self.times if self.days is None or day.weekday() in self.days else []:
                at, note = instant_of(day, text, zone)
                if start <= at < end:
                    yield at, note
            day += timedelta(days=1)

    @property
    def lane(self):
        beats = (self.between[1] - self.between[0]) * 3600 / self.every if self.every else len(self.times)
        return beats >= 24 or (self.source == "heartbeat" and self.every is not None)


def instant_of(day: date, text, zone):
    """A local time once: in a gap the first instant after it, in an overlap the first pass."""
    hour, minute = map(int, text.split(":"))
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    at = int(local.timestamp())
    if datetime.fromtimestamp(at, zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        # The wall clock skips it: the instant at which the offset changes.
        low, high = at - 86_400, at + 86_400
        old = offset_at(low, zone)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset_at(middle, zone) == old else (low, middle)
        return high, {"kind": "moved", "text": f"{text} does not exist on this day: it runs at {datetime.fromtimestamp(high, zone):%H:%M}"}
    if local.replace(fold=1).utcoffset() != local.utcoffset():
        return at, {"kind": "repeated-first", "text": f"{text} comes twice on this day: it runs the first time"}
    return at, None


def demo():
    """What a small company's operations might look like."""
    work = {0, 1, 2, 3, 4}
    every_10 = [f"09:{minute:02}" for minute in range(0, 60, 10)] + [f"10:{minute:02}" for minute in range(0, 60, 10)]
    one = Schedule
    return [
        one("database-backup", "Database backup", ["01:00"], category="critical", seconds=412, fails=14, words="every day at 01:00"),
        one("nightly-ledger", "Nightly ledger", ["02:30"], owner="finance", category="critical", seconds=95, fails=9, words="every day at 02:30", description="Closes the day's books and writes the ledger."),
        one("log-rotation", "Log rotation", ["00:05"], category="low", seconds=6, words="every day at 00:05"),
        one("dependency-audit", "Dependency audit", ["03:47"], category="low", seconds=38, words="every day at 03:47"),
        one("legacy-export", "Legacy export", ["23:00"], owner="data", state="disabled", words="every day at 23:00"),
        one("certificate-check", "Certificate check", ["07:00"], seconds=3, words="every day at 07:00"),
        one("inventory-sync", "Inventory sync", [f"{h:02}:00" for h in range(6, 21, 2)], days=work, owner="operations", seconds=48, fails=6, words="every 2 hours from 06:00 to 20:00, Monday to Friday"),
        one("sales-snapshot", "Sales snapshot", [f"{h:02}:00" for h in range(8, 20)], owner="data", seconds=12, words="every hour from 08:00 to 19:00"),
        one("price-watch", "Price watch", every_10, days=work, owner="finance", seconds=4, fails=25, words="every 10 minutes of 09:00 and 10:00, Monday to Friday"),
        one("thumbnail-render", "Thumbnail rendering", [f"{h:02}:20" for h in range(0, 24, 3)], owner="data", seconds=14, fails=8, words="20 minutes past every third hour"),
        one("catalogue-crawl", "Catalogue crawl", every=10_800, owner="data", seconds=9000, words="every 3 hours"),
        one("tokyo-close", "Tokyo close", ["15:00"], days=work, owner="finance", zone="Asia/Tokyo", seconds=31, words="at 15:00, Monday to Friday, Tokyo time"),
        one("berlin-prices", "Berlin supplier prices", ["06:15"], days={1, 3}, owner="operations", zone="Europe/Berlin", seconds=22, fails=5, words="at 06:15 on Tuesday and Thursday, Berlin time"),
        one("market-brief", "Market brief", ["08:30"], days=work, owner="finance", session="desk", seconds=27, words="at 08:30, Monday to Friday"),
        one("standup-digest", "Stand-up digest", ["08:45"], days=work, owner="operations", session="desk", seconds=19, fails=12, words="at 08:45, Monday to Friday"),
        one("weekly-report", "Weekly report", ["16:00"], days={4}, owner="data", category="critical", seconds=140, words="at 16:00 on Friday"),
        one("backup-verify", "Backup restore test", ["04:15"], days={6}, category="critical", seconds=880, fails=2, words="at 04:15 on Sunday"),
        one("newsletter", "Newsletter", ["10:00"], days={2}, owner="operations", state="paused", words="at 10:00 on Wednesday"),
        one("launch-note", "Launch note", ["09:15"], days={3}, owner="operations", color="one_shot", seconds=2, words="once"),
        one("invoice-run", "Invoice run", ["09:00"], days=work, owner="finance", seconds=64, words="at 09:00, Monday to Friday"),
        one("stock-alerts", "Stock alerts", ["09:05"], days=work, owner="operations", seconds=9, words="at 09:05, Monday to Friday"),
        one("ad-budget", "Ad budget check", ["09:10"], days=work, owner="marketing", seconds=5, words="at 09:10, Monday to Friday"),
        one("disk-space", "Disk space", every=300, category="low", seconds=1, words="every 5 minutes", color="always_running"),
        one("order-queue", "Order queue depth", every=600, owner="operations", seconds=1, fails=60, words="every 10 minutes", color="always_running"),
        one("desk", "Desk", every=1800, between=(8, 18), source="heartbeat", owner="operations", session="desk", seconds=21, fails=40, words="every 30 minutes from 08:00 to 18:00", color="heartbeat"),
        one("oncall", "On call", every=120, source="heartbeat", session="oncall", category="critical", seconds=9, fails=120, words="every 2 minutes", color="heartbeat"),
        one("morning", "Morning watch", ["06:30", "12:30", "18:30"], source="heartbeat", session="morning", owner="operations", seconds=40, fails=9, words="at 06:30, 12:30 and 18:30", color="heartbeat"),
    ]  # fmt: skip


def crowd(n, days=7):
    """`n` occurrences in a week, spread over many schedules and all hours: what the page is measured with."""
    schedules = max(1, n // days)
    return [
        Schedule(f"job-{i}", f"Job {i}", [f"{(i * 37 // 60) % 24:02}:{i * 37 % 60:02}"], owner=("data", "finance", "platform")[i % 3], fails=40, seconds=5 + i % 600, words="every day")
        for i in range(schedules)
    ]  # fmt: skip
