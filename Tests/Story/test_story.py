import os

import soak


def test_a_server_works_dies_and_remembers(binary, tmp_path):
    """A short telling of the long story; `soak.py --minutes 10 --downtime 180` tells it whole."""
    release = "release" in str(binary)
    arguments = ["--binary", str(binary), "--folder", str(tmp_path), "--minutes", "1.2", "--downtime", "65", "--idle-seconds", "20"]
    if not release:
        arguments += ["--slack", os.environ.get("STORY_SLACK", "5")]
    assert soak.main(arguments) == 0
