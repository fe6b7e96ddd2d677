"""Times the next occurrence of the 47 expressions of the recurrence tests, ours and other engines', in one run.

Every engine is asked the same: start strictly after 2026-01-01T00:00:00Z, stop at 10,000 occurrences or with 2099; its
own "next after" is called over and over; CPU time, best of rounds; a checksum over the first 1,000 answers. Where an
engine writes an expression differently, it is asked in its own notation; where it can't say it, it is not asked.

Usage: recurrence.py [--engine NAME]... [--json FILE]
An engine that is not installed is said to be missing; README.md says what each one needs.
"""

import argparse
import json
import os
import queue
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
VECTORS = ROOT / "Tests" / "RecurrenceTests" / "Vectors" / "bench-expressions.json"
PACKAGE = HERE / "Recurrence"
# An engine that says nothing for so long does not come back: the question is counted as one without an end.
PATIENCE_SECONDS = 60
JARS = ["quartz2.jar", "spring3-context.jar", "spring3-core.jar", "slf4j-api.jar", "slf4j-nop.jar", "commons-logging.jar"]


class Missing(Exception):
    pass


# --- notations ---------------------------------------------------------------------------------------------------


def as_written(text):
    return text


def seven_fields(text):
    """gorhill takes seconds only together with a year."""
    return text + " *" if len(text.split()) == 6 else text


def seconds_first(text):
    fields = text.split()
    return fields if len(fields) == 6 else ["0", *fields]


def spring4(text):
    """Days are ANDed: what means "either" can't be said."""
    fields = seconds_first(text)
    return None if fields[3] != "*" and fields[5] != "*" else " ".join(fields)


def quartz(text):
    """Sunday is 1, and one of the day fields must be `?`."""
    fields = seconds_first(text)
    if fields[3] != "*" and fields[5] != "*":
        return None
    fields[5 if fields[5] == "*" else 3] = "?"
    if fields[5] != "?":
        items = fields[5].split(",")
        fields[5] = ",".join("-".join(quartz_weekday(end) for end in item.split("-")) for item in items)
    return " ".join(fields)


def quartz_weekday(text):
    digits = text[:1]
    return str(int(digits) % 7 + 1) + text[1:] if digits.isdigit() else text


def croniter(text):
    """Seconds come last."""
    fields = text.split()
    return " ".join([*fields[1:], fields[0]]) if len(fields) == 6 else text


def apscheduler(text):
    """Monday is 0, and days are ANDed."""
    fields = text.split()
    if len(fields) != 5 or fields[2] != "*" and fields[4] != "*" or any(mark in text for mark in "LW#"):
        return None
    names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    fields[4] = "".join(names[int(each)] if each.isdigit() else each for each in fields[4])
    return " ".join(fields)


# --- engines -----------------------------------------------------------------------------------------------------


def ours():
    subprocess.run(
        [os.environ.get("SWIFT", "swift"), "build", "-c", "release", "--product", "Figures", "--package-path", PACKAGE],
        check=True, stdout=subprocess.DEVNULL)  # fmt: skip
    return [str(PACKAGE / ".build" / "release" / "Figures")]


def go(name):
    def build(folder):
        sources = Path(os.environ.get("GOCODE", "/usr/share/gocode"))
        if not shutil.which("go") or not (sources / "src" / "github.com" / name).exists():
            raise Missing(f"go, and github.com/{name} below {sources}/src")
        program = folder / name.replace("/", "-")
        workspace = folder / "go" / "src"
        if not workspace.exists():
            shutil.copytree(HERE / "peers" / "go", workspace)
        environment = {
            **os.environ, "GO111MODULE": "off", "GOPATH": f"{workspace.parent}:{sources}", "GOFLAGS": "",
            "GOCACHE": str(folder / "go-cache"),
        }  # fmt: skip
        subprocess.run(["go", "build", "-o", program, name.split("/")[0]], check=True, env=environment, cwd=workspace)
        return [str(program)]

    return build


def java(name):
    def build(folder):
        shelf = Path("/usr/share/java")
        jars = [shelf / jar for jar in JARS]
        lacking = [jar.name for jar in jars if not jar.exists()]
        if not shutil.which("javac") or lacking:
            raise Missing(f"javac, and {', '.join(lacking) or 'its libraries'} in {shelf}")
        path = ":".join(map(str, jars))
        if not (folder / "Peers.class").exists():
            subprocess.run(
                ["javac", "-cp", path, "-d", folder, HERE / "peers" / "java" / "Peers.java"], check=True)  # fmt: skip
        return ["java", "-Duser.timezone=UTC", "-cp", f"{folder}:{path}", "Peers", name]

    return build


def python(name):
    def build(folder):
        found = subprocess.run([sys.executable, "-c", f"import {name}"], capture_output=True)
        if found.returncode != 0:
            raise Missing(f"the Python package {name}, for {sys.executable}")
        return [sys.executable, str(HERE / "peers" / "python" / "peers.py"), name]

    return build


ENGINES = {
    "almanac": (lambda _: ours(), as_written),
    "robfig": (go("robfig/cron"), as_written),
    "gorhill": (go("gorhill/cronexpr"), seven_fields),
    "quartz": (java("quartz"), quartz),
    "spring4": (java("spring"), spring4),
    "cronsim": (python("cronsim"), as_written),
    "croniter": (python("croniter"), croniter),
    "apscheduler": (python("apscheduler"), apscheduler),
}


# --- asking ------------------------------------------------------------------------------------------------------


def converse(command, questions):
    """Answers by number. A process that falls silent is ended, its question marked, and the rest asked of a new one."""
    answers = {}
    left = list(questions)
    while left:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        lines = queue.Queue()
        threading.Thread(target=lambda: [lines.put(line) for line in process.stdout] + [lines.put(None)], daemon=True).start()
        try:
            while left:
                process.stdin.write("\t".join(map(str, left[0])) + "\n")
                process.stdin.flush()
                line = lines.get(timeout=PATIENCE_SECONDS)
                if line is None:
                    answers[left[0][0]] = {"refused": f"it ended with status {process.wait()}"}
                    left.pop(0)
                    break
                answer = json.loads(line)
                answers[answer["i"]] = answer
                left.pop(0)
            process.stdin.close()
        except queue.Empty:
            answers[left[0][0]] = {"endless": True}
            left.pop(0)
        except BrokenPipeError:
            pass
        finally:
            process.kill()
            process.wait()
    return answers


def ask(name, folder, vectors, cases):
    build, notation = ENGINES[name]
    command = build(folder)
    limits = [str(vectors[key]) for key in ("start", "horizon", "occurrences")]
    written = [(number, notation(text), zone) for number, (text, zone) in enumerate(cases)]
    return converse(command + limits, [each for each in written if each[1] is not None])


# --- the table ---------------------------------------------------------------------------------------------------


def figures(answers):
    return {number: answer for number, answer in answers.items() if "ns" in answer}


def summary(name, answers, ours):
    found = figures(answers)
    timed = {number: answer for number, answer in found.items() if not answer.get("stuck") and answer["count"]}
    times = [answer["ns"] for answer in timed.values()]
    never = [answer["ns"] for answer in found.values() if not answer["count"] and not answer.get("stuck")]
    ratios = [answer["ns"] / ours[number]["ns"] for number, answer in timed.items()]
    agreed = [number for number in found if not found[number].get("stuck") and same(found[number], ours[number])]
    return [
        name, f"{len(found)}", amount(statistics.median(times)), amount(max(times)), amount(max(never)) if never else "–",
        amount(statistics.median(answer["parse_ns"] for answer in found.values())),
        f"{statistics.median(ratios):.0f}" if name != "almanac" else "1", f"{len(agreed)} of {len(found)}",
    ]  # fmt: skip


def same(answer, ours):
    return answer["checksum"] == ours["checksum"]


def amount(nanoseconds):
    if nanoseconds < 100:
        return f"{nanoseconds:.1f}"
    return f"{nanoseconds:,.0f}"


def table(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [cell.ljust(width) if column == 0 else cell.rjust(width) for column, (cell, width) in enumerate(zip(row, widths))]
        print("  ".join(cells).rstrip())


def differences(results, cases):
    ours = results["almanac"]
    for name, answers in results.items():
        if name == "almanac":
            continue
        for number, answer in sorted(answers.items()):
            text, zone = cases[number]
            if answer.get("endless"):
                yield name, text, zone, "does not come back"
            elif answer.get("stuck"):
                yield name, text, zone, f"stands still after {answer['count']} occurrences"
            elif "refused" in answer:
                yield name, text, zone, "refused: " + " ".join(answer["refused"].split())[:70]
            elif not same(answer, ours[number]):
                yield name, text, zone, f"{answer['checksum']}, ours {ours[number]['checksum']}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--engine", action="append", choices=[name for name in ENGINES if name != "almanac"])
    parser.add_argument("--json", help="file that all figures are written to")
    options = parser.parse_args()
    vectors = json.loads(VECTORS.read_text())
    cases = [(entry["expr"], zone) for entry in vectors["expressions"] for zone in entry["zones"]]
    results, missing = {}, {}
    with tempfile.TemporaryDirectory() as name:
        for engine in ["almanac"] + (options.engine or [name for name in ENGINES if name != "almanac"]):
            print(f"asking {engine}", file=sys.stderr)
            try:
                results[engine] = ask(engine, Path(name), vectors, cases)
            except Missing as what:
                missing[engine] = str(what)
    if options.json:
        Path(options.json).write_text(json.dumps({"cases": cases, "results": results}, indent=1))
    print(f"Next occurrence of {len(vectors['expressions'])} expressions in their zones, {len(cases)} cases; CPU time in ns")
    head = ["engine", "cases", "median", "worst", "never", "reading", "times ours", "same answers"]
    table([head] + [summary(name, answers, results["almanac"]) for name, answers in results.items()])
    for engine, what in missing.items():
        print(f"missing: {engine} (it needs {what})")
    print("\nWhere another engine answers differently (docs/cron.md says why):")
    rows = [["engine", "expression", "zone", "what"], *map(list, differences(results, cases))]
    table(rows) if len(rows) > 1 else print("nowhere")


main()
