#!/usr/bin/env bash
# One environment, two AWS SDKs, opposite answers: FIPS endpoints for all services, and an address of one's own.
#
# Versions: botocore 1.43.11 (PyPI), @aws-sdk/client-bedrock-runtime 3.1164.0 (npm). Seen 2026-11-30.
#
# One would guess: AWS publishes one set of endpoint rules for Bedrock's runtime, and both packages ship it. The
# rules call an endpoint URL together with FIPS "Invalid Configuration: FIPS and custom endpoint are not supported",
# so both SDKs refuse; or, if one lets the address win, so does the other.
#
# What happens with AWS_USE_FIPS_ENDPOINT=true and an endpoint URL, the same for AWS_USE_DUALSTACK_ENDPOINT:
#   rules in botocore  EndpointProviderError: Invalid Configuration: FIPS and custom endpoint are not supported
#   botocore's client  sends to the address without a word, whatever the rules in its own package say
#   JavaScript         EndpointError: Invalid Configuration: FIPS and custom endpoint are not supported
#
# What follows: a company that sets the variable everywhere and uses interface endpoints works with Python and the
# AWS CLI, and is refused by JavaScript. This project lets the address win over the environment and
# the profile, as the CLI does, and refuses only code that asks for both (docs/services.md, "Endpoints").
#
# Prints what it saw, and ends with 1 if it was anything else. Nothing is sent: both clients are stopped before.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export AWS_ACCESS_KEY_ID=AKIDEXAMPLE AWS_SECRET_ACCESS_KEY=secret AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
export AWS_EC2_METADATA_DISABLED=true AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check botocore==1.43.11
npm install --silent --no-audit --no-fund --ignore-scripts @aws-sdk/client-bedrock-runtime@3.1164.0

cat >rules.py <<'PYTHON'
import os, sys
import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError

session = botocore.session.get_session()
loader = session.get_component("data_loader")
rules = EndpointProvider(loader.load_service_model("bedrock-runtime", "endpoint-rule-set-1"), loader.load_data("partitions"))
fips = os.environ.get("AWS_USE_FIPS_ENDPOINT") == "true"
address = "https://own.example"
try:
    rules.resolve_endpoint(Region="us-east-1", UseFIPS=fips, UseDualStack=not fips, Endpoint=address)
    print("rules: accepted")
except EndpointProviderError as error:
    print("rules:", error)

client = session.create_client("bedrock-runtime", endpoint_url=address)
def stop(request, **_):
    print("botocore: sent to", request.url)
    return AWSResponse(request.url, 200, {}, type("Raw", (), {"stream": lambda self, **_: iter([b""])})())
client.meta.events.register("before-send.*.*", stop)
try:
    client.invoke_model(modelId="m", body=b"{}")
except Exception as error:
    print("botocore:", type(error).__name__, error)
PYTHON

cat >client.mjs <<'JAVASCRIPT'
import { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
const handle = async (request) => { console.log("JavaScript: sent to", request.hostname); throw new Error("stopped"); };
const client = new BedrockRuntimeClient({ endpoint: "https://own.example", maxAttempts: 1,
  requestHandler: { handle, metadata: { handlerProtocol: "http/1.1" } } });
try {
  await client.send(new InvokeModelCommand({ modelId: "m", body: "{}", contentType: "application/json" }));
} catch (error) {
  if (error.message !== "stopped") console.log("JavaScript:", error.name + ":", error.message);
}
JAVASCRIPT

# saw VARIABLE WORD
saw() {
  local got expected
  got=$(env "$1=true" python/bin/python rules.py; env "$1=true" node --no-warnings client.mjs)
  expected="rules: Invalid Configuration: $2 and custom endpoint are not supported
botocore: sent to https://own.example/model/m/invoke
JavaScript: EndpointError: Invalid Configuration: $2 and custom endpoint are not supported"
  printf '%s=true\n%s\n' "$1" "$got"
  [ "$got" = "$expected" ] || { echo "this has changed; expected:"; echo "$expected"; exit 1; }
}
saw AWS_USE_FIPS_ENDPOINT FIPS
saw AWS_USE_DUALSTACK_ENDPOINT Dualstack
