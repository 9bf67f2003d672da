"""The clients of other languages beside this library: the same requests to the same prepared answers, in turn, on one processor.

A driver that did not receive every answer and every byte of it is not shown, so that a failing one cannot look fast.
"""
import json
import os
import re
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass

from summary import figure, middle, paired_ratios, spread

NAMES = {"go": "Go", "rust": "Rust (AWS)", "java": "Java", "node": "Node", "python": "Python", "boto3": "boto3"}
SLOW = {"node", "python", "boto3", "java"}
USUAL = "anthropic.claude-haiku-4-5-20251001-v1:0"
# How many times as much as ours.
CPU_GOALS = {"go": 4, "rust": 2, "node": 25, "python": 25}
MEMORY_GOALS = dict.fromkeys(NAMES, 1)
KEYS = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "AWS_REGION": "us-east-1",
        "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true", "NO_PROXY": "*"}


@dataclass(frozen=True)
class Run:
    """One way to drive a client."""
    mode: str
    count: int
    slow_count: int
    concurrency: int = 1
    in_quick: bool = False

    def arguments(self, name, quick, url):
        count = self.slow_count if name in SLOW else self.count
        return [self.mode, url, str(max(count // 4, 1) if quick else count), str(self.concurrency)]


ONE_SHOT = Run("oneshot", 1, 1, in_quick=True)
WARM = Run("warm", 8000, 2000)
SOME = Run("many", 16000, 4000, 64, in_quick=True)
MANY = Run("many", 16000, 4000, 1000)
STREAM = Run("stream", 100_000, 100_000)
FIRST = Run("first", 1000, 300)
RUNS = (ONE_SHOT, WARM, SOME, MANY, STREAM, FIRST)

# What is shown: its name, the run, what is taken of it, its unit, and the goals.
ROWS = (
    ("one-shot program, wall", ONE_SHOT, lambda found: found["wall_s"] * 1e3, "ms", {}),
    ("one-shot program, CPU", ONE_SHOT, lambda found: found["cpu_s"] * 1e3, "ms", {}),
    ("one-shot program, peak memory", ONE_SHOT, lambda found: found["peak_kb"] / 1e3, "MB", MEMORY_GOALS),
    ("warm request, CPU", WARM, lambda found: found["cpu_s"] / found["answers"] * 1e6, "µs", CPU_GOALS),
    ("64 at once, CPU a request", SOME, lambda found: found["cpu_s"] / found["answers"] * 1e6, "µs", CPU_GOALS),
    ("64 at once, requests a second", SOME, lambda found: found["answers"] / found["wall_s"], "", {}),
    ("1,000 at once, CPU a request", MANY, lambda found: found["cpu_s"] / found["answers"] * 1e6, "µs", CPU_GOALS),
    ("1,000 at once, requests a second", MANY, lambda found: found["answers"] / found["wall_s"], "", {}),
    ("1,000 at once, peak memory", MANY, lambda found: found["peak_kb"] / 1e3, "MB", MEMORY_GOALS),
    ("stream of 100,000 deltas, CPU a delta", STREAM, lambda found: found["cpu_s"] / found["answers"] * 1e9, "ns", {}),
    ("stream of 100,000 deltas, peak memory", STREAM, lambda found: found["peak_kb"] / 1e3, "MB", MEMORY_GOALS),
    ("warm stream, time to the first delta", FIRST, lambda found: found["first_ms"], "ms", {}),
)


@contextmanager
def canned_server(build):
    with subprocess.Popen([f"{build}/bench/bench_canned"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()
            process.wait()


def answer_size(url):
    """How many bytes of text an answer has."""
    request = urllib.request.Request(f"{url}/model/{USUAL}/invoke", data=b"{}", method="POST")
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
        return len(json.load(answer)["content"][0]["text"].encode())


def stream_size(deltas):
    """How many bytes of text a stream has: 12 a delta, but 11 in every sixteenth (bench/canned_frames.cpp)."""
    return 12 * deltas - deltas // 16


def expected(run, arguments, size):
    """How many answers, and how many bytes."""
    count = int(arguments[2])
    if run.mode == "first":
        return count * 20, count * stream_size(20)
    return count, stream_size(count) if run.mode == "stream" else count * size


class Drivers:
    def __init__(self, build, folder, url):
        self.build, self.url, self.size = build, url, answer_size(url)
        self.commands = {"ours": [f"{build}/bench/bench_peer"]}
        for name in NAMES:
            file = os.path.join(folder, name, "command")
            if os.path.exists(file):
                with open(file, encoding="utf-8") as lines:
                    self.commands[name] = lines.read().splitlines()
        self.environment = {**{name: value for name, value in os.environ.items() if not name.startswith("AWS_")}, **KEYS}
        self.pin = ["taskset", "-c", "0"] if os.cpu_count() > 1 else []

    def drive(self, name, run, quick):
        """What a driver says of itself; None, and a notice, if it did not receive everything."""
        arguments = run.arguments(name, quick, self.url)
        try:
            done = subprocess.run(self.pin + self.commands[name] + arguments, env=self.environment, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True, timeout=120, check=False)
            found = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None
            problem = done.stderr[-300:]
        except (subprocess.TimeoutExpired, ValueError, IndexError) as error:
            found, problem = None, str(error)
        if found and (found["answers"], found["bytes"]) != expected(run, arguments, self.size):
            found, problem = None, f"received {found['answers']} answers of {found['bytes']} bytes"
        if not found:
            print(f"\n*** NOTICE: {name} {' '.join(arguments)} failed: {problem}", file=sys.stderr)
        return found

    def launch(self, name, quick):
        """The whole program from outside, after it has shown that it receives its answer."""
        if not self.drive(name, ONE_SHOT, quick):
            return None
        command = self.commands[name] + ONE_SHOT.arguments(name, quick, self.url)
        output = subprocess.run(self.pin + [f"{self.build}/bench/bench_measure", "1" if quick else "3", *command, "--", "true"],
                                env=self.environment, stdout=subprocess.PIPE, text=True, check=True).stdout
        wall, cpu, peak, _ = map(float, output.splitlines()[0].split())
        return {"wall_s": wall / 1e3, "cpu_s": cpu / 1e3, "peak_kb": peak}


def table(found, rows, names):
    shown = [name for name in NAMES if name in names]
    lines = ["| what | ours | " + " | ".join(NAMES[name] for name in shown) + " | goal | met |", "|---" * (len(shown) + 4) + "|"]
    for what, run, take, unit, goals in rows:
        figures = {name: [one and take(one) for one in found[run].get(name, [])] for name in names}
        cells, missed = [figure(middle(figures["ours"]), unit)], []
        for name in shown:
            times = spread(paired_ratios(figures[name], figures["ours"]))
            cells.append(f"{figure(middle(figures[name]), unit)} ({figure(times[0])}×)" if times else "–")
            if times and name in goals and (times[0] < goals[name] or (goals[name] == 1 and times[0] <= 1)):
                missed.append(f"{NAMES[name]} {figure(times[0])}")
        goal = "–"
        if goals:
            goal = "less than each" if goals is MEMORY_GOALS else ", ".join(f"{NAMES[name]} ≥ {times}×" for name, times in goals.items())
        cells += [goal, "–" if not goals or not shown else "**no**: " + ", ".join(missed) if missed else "yes"]
        lines.append(f"| {what} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def measure(build, folder, quick, only):
    rows = [row for row in ROWS if (row[1].in_quick or not quick) and (not only or re.search(only, "peers") or re.search(only, row[0]))]
    runs = [run for run in RUNS if any(row[1] is run for row in rows)]
    found = {run: {} for run in runs}
    with canned_server(build) as url:
        drivers = Drivers(build, folder, url)
        for _ in range(1 if quick else 3):
            for run in runs:
                print(f"peers: {run.mode} {run.concurrency} …", file=sys.stderr)
                for name in drivers.commands:
                    one = drivers.launch(name, quick) if run is ONE_SHOT else drivers.drive(name, run, quick)
                    found[run].setdefault(name, []).append(one)
        return table(found, rows, list(drivers.commands))
