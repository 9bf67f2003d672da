#!/usr/bin/env python3
"""Starts moto on a free port of 127.0.0.1 without a race: binds it, prints `listening on http://127.0.0.1:PORT`, and
becomes moto, which takes the socket over. Connections wait in the socket's queue until it is ready."""
import os
import socket
import sys

import moto.server  # noqa: F401  (fails here, not later, where moto is not installed)

listener = socket.create_server(("127.0.0.1", 0))
listener.set_inheritable(True)
port = listener.getsockname()[1]
print(f"listening on http://127.0.0.1:{port}", flush=True)
os.environ.update(WERKZEUG_SERVER_FD=str(listener.fileno()), WERKZEUG_RUN_MAIN="true")
os.execv(sys.executable, [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)])
