#!/usr/bin/env python3
"""boto3 and Bedrock's control plane, against a local endpoint that has the guardrails of guardrails.json: control_plane.py
BASE_URL ACCESS_KEY SECRET_KEY

Each answer is held against botocore's own model of the service, as it came over the wire. Prints a line for each thing that
was checked, `ok` or `FAIL`; the exit code is 1 if anything failed.
"""
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from conformity import problems
from report import Report

BASE_MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"
MODEL = "us." + BASE_MODEL
SYSTEM_PROFILE = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/" + MODEL
# What AWS itself sends against its own model of it: names with a dot, a global profile's model without a region, and
# profiles as a way to call a model.
TOLERATED = ("inferenceProfileName does not match", "models[1].modelArn does not match",
             "inferenceTypesSupported[0] is 'INFERENCE_PROFILE'")

url, key, secret = sys.argv[1:4]
report = Report("control plane ")
check = report.check


def client(service):
    return boto3.client(service, endpoint_url=url, region_name="us-east-1", aws_access_key_id=key,
                        aws_secret_access_key=secret, config=Config(retries={"total_max_attempts": 1}))


control, runtime = client("bedrock"), client("bedrock-runtime")
service = control.meta.service_model
answered = {}  # by operation: status and body of the last answer
fault = ""
control.meta.events.register("after-call.bedrock.*", lambda http_response, model, **_: answered.update(
    {model.name: (http_response.status_code, http_response.content)}))
control.meta.events.register("before-sign.bedrock.*", lambda request, **_: fault and request.headers.add_header(
    "x-local-fault", fault))


def ask(method, **request):
    """Asks, and holds the answer against the model."""
    answer = getattr(control, method)(**request)
    name = control.meta.method_to_api_mapping[method]
    operation = service.operation_model(name)
    status, body = answered[name]
    found = [problem for problem in problems(json.loads(body), operation.output_shape, "answer")
             if not any(known in problem for known in TOLERATED)]
    expected = operation.http.get("responseCode", 200)
    check(f"{name}: as botocore's model has it", not found and status == expected, (status, found))
    return answer


def refused(name, code, method, text="", **request):
    try:
        check(name, False, getattr(control, method)(**request))
    except ClientError as error:
        check(name, error.response["Error"]["Code"] == code and text in str(error), error)


# Models and what the account may call of them
models = ask("list_foundation_models", byOutputModality="TEXT")["modelSummaries"]
check("lists models", BASE_MODEL in [model["modelId"] for model in models], models)
ask("get_foundation_model", modelIdentifier=BASE_MODEL)


def agreement():
    return ask("get_foundation_model_availability", modelId=BASE_MODEL)["agreementAvailability"]["status"]


check("has an agreement", agreement() == "AVAILABLE")
offers = ask("list_foundation_model_agreement_offers", modelId=BASE_MODEL, offerType="ALL")["offers"]
refused("makes no second agreement", "ConflictException", "create_foundation_model_agreement", modelId=BASE_MODEL,
        offerToken=offers[0]["offerToken"])
ask("delete_foundation_model_agreement", modelId=BASE_MODEL)
check("knows when it is gone", agreement() == "NOT_AVAILABLE")
refused("takes no other token", "ValidationException", "create_foundation_model_agreement", modelId=BASE_MODEL, offerToken="x")
ask("create_foundation_model_agreement", modelId=BASE_MODEL, offerToken=offers[0]["offerToken"])
check("has it again", agreement() == "AVAILABLE")
form = json.dumps({"companyName": "Example", "useCases": "Tests"}).encode()
ask("put_use_case_for_model_access", formData=form)
check("keeps the form", ask("get_use_case_for_model_access")["formData"] == form)

# Inference profiles
pages = list(control.get_paginator("list_inference_profiles").paginate(PaginationConfig={"PageSize": 7}))
system = [profile for page in pages for profile in page["inferenceProfileSummaries"]]
check("pages through profiles", len(pages) > 1 and SYSTEM_PROFILE in [profile["inferenceProfileArn"] for profile in system])
ask("list_inference_profiles", typeEquals="SYSTEM_DEFINED", maxResults=3)
ask("get_inference_profile", inferenceProfileIdentifier=MODEL)
tags = [{"key": "team", "value": "one"}]
arn = ask("create_inference_profile", inferenceProfileName="team one", description="For tests", tags=tags,
          modelSource={"copyFrom": SYSTEM_PROFILE})["inferenceProfileArn"]
profile = ask("get_inference_profile", inferenceProfileIdentifier=arn)
check("resolves a profile", profile["type"] == "APPLICATION" and profile["models"][0]["modelArn"].endswith(BASE_MODEL), profile)
made = ask("list_inference_profiles", typeEquals="APPLICATION")["inferenceProfileSummaries"]
check("lists it", [one["inferenceProfileArn"] for one in made] == [arn], made)
check("has its tags", ask("list_tags_for_resource", resourceARN=arn)["tags"] == tags)
ask("tag_resource", resourceARN=arn, tags=[{"key": "cost", "value": "42"}])
ask("untag_resource", resourceARN=arn, tagKeys=["team"])
check("changes them", ask("list_tags_for_resource", resourceARN=arn)["tags"] == [{"key": "cost", "value": "42"}])

messages = [{"role": "user", "content": [{"text": "Hello"}]}]
body = json.dumps({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 10,
                   "messages": [{"role": "user", "content": "Hello"}]})
check("invokes it", json.loads(runtime.invoke_model(modelId=arn, body=body)["body"].read())["content"])
check("converses with it", runtime.converse(modelId=arn, messages=messages)["output"]["message"]["content"])
check("streams from it", list(runtime.converse_stream(modelId=arn, messages=messages)["stream"]))
ask("delete_inference_profile", inferenceProfileIdentifier=arn)
for name, method in (("get", control.get_inference_profile), ("delete", control.delete_inference_profile)):
    refused(f"has no profile to {name}", "ResourceNotFoundException", method.__name__, inferenceProfileIdentifier=arn)
refused("needs a model", "ValidationException", "create_inference_profile", inferenceProfileName="x",
        modelSource={"copyFrom": SYSTEM_PROFILE.replace("haiku", "nonsense")})
refused("needs a name as AWS has them", "ValidationException", "create_inference_profile", "regular expression pattern",
        inferenceProfileName="a__b", modelSource={"copyFrom": SYSTEM_PROFILE})

# Guardrails
drafts = ask("list_guardrails")["guardrails"]
check("lists guardrails", [(one["id"], one["version"]) for one in drafts] == [("houserules", "DRAFT")], drafts)
check("lists versions", len(ask("list_guardrails", guardrailIdentifier="houserules")["guardrails"]) == 2)
guardrail = ask("get_guardrail", guardrailIdentifier="houserules", guardrailVersion="1")
check("tells of a guardrail", guardrail["wordPolicy"]["words"][0]["text"] == "unspeakable", guardrail)
ask("get_guardrail", guardrailIdentifier=guardrail["guardrailArn"])
ask("list_tags_for_resource", resourceARN=guardrail["guardrailArn"])
refused("has no other guardrail", "ResourceNotFoundException", "get_guardrail", guardrailIdentifier="nonesuch")

# Each is refused on request.
requests = {
    "create_inference_profile": {"inferenceProfileName": "x", "modelSource": {"copyFrom": SYSTEM_PROFILE}},
    "list_inference_profiles": {}, "get_inference_profile": {"inferenceProfileIdentifier": MODEL},
    "delete_inference_profile": {"inferenceProfileIdentifier": MODEL},
    "tag_resource": {"resourceARN": guardrail["guardrailArn"], "tags": tags},
    "untag_resource": {"resourceARN": guardrail["guardrailArn"], "tagKeys": ["team"]},
    "list_tags_for_resource": {"resourceARN": guardrail["guardrailArn"]},
    "get_foundation_model_availability": {"modelId": BASE_MODEL},
    "list_foundation_model_agreement_offers": {"modelId": BASE_MODEL},
    "create_foundation_model_agreement": {"modelId": BASE_MODEL, "offerToken": "x"},
    "delete_foundation_model_agreement": {"modelId": BASE_MODEL},
    "put_use_case_for_model_access": {"formData": form}, "get_use_case_for_model_access": {},
    "list_foundation_models": {}, "get_foundation_model": {"modelIdentifier": BASE_MODEL},
    "get_guardrail": {"guardrailIdentifier": "houserules"}, "list_guardrails": {},
}
for method, request in requests.items():
    operation = control.meta.method_to_api_mapping[method]
    fault = f"refuse=denied,on={operation}"
    refused(f"refuses {operation}", "AccessDeniedException", method, f"perform: bedrock:{operation} on resource: ", **request)

report.finish()
