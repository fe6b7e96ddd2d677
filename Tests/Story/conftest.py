import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def binary():
    path = pathlib.Path(os.environ.get("ALMANAC_BIN", ROOT / ".build/debug/almanac"))
    if not path.exists():
        pytest.fail(f"{path} is not there; build it, or name another in ALMANAC_BIN")
    return path.resolve()


@pytest.fixture(scope="module")
def server(binary, tmp_path_factory):
    """One server for a module, with a runner that runs nothing: what is looked at is what it says."""
    from server import Server

    with Server(binary, tmp_path_factory.mktemp("server"), arguments=["--runner", "dry-run"]) as server:
        yield server
        assert server.stop() == 0, server.tail()
