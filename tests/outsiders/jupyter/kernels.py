"""What the tests of the kernel share: a kernel started by Jupyter's own client, in an environment that holds nothing of
the machine's, and what a cell says."""
import contextlib
import os
import time

from jupyter_client.manager import KernelManager

NAME = "claude-prompt"
LONGEST = 60  # seconds that anything may take


@contextlib.contextmanager
def kernel(arguments=(), **environment):
    """A kernel and its client; both end with it."""
    manager = KernelManager(kernel_name=NAME)
    manager.start_kernel(extra_arguments=list(arguments), env={**os.environ, **environment})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=LONGEST)
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=not manager.is_alive())


def send(client, code, cell_id=None, **options):
    """Sends a cell as JupyterLab does, with its id; returns the id of the message."""
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False,
               "stop_on_error": True, **options}
    message = client.session.msg("execute_request", content)
    if cell_id:
        message["metadata"] = {"cellId": cell_id}
    client.shell_channel.send(message)
    return message["header"]["msg_id"]


def outputs_until(client, message, is_last):
    """The iopub messages of a request, up to the first that `is_last`."""
    end = time.monotonic() + LONGEST
    found = []
    while True:
        reply = client.get_iopub_msg(timeout=max(0.1, end - time.monotonic()))
        if reply["parent_header"].get("msg_id") != message:
            continue
        found.append(reply)
        if is_last(reply):
            return found


def is_idle(reply):
    return reply["msg_type"] == "status" and reply["content"]["execution_state"] == "idle"


def is_display(reply):
    return reply["msg_type"] in ("display_data", "update_display_data")


def reply_to(client, message):
    end = time.monotonic() + LONGEST
    while True:
        reply = client.get_shell_msg(timeout=max(0.1, end - time.monotonic()))
        if reply["parent_header"].get("msg_id") == message:
            return reply


def run(client, code, **options):
    """The content of the reply, and all messages of the cell."""
    message = send(client, code, **options)
    return reply_to(client, message)["content"], outputs_until(client, message, is_idle)


def shown(messages, kind="text/plain"):
    """What a front end shows in the end: the last state of each output."""
    states = {}
    for number, message in enumerate(messages):
        if is_display(message) or message["msg_type"] == "execute_result":
            name = message["content"].get("transient", {}).get("display_id", number)
            states[name] = message["content"]["data"].get(kind, "")
    return "\n".join(states.values())
