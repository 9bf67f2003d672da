#!/usr/bin/env python3
"""boto3 and guardrails, against a local endpoint that has those of guardrails.json: guardrails.py BASE_URL ACCESS_KEY
SECRET_KEY

Each answer is held against botocore's own model of the service, as converse.py does. Prints a line for each thing that
was checked, `ok` or `FAIL`; the exit code is 1 if anything failed.
"""
import json
import sys

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.eventstream import EventStreamBuffer
from botocore.exceptions import ClientError
from botocore.httpsession import URLLib3Session

from conformity import problems
from report import Report

MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
NAMED = {"guardrailIdentifier": "houserules", "guardrailVersion": "1"}

url, key, secret = sys.argv[1:4]
report = Report("guardrails ")
check = report.check


runtime = boto3.client("bedrock-runtime", endpoint_url=url, region_name="us-east-1", aws_access_key_id=key,
                       aws_secret_access_key=secret, config=Config(retries={"total_max_attempts": 1}))
service = runtime.meta.service_model


def send(path, body):
    """Signed by botocore, and without its parsers."""
    request = AWSRequest("POST", url + path, data=json.dumps(body).encode(), headers={"content-type": "application/json"})
    SigV4Auth(Credentials(key, secret), "bedrock", "us-east-1").add_auth(request)
    return URLLib3Session().send(request.prepare())


def conforms(name, operation, response):
    if response.status_code != 200:
        return check(name, False, response.content)
    shape = service.operation_model(operation).output_shape
    found = list(problems(json.loads(response.content), shape, "answer"))
    check(f"{name}: as botocore's model has it", not found, found)


def refused(name, code, action, **request):
    try:
        check(name, False, action(**request))
    except ClientError as error:
        check(name, error.response["Error"]["Code"] == code and "guardrail" in str(error), error)


# ApplyGuardrail
def apply(source, *texts, **more):
    return runtime.apply_guardrail(**NAMED, source=source, content=[{"text": {"text": text}} for text in texts], **more)


for source, said in (("INPUT", "I cannot hear that."), ("OUTPUT", "I cannot say that.")):
    answer = apply(source, "It is unspeakable.")
    check(f"blocks {source}", answer["action"] == "GUARDRAIL_INTERVENED" and answer["outputs"] == [{"text": said}], answer)
answer = apply("INPUT", "Ada Lovelace, ada@example.com", "T-12", "nothing")
check("masks", [output["text"] for output in answer["outputs"]] == ["{NAME}, {EMAIL}", "{TICKET}", "nothing"], answer)
check("says why", answer["actionReason"] == "Guardrail masked.", answer)
answer = apply("INPUT", "Hello")
check("lets through", answer["action"] == "NONE" and answer["outputs"] == [] and answer["usage"]["wordPolicyUnits"] == 1, answer)
path = "/guardrail/houserules/version/1/apply"
for scope in ("INTERVENTIONS", "FULL"):
    for text in ("Hello", "unspeakable stocks", "Ada Lovelace, ada@example.com T-12 key-1"):
        conforms(f"applied to {text!r}, {scope}", "ApplyGuardrail", send(path, {
            "source": "OUTPUT", "outputScope": scope,
            "content": [{"text": {"text": text}}, {"image": {"format": "png", "source": {"bytes": "aGk="}}}]}))
refused("a guardrail that is not there", "ResourceNotFoundException", runtime.apply_guardrail, guardrailIdentifier="abc",
        guardrailVersion="1", source="INPUT", content=[{"text": {"text": "x"}}])
answer = runtime.apply_guardrail(guardrailIdentifier="arn:aws:bedrock:us-east-1:123456789012:guardrail/houserules",
                                 guardrailVersion="DRAFT", source="INPUT", content=[{"text": {"text": "a draft"}}])
check("takes an ARN and a draft", answer["action"] == "GUARDRAIL_INTERVENED", answer)


# InvokeModel
def body(prompt, **more):
    return json.dumps({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 100,
                       "messages": [{"role": "user", "content": prompt}], **more})


def invoke(prompt, **more):
    return json.loads(runtime.invoke_model(modelId=MODEL, body=body(prompt), trace="ENABLED", **NAMED, **more)["body"].read())


answer = invoke("unspeakable")
check("blocks InvokeModel", answer["amazon-bedrock-guardrailAction"] == "INTERVENED" and
      answer["content"][0]["text"] == "I cannot hear that." and answer["stop_reason"] == "end_turn", answer)
answer = invoke("Hello")
check("lets InvokeModel through", answer["amazon-bedrock-guardrailAction"] == "NONE", answer)
answer = invoke("I am ada@example.com.")
check("masks what the model is asked", "{EMAIL}" in answer["content"][0]["text"], answer)
events = [json.loads(event["chunk"]["bytes"]) for event in runtime.invoke_model_with_response_stream(
    modelId=MODEL, body=body("leak"), trace="ENABLED_FULL", **NAMED)["body"]]
check("blocks a stream", "".join(event.get("delta", {}).get("text", "") for event in events) == "I cannot say that." and
      events[-1]["amazon-bedrock-guardrailAction"] == "INTERVENED" and
      "outputs" in events[-1]["amazon-bedrock-trace"]["guardrail"], events)
refused("InvokeModel with one that is not there", "ValidationException", runtime.invoke_model, modelId=MODEL, body=body("x"),
        guardrailIdentifier="abc", guardrailVersion="1")


# Converse
def conversation(text, **config):
    return {"messages": [{"role": "user", "content": [{"text": text}]}], "guardrailConfig": {**NAMED, **config}}


def streamed(**request):
    events = list(runtime.converse_stream(modelId=MODEL, **request)["stream"])
    text = "".join(event["contentBlockDelta"]["delta"].get("text", "") for event in events if "contentBlockDelta" in event)
    stop = next(event["messageStop"] for event in events if "messageStop" in event)
    return text, stop["stopReason"], events[-1]["metadata"]


answer = runtime.converse(modelId=MODEL, **conversation("unspeakable", trace="enabled"))
check("blocks Converse", answer["stopReason"] == "guardrail_intervened" and
      answer["output"]["message"]["content"] == [{"text": "I cannot hear that."}] and
      "wordPolicy" in answer["trace"]["guardrail"]["inputAssessment"]["houserules"], answer)
check("says nothing of it unasked", "trace" not in runtime.converse(modelId=MODEL, **conversation("unspeakable")))
text, stop, metadata = streamed(**conversation("leak", trace="enabled_full"))
check("blocks ConverseStream", (text, stop) == ("I cannot say that.", "guardrail_intervened") and
      "wordPolicy" in metadata["trace"]["guardrail"]["outputAssessments"]["houserules"][0], (text, stop, metadata))
text, stop, _ = streamed(**conversation("leak", streamProcessingMode="async"))
check("is late in asynchronous mode", text.endswith("I cannot say that.") and "unspeakable" in text, text)
guarded = conversation("unspeakable, quietly")
guarded["messages"][0]["content"].append({"guardContent": {"text": {"text": "Hello"}}})
check("looks at guardContent alone", runtime.converse(modelId=MODEL, **guarded)["stopReason"] == "end_turn")
converse = f"/model/{MODEL.replace(':', '%3A')}/converse"
events = service.operation_model("ConverseStream").get_event_stream_output()
for trace in ("enabled", "enabled_full"):
    for text in ("Hello", "unspeakable stocks", "Ada Lovelace, ada@example.com T-12", "leak"):
        conforms(f"Converse of {text!r}, {trace}", "Converse", send(converse, conversation(text, trace=trace)))
        response = send(converse + "-stream", conversation(text, trace=trace, streamProcessingMode="sync"))
        frames = EventStreamBuffer()
        frames.add_data(response.content)
        found = []
        for frame in frames:
            payload = json.loads(frame.payload)
            payload.pop("p")
            name = frame.headers[":event-type"]
            found += problems(payload, events.members[name], name)
        check(f"ConverseStream of {text!r}, {trace}: as botocore's model has it", not found, found)
refused("Converse with one that is not there", "ValidationException", runtime.converse, modelId=MODEL,
        messages=[{"role": "user", "content": [{"text": "x"}]}],
        guardrailConfig={"guardrailIdentifier": "houserules", "guardrailVersion": "2"})

report.finish()
