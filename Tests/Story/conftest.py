import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def binary():
    from server import find_binary

    return find_binary(ROOT)


@pytest.fixture(scope="module")
def server(binary, tmp_path_factory):
    """One server for a module, with a runner that runs nothing: what is looked at is what it says."""
    from server import Server

    config = "alerts:\n  - {name: ops, type: command, command: [/bin/true]}\n"
    with Server(binary, tmp_path_factory.mktemp("server"), config=config, arguments=["--runner", "dry-run"]) as server:
        yield server
        assert server.stop() == 0, server.tail()
