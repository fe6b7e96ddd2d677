"""Checks every tracked file for what must not be in the project: paths and hosts that a user does not have, work left
undone, links that lead nowhere, and foreign hosts in the page.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STANDARD_FOLDERS = {
    "bin", "boot", "dev", "etc", "home", "lib", "lib64", "media", "mnt", "opt", "proc", "root", "run", "sbin", "srv",
    "sys", "tmp", "usr", "var",
}  # fmt: skip
TEXT = {
    ".swift", ".js", ".mjs", ".css", ".html", ".svg", ".py", ".sh", ".md", ".yaml", ".yml", ".json", ".jsonl", ".txt",
    ".sample", ".resolved", "",
}  # fmt: skip

REGISTRIES = re.compile(r"\b(pypi[.]org|pythonhosted[.]org|registry[.]npmjs[.]org|proxy[.]golang[.]org|crates[.]io)\b")
SOMEBODYS_HOME = re.compile(r"(?<![\w./-])/(home|Users|root)/[a-z][\w.-]*/")
OUT_OF_THE_TREE = re.compile(r"(?<![\w.])(\.\./)+shared\b")
UNDONE = re.compile(r"\b(TODO|FIXME|XXX)\b")
SWIFT_TRAPS = re.compile(r"\b(fatalError\(|try!|as!)")
FOREIGN_HOST = re.compile(r"""https?://(?!(www\.w3\.org/|127\.0\.0\.1|localhost|example\.(com|org)))[\w.-]+""")
MARKDOWN_LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


def tracked():
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    return [Path(name) for name in names.split("\0") if name and (ROOT / name).is_file()]


def this_machines_folder():
    """The first folder of this checkout's own path, where it is none that every machine has."""
    first = ROOT.parts[1] if len(ROOT.parts) > 1 else ""
    if not first or first in STANDARD_FOLDERS:
        return None
    return re.compile(rf"(?<![\w.-])/{re.escape(first)}/")


def faults_in(path, lines, own_folder):
    in_sources = path.parts[0] in ("Sources", "Plugins")
    in_page = path.parts[0] == "Public" and path.suffix in (".js", ".css", ".html", ".svg")
    for number, line in enumerate(lines, 1):
        if REGISTRIES.search(line):
            yield number, "names a package registry's host"
        if SOMEBODYS_HOME.search(line) or (own_folder and own_folder.search(line)) or OUT_OF_THE_TREE.search(line):
            yield number, "names a path that only one machine has"
        if UNDONE.search(line):
            yield number, "leaves work undone"
        if in_sources and path.suffix == ".swift" and SWIFT_TRAPS.search(line.split("//")[0]):
            yield number, "traps where an error should be thrown"
        if in_page and FOREIGN_HOST.search(line):
            yield number, "names a foreign host: the page asks its own server only"
        if path.suffix == ".md":
            for target in MARKDOWN_LINK.findall(line):
                if "://" not in target and not target.startswith("mailto:") and not (ROOT / path.parent / target).exists():
                    yield number, f"links to {target}, which is not there"


def main():
    own_folder = this_machines_folder()
    this_file = Path(__file__).resolve().relative_to(ROOT)
    count = 0
    found = 0
    for path in tracked():
        if path == this_file or path.suffix not in TEXT or "Vectors" in path.parts:
            continue
        count += 1
        lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
        for number, fault in faults_in(path, lines, own_folder):
            found += 1
            print(f"{path}:{number}: {fault}", file=sys.stderr)
    if found:
        sys.exit(1)
    print(f"lint: {count} files name nothing they must not")


main()
