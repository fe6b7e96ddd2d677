"""Holds the witness against the record, both ways."""

import collections
from dataclasses import dataclass, field

from record import instant

ACCOUNTING = {"schedule", "backfill", "retry"}
"""Triggers of runs that are the account of an occurrence."""


@dataclass
class Account:
    """What became of every occurrence, and what is wrong with it (nothing, if all is well)."""

    figures: dict = field(default_factory=dict)
    reasons: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)

    def blame(self, what, items, limit=5):
        items = sorted(items)
        if items:
            self.faults.append(f"{len(items)} {what}: {', '.join(map(str, items[:limit]))}")

    def lines(self):
        yield "  ".join(f"{name} {value}" for name, value in self.figures.items())
        if self.reasons:
            yield "missed because of: " + ", ".join(f"{why} {count}" for why, count in sorted(self.reasons.items()))
        yield from (f"FAULT: {fault}" for fault in self.faults)


def hold(record, witness, until):
    """The account of all that fell due up to `until` (epoch seconds), the instant at which the server was stopped."""
    account = Account()
    told = accounts_of(record, account)
    expected = set()
    for schedule in record.schedules.values():
        expected.update((schedule.job, second) for second in schedule.due(schedule.created, schedule.cursor))
        # The engine may have been stopped between an occurrence and the turn that settles it: a moment, no more.
        behind = list(schedule.due(max(schedule.created, schedule.cursor), until - 5))
        account.blame("occurrences behind the cursor", [(schedule.job, second) for second in behind])

    account.blame("occurrences without an account", expected - told.keys())
    account.blame("accounts of what never fell due", told.keys() - expected)
    account.blame("occurrences with two accounts", [key for key, states in told.items() if len(states) > 1])
    testify(account, record, witness, {key: states[0] for key, states in told.items()})

    positions = record.positions
    if positions and positions != list(range(positions[0], record.last_seq + 1)):
        account.faults.append("the log has gaps")
    counts = collections.Counter(states[0] for states in told.values())
    account.figures = {"occurrences": len(expected), **{state: counts[state] for state in sorted(counts)}}
    account.figures |= {"witnessed": len(witness.testimony()), "run_twice": len(witness.repeated())}
    account.figures |= {"events": len(positions), "starts": record.starts}
    return account


def accounts_of(record, account):
    """By (job, second): the statuses of first attempts, and `missed` for what is in a stretch."""
    told = collections.defaultdict(list)
    for run in record.runs:
        if run.trigger in ACCOUNTING and run.attempt == 1:
            told[run.job, run.scheduled_at].append(run.status)
            if run.status in ("waiting", "running"):
                account.faults.append(f"the run {run.id} never ended")
    reasons = collections.Counter()
    for entry in record.stasis:
        schedule = record.schedules[entry["schedule"]["ref"]]
        first, last = instant(entry["firstAt"]), instant(entry["lastAt"])
        stretch = list(schedule.due(first - 1, last))
        if len(stretch) != entry["count"] or stretch[0] != first or stretch[-1] != last:
            account.faults.append(f"the stretch {entry['id']} counts {entry['count']}, and holds {len(stretch)}")
        for second in stretch:
            told[schedule.job, second].append("missed")
        reasons[entry["reason"]] += len(stretch)
    account.reasons = dict(reasons)
    return told


def testify(account, record, witness, told):
    """Nothing ran without a record, nothing is on record as run that did not, nothing ran twice."""
    runs = {run.id: run for run in record.runs}
    testimony = witness.testimony()
    account.blame("occurrences run twice", witness.repeated())
    account.blame("occurrences run without a record", testimony.keys() - told.keys())
    account.blame("run though they are on record as skipped or missed", [
        key for key in testimony if told.get(key) in ("skipped", "missed")
    ])  # fmt: skip
    account.blame("run under an id that is not the record's", [
        key for key, run_id in testimony.items()
        if run_id and (run_id not in runs or (runs[run_id].job, runs[run_id].scheduled_at) != key)
    ])  # fmt: skip
    account.blame("on record as successful, and never seen to run", [
        key for key, state in told.items() if state == "success" and key not in testimony
    ])  # fmt: skip
