#!/usr/bin/python3
"""Swift with its S3 interface on this machine: a second S3, which checks signatures strictly.

    swift_s3.py --secret SECRET

Runs Debian's swift-proxy, -account, -container and -object on free ports of 127.0.0.1, with everything they write in a
folder that goes away with them. Prints `listening on http://127.0.0.1:PORT` when all answer; ends when it is
told to (SIGTERM). The access key is "test:tester", the account and the user of its tempauth.
"""
import argparse
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from swift.common.ring import RingBuilder

STORAGE = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
fallocate_reserve = 0
user = {user}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
log_address = {folder}/no-syslog
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
"""

PROXY = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
log_address = {folder}/no-syslog
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth slo
    dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
check_bucket_owner = false
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = {secret} .admin
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
"""

SWIFT = """[swift-hash]
swift_hash_path_prefix = test
swift_hash_path_suffix = test
[storage-policy:0]
name = only
default = yes
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def build_ring(folder, kind, port):
    # 2^4 partitions, one replica, no waiting between moves.
    builder = RingBuilder(4, 1, 0)
    builder.add_dev({"region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "disk", "weight": 1.0,
                     "replication_ip": "127.0.0.1", "replication_port": port})
    builder.rebalance()
    builder.get_ring().save(os.path.join(folder, kind + ".ring.gz"))


def start(folder, secret):
    write(os.path.join(folder, "swift.conf"), SWIFT)
    os.makedirs(os.path.join(folder, "devices", "disk"))
    user = pwd.getpwuid(os.getuid()).pw_name
    processes, ports = [], []
    for kind in ("account", "container", "object", "proxy"):
        port = free_port()
        ports.append(port)
        config = os.path.join(folder, kind + "-server.conf")
        text = PROXY if kind == "proxy" else STORAGE
        write(config, text.format(port=port, user=user, folder=folder, kind=kind, secret=secret))
        if kind != "proxy":
            build_ring(folder, kind, port)
        log = open(os.path.join(folder, kind + ".log"), "w")
        processes.append(subprocess.Popen([f"swift-{kind}-server", config, "--verbose"], stdout=log, stderr=log))
    return processes, ports


def wait_until_ready(processes, ports):
    """A proxy whose storage does not listen yet answers requests with 503."""
    deadline = time.monotonic() + 100
    while time.monotonic() < deadline:
        if any(process.poll() is not None for process in processes):
            return False
        try:
            for port in ports:
                socket.create_connection(("127.0.0.1", port), timeout=2).close()
            with urllib.request.urlopen(f"http://127.0.0.1:{ports[-1]}/healthcheck", timeout=2) as answer:
                if answer.status == 200:
                    return True
        except OSError:
            time.sleep(0.1)
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--secret", required=True)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    os.environ["PATH"] += ":/usr/sbin:/usr/bin"
    for name in ("http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY"):
        os.environ.pop(name, None)
    folder = tempfile.mkdtemp(prefix="swift-s3-")
    processes = []
    try:
        processes, ports = start(folder, options.secret)
        if not wait_until_ready(processes, ports):
            for kind in ("account", "container", "object", "proxy"):
                with open(os.path.join(folder, kind + ".log")) as log:
                    sys.stderr.write(f"--- {kind}\n" + log.read())
            return 1
        print(f"listening on http://127.0.0.1:{ports[-1]}", flush=True)
        signal.pause()
        return 0
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
