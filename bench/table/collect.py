#!/usr/bin/env python3
"""Measures ours and the build before in turn and prints the table: what script/bench runs once everything is built.

collect.py --build FOLDER [--source FOLDER] [--before FOLDER --before-source FOLDER] [--quick] [--only PATTERN]
           [--peers FOLDER] [--no-table] [--growth] [--markdown FILE]
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time

import growth
import peers
from rows import GROUPS
from summary import figure, met, middle, paired_ratios, ratio, spread, verdict

BENCH = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HEAD = "| what | ours | before | bound | ours/before | ours/bound | goal | met |\n|---|---|---|---|---|---|---|---|"


def notice(text):
    print(f"\n*** NOTICE: {text}", file=sys.stderr)


class Build:
    """One of the builds that take turns."""

    def __init__(self, folder, source):
        self.folder, self.source = folder, source


class Collector:
    def __init__(self, options, work):
        self.quick, self.work = options.quick, work
        self.ours = Build(options.build, options.source)
        self.before = Build(options.before, options.before_source) if options.before else None

    # --- One round of one build: a dictionary of what was found ---------------------------------------------

    def benchmark(self, group, build):
        """Each function's JSON object by its name. The build before does without the bounds."""
        wanted = {row.ours.split()[0] for row in group.rows}
        if build is self.ours:
            wanted |= {row.bound.split()[0] for row in group.rows if row.bound}
        out = os.path.join(self.work, "benchmarks.json")
        subprocess.run([
            f"{build.folder}/bench/anthropic_bench", f"--benchmark_filter=^({'|'.join(sorted(wanted))})(/|$)", f"--benchmark_out={out}",
            "--benchmark_out_format=json", "--benchmark_repetitions=1", "--benchmark_report_aggregates_only=false",
            "--benchmark_enable_random_interleaving=false", f"--benchmark_min_time={0.05 if self.quick else 0.2}"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(out, encoding="utf-8") as file:
            measured = json.load(file)["benchmarks"]
        return {one["name"].split("/")[0]: one for one in measured if not one.get("error_occurred")}

    def script(self, group, build):
        """The cells of each row that it prints, by the row's name."""
        places = {"bench": BENCH, "build": build.folder, "source": build.source, "programs": self.ours.folder + "/bench", "work": self.work,
                  "rounds": 5 if self.quick else 10, "seconds": 3, "lines": 200_000 if self.quick else 1_000_000}
        output = subprocess.run([part.format(**places) for part in group.command], check=True, stdout=subprocess.PIPE, text=True,
                                stderr=None if "BENCH_VERBOSE" in os.environ else subprocess.DEVNULL).stdout
        lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in output.splitlines() if line.startswith("| ")]
        return {cells[0]: cells[1:] for cells in lines}

    def size(self, _, build):
        found = {}
        for name, file in ("program", f"{build.folder}/cli/claude-bedrock"), ("library", f"{build.folder}-shared/src/libanthropic.so"):
            if os.path.exists(file):
                stripped = os.path.join(self.work, name)
                subprocess.run(["strip", "-o", stripped, file], check=True)
                found[name] = [f"{os.path.getsize(stripped) / 1e6} MB", "–"]
        return found

    # --- Rounds -----------------------------------------------------------------------------------------------

    def measure(self, group):
        """What the rounds found: one dictionary a round, of ours and of the build before."""
        builds = [self.ours] + ([self.before] if self.before and group.has_before else [])
        found = {build: [] for build in builds}
        for round_ in range(group.quick_rounds if self.quick else group.rounds):
            for build in builds if round_ % 2 == 0 else reversed(builds):
                try:
                    found[build].append(getattr(self, group.source)(group, build))
                except (OSError, subprocess.CalledProcessError) as error:
                    if build is self.ours:
                        notice(f"{group.name}: {error}")
                    found[build].append({})
        return found[self.ours], found.get(self.before, [])


def take(found, group, row, column):
    """The figure of a row in one round: `column` 0 is ours, 1 the bound. None if it was not measured."""
    if group.source == "benchmark":
        wanted = (row.bound if column else row.ours).split()
        if not wanted or wanted[0] not in found:
            return None
        name, value = wanted
        one = found[name]
        if value in ("µs", "ns"):
            return one["cpu_time"] * {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}[one["time_unit"]] / {"ns": 1, "µs": 1e3}[value]
        if value.endswith("_per_item"):
            return 1e9 / one["items_per_second"] / {"ns": 1, "µs": 1e3}[value[:2]]
        return one.get(value)
    pattern = row.ours or re.escape(row.what)
    cells = next((cells for name, cells in found.items() if re.fullmatch(pattern, name)), None)
    number = re.match(r"-?[\d.]+", cells[column]) if cells else None
    return float(number[0]) if number else None


def table_row(group, row, ours, before):
    values = [take(found, group, row, 0) for found in ours]
    older = [take(found, group, row, 0) for found in before]
    bounds = [take(found, group, row, 1) for found in ours]
    to_before, to_bound = (spread(paired_ratios(values, others)) for others in (older, bounds))
    value = middle(values)
    is_met = met(row.goal, value, to_before and to_before[0], to_bound and to_bound[0])
    cells = [row.what, figure(value, row.unit), figure(middle(older), row.unit), figure(middle(bounds), row.unit), ratio(to_before),
             ratio(to_bound), row.goal.replace("bound ", "ours/bound ").replace("before ", "ours/before ") or "–", verdict(is_met)]
    return "| " + " | ".join(cells) + " |"


def chosen_rows(group, only):
    """The rows that are asked for: all of a group that is, else those whose own text is."""
    if not only or re.search(only, group.name):
        return group.rows
    return tuple(row for row in group.rows if re.search(only, row.what) or re.search(only, row.ours))


def measure_table(options, collector):
    lines = [HEAD]
    for group in GROUPS:
        rows = chosen_rows(group, options.only)
        if not rows or (options.quick and not group.quick_rounds):
            continue
        begin = time.monotonic()
        print(f"{group.name} …", end="", file=sys.stderr, flush=True)
        ours, before = collector.measure(group)
        print(f" {time.monotonic() - begin:.0f} s", file=sys.stderr)
        lines += [table_row(group, row, ours, before) for row in rows]
    return "\n".join(lines)


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = re.search(r"^model name.*: (.*)$", file.read(), re.M)
    compiler = subprocess.run(["g++", "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[0]
    return f"{time.strftime('%Y-%m-%d', time.gmtime())}, {os.cpu_count()} × {model[1] if model else 'unknown'}, {compiler}"


def put_into(page, name, text):
    """Replaces what stands between the page's markers of that name."""
    with open(page, encoding="utf-8") as file:
        whole = file.read()
    begin, end = f"<!-- bench: {name} -->\n", f"<!-- bench: end of {name} -->\n"
    if begin not in whole or end not in whole:
        sys.exit(f"{page} has no markers of {name!r}")
    head, rest = whole.split(begin, 1)
    with open(page, "w", encoding="utf-8") as file:
        file.write(head + begin + "\n" + text + "\n\n" + end + rest.split(end, 1)[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--source", default=os.path.dirname(BENCH))
    parser.add_argument("--before")
    parser.add_argument("--before-source")
    parser.add_argument("--before-name", default="–")
    parser.add_argument("--peers", help="the folder that bench/peers/prepare has filled")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--no-table", action="store_true")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--markdown")
    options = parser.parse_args()
    if options.only and options.markdown:
        parser.error("--markdown replaces whole tables, so it cannot go with --only")

    begin = time.monotonic()
    sections = []
    with tempfile.TemporaryDirectory(dir=options.build) as work:
        if not options.no_table:
            head = f"Measured on {machine()}" + (f"; the build before is {options.before_name}." if options.before else ".")
            sections.append(("table", head + "\n\n" + measure_table(options, Collector(options, work))))
        if options.peers:
            sections.append(("peers", peers.measure(options.build, options.peers, options.quick, options.only)))
        if options.growth:
            sections.append(("growth", growth.measure(options.build, work, options.quick)))
    for name, text in sections:
        print(f"\n{text}")
        if options.markdown:
            put_into(options.markdown, name, text)
    print(f"\nmeasured in {time.monotonic() - begin:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
