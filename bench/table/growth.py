"""How the cost grows with requests at once, bodies, histories, streams, batches, and connections through a proxy: a small table each."""
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

from peers import KEYS, canned_server, stream_size
from summary import figure

AT_ONCE = (1, 4, 16, 64, 256, 1000, 4000)
BODIES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 25_000_000)
HISTORIES = (1, 10, 100, 1_000, 10_000)
STREAMS = (10_000, 100_000, 1_000_000, 10_000_000)
BATCHES = (10_000, 100_000, 1_000_000)
THROUGH_PROXY = 200


def run_json(*command, environment=None):
    """What a program says of itself; None, and a notice, if it failed."""
    pin = ["taskset", "-c", "0"] if os.cpu_count() > 1 else []
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    done = subprocess.run(pin + [str(part) for part in command], env={**inherited, **KEYS, **(environment or {})}, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        print(f"\n*** NOTICE: {' '.join(map(str, command))} failed: {done.stderr[-300:]}", file=sys.stderr)
        return None
    return json.loads(done.stdout)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    return "\n".join(lines + ["| " + " | ".join(cells) + " |" for cells in rows])


def at_once(programs, url, quick):
    rows = []
    for number in AT_ONCE:
        count = max(4000 if quick else 20_000, number * 4)
        found = run_json(f"{programs}/bench_peer", "many", url, count, number)
        if found:
            rows.append([f"{number:,}", figure(found["cpu_s"] / count * 1e6, "µs"), figure(count / found["wall_s"]),
                         figure(found["peak_kb"] / 1e3, "MB")])
    return table(["requests in flight", "CPU a request", "requests a second", "peak memory"], rows)


def in_a_request(programs, url, what, sizes, name, unit):
    rows = []
    for size in sizes:
        count = max(4, min(2000, 20_000_000 // (size * (1 if what == "body" else 200))))
        found = run_json(f"{programs}/bench_growth", what, url, size, count)
        if found:
            cpu = found["cpu_s"] / count
            thousands = size / (1000 if what == "body" else 1)
            rows.append([f"{size:,}", figure(cpu * 1e6, "µs"), figure(cpu / thousands * 1e6, "µs"), figure(found["peak_kb"] / 1e3, "MB")])
    return table([name, "CPU a request", f"CPU a {unit}", "peak memory"], rows)


def streams(programs, url, quick):
    rows = []
    for deltas in STREAMS[:-1] if quick else STREAMS:
        found = run_json(f"{programs}/bench_growth", "stream", url, deltas)
        if found:
            rows.append([f"{deltas:,}", figure(found["cpu_s"] / deltas * 1e9, "ns"), figure(stream_size(deltas) / 1e6, "MB"),
                         figure(found["before_kb"] / 1e3, "MB"), figure(found["peak_kb"] / 1e3, "MB")])
    return table(["deltas of a stream", "CPU a delta", "their text, which the stream keeps", "peak memory after a quarter", "peak memory"], rows)


def batches(programs, work, quick):
    rows = []
    for lines in BATCHES[:-1] if quick else BATCHES:
        output = subprocess.run([f"{programs}/bench_batch_books", work, str(lines)], stdout=subprocess.PIPE, text=True, check=True).stdout
        cells = [line.split("|")[2].strip() for line in output.splitlines() if line.startswith("|")]
        rows.append([f"{lines:,}", *cells[:4]])
    return table(["lines of a batch", "bookkeeping a line, CPU", "memory more than with 1,000 lines", "resuming, wall", "memory of resuming"],
                 rows)


@contextmanager
def squid(work):
    """A proxy on loopback that keeps nothing: its URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = os.path.join(work, "squid.conf")
    with open(settings, "w", encoding="utf-8") as file:
        file.write(f"http_port 127.0.0.1:{port}\nhttp_access allow all\ncache deny all\naccess_log none\ncache_log /dev/null\n"
                   f"pid_filename none\ncoredump_dir {work}\nmax_filedescriptors 4096\nvisible_hostname localhost\n"
                   "server_persistent_connections on\nshutdown_lifetime 0 seconds\n")
    with subprocess.Popen(["squid", "-N", "-f", settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def through_proxy(programs, url, work, quick):
    count = 2000 if quick else 10_000
    rows = []
    for name, proxy in ("straight", None), ("through squid", squid):
        if proxy is None:
            found = run_json(f"{programs}/bench_peer", "many", url, count, THROUGH_PROXY)
        else:
            with proxy(work) as address:
                found = run_json(f"{programs}/bench_peer", "many", url, count, THROUGH_PROXY, environment={"BENCH_PROXY": address})
        if found:
            rows.append([name, figure(found["cpu_s"] / count * 1e6, "µs"), figure(count / found["wall_s"]), figure(found["peak_kb"] / 1e3, "MB")])
    return table([f"{THROUGH_PROXY} connections to one host", "CPU a request", "requests a second", "peak memory"], rows)


def measure(build, work, quick):
    programs = f"{build}/bench"
    with canned_server(build) as url:
        parts = [at_once(programs, url, quick)]
        for part in (lambda: in_a_request(programs, url, "body", BODIES, "bytes of a message", "kB"),
                     lambda: in_a_request(programs, url, "history", HISTORIES, "messages of 200 bytes", "message"),
                     lambda: streams(programs, url, quick),
                     lambda: batches(programs, work, quick),
                     lambda: through_proxy(programs, url, work, quick)):
            print(f"growth: {len(parts)} …", file=sys.stderr)
            parts.append(part())
    return "\n\n".join(parts)
