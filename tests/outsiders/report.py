"""What the checks of AWS's clients share: a line for each, `ok` or `FAIL`, and an exit code."""
import sys


class Report:
    def __init__(self, subject):
        self.subject = subject
        self.failures = 0

    def check(self, name, passed, seen=""):
        self.failures += not passed
        print(f"{'ok' if passed else 'FAIL'} {self.subject}{name}" + ("" if passed else f": {seen!r}"))

    def finish(self):
        sys.exit(1 if self.failures else 0)
