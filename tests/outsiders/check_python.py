"""check_python.py REQUIREMENTS: whether this Python has the packages of the file in just those versions, and no others.
Says which differ."""
import re
import sys
from importlib.metadata import distributions
from pathlib import Path

OF_EVERY_ENVIRONMENT = {"pip", "setuptools", "wheel"}


def normalized(name):
    return re.sub(r"[-_.]+", "-", name).lower()


pinned = {
    normalized(name): version
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", Path(sys.argv[1]).read_text(), re.MULTILINE)
}
if not pinned:
    sys.exit(f"{sys.argv[1]} names no package")
installed = {normalized(found.metadata["Name"]): found.version for found in distributions()}
different = [
    f"{name} is {installed.get(name, 'not installed')}, not {pinned.get(name, 'wanted')}"
    for name in sorted((pinned.keys() | installed.keys()) - OF_EVERY_ENVIRONMENT)
    if installed.get(name) != pinned.get(name)
]
if different:
    sys.exit("\n".join(different))
