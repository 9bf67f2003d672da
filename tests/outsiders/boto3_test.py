#!/usr/bin/env python3
"""boto3, unchanged, against the local endpoint: boto3_test.py BASE_URL ACCESS_KEY SECRET_KEY

Prints a line for each thing that was checked, `ok` or `FAIL`; the exit code is 1 if anything failed.
"""
import json
import random
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, EventStreamError

from report import Report

MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
ARN = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/" + MODEL
BASE_MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"

url, key, secret = sys.argv[1:4]
report = Report("boto3 ")
check = report.check


def client(service="bedrock-runtime", secret_key=secret, region="us-east-1", attempts=1, token=None, fault=None):
    config = Config(retries={"total_max_attempts": attempts, "mode": "standard"}, read_timeout=20)
    made = boto3.client(service, endpoint_url=url, region_name=region, aws_access_key_id=key,
                        aws_secret_access_key=secret_key, aws_session_token=token, config=config)
    if fault:
        made.meta.events.register("before-sign.*.*", lambda request, **_: request.headers.__setitem__(
            "x-local-fault", fault))
    return made


def body(prompt="What is 2+2?", **more):
    return json.dumps({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 100,
                       "messages": [{"role": "user", "content": prompt}], **more})


def refused(name, code, status, action, text=""):
    try:
        seen = action()
        check(name, False, seen)
    except ClientError as error:
        seen = (error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"])
        check(name, seen == (code, status) and text in str(error), error)


def streamed_text(response):
    text = ""
    for event in response["body"]:
        data = json.loads(event["chunk"]["bytes"])
        text += data.get("delta", {}).get("text", "")
    return text, data


runtime = client()
answer = runtime.invoke_model(modelId=MODEL, body=body())
message = json.loads(answer["body"].read())
headers = answer["ResponseMetadata"]["HTTPHeaders"]
check("invoke_model answers", message["type"] == "message" and "not Claude" in message["content"][0]["text"], message)
check("the request id comes with it", len(answer["ResponseMetadata"]["RequestId"]) == 36, answer)
check("token counts are in the headers",
      int(headers["x-amzn-bedrock-output-token-count"]) == message["usage"]["output_tokens"], headers)
message = json.loads(runtime.invoke_model(modelId=ARN, body=body())["body"].read())
check("invoke_model by the ARN of a profile", message["type"] == "message", message)
message = json.loads(runtime.invoke_model(modelId=MODEL, body=body(max_tokens=2))["body"].read())
check("max_tokens is obeyed", message["stop_reason"] == "max_tokens", message)
message = json.loads(runtime.invoke_model(modelId=MODEL, body=body(stop_sequences=["Claude"]))["body"].read())
check("stop sequences are obeyed", message["stop_sequence"] == "Claude", message)

text, last = streamed_text(runtime.invoke_model_with_response_stream(modelId=MODEL, body=body("Grüße 你好 🙂")))
check("invoke_model_with_response_stream streams", "not Claude" in text and "Grüße 你好 🙂" in text, text)
check("the metrics are in the last chunk", "amazon-bedrock-invocationMetrics" in last, last)
counted = runtime.count_tokens(modelId=BASE_MODEL, input={"invokeModel": {"body": body()}})["inputTokens"]
check("count_tokens counts", counted == 3, counted)
counted = runtime.count_tokens(modelId=BASE_MODEL, input={
    "converse": {"messages": [{"role": "user", "content": [{"text": "12345678"}]}]}})["inputTokens"]
check("count_tokens counts a conversation", counted == 2, counted)

control = client("bedrock")
models = control.list_foundation_models(byProvider="Anthropic")["modelSummaries"]
check("list_foundation_models lists", BASE_MODEL in [model["modelId"] for model in models], models)
details = control.get_foundation_model(modelIdentifier=BASE_MODEL)["modelDetails"]
check("get_foundation_model gets", details["modelName"] == "Claude Haiku 4.5", details)
pages = control.get_paginator("list_inference_profiles").paginate(PaginationConfig={"PageSize": 5})
profiles = [profile["inferenceProfileId"] for page in pages for profile in page["inferenceProfileSummaries"]]
check("list_inference_profiles lists page by page", MODEL in profiles and len(profiles) > 5, profiles)
profile = control.get_inference_profile(inferenceProfileIdentifier=ARN)
check("get_inference_profile gets", profile["inferenceProfileId"] == MODEL, profile)

refused("a wrong secret is refused", "InvalidSignatureException", 403,
        lambda: client(secret_key="wrong").invoke_model(modelId=MODEL, body=body()), "Canonical String")
refused("another region's signature is refused", "InvalidSignatureException", 403,
        lambda: client(region="eu-west-1").invoke_model(modelId=MODEL, body=body()), "valid region")
refused("a wrong session token is refused", "UnrecognizedClientException", 403,
        lambda: client(token="wrong").invoke_model(modelId=MODEL, body=body()))
refused("a missing max_tokens is refused", "ValidationException", 400,
        lambda: runtime.invoke_model(modelId=MODEL, body=json.dumps(
            {"anthropic_version": "bedrock-2023-05-31", "messages": [{"role": "user", "content": "x"}]})),
        "max_tokens: Field required")
refused("an unknown field is refused in a stream's request too", "ValidationException", 400,
        lambda: runtime.invoke_model_with_response_stream(modelId=MODEL, body=body(xyz=1)),
        "xyz: Extra inputs are not permitted")
refused("an unknown model is refused", "ValidationException", 400,
        lambda: runtime.invoke_model(modelId="anthropic.claude-nonsense", body=body()))
refused("a model that needs a profile is refused", "ValidationException", 400,
        lambda: runtime.invoke_model(modelId=BASE_MODEL, body=body()), "on-demand throughput")
refused("a retired model is refused", "ResourceNotFoundException", 404,
        lambda: runtime.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=body()))
refused("an unknown profile is refused", "ResourceNotFoundException", 404,
        lambda: control.get_inference_profile(inferenceProfileIdentifier="us.anthropic.nonsense"))
refused("throttling is a ThrottlingException", "ThrottlingException", 429,
        lambda: client(fault="throttle").invoke_model(modelId=MODEL, body=body()))

# Counted faults are counted per header value; a value of our own begins at none.
once = f"status=503/1,slow={random.randrange(3_600_000)}"
answer = client(attempts=3, fault=once).invoke_model(modelId=MODEL, body=body("retry"))
check("a retry after 503 succeeds", answer["ResponseMetadata"]["RetryAttempts"] == 1, answer)
try:
    seen = streamed_text(client(fault="exception=throttlingException,after=3").invoke_model_with_response_stream(
        modelId=MODEL, body=body()))
    check("an exception in mid-stream is raised", False, seen)
except EventStreamError as error:
    check("an exception in mid-stream is raised", error.response["Error"]["Code"] == "throttlingException", error)

report.finish()
