"""The kernel as front ends treat it: kernel_test.py PROGRAM WORK

Interrupts, restarts, floods of text, dying front ends. PROGRAM plays Claude where cells are live. Prints a line for each
test, `ok` or `FAIL`."""
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path

import pexpect
from kernels import (LONGEST, is_idle, kernel, outputs_until, reply_to, run, send, shown)

program, work = sys.argv[1], Path(sys.argv[2])
EXERCISE = "%exercise 1.1\n"
SECRET = "SECRETOFTHETEST1234567890abcdefghijklmnop"
LONG = " ".join(str(number) for number in range(20_000))[:100_000]  # 20,000 deltas of five characters
REPLIES = {"rules": [{"match": {"user_contains": "long"}, "reply": {"text": LONG, "chunk_size": 5}},
                     {"match": {"user_contains": "slow"}, "reply": {"text": "word " * 2000, "chunk_size": 5, "pace_ms": 50}},
                     {"reply": {"text": "A short <b>answer</b>."}}]}
state = work / "state"
os.environ["XDG_STATE_HOME"] = str(state)


def attempts(exercise="1.1"):
    return json.loads((state / "claude-bedrock" / "tutorial.json").read_text())["exercises"][exercise]["attempts"]


def forget():
    (state / "claude-bedrock" / "tutorial.json").unlink(missing_ok=True)


def live(**more):
    return kernel(["--live", "--region", "us-east-1"], AWS_ENDPOINT_URL_BEDROCK_RUNTIME=url, AWS_ACCESS_KEY_ID="KEYOFTHETEST",
                  AWS_SECRET_ACCESS_KEY=SECRET, **more)


def wait_for_end(pid, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def begin_slow_cell(client):
    """A cell that is in the middle of its answer."""
    message = send(client, "%max_tokens 5000\nAnswer slow.")
    outputs_until(client, message, lambda reply: reply["msg_type"] == "update_display_data")
    return message


def assert_interrupted(client, message):
    start = time.monotonic()
    reply = reply_to(client, message)["content"]
    assert time.monotonic() - start < 5
    assert reply["status"] == "error" and reply["ename"] == "Interrupted", reply
    assert reply["evalue"] and isinstance(reply["traceback"], list), reply
    last = outputs_until(client, message, is_idle)
    errors = [output["content"] for output in last if output["msg_type"] == "error"]
    assert [error["ename"] for error in errors] == ["Interrupted"], errors
    assert run(client, "Hello")[0]["status"] == "ok"


def an_interrupt_ends_the_answer():
    with live() as (manager, client):
        message = begin_slow_cell(client)
        manager.interrupt_kernel()
        assert_interrupted(client, message)


def an_interrupt_by_message_ends_the_answer():
    with live() as (_, client):
        message = begin_slow_cell(client)
        client.control_channel.send(client.session.msg("interrupt_request", {}))
        assert client.get_control_msg(timeout=LONGEST)["content"]["status"] == "ok"
        assert_interrupted(client, message)


def an_interrupt_of_nothing_hurts_no_cell():
    with kernel() as (manager, client):
        manager.interrupt_kernel()
        for _ in range(20):
            assert run(client, EXERCISE + "Count!")[0]["status"] == "ok"
            manager.interrupt_kernel()  # of what has just ended
        client.control_channel.send(client.session.msg("interrupt_request", {}))
        client.get_control_msg(timeout=LONGEST)
        assert run(client, EXERCISE + "Count!")[0]["status"] == "ok"
        assert manager.is_alive()


def a_restarted_kernel_remembers():
    forget()
    with kernel() as (manager, client):
        run(client, EXERCISE + "Hello")
        manager.restart_kernel()
        client.wait_for_ready(timeout=LONGEST)
        reply, messages = run(client, "%hint 1.1")
        assert reply["status"] == "ok" and "Hint 1 of 2" in shown(messages), messages


def a_flood_is_few_messages_and_all_of_the_text():
    with live() as (_, client):
        start = time.monotonic()
        message = send(client, "%max_tokens 30000\nA long answer.")
        messages = outputs_until(client, message, is_idle)
        seconds = time.monotonic() - start
        assert reply_to(client, message)["content"]["status"] == "ok"
        assert len(messages) <= 10 + 30 * seconds, (len(messages), seconds)
        assert len(messages) < 300, len(messages)
        assert any(output["msg_type"] == "update_display_data" for output in messages)
        assert LONG in shown(messages, "text/markdown") and LONG in shown(messages)
        # What a front end shows that replaces nothing.
        assert LONG in "".join(output["content"]["data"]["text/plain"] for output in messages if output["msg_type"] == "display_data")


def two_kernels_share_the_progress():
    forget()
    with kernel() as (_, one), kernel() as (_, two):
        sent = [(client, send(client, EXERCISE + "Hello")) for _ in range(10) for client in (one, two)]
        for client, message in sent:
            assert reply_to(client, message)["content"]["status"] == "ok"
    assert attempts() == 20, attempts()


def a_kernel_ends_with_its_front_end():
    source = ("import sys, time\nfrom jupyter_client.manager import start_new_kernel\n"
              "manager, client = start_new_kernel(kernel_name='claude-prompt')\n"
              "print(manager.provisioner.process.pid, flush=True)\ntime.sleep(600)\n")
    for is_busy in (False, True):
        if is_busy:
            source = source.replace("print(", "client.execute('%max_tokens 5000\\nAnswer slow.')\n"
                                    "while client.get_iopub_msg(timeout=60)['msg_type'] != 'update_display_data': pass\nprint(")
            source = source.replace("kernel_name='claude-prompt'", "kernel_name='claude-prompt', extra_arguments=['--live', '--region', 'us-east-1']")
        environment = {**os.environ, "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": url, "AWS_ACCESS_KEY_ID": "KEYOFTHETEST",
                       "AWS_SECRET_ACCESS_KEY": SECRET}
        parent = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True, env=environment)
        pid = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
        assert wait_for_end(pid), f"it outlives its {'busy ' if is_busy else ''}front end"


def sigterm_ends_it_cleanly():
    for begin in (lambda client: None, begin_slow_cell):
        with live() as (manager, client):
            begin(client)
            process = manager.provisioner.process
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0


def a_shutdown_does_not_wait_for_the_answer():
    with live() as (manager, client):
        begin_slow_cell(client)
        process = manager.provisioner.process
        client.shutdown()
        assert process.wait(10) == 0


def an_error_is_told_in_the_reply_and_in_the_cell():
    with kernel() as (_, client):
        reply, messages = run(client, "%nonsense")
        errors = [message["content"] for message in messages if message["msg_type"] == "error"]
        assert len(errors) == 1
        for error in (reply, errors[0]):
            assert error["ename"] == "CellError" and "%nonsense" in error["evalue"], error
            assert error["traceback"] and all(isinstance(line, str) for line in error["traceback"]), error


def cells_behind_an_error_are_given_up_one_by_one():
    with live() as (manager, client):
        sent = [begin_slow_cell(client), send(client, "Hello"), send(client, EXERCISE + "Hello")]
        question = client.kernel_info()  # is answered, among them
        for _ in range(3):  # by then they have arrived
            outputs_until(client, sent[0], lambda reply: reply["msg_type"] == "update_display_data")
        manager.interrupt_kernel()
        replies = [reply_to(client, message)["content"] for message in [*sent, question]]
        assert [reply["status"] for reply in replies] == ["error", "aborted", "aborted", "ok"], replies
        for message in sent[1:]:
            outputs_until(client, message, is_idle)
        assert run(client, "Hello")[0]["status"] == "ok"
        sent = [send(client, code, stop_on_error=False) for code in ("%nonsense", "Hello")]
        assert [reply_to(client, message)["content"]["status"] for message in sent] == ["error", "ok"]


def a_failed_call_is_an_error_without_secrets():
    with kernel(
            ["--live", "--region", "us-east-1"], AWS_ENDPOINT_URL_BEDROCK_RUNTIME=url, AWS_ACCESS_KEY_ID="KEYOFTHETEST",
            AWS_SECRET_ACCESS_KEY=SECRET[::-1]) as (_, client):
        reply, messages = run(client, "Hello")
        assert reply["status"] == "error" and reply["ename"] in ("authentication", "permission_denied"), reply
        told = json.dumps([reply] + [message["content"] for message in messages])
        assert SECRET[::-1] not in told and "input_request" not in told


def without_lessons_cells_say_why():
    with kernel(["--lessons", "/nowhere"]) as (_, client):
        reply, _ = run(client, "Hello")
        assert reply["status"] == "error" and "/nowhere" in reply["evalue"], reply


def words_that_front_ends_append_do_no_harm():
    with kernel(["lesson.txt", "--strange"]) as (_, client):
        assert run(client, "Hello")[0]["status"] == "ok"


def a_silent_cell_says_nothing():
    with kernel() as (_, client):
        message = send(client, "%exercise 1.1\nHello", silent=True, store_history=False)
        outputs = outputs_until(client, message, is_idle)
        assert {output["msg_type"] for output in outputs} == {"status"}, outputs


def the_answer_streams_as_markdown():
    with live() as (manager, client):
        message = begin_slow_cell(client)
        found = outputs_until(client, message, lambda reply: reply["msg_type"] == "update_display_data")
        assert "word word" in found[-1]["content"]["data"]["text/markdown"]
        assert found[-1]["content"]["transient"]["display_id"]
        manager.interrupt_kernel()
        outputs_until(client, message, is_idle)
        _, messages = run(client, "Hello")
        assert "&lt;b>answer&lt;/b>" in shown(messages, "text/markdown")
        assert "<b>answer</b>" in shown(messages) and "recorded" not in shown(messages)


def a_changed_cell_is_known_by_its_id():
    with kernel() as (_, client):
        cells = json.loads((Path(os.environ["LESSONS"]) / "01_Basic_Prompt_Structure.ipynb").read_text())["cells"]
        cell = next(cell for cell in cells if cell["cell_type"] == "code" and
                    cell["metadata"].get("tutorial", {}).get("replies") and "%" not in "".join(cell["source"]))
        run(client, "Something that no lesson says", cell_id=cell["id"])
        where = json.loads((state / "claude-bedrock" / "tutorial.json").read_text())
        assert (where["lesson"], where["cell"]) == ("01", cell["id"]), where


def completion_counts_characters():
    with kernel() as (_, client):
        message = client.complete("äöü 语\n%sy", 8)
        reply = reply_to(client, message)["content"]
        assert (reply["matches"], reply["cursor_start"], reply["cursor_end"]) == (["%system"], 6, 9) or (
            reply["cursor_start"], reply["cursor_end"]) == (6, 8), reply
        run(client, "%set TOPIC = tides\nAbout {TOPIC}")
        message = client.inspect("About {TOPIC}", 9)
        assert "tides" in reply_to(client, message)["content"]["data"]["text/plain"]
        message = client.complete("About {TO", 9)
        assert reply_to(client, message)["content"]["matches"] == ["{TOPIC}"]


def the_history_is_numbered():
    with kernel() as (_, client):
        for code in ("%set A = 1", "%set B = 2", "%set A = 1"):
            run(client, code)
        message = client.history(hist_access_type="tail", n=2, output=True)
        found = reply_to(client, message)["content"]["history"]
        assert [entry[1] for entry in found] == [2, 3] and found[0][2][0] == "%set B = 2", found
        message = client.history(hist_access_type="search", pattern="%set A*", unique=True)
        assert len(reply_to(client, message)["content"]["history"]) == 1


def a_missing_connection_file_is_told():
    spec = json.loads(subprocess.run([sys.executable, "-m", "jupyter", "kernelspec", "list", "--json"], check=True,
                                     capture_output=True, text=True).stdout)["kernelspecs"]["claude-prompt"]
    done = subprocess.run([spec["spec"]["argv"][0], "-f", str(work / "nothing.json")], capture_output=True, text=True, timeout=30)
    assert done.returncode == 2 and "nothing.json" in done.stderr, done


def jupyter_run_and_console_show_the_answer():
    source = work / "cell.txt"
    source.write_text(EXERCISE + "Count from one to three.")
    done = subprocess.run([sys.executable, "-m", "jupyter", "run", "--kernel", "claude-prompt", str(source)], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=LONGEST)
    assert "1, 2, 3" in done.stdout, done
    console = pexpect.spawn(sys.executable, ["-m", "jupyter", "console", "--simple-prompt", "--kernel", "claude-prompt"],
                            encoding="utf-8", timeout=LONGEST, dimensions=(50, 200))
    console.expect(r"In \[1\]: ")
    console.sendline("%reset 1.1")
    console.expect("begins anew")
    console.expect(r"In \[2\]: ")
    console.sendline("A prompt of nobody's")
    console.expect("recorded practice material, not Claude")
    console.expect("output tokens")
    console.expect(r"In \[3\]: ")
    console.sendeof()
    console.expect(r"exit")
    console.sendline("y")
    console.expect(pexpect.EOF)


def no_kernel_is_left():
    runtime = os.environ["JUPYTER_RUNTIME_DIR"]
    end = time.monotonic() + 10
    while time.monotonic() < end:
        left = [path.parent.name for path in Path("/proc").glob("[0-9]*/cmdline")
                if runtime.encode() in readable(path) and b"claude-bedrock-kernel" in readable(path)]
        if not left:
            return
        time.sleep(0.1)
    raise AssertionError(left)


def readable(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


replies = work / "replies.json"
replies.write_text(json.dumps(REPLIES))
endpoint = subprocess.Popen([program, "local", "--port", "0", "--replies", str(replies), "--access-key", "KEYOFTHETEST", "--secret-key",
                             SECRET], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
failed = False
try:
    url = endpoint.stdout.readline().strip().removeprefix("listening on ")
    chosen = sys.argv[3:]
    for test in [an_interrupt_ends_the_answer, an_interrupt_by_message_ends_the_answer, an_interrupt_of_nothing_hurts_no_cell,
                 a_restarted_kernel_remembers, a_flood_is_few_messages_and_all_of_the_text, two_kernels_share_the_progress,
                 a_kernel_ends_with_its_front_end, sigterm_ends_it_cleanly, a_shutdown_does_not_wait_for_the_answer,
                 an_error_is_told_in_the_reply_and_in_the_cell, cells_behind_an_error_are_given_up_one_by_one,
                 a_failed_call_is_an_error_without_secrets, without_lessons_cells_say_why,
                 words_that_front_ends_append_do_no_harm, a_silent_cell_says_nothing, the_answer_streams_as_markdown,
                 a_changed_cell_is_known_by_its_id, completion_counts_characters, the_history_is_numbered,
                 a_missing_connection_file_is_told, jupyter_run_and_console_show_the_answer, no_kernel_is_left]:
        name = test.__name__.replace("_", " ")
        if chosen and not any(word in name for word in chosen):
            continue
        try:
            test()
            print("ok jupyter " + name, flush=True)
        except Exception:  # every test is judged
            failed = True
            print("FAIL jupyter " + name, flush=True)
            traceback.print_exc()
finally:
    endpoint.terminate()
    endpoint.wait()
sys.exit(failed)
