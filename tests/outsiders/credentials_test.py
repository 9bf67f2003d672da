#!/usr/bin/env python3
"""boto3 with keys that expire, behind `PROGRAM local --exec --sts-lifetime 60 --`: it has none of its own.

Prints a line for each thing that was checked, `ok` or `FAIL`; the exit code is 1 if anything failed.
"""
import base64
import json
import os
import tempfile
import time
import urllib.error
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from report import Report

MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
ROLE = "arn:aws:iam::123456789012:role/reader"
MESSAGES = [{"role": "user", "content": [{"text": "Hello"}]}]
EXPIRED = "skew=3600"

report = Report("boto3 credentials: ")
check = report.check


def client(service="bedrock-runtime", session=None, fault=None, **config):
    made = (session or boto3.Session()).client(service, config=Config(retries={"total_max_attempts": 1}, **config))
    if fault:
        made.meta.events.register("before-send.*.*", lambda request, **_: request.headers.__setitem__(
            "x-local-fault", fault))
    return made


def answers(session=None, fault=None):
    answer = client(session=session, fault=fault).converse(modelId=MODEL, messages=MESSAGES)
    return "not Claude" in answer["output"]["message"]["content"][0]["text"]


def refused(name, code, status, action, text=""):
    try:
        check(name, False, action())
    except ClientError as error:
        seen = (error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"])
        check(name, seen == (code, status) and text in str(error), error)


def session_of(keys):
    return boto3.Session(aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"],
                         aws_session_token=keys["SessionToken"])


def renewed(name, session):
    """A minute is less than botocore wants to have left: it renews keys for each request."""
    used = {session.get_credentials().get_frozen_credentials().access_key for _ in range(2) if answers(session)}
    check(name, len(used) == 2 and all(key.startswith("ASIA") for key in used), used)


def part(claims):
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()


def profile(folder, text):
    path = os.path.join(folder, "config")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.environ["AWS_CONFIG_FILE"] = path


renewed("a container's keys are renewed", boto3.Session())
refused("a container's keys expire", "ExpiredTokenException", 403, lambda: answers(fault=EXPIRED),
        "The security token included in the request is expired")

sts = client("sts")
assumed = sts.assume_role(RoleArn=ROLE, RoleSessionName="outsider")
check("assume_role names the role", assumed["AssumedRoleUser"]["Arn"].endswith(":assumed-role/reader/outsider"), assumed)
role = session_of(assumed["Credentials"])
check("a role's keys are accepted", answers(role))
refused("a role's keys expire", "ExpiredTokenException", 403, lambda: answers(role, EXPIRED))
refused("they do so for STS, too", "ExpiredToken", 403,
        lambda: client("sts", role, EXPIRED).get_caller_identity())
refused("a lifetime below 900 s is refused", "ValidationError", 400,
        lambda: client("sts", parameter_validation=False).assume_role(
            RoleArn=ROLE, RoleSessionName="outsider", DurationSeconds=899), "greater than or equal to 900")
refused("an ARN of no role is refused", "ValidationError", 400,
        lambda: sts.assume_role(RoleArn="arn:aws:iam::123456789012:user/somebody", RoleSessionName="outsider"))
refused("get_session_token is not for temporary keys", "AccessDenied", 403, sts.get_session_token)

with tempfile.TemporaryDirectory() as folder:
    profile(folder, f"[profile reader]\nrole_arn = {ROLE}\ncredential_source = EcsContainer\n")
    reader = boto3.Session(profile_name="reader")
    identity = client("sts", reader).get_caller_identity()["Arn"]
    check("a profile's role is assumed", "assumed-role/reader/" in identity, identity)
    renewed("a profile's role is assumed anew", reader)

    token = os.path.join(folder, "token")
    with open(token, "w", encoding="utf-8") as file:
        file.write(f"{part({'alg': 'none'})}.{part({'sub': 'outsider', 'exp': time.time() + 600})}.x")
    profile(folder, f"[profile web]\nrole_arn = {ROLE}\nweb_identity_token_file = {token}\n")
    renewed("a web identity's keys are renewed", boto3.Session(profile_name="web"))
    with open(token, "w", encoding="utf-8") as file:
        file.write("opaque")
    refused("a web identity that is no JWT is refused", "InvalidIdentityToken", 400,
            lambda: answers(boto3.Session(profile_name="web")))

url = sts.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
with urllib.request.urlopen(url) as answer:
    said = answer.read().decode()
check("a presigned call is answered", "assumed-role/local-endpoint/container" in said, said)
try:
    urllib.request.urlopen(urllib.request.Request(url, headers={"x-local-fault": "skew=61"}))
    check("a presigned call expires", False)
except urllib.error.HTTPError as error:
    said = error.read().decode()
    check("a presigned call expires", error.code == 403 and ("expired" in said or "Expired" in said), said)

report.finish()
