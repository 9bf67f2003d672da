#!/usr/bin/env python3
"""boto3 as a program has it, without a word on where to ask: behind `PROGRAM local --exec --`."""
import json

import boto3

MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
MESSAGES = [{"role": "user", "content": [{"type": "text", "text": "Hello"}]}]

runtime = boto3.client("bedrock-runtime")
answer = runtime.converse(modelId=MODEL, messages=[{"role": "user", "content": [{"text": "Hello"}]}])
assert "not Claude" in answer["output"]["message"]["content"][0]["text"], answer
body = json.dumps({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 100, "messages": MESSAGES})
events = runtime.invoke_model_with_response_stream(modelId=MODEL, body=body)["body"]
assert "message_stop" in str(list(events)[-1])
assert boto3.client("bedrock").list_foundation_models()["modelSummaries"]
assert boto3.client("sts").get_caller_identity()["Account"] == "000000000000"
