"""The external witness: each run creates a file of its own, named by schedule and scheduled instant, with O_EXCL.

It knows nothing of the server and survives it. A second run of one occurrence can't create the file; that, too, is put
on record, in a folder beside.
"""

import pathlib
import shlex


class Witness:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.seen = self.folder / "seen"
        self.again = self.folder / "again"
        for each in (self.seen, self.again):
            each.mkdir(parents=True)

    def command(self, afterwards=""):
        """Shell text that testifies and then does something else. `set -C` makes `>` create with O_EXCL."""
        name = '"$ALMANAC_JOB_ID@$ALMANAC_SCHEDULED_AT"'
        first = f'echo "$ALMANAC_RUN_ID" > {shlex.quote(str(self.seen))}/{name}'
        second = f'echo "$ALMANAC_RUN_ID" > {shlex.quote(str(self.again))}/{name}"@$ALMANAC_RUN_ID"'
        return f"set -C; {first} || {second}; {afterwards}".rstrip("; ")

    def testimony(self):
        """Run ids by (job, scheduled second). Empty where the run was ended between creating the file and writing it."""
        return {self._occurrence(path.name): path.read_text().strip() for path in self.seen.iterdir()}

    def repeated(self):
        return sorted(path.name for path in self.again.iterdir())

    @staticmethod
    def _occurrence(name):
        job, _, second = name.rpartition("@")
        return job, int(second)
