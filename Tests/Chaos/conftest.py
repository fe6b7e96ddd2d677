import pathlib
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent / "Story")]


@pytest.fixture(scope="session")
def binary():
    from server import find_binary

    return find_binary(ROOT)


@pytest.fixture
def say(capsys):
    """Prints past the capturing: the figures of a run belong in its log, passed or not."""

    def say(*lines):
        with capsys.disabled():
            print()
            for line in lines:
                print(f"chaos: {line}")

    return say


@pytest.fixture
def world(binary, tmp_path):
    """A server that is not started yet, with a witness beside it; nothing of it is left when the test ends."""
    from world import World

    with World(binary, tmp_path) as world:
        yield world
