#!/usr/bin/env python3
"""How much memory an open stream costs the local endpoint: endpoint_memory.py PROGRAM [STREAMS]

Opens so many streams that stall after two deltas, in HTTP/1.1 and in HTTP/2, and prints rows of what each adds to the
endpoint's memory (RssAnon, not shared with others). Both sides need an open file for each connection.
"""
import re
import resource
import socket
import struct
import subprocess
import sys
import time
import urllib.parse

WARM = 100
AT_LEAST = 600  # bytes of an answer: the deltas before the stall have come
MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
PATH = f"/model/{MODEL}/invoke-with-response-stream".encode()
FAULT = b"stall=3600,after=2"
BODY = (b'{"anthropic_version":"bedrock-2023-05-31","max_tokens":100,'
        b'"messages":[{"role":"user","content":"Hello"}]}')


def receive(connection, size):
    while size > 0:
        got = connection.recv(65536)
        assert got, "the endpoint has closed a connection"
        size -= len(got)


def http1(port):
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(b"POST " + PATH + b" HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                       b"x-local-fault: " + FAULT + b"\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY)
    receive(connection, AT_LEAST)
    return connection


def frame(kind, flags, stream, payload):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def field(name, value):
    assert len(name) < 127 and len(value) < 127  # the length of a longer one takes more than a byte
    return b"\x00" + bytes([len(name)]) + name + bytes([len(value)]) + value


def http2(port, streams):
    head = b"".join(field(name, value) for name, value in (
        (b":method", b"POST"), (b":scheme", b"http"), (b":path", PATH), (b":authority", b"localhost"),
        (b"content-type", b"application/json"), (b"x-local-fault", FAULT)))
    connection = socket.create_connection(("127.0.0.1", port))
    window = frame(8, 0, 0, struct.pack(">I", 1 << 28))
    connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, b"") + window)
    for number in range(1, 2 * streams, 2):
        connection.sendall(frame(1, 4, number, head) + frame(0, 1, number, BODY))
    receive(connection, AT_LEAST * streams)
    return connection


def memory(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        return int(re.search(r"RssAnon:\s+(\d+)", status.read())[1]) * 1024


def measure(name, goal, program, count, streams, open_connection):
    command = [program, "local", "--auth", "off", "--max-connections", str(count + WARM + 1)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            port = urllib.parse.urlsplit(process.stdout.readline().split()[-1]).port
            connections = [open_connection(port) for _ in range(max(1, WARM // streams))]
            before = memory(process)
            connections += [open_connection(port) for _ in range(count // streams)]
            time.sleep(0.5)
            each = (memory(process) - before) / (count // streams * streams)
            print(f"| local endpoint: memory of an open stream, of {count:,}, {name} | {each / 1000:.1f} kB | – | – | {goal} |")
        finally:
            process.kill()


def main():
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    if limit < count + 2 * WARM:
        sys.exit(f"{count} streams take as many open files, and there may be {limit}: ulimit -Hn")
    measure("HTTP/1.1", "≤ 12 kB", program, count, 1, http1)
    measure("HTTP/2, 100 a connection", "≤ 12 kB", program, count, 100, lambda port: http2(port, 100))
    measure("HTTP/2, each on its own connection", "–", program, count, 1, lambda port: http2(port, 1))


if __name__ == "__main__":
    main()
