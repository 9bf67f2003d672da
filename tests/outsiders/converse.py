#!/usr/bin/env python3
"""boto3's Converse, unchanged, against the local endpoint: converse.py BASE_URL ACCESS_KEY SECRET_KEY

Each answer is held against botocore's own model of the service: no member that it does not have, none missing, no other
value of an enumeration. The requests that other clients send are among the public test vectors, whose folder
ANTHROPIC_VECTORS names; without them they are left out. Prints a line for each thing that was checked, `ok` or `FAIL`;
the exit code is 1 if anything failed.
"""
import base64
import json
import os
import re
import sys

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.eventstream import EventStreamBuffer
from botocore.exceptions import ClientError, EventStreamError
from botocore.httpsession import URLLib3Session

from conformity import problems
from report import Report

MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
TOOLS = {"tools": [{"toolSpec": {"name": "weather", "description": "The weather of a city", "inputSchema": {"json": {
    "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}}]}

url, key, secret = sys.argv[1:4]
report = Report("converse ")
check = report.check


def client(fault=None):
    config = Config(retries={"total_max_attempts": 1, "mode": "standard"}, read_timeout=20)
    made = boto3.client("bedrock-runtime", endpoint_url=url, region_name="us-east-1", aws_access_key_id=key,
                        aws_secret_access_key=secret, config=config)
    if fault:
        made.meta.events.register("before-sign.*.*", lambda request, **_: request.headers.__setitem__(
            "x-local-fault", fault))
    return made


runtime = client()
service = runtime.meta.service_model


def send(path, body, content_type="application/json"):
    """Signed by botocore, and without its parsers."""
    headers = {"content-type": content_type} if content_type else {}
    request = AWSRequest("POST", url + path, data=json.dumps(body).encode(), headers=headers)
    SigV4Auth(Credentials(key, secret), "bedrock", "us-east-1").add_auth(request)
    return URLLib3Session().send(request.prepare())


def found_in_answer(response):
    """What botocore's model objects to in an answer of Converse."""
    if response.status_code != 200:
        return [response.content]
    return list(problems(json.loads(response.content), service.operation_model("Converse").output_shape, "answer"))


def found_in_stream(response):
    """The same for one of ConverseStream."""
    if response.status_code != 200:
        return [response.content]
    events = service.operation_model("ConverseStream").get_event_stream_output()
    found, names = [], []
    frames = EventStreamBuffer()
    frames.add_data(response.content)
    for frame in frames:
        name = frame.headers[":event-type"]
        payload = json.loads(frame.payload)
        if payload.pop("p", None) is None:
            found.append(f"{name} is not padded")
        if name not in events.members:
            found.append(f"{name} is no event")
        else:
            found += problems(payload, events.members[name], name)
        names.append(name)
    if names[:1] + names[-2:] != ["messageStart", "messageStop", "metadata"]:
        found.append(names)
    return found


def conforms(name, request, model=MODEL):
    path = f"/model/{model.replace(':', '%3A')}/converse"
    found = found_in_answer(send(path, request))
    check(f"{name}: the answer is as botocore's model has it", not found, found)
    found = found_in_stream(send(path + "-stream", request))
    check(f"{name}: the stream is as botocore's model has it", not found, found)


def user(text, *more):
    return {"role": "user", "content": [{"text": text}, *more]}


def stream_of(response):
    """Put together again: the text, the calls' inputs, the reasons to stop and the metadata."""
    text, calls, stop, metadata = "", {}, None, None
    for event in response["stream"]:
        if "contentBlockStart" in event:
            calls[event["contentBlockStart"]["contentBlockIndex"]] = {**event["contentBlockStart"]["start"]["toolUse"], "input": ""}
        elif "contentBlockDelta" in event:
            delta = event["contentBlockDelta"]["delta"]
            text += delta.get("text", "")
            if "toolUse" in delta:
                calls[event["contentBlockDelta"]["contentBlockIndex"]]["input"] += delta["toolUse"]["input"]
        elif "messageStop" in event:
            stop = event["messageStop"]
        elif "metadata" in event:
            metadata = event["metadata"]
    return text, list(calls.values()), stop, metadata


def refused(name, code, text, **request):
    try:
        check(name, False, runtime.converse(modelId=MODEL, **request))
    except ClientError as error:
        check(name, error.response["Error"]["Code"] == code and text in str(error), error)


# Text
answer = runtime.converse(modelId=MODEL, messages=[user("What is 2+2?")], system=[{"text": "Be brief."}])
check("answers", "not Claude" in answer["output"]["message"]["content"][0]["text"], answer)
usage = answer["usage"]
check("counts", usage["inputTokens"] + usage["outputTokens"] == usage["totalTokens"] > 0, usage)
text, _, stop, metadata = stream_of(runtime.converse_stream(modelId=MODEL, messages=[user("Grüße 你好 🙂")]))
check("streams", "not Claude" in text and "Grüße 你好 🙂" in text and stop["stopReason"] == "end_turn", text)
check("streams the usage", metadata["usage"]["totalTokens"] > 0 and metadata["metrics"]["latencyMs"] > 0, metadata)
answer = runtime.converse(modelId=MODEL, messages=[user("x")], inferenceConfig={"maxTokens": 2})
check("obeys maxTokens", answer["stopReason"] == "max_tokens", answer)
answer = runtime.converse(modelId=MODEL, messages=[user("x")], inferenceConfig={"stopSequences": ["Claude"]},
                          additionalModelResponseFieldPaths=["/stop_sequence"])
check("obeys stopSequences, and says which", answer["stopReason"] == "stop_sequence" and
      answer["additionalModelResponseFields"] == {"stop_sequence": "Claude"}, answer)
_, _, stop, _ = stream_of(runtime.converse_stream(
    modelId=MODEL, messages=[user("x")], inferenceConfig={"stopSequences": ["Claude"]},
    additionalModelResponseFieldPaths=["/delta/stop_sequence"]))
check("says which in a stream", stop["additionalModelResponseFields"] == {"delta": {"stop_sequence": "Claude"}}, stop)

# Tools, and what they answered
forced = {**TOOLS, "toolChoice": {"tool": {"name": "weather"}}}
answer = runtime.converse(modelId=MODEL, messages=[user("Bonn?")], toolConfig=forced)
call = answer["output"]["message"]["content"][0]["toolUse"]
check("calls a tool", answer["stopReason"] == "tool_use" and call["input"] == {"city": "local"}, answer)
_, calls, stop, _ = stream_of(runtime.converse_stream(modelId=MODEL, messages=[user("Bonn?")], toolConfig=forced))
check("streams a call", stop["stopReason"] == "tool_use" and json.loads(calls[0]["input"]) == {"city": "local"}, calls)
conversation = [user("Bonn?"), answer["output"]["message"], {"role": "user", "content": [
    {"toolResult": {"toolUseId": call["toolUseId"], "content": [{"json": {"degrees": 20}}], "status": "success"}}]}]
answer = runtime.converse(modelId=MODEL, messages=conversation, toolConfig=TOOLS)
check("reads a tool's result", 'The tool answered: "{"degrees":20}"' in answer["output"]["message"]["content"][0]["text"], answer)

# Files: boto3 sends bytes in base64.
png = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
answer = runtime.converse(modelId=MODEL, messages=[user("What is this?", {"image": {"format": "png", "source": {"bytes": png}}}, {
    "document": {"format": "txt", "name": "My notes", "source": {"bytes": "Grüße".encode()}}})])
check("takes files", "An image and a document came with it." in answer["output"]["message"]["content"][0]["text"], answer)

# The cache, with a prompt of its own so that nothing has cached it.
long = user(os.urandom(16).hex() + "x" * 40_000, {"cachePoint": {"type": "default", "ttl": "1h"}})
usage = runtime.converse(modelId=MODEL, messages=[long])["usage"]
check("writes the cache", usage["cacheDetails"] == [{"ttl": "1h", "inputTokens": usage["cacheWriteInputTokens"]}], usage)
usage = runtime.converse(modelId=MODEL, messages=[long])["usage"]
check("reads the cache", usage["cacheReadInputTokens"] > 10_000 and usage["totalTokens"] > 10_000, usage)

notes = {"document": {"format": "txt", "name": "Notes", "citations": {"enabled": True},
                      "source": {"text": "Äpfel sind rot. Birnen sind gelb."}}}
thinking = {"inferenceConfig": {"maxTokens": 2000},
            "additionalModelRequestFields": {"thinking": {"type": "enabled", "budget_tokens": 1024}}}
request = {"messages": [user("What is red?", notes)], **thinking}
conforms("thinking and citations", request)
content = runtime.converse(modelId=MODEL, **request)["output"]["message"]["content"]
check("cites a document", content[1]["citationsContent"]["citations"][0]["sourceContent"] == [{"text": "Äpfel sind rot."}], content)
later = [*request["messages"], {"role": "assistant", "content": content}, user("And yellow?")]
check("takes its thinking back", runtime.converse(modelId=MODEL, messages=later, **thinking)["stopReason"] == "end_turn")
content[0]["reasoningContent"]["reasoningText"]["text"] += " Or not."
refused("refuses altered thinking", "ValidationException", "Invalid `signature` in `thinking` block", messages=later, **thinking)

# Failures
refused("refuses two turns of one role", "ValidationException", "must alternate between user and assistant roles",
        messages=[user("a"), user("b")])
refused("refuses a result without its call", "ValidationException", "exceeds the number of toolUse blocks of previous turn",
        messages=conversation[:1] + [{"role": "assistant", "content": [{"text": "x"}]}, conversation[2]], toolConfig=TOOLS)
refused("refuses a bad document name", "ValidationException", "The document file name can only contain",
        messages=[user("x", {"document": {"format": "txt", "name": "a.txt", "source": {"bytes": b"x"}}})])
refused("refuses a guardrail", "ValidationException", "guardrail identifier", messages=[user("x")],
        guardrailConfig={"guardrailIdentifier": "abc123", "guardrailVersion": "1"})
refused("refuses what the model refuses", "ValidationException", "The model returned the following errors",
        messages=[user("x")], additionalModelRequestFields={"nonsense": 1})
try:
    check("is throttled", False, client("throttle").converse(modelId=MODEL, messages=[user("x")]))
except ClientError as error:
    check("is throttled", error.response["Error"]["Code"] == "ThrottlingException", error)
for fault, code in (("exception=throttlingException,after=2", "throttlingException"),
                    ("in-band-error,after=2", "modelStreamErrorException")):
    try:
        check(f"raises {code} in mid-stream", False, stream_of(client(fault).converse_stream(modelId=MODEL, messages=[user("x")])))
    except EventStreamError as error:
        check(f"raises {code} in mid-stream", error.response["Error"]["Code"] == code, error)

# Against the model
conforms("text", {"messages": [user("hello")], "serviceTier": {"type": "flex"}, "performanceConfig": {"latency": "standard"},
                  "requestMetadata": {"team": "a"}})
conforms("a tool", {"messages": [user("hello")], "toolConfig": forced})
conforms("the cache", {"messages": [user("y" * 40_000, {"cachePoint": {"type": "default"}})]})

# What other clients send
vectors = os.path.join(os.environ.get("ANTHROPIC_VECTORS", ""), "converse-requests", "requests.jsonl")
if os.path.exists(vectors):
    found, counted = [], 0
    for line in open(vectors, encoding="utf-8"):
        vector = json.loads(line)
        inference = vector["body"].get("inferenceConfig", {})
        # One is of a model that has retired since; one says what Bedrock refuses.
        path = re.sub(r"[^/]*claude-3-5-sonnet[^/]*", MODEL.replace(":", "%3A"), vector["path"])
        response = send(path, vector["body"], vector["content-type"])
        if {"temperature", "topP"} <= inference.keys():
            found += [] if b"cannot both be specified" in response.content else [response.content]
        else:
            found += found_in_stream(response) if path.endswith("-stream") else found_in_answer(response)
        counted += 1
    check("takes what other clients send", counted > 10 and not found, found)

report.finish()
