#!/usr/bin/env python3
"""batch_jobs.py PROGRAM: `PROGRAM batch --engine bedrock` between moto's S3 and the job API of `PROGRAM local`. The files
of a job, which nobody reads there, are read and written by boto3, as Bedrock would; and each request to Bedrock is the one
that boto3 sends for the same call. Prints "ok NAME" or "FAIL NAME" for each check."""
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import boto3
from botocore.config import Config

HERE = Path(__file__).resolve().parent
MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0"  # not every model has batch inference
ROLE = "arn:aws:iam::123456789012:role/batch"
PATIENCE = 60
failed = False


def check(name, holds, detail=""):
    global failed
    print(f"{'ok' if holds else 'FAIL'} batch jobs: {name}", flush=True)
    if not holds:
        failed = True
        print(detail, file=sys.stderr)


class Recorder(ThreadingHTTPServer):
    """Passes everything on to an endpoint, and keeps what it was sent."""

    daemon_threads = True

    def __init__(self, upstream):
        super().__init__(("127.0.0.1", 0), RecordingHandler)
        self.upstream = urllib.parse.urlsplit(upstream).netloc
        self.requests = []
        self.may_poll = threading.Event()
        self.may_poll.set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def since(self, begin, method, ending=""):
        return [r for r in self.requests[begin:] if r["method"] == method and r["target"].endswith(ending)]


class RecordingHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def relay(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.requests.append({"method": self.command, "target": self.path, "body": body,
                                     "type": self.headers.get("content-type")})
        if self.command == "GET":
            self.server.may_poll.wait(PATIENCE)
        upstream = http.client.HTTPConnection(self.server.upstream)
        # The Host goes on as it was signed.
        upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            upstream.putheader(name, value)
        upstream.endheaders(body)
        answer = upstream.getresponse()
        content = answer.read()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = relay


def listening(command):
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return process, process.stdout.readline().strip().removeprefix("listening on ")


def same_request(ours, theirs):
    """Whether two requests say the same; JSON bodies by their meaning."""
    bodies = [json.loads(r["body"]) if r["body"] else None for r in (ours, theirs)]
    return ours["method"] == theirs["method"] and ours["target"] == theirs["target"] and bodies[0] == bodies[1]


class World:
    """Moto, the local endpoint with a recorder in front, and a bucket."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        key, secret = "JOBSKEY", "jobssecret"
        self.moto, moto_url = listening([sys.executable, str(HERE / "moto_server.py")])
        self.local, local_url = listening([program, "local", "--access-key", key, "--secret-key", secret])
        self.recorder = Recorder(local_url)
        session = boto3.Session(key, secret, region_name="us-east-1")
        once = Config(retries={"max_attempts": 1})
        self.s3 = session.client("s3", endpoint_url=moto_url, config=once)
        self.bedrock = session.client("bedrock", endpoint_url=self.recorder.url, config=once)
        self.watcher = session.client("bedrock", endpoint_url=local_url, config=once)
        self.environment = {
            "HOME": folder, "PATH": os.environ["PATH"], "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true", "AWS_ENDPOINT_URL_S3": moto_url,
            "AWS_ENDPOINT_URL_BEDROCK": self.recorder.url}
        self.s3.create_bucket(Bucket="batches")

    def close(self):
        for process in (self.local, self.moto):
            process.send_signal(signal.SIGTERM)
            process.wait()

    def path(self, name):
        return str(Path(self.folder) / name)

    def start(self, *arguments):
        return subprocess.Popen([self.program, "batch", *arguments], env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def submit(self, name, *more):
        """A batch of its own, as it is started; and the arguments to start it again."""
        lines = [{"custom_id": f"{name}-{i}", "params": {"max_tokens": 20, "messages": [{"role": "user", "content": f"question {i}"}]}}
                 for i in range(1, 121)]
        Path(self.path(f"{name}.jsonl")).write_text("".join(json.dumps(line) + "\n" for line in lines))
        arguments = [self.path(f"{name}.jsonl"), "-o", self.path(f"{name}.out.jsonl"), "--engine", "bedrock", "--model", MODEL,
                     "--s3-input", "s3://batches/in/", "--s3-output", "s3://batches/out/", "--role-arn", ROLE,
                     "--job-name", name, *more]
        return self.start(*arguments), arguments

    def wait_for_job(self, name):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            jobs = self.watcher.list_model_invocation_jobs(nameContains=name)["invocationJobSummaries"]
            if jobs:
                return jobs[0]
            time.sleep(0.05)
        raise TimeoutError(f"no job {name}")

    def work(self, job, answered, failing=0):
        """Does what Bedrock does with the files: answers the first records, fails the next."""
        place = urllib.parse.urlsplit(job["inputDataConfig"]["s3InputDataConfig"]["s3Uri"])
        records = self.s3.get_object(Bucket=place.netloc, Key=place.path[1:])["Body"].read().decode().splitlines()
        results = []
        for number, text in enumerate(records):
            record = json.loads(text)
            if number < answered:
                record["modelOutput"] = {
                    "id": f"msg_{number}", "type": "message", "role": "assistant", "model": "claude", "stop_reason": "end_turn",
                    "content": [{"type": "text", "text": "answer to " + record["modelInput"]["messages"][0]["content"]}],
                    "usage": {"input_tokens": 3, "output_tokens": 4}}
            elif number < answered + failing:
                record["error"] = {"errorCode": 400, "errorMessage": "bad request"}
            else:
                break
            results.append(json.dumps(record))
        results.reverse()  # their order is not promised
        folder = "out/" + job["jobArn"].rsplit("/", 1)[1] + "/"
        self.s3.put_object(Bucket="batches", Key=folder + place.path.rsplit("/", 1)[1] + ".out", Body="\n".join(results))
        self.s3.put_object(Bucket="batches", Key=folder + "manifest.json.out", Body=b"{}")
        return records

    def results(self, name):
        return {r["custom_id"]: r for r in map(json.loads, Path(self.path(name)).read_text().splitlines())}


def submit_follow_and_bring_home(world):
    begin = len(world.recorder.requests)
    world.recorder.may_poll.clear()  # the job does not go on before its results are there
    process, arguments = world.submit("partly", "--poll", "0.1", "--tag", "local-outcome=PartiallyCompleted")
    job = world.wait_for_job("partly")
    records = world.work(job, 100, 15)
    world.recorder.may_poll.set()
    _, errors = process.communicate(timeout=PATIENCE)
    results = world.results("partly.out.jsonl")
    succeeded = [r for r in results.values() if r["result"]["type"] == "succeeded"]
    check("a job that fails in part leaves answers and failed lines",
          process.returncode == 23 and len(results) == 115 and len(succeeded) == 100
          and results["partly-7"]["result"]["message"]["content"][0]["text"] == "answer to question 7"
          and results["partly-101"]["result"]["error"]["error"]["message"] == "bad request"
          and "the job is PartiallyCompleted" in errors and "100 succeeded, 15 failed, 5 left" in errors, errors)
    first = json.loads(records[0])
    check("records are what Bedrock wants", len(records) == 120 and sorted(first) == ["modelInput", "recordId"]
          and first["modelInput"]["anthropic_version"] == "bedrock-2023-05-31" and "model" not in first["modelInput"], records[0])

    created = world.recorder.since(begin, "POST", "/model-invocation-job")
    polled = world.recorder.since(begin, "GET")
    begin = len(world.recorder.requests)
    same = world.bedrock.create_model_invocation_job(**json.loads(created[0]["body"]))
    world.bedrock.get_model_invocation_job(jobIdentifier=job["jobArn"])
    theirs = world.recorder.requests[begin:]
    check("CreateModelInvocationJob is botocore's", len(created) == 1 and same["jobArn"] == job["jobArn"]
          and same_request(created[0], theirs[0]), f"{created}\n{theirs[0]}")
    check("GetModelInvocationJob is botocore's", len(polled) >= 3 and all(same_request(r, theirs[1]) for r in polled),
          f"{polled}\n{theirs[1]}")

    elsewhere = world.start("--engine", "bedrock", "--job", job["jobArn"], "-o", world.path("elsewhere.jsonl"))
    _, errors = elsewhere.communicate(timeout=PATIENCE)
    check("another machine brings the same results home by the ARN", world.results("elsewhere.jsonl") == results, errors)


def stop(world):
    process, arguments = world.submit("stopped", "--poll", "600")
    job = world.wait_for_job("stopped")
    state = Path(world.path("stopped.out.jsonl.job"))
    deadline = time.monotonic() + PATIENCE
    while job["jobArn"] not in (state.read_text() if state.exists() else "") and time.monotonic() < deadline:
        time.sleep(0.05)
    process.kill()
    process.wait()
    world.work(job, 30)
    begin = len(world.recorder.requests)
    again = world.start(*arguments, "--poll", "0.2", "--stop-job")
    _, errors = again.communicate(timeout=PATIENCE)
    check("after a kill the same job is stopped, and its answers are kept",
          again.returncode == 23 and len(world.results("stopped.out.jsonl")) == 30 and "the job is Stopped" in errors
          and not world.recorder.since(begin, "POST", "/model-invocation-job"), errors)
    ours = world.recorder.since(begin, "POST", "/stop")
    begin = len(world.recorder.requests)
    try:
        world.bedrock.stop_model_invocation_job(jobIdentifier=job["jobArn"])
    except world.bedrock.exceptions.ConflictException:
        pass  # it has ended; what counts is the request
    theirs = world.recorder.requests[begin:]
    check("StopModelInvocationJob is botocore's", len(ours) == 1 and same_request(ours[0], theirs[0]), f"{ours}\n{theirs}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        world = World(sys.argv[1], folder)
        try:
            submit_follow_and_bring_home(world)
            stop(world)
        finally:
            world.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
