#!/usr/bin/env python3
"""boto3 with short-term API keys of AWS's generator, behind `PROGRAM local --tls --exec --`: it gives a key to nobody without TLS.

Prints a line for each thing that was checked, `ok` or `FAIL`; the exit code is 1 if anything failed.
"""
import os

import boto3
from aws_bedrock_token_generator import provide_token
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from report import Report

MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
MESSAGES = [{"role": "user", "content": [{"text": "Hello"}]}]
REGION = os.environ["AWS_REGION"]

report = Report("short-term key: ")


class Provider:
    """Gives the generator an hour's keys of a role."""

    def __init__(self, keys):
        self.keys = Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])

    def load(self):
        return self.keys


def answer(key, fault=None):
    os.environ["AWS_BEARER_TOKEN_BEDROCK"] = key
    client = boto3.client("bedrock-runtime", config=Config(retries={"total_max_attempts": 1}))
    if fault:
        client.meta.events.register("before-send.*.*", lambda request, **_: request.headers.__setitem__("x-local-fault", fault))
    message = client.converse(modelId=MODEL, messages=MESSAGES)["output"]["message"]
    return message["content"][0]["text"]


def refused(name, text, *how):
    try:
        report.check(name, False, answer(*how))
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        report.check(name, status == 403 and error.response["Error"]["Code"] == "AccessDeniedException" and text in str(error), error)


provider = Provider(boto3.client("sts").assume_role(
    RoleArn="arn:aws:iam::123456789012:role/reader", RoleSessionName="outsider", DurationSeconds=3600)["Credentials"])
key = provide_token(REGION, provider)
report.check("is accepted", "not Claude" in answer(key))
refused("ends with its credentials", "Bearer Token has expired", key, "skew=3600")
refused("is for one region", "Please make sure your API Key is valid.", provide_token("eu-west-1", provider))

report.finish()
