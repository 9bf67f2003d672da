"""What every check of the clients in Python shares: a line for each, `ok` or `FAIL`, and an exit code."""
import sys
import traceback

_failures = 0


def check(name, body):
    global _failures
    try:
        body()
        print("ok " + name)
    except Exception:
        _failures += 1
        print("FAIL " + name)
        traceback.print_exc()


def refusal(body):
    """The error that the body is refused with."""
    try:
        body()
    except Exception as error:
        return error
    raise AssertionError("it was not refused")


def finish():
    sys.exit(1 if _failures else 0)
