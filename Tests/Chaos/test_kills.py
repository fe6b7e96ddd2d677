"""kill -9 at random instants: nothing lost, nothing twice."""

import os
import random

from kills import kill_again_and_again

KILLS_IN_TESTS = 10
"""Kills where KILLS does not say how many: under a minute. `make chaos` does 50."""


def test_every_occurrence_has_exactly_one_account_whenever_the_server_is_killed(world, say):
    kills = int(os.environ.get("KILLS") or KILLS_IN_TESTS)
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(1_000_000))
    account = kill_again_and_again(world, kills, seed, say=say)
    say(*account.lines())
    assert not account.faults
    assert account.figures.get("success"), "nothing ran at all"
    assert not world.alive(), "processes of runs outlived the server"
