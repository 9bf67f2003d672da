#!/usr/bin/env bash
# A short-term Bedrock API key of AWS's own generator whose access key, secret and session token belong to different
# credentials.
#
# Versions: aws-bedrock-token-generator 1.1.0, botocore 1.44.8 (PyPI). Seen 2026-12-01.
#
# One would guess: the generator takes the credentials as they are at that moment, and whatever comes of it is valid
# as long as they are. Its documentation has it called with the credentials of the session.
#
# What happens: credentials of a role, a container or an instance are botocore's RefreshableCredentials, whose
# access_key, secret_key and token each look at the clock first, and fetch new ones when less than 15 minutes are left.
# botocore's clients read all three at once (get_frozen_credentials) before they sign. The generator gives the object
# itself to the signer, which reads it field by field. If fetching brings keys that also have less than 15 minutes left,
# as it does where a service caches them until shortly before they end, or a session is that short, the fields
# come from different keys, and nothing says so.
#
# What follows: Bedrock answers 403 to a key that was made without an error, some of the time. This project's
# `claude-bedrock token` signs with one copy of the credentials; the check of AWS's generator in tests/outsiders
# gives it frozen ones.
#
# Prints what it saw, and ends with 1 if it was anything else. Nothing is sent.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
unset "${!AWS_@}"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check aws-bedrock-token-generator==1.1.0 botocore==1.44.8

cat >generate.py <<'PYTHON'
import base64
import datetime
import itertools
from urllib.parse import parse_qs, urlsplit

from aws_bedrock_token_generator import BedrockTokenGenerator
from botocore.credentials import RefreshableCredentials

numbers = itertools.count(1)


def fetch():
    """What a metadata service gives: a set of keys, with 12 minutes left."""
    number = next(numbers)
    until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=12)
    return {"access_key": f"ASIA{number}", "secret_key": f"secret{number}", "token": f"token{number}",
            "expiry_time": until.isoformat()}


def parts(credentials):
    key = BedrockTokenGenerator().get_token(credentials, "us-east-1")
    url = base64.b64decode(key.removeprefix("bedrock-api-key-")).decode()
    query = parse_qs(urlsplit("https://" + url).query)
    access_key, token = query["X-Amz-Credential"][0].split("/")[0], query["X-Amz-Security-Token"][0]
    return access_key.removeprefix("ASIA") == token.removeprefix("token")


refreshable = RefreshableCredentials.create_from_metadata(fetch(), fetch, "finding")
print("as the session has them: key and token belong together:", parts(refreshable))
print("frozen first: key and token belong together:", parts(refreshable.get_frozen_credentials()))
PYTHON

expected='as the session has them: key and token belong together: False
frozen first: key and token belong together: True'
got=$(python/bin/python generate.py)
echo "$got"
[ "$got" = "$expected" ] || { echo "this has changed; expected:"; echo "$expected"; exit 1; }
