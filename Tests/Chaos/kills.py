#!/usr/bin/env python3
"""Kills the real server, again and again at random instants, and holds what ran against what is on record.

    python Tests/Chaos/kills.py --binary .build/debug/almanac --kills 50 --seed 7

300 jobs testify to each of their runs in files of their own. The server is killed with SIGKILL while it works, while
it starts, and while it settles what it missed; then every occurrence must have exactly one account, nothing may have
run twice, and nothing without a record. Ends with status 1 and the faults if anything is wrong.
"""

import argparse
import pathlib
import random
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
JOBS = 300


def kill_again_and_again(world, kills, seed, jobs=JOBS, say=print):
    """Does it; answers the account, with what `almanac check` says and what is left alive among its faults."""
    chance = random.Random(seed)
    say(f"{kills} kills, {jobs} jobs, seed {seed}")
    began = time.monotonic()
    world.server.start()
    world.add_jobs(jobs)
    starts, unborn = [], 0
    for _ in range(kills):
        if world.server.process.poll() is not None:
            if chance.random() < 0.25:
                unborn += 1
                world.server.launch()
                time.sleep(chance.uniform(0, 0.4))
            else:
                starts.append(world.server.start())
                time.sleep(chance.uniform(0, 3))
        else:
            time.sleep(chance.uniform(0.5, 3))
        world.server.kill()
        time.sleep(chance.choice([0, 0, 0.05, 0.2, 0.5, 3]))
    starts.append(world.server.start())
    time.sleep(6)
    account = finish(world)
    account.figures |= {
        "kills": kills, "killed_while_starting": unborn, "slowest_start_ms": round(1000 * max(starts)),
        "seconds": round(time.monotonic() - began),
    }  # fmt: skip
    return account


def finish(world):
    """Stops the server in good order and draws the account."""
    status = world.stop()
    account = world.account()
    if status != 0:
        account.faults.append(f"the server ended with status {status}")
    status, words = world.check()
    if status != 0:
        account.faults.append(f"almanac check: {words}")
    return account


def main(arguments=None):
    sys.path[:0] = [str(HERE), str(HERE.parent / "Story")]
    from world import World

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=".build/debug/almanac")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=JOBS)
    parser.add_argument("--seed", type=int, default=None, help="of the instants; printed, so that a run can be repeated")
    parser.add_argument("--folder", help="where to keep record and witness; a temporary folder unless given")
    options = parser.parse_args(arguments)
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1_000_000)
    with tempfile.TemporaryDirectory(prefix="almanac-chaos-") as temporary:
        with World(options.binary, options.folder or temporary) as world:
            account = kill_again_and_again(world, options.kills, seed, jobs=options.jobs)
    print(*account.lines(), sep="\n")
    return 1 if account.faults else 0


if __name__ == "__main__":
    sys.exit(main())
