#!/usr/bin/env python3
"""Gives moto what our clients cannot make themselves: a key, a role, and the costs that Cost Explorer answers with.

    services_moto_seed.py URL
"""
import json
import sys
import urllib.request

import boto3

url = sys.argv[1]
session = boto3.Session(aws_access_key_id="seed", aws_secret_access_key="seed", region_name="us-east-1")
kms = session.client("kms", endpoint_url=url)
kms.create_alias(AliasName="alias/app", TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])
session.client("iam", endpoint_url=url).create_role(
    RoleName="Demo", Description="for tests", Tags=[{"Key": "team", "Value": "a b"}],
    AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": []}))


def page(day, keys, **more):
    groups = [{"Keys": [key], "Metrics": {"UnblendedCost": {"Amount": "0.1234567890123", "Unit": "USD"}}} for key in keys]
    return {"ResultsByTime": [{"TimePeriod": {"Start": f"2026-11-0{day}", "End": f"2026-11-0{day + 1}"}, "Total": {},
                               "Groups": groups, "Estimated": False}], **more}


# Each call takes the next result from the queue: the test asks for all pages first, then the examples for one each.
results = [page(1, ["a"], NextPageToken="p2"), page(1, ["b"]), page(2, ["c"]), page(3, ["Claude Opus 5.5 (Amazon Bedrock Edition)"])]
request = urllib.request.Request(url + "/moto-api/static/ce/cost-and-usage-results",
                                 data=json.dumps({"results": results}).encode(),
                                 headers={"Content-Type": "application/json"})
urllib.request.urlopen(request).read()
