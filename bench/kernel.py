"""kernel.py PROGRAM ROUNDS: what bench/kernel measures. kernel.py replies: what the endpoint answers."""
import json
import os
import resource
import subprocess
import sys
import time
from statistics import median

DELTAS = 20_000
TEXT = " ".join(str(number) for number in range(DELTAS))[: 5 * DELTAS]
MOST_TOKENS = 30_000
OURS = ["claude-prompt", "%set A = 1"]
THEIRS = ["python3", "a = 1"]

if sys.argv[1:] == ["replies"]:
    print(json.dumps({"rules": [{"reply": {"text": TEXT, "chunk_size": 5}}]}))
    sys.exit()

from jupyter_client.manager import KernelManager  # noqa: E402

program, rounds = sys.argv[1], int(sys.argv[2])


def resident(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def processor_time(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") * 1000


def finish(client, message):
    while True:
        reply = client.get_iopub_msg(timeout=120)
        idle = reply["msg_type"] == "status" and reply["content"]["execution_state"] == "idle"
        if idle and reply["parent_header"].get("msg_id") == message:
            return


def started(name, arguments=()):
    """A kernel that has answered, its client, and how many milliseconds that took."""
    manager = KernelManager(kernel_name=name)
    begin = time.perf_counter()
    manager.start_kernel(extra_arguments=list(arguments))
    client = manager.client()
    client.start_channels()
    message = client.kernel_info()
    while client.get_shell_msg(timeout=60)["parent_header"].get("msg_id") != message:
        pass
    milliseconds = (time.perf_counter() - begin) * 1000
    client.wait_for_ready(timeout=60)  # its outputs are heard, too
    return manager, client, milliseconds


def start_and_rest(kernel):
    name, code = kernel
    manager, client, milliseconds = started(name)
    finish(client, client.execute(code))
    megabytes = resident(manager.provisioner.process.pid)
    client.stop_channels()
    manager.shutdown_kernel()
    return milliseconds, megabytes


def cell_time(client, pid):
    before = processor_time(pid)
    finish(client, client.execute(f"%max_tokens {MOST_TOKENS}\nAnswer."))
    return processor_time(pid) - before


def ask_time():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, "ask", "--no-stream", "--max-tokens", str(MOST_TOKENS), "--model", "haiku", "Answer."], check=True,
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def first_text(*arguments):
    """How many milliseconds pass until the program shows the beginning of the answer."""
    begin = time.perf_counter()
    with subprocess.Popen([program, *arguments, "--model", "haiku"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        seen = b""
        while TEXT[:5].encode() not in seen:
            piece = os.read(process.stdout.fileno(), 4096)
            if not piece:
                sys.exit(f"{arguments} did not show the answer: {seen}")
            seen += piece
        milliseconds = (time.perf_counter() - begin) * 1000
        process.kill()
    return milliseconds


def row(name, ours, bound, unit, goal):
    print(f"| {name} | {ours:.1f} {unit} | {bound:.1f} {unit} | {ours / bound:.2f} | {goal} |")


pairs = [(start_and_rest(OURS), start_and_rest(THEIRS)) for _ in range(rounds)]
times, memory = ([(ours[i], theirs[i]) for ours, theirs in pairs] for i in (0, 1))
row("Jupyter kernel until its first reply; bound: ipykernel", *map(median, zip(*times)), "ms", "ratio ≤ 0.25")
row("Jupyter kernel after a cell, resident; bound: ipykernel", *map(median, zip(*memory)), "MB", "ratio ≤ 0.3")

manager, client, _ = started("claude-prompt", ["--live", "--model", "haiku"])
pid = manager.provisioner.process.pid
cell_time(client, pid)
cells = [(cell_time(client, pid), ask_time()) for _ in range(rounds)]
client.stop_channels()
manager.shutdown_kernel()
row(f"a cell with an answer of {DELTAS:,} pieces, CPU; bound: `ask --no-stream`", *map(median, zip(*cells)), "ms", "ratio ≤ 2")

firsts = [(first_text("tutorial", "1.1", "Answer.", "--live"), first_text("ask", "Answer.")) for _ in range(rounds)]
row("`tutorial --live` until the first text of the answer; bound: `ask`", *map(median, zip(*firsts)), "ms", "ratio ≤ 1.2")
