import soak


def test_a_server_works_dies_and_remembers(binary, tmp_path):
    """A short telling of the long story; `soak.py --minutes 10 --downtime 180` tells it whole."""
    arguments = ["--binary", str(binary), "--folder", str(tmp_path)]
    arguments += ["--minutes", "1.2", "--downtime", "65", "--idle-seconds", "20"]
    if "release" not in str(binary):
        # What a debug build costs says nothing of the release; a gross fault still shows.
        arguments += ["--slack", "5"]
    assert soak.main(arguments) == 0
