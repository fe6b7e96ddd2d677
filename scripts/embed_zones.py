"""Writes Sources/CivilTime/EmbeddedZones+Data.swift from a folder of compiled zone files.

The embedded zones are for machines without tzdata. A zone is written from 1970 on, without the changes that its footer
(RFC 8536, section 3.3) gives by itself; zones that agree from then on share a record. Run it again for a new tzdata:

    python3 scripts/embed_zones.py [FOLDER]      (default /usr/share/zoneinfo, which must hold tzdata.zi)
"""

import re
import struct
import sys
from datetime import date, timedelta
from pathlib import Path

OUTPUT = Path(__file__).resolve().parent.parent / "Sources" / "CivilTime" / "EmbeddedZones+Data.swift"
EPOCH = date(1970, 1, 1)
NOT_ZONES = {"posix", "right", "posixrules", "localtime", "Factory"}


def read_zone(path):
    """Types as (offset, name), the type in force in 1970, later changes as (instant, type), and the footer."""
    data = path.read_bytes()
    if data[:4] != b"TZif":
        return None
    _, _, leaps, times, types, names = struct.unpack(">6l", data[20:44])
    start = 44 + times * 5 + types * 6 + names + leaps * 8 + sum(struct.unpack(">2l", data[20:28]))
    ut, standard, leaps, times, types, names = struct.unpack(">6l", data[start + 20 : start + 44])
    at = start + 44
    instants = struct.unpack(f">{times}q", data[at : at + 8 * times])
    indexes = data[at + 8 * times : at + 9 * times]
    at += 9 * times
    records = [struct.unpack(">lBB", data[at + 6 * each : at + 6 * each + 6]) for each in range(types)]
    at += 6 * types
    text = data[at : at + names]
    kinds = [(offset, text[name : text.index(0, name)].decode()) for offset, _, name in records]
    footer = data[at + names + 12 * leaps + standard + ut :].split(b"\n")[1].decode()
    first, changes = kinds[0], []
    for instant, index in zip(instants, indexes):
        if instant <= 0:
            first = kinds[index]
        elif kinds[index] != (changes[-1][1] if changes else first):
            changes.append((instant, kinds[index]))
    return first, changes, footer


# --- footers -----------------------------------------------------------------------------------------------------

NAME = r"(<[^>]+>|[A-Za-z]+)"
TIME = r"([+-]?\d+(?::\d+){0,2})"
RULE = rf"M(\d+)\.(\d)\.(\d)(?:/{TIME})?"
DAYLIGHT = re.compile(rf"{NAME}{TIME}{NAME}{TIME}?,{RULE},{RULE}$")


def seconds(text):
    sign = -1 if text.startswith("-") else 1
    parts = [int(part) for part in text.lstrip("+-").split(":")] + [0, 0]
    return sign * (parts[0] * 3600 + parts[1] * 60 + parts[2])


def rule_day(year, month, week, weekday):
    first = date(year, month, 1)
    day = first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (week - 1))
    while day.month != month:
        day -= timedelta(7)
    return (day - EPOCH).days * 86_400


def footer_changes(footer, years):
    found = DAYLIGHT.match(footer)
    if not found:
        return []
    standard = (-seconds(found[2]), found[1].strip("<>"))
    summer = (-seconds(found[4]) if found[4] else standard[0] + 3600, found[3].strip("<>"))
    changes = []
    for year in years:
        for group, before, after in ((5, standard, summer), (9, summer, standard)):
            month, week, weekday = (int(found[group + each]) for each in range(3))
            time = seconds(found[group + 3]) if found[group + 3] else 7200
            changes.append((rule_day(year, month, week, weekday) + time - before[0], after))
    return sorted(changes)


def without_footer(changes, footer):
    """Drops what the footer gives: from the last change that it does not, it must give all that follow."""
    given = footer_changes(footer, range(1970, 2040))
    keep = len(changes)
    while keep > 0 and keep and changes[keep - 1] in given:
        keep -= 1
    # The reader lets the footer begin one year before the table's end: what it gives in between must be there.
    last = changes[keep - 1][0] if keep else 0
    following = [each for each in given if each[0] > last and each[0] <= (changes[-1][0] if changes else 0)]
    return changes[:keep] if following == changes[keep:] else changes


# --- writing -----------------------------------------------------------------------------------------------------


def base36(number):
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if not number:
            return digits


def record(first, changes, footer):
    """"footer;offset name,offset name;changes": a letter for the type, then quarter hours since the last change in base
    36, or ! and seconds."""
    changes = without_footer(changes, footer)
    kinds = [first]
    text, last = "", 0
    for instant, kind in changes:
        if kind not in kinds:
            kinds.append(kind)
        quarters, rest = divmod(instant - last, 900)
        text += chr(ord("A") + kinds.index(kind)) + (base36(quarters) if rest == 0 else "!" + base36(instant - last))
        last = instant
    assert len(kinds) <= 26
    return f"{footer};{','.join(f'{offset} {name}' for offset, name in kinds)};{text}"


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/zoneinfo")
    source = (folder / "tzdata.zi").read_text().splitlines()
    version = source[0].removeprefix("# version ").strip()
    links = dict(reversed(line.split()[1:3]) for line in source if line.startswith("L "))
    records = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if name.split("/")[0] in NOT_ZONES or not path.is_file() or name in links:
            continue
        zone = read_zone(path)
        if zone:
            records.setdefault(record(*zone), []).append(name)
    lines = [f"{' '.join(names)};{text}" for text, names in sorted(records.items(), key=lambda item: item[1])]
    lines += [f"L {target} {name}" for name, target in sorted(links.items())]
    body = "\n".join("        " + line for line in lines)
    OUTPUT.write_text(
        f'''// swift-format-ignore-file
// Written by scripts/embed_zones.py from tzdata {version}, which is in the public domain.

extension EmbeddedZones {{
    static let version = "{version}"

    static let records: StaticString = #"""
{body}
        """#
}}
'''
    )
    print(f"{OUTPUT.name}: {len(records)} records, {len(links)} links, {OUTPUT.stat().st_size} bytes, tzdata {version}")


main()
