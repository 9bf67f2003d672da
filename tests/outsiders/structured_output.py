#!/usr/bin/env python3
"""The local endpoint's answers to JSON schemas, judged by jsonschema: structured_output.py BASE_URL ACCESS_KEY SECRET_KEY

Each schema is asked for as the format of the answer and as the input of a forced tool, of InvokeModel and Converse, in one
piece and as a stream. Prints a line for each thing that was checked, `ok` or `FAIL`; the exit code is 1 if anything failed.
"""
import json
import sys

import boto3
import jsonschema
from botocore.config import Config

MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
NODE = {"type": "object", "required": ["value", "next"], "additionalProperties": False, "properties": {
    "value": {"type": "integer"}, "next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}}}
SCHEMAS = {
    "plain members": {"type": "object", "required": ["name", "age", "ratio", "ok", "tags", "none"],
                      "additionalProperties": False,
                      "properties": {"name": {"type": "string"}, "age": {"type": "integer"}, "ratio": {"type": "number"},
                                     "ok": {"type": "boolean"}, "tags": {"type": "array", "items": {"type": "string"}},
                                     "none": {"type": "null"}}},
    "enum and const": {"type": "object", "required": ["a", "b"], "properties": {
        "a": {"enum": ["x", 1]}, "b": {"const": {"deep": [1, None]}}}},
    "objects in objects": {"type": "object", "required": ["a"], "additionalProperties": False, "properties": {
        "a": {"type": "object", "required": ["b"], "additionalProperties": False, "properties": {
            "b": {"type": "array", "minItems": 2, "items": {"type": "object", "required": ["c"], "properties": {
                "c": {"type": ["string", "null"]}}}}}}}},
    "a list that is recursive": {"type": "object", "required": ["list"], "properties": {"list": {"$ref": "#/$defs/node"}},
                                 "$defs": {"node": NODE}},
    "definitions": {"type": "object", "required": ["at"], "properties": {"at": {"$ref": "#/definitions/point"}},
                    "definitions": {"point": {"type": "object", "required": ["x"], "properties": {
                        "x": {"type": "number", "exclusiveMinimum": 1, "maximum": 1.5}}}}},
    "alternatives of objects": {"type": "object", "required": ["shape"], "properties": {"shape": {"oneOf": [
        {"type": "object", "required": ["kind", "r"], "additionalProperties": False, "properties": {
            "kind": {"const": "circle"}, "r": {"type": "number", "minimum": 0}}},
        {"type": "object", "required": ["kind", "a"], "additionalProperties": False, "properties": {
            "kind": {"const": "square"}, "a": {"type": "number"}}}]}}},
    "alternatives that overlap": {"type": "object", "required": ["v"], "properties": {"v": {"oneOf": [
        {"type": "integer"}, {"type": "number"}, {"type": "boolean"}]}}},
    "all of several": {"type": "object", "allOf": [
        {"required": ["a"], "properties": {"a": {"type": "string", "minLength": 9}}},
        {"required": ["b"], "properties": {"a": {"maxLength": 12}, "b": {"type": "integer", "minimum": -7, "maximum": -5}}}]},
    "bounds of numbers": {"type": "object", "required": ["a", "b", "c"], "properties": {
        "a": {"type": "integer", "minimum": 100, "multipleOf": 12}, "b": {"type": "number", "multipleOf": 0.25, "minimum": 7},
        "c": {"type": "integer", "minimum": -9007199254740991, "maximum": 9007199254740991}}},
    "arrays": {"type": "object", "required": ["a", "b", "c"], "properties": {
        "a": {"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "string", "enum": ["x", "y", "z", "w"]}},
        "b": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "boolean"}], "items": False},
        "c": {"type": "array", "contains": {"const": 9}, "minContains": 2}}},
    "patterns": {"type": "object", "required": ["a", "b", "c"], "properties": {
        "a": {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{4}$"}, "b": {"type": "string", "pattern": "^(GET|POST) /\\S*$"},
        "c": {"type": "string", "pattern": "^[a-z]+$", "minLength": 12, "maxLength": 20}}},
    "formats": {"type": "object", "required": ["a", "b", "c", "d", "e", "f", "g", "h"], "properties": {
        "a": {"type": "string", "format": "date-time"}, "b": {"type": "string", "format": "date"},
        "c": {"type": "string", "format": "email"}, "d": {"type": "string", "format": "uuid"},
        "e": {"type": "string", "format": "uri"}, "f": {"type": "string", "format": "ipv4"},
        "g": {"type": "string", "format": "ipv6"}, "h": {"type": "string", "format": "duration"}}},
    "what one member asks for": {"type": "object", "minProperties": 2, "required": ["card"], "dependentRequired": {
        "card": ["address"]}, "properties": {"card": {"type": "string"}, "address": {"type": "string"}}},
    "a map": {"type": "object", "minProperties": 2, "additionalProperties": {"type": "integer"}},
    "text beyond ASCII": {"type": "object", "required": ["größe", "a/b~c"], "properties": {
        "größe": {"enum": ["klein ☕", "groß"]}, "a/b~c": {"$ref": "#/$defs/x~1y~0z"}}, "$defs": {"x/y~z": {"const": "ä\n"}}},
}

url, key, secret = sys.argv[1:4]
failures = 0
runtime = boto3.client("bedrock-runtime", endpoint_url=url, region_name="us-east-1", aws_access_key_id=key,
                       aws_secret_access_key=secret, config=Config(retries={"total_max_attempts": 1}))


def check(name, schema, answer):
    global failures
    try:
        value = json.loads(answer) if isinstance(answer, str) else answer
        validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
        wrong = "; ".join(error.message for error in validator.iter_errors(value))
    except Exception as error:  # whatever it is, the answer is not what was asked for
        wrong = repr(error)
    failures += bool(wrong)
    print(f"FAIL schema {name}: {wrong} in {answer!r}" if wrong else f"ok schema {name}")


def invoke(**members):
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 4000,
            "messages": [{"role": "user", "content": "Give an example."}], **members}
    message = json.loads(runtime.invoke_model(modelId=MODEL, body=json.dumps(body))["body"].read())
    text, tool = "", ""
    for event in runtime.invoke_model_with_response_stream(modelId=MODEL, body=json.dumps(body))["body"]:
        delta = json.loads(event["chunk"]["bytes"]).get("delta", {})
        text += delta.get("text", "")
        tool += delta.get("partial_json", "")
    return message["content"][0], text, tool


def converse(**members):
    request = {"modelId": MODEL, "messages": [{"role": "user", "content": [{"text": "Give an example."}]}], **members}
    block = runtime.converse(**request)["output"]["message"]["content"][0]
    text, tool = "", ""
    for event in runtime.converse_stream(**request)["stream"]:
        delta = event.get("contentBlockDelta", {}).get("delta", {})
        text += delta.get("text", "")
        tool += delta.get("toolUse", {}).get("input", "")
    return block, text, tool


for name, schema in SCHEMAS.items():
    block, text, _ = invoke(output_config={"format": {"type": "json_schema", "schema": schema}})
    check(f"{name}, InvokeModel", schema, block["text"])
    check(f"{name}, InvokeModel in a stream", schema, text)
    if "allOf" not in schema and name != "text beyond ASCII":  # which no server takes of a tool
        block, _, tool = invoke(tools=[{"name": "example", "input_schema": schema}],
                                tool_choice={"type": "tool", "name": "example"})
        check(f"{name}, a tool of InvokeModel", schema, block["input"])
        check(f"{name}, a tool of InvokeModel in a stream", schema, tool)
    block, text, _ = converse(outputConfig={"textFormat": {"type": "json_schema", "structure": {"jsonSchema": {
        "name": "example", "schema": json.dumps(schema)}}}})
    check(f"{name}, Converse", schema, block["text"])
    check(f"{name}, Converse in a stream", schema, text)
sys.exit(1 if failures else 0)
