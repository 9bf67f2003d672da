#!/usr/bin/env bash
# Our client against a signature check that is not ours, botocore's: signature_gate.sh PROGRAM PYTHON
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../script/lib.sh"
program=$1
python=$2
scratch=$(mktemp -d)
gate_pid=
stop_gate() {
  [ -z "$gate_pid" ] || { kill "$gate_pid"; wait "$gate_pid"; } 2>/dev/null
  gate_pid=
}
trap 'stop_gate; stop_endpoint; rm -rf "$scratch"' EXIT

start_endpoint "$program" "$scratch/log" --auth off || { echo "FAIL signature gate: no endpoint"; exit 1; }
exec 4< <(exec "$python" "$here/signature_gate.py" --upstream "${endpoint_url#http://}" \
  --key GATEKEY=gatesecret --key TEMPORARYKEY=temporarysecret=a/session+token== 2>"$scratch/gate.log")
gate_pid=$!
IFS= read -r line <&4 || { cat "$scratch/gate.log" >&2; echo "FAIL signature gate: it did not start"; exit 1; }
gate=${line#listening on }

unset "${!AWS_@}" http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
export AWS_REGION=us-east-1 AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
export AWS_MAX_ATTEMPTS=1
export AWS_ACCESS_KEY_ID=GATEKEY AWS_SECRET_ACCESS_KEY=gatesecret
status=0

# ask URL OPTIONS…
ask() {
  local url=$1
  shift
  "$program" ask --endpoint-url "$url" "$@" "Höflich grüßen, bitte: 你好" >"$scratch/said" 2>&1
}
fail() {
  echo "FAIL signature gate: $1"
  cat "$scratch/said" "$scratch/gate.log" >&2
  status=1
}
accepted() {
  local name=$1
  shift
  if ask "$@" && [ -s "$scratch/said" ]; then echo "ok signature gate: $name"; else fail "$name"; fi
}
refused() {
  local name=$1
  shift
  if ! ask "$@" && grep -qiE 'signature|security token|not the one that was signed' "$scratch/said"; then
    echo "ok signature gate: $name"
  else
    fail "$name"
  fi
}

model=us.anthropic.claude-haiku-4-5-20251001-v1:0
accepted "an alias, streamed" "$gate" --model haiku
accepted "a model id with a colon, streamed" "$gate" --model "$model"
accepted "a model id with a colon, whole" "$gate" --model "$model" --no-stream
accepted "the ARN of a profile, streamed" "$gate" --model "arn:aws:bedrock:us-east-1:123456789012:inference-profile/$model"
accepted "the ARN of a profile, whole" "$gate" --no-stream \
  --model "arn:aws:bedrock:us-east-1:123456789012:inference-profile/$model"
AWS_ACCESS_KEY_ID=TEMPORARYKEY AWS_SECRET_ACCESS_KEY=temporarysecret AWS_SESSION_TOKEN=a/session+token== \
  accepted "a session token, streamed" "$gate" --model "$model"
AWS_ACCESS_KEY_ID=TEMPORARYKEY AWS_SECRET_ACCESS_KEY=temporarysecret AWS_SESSION_TOKEN=a/session+token== \
  accepted "a session token, whole" "$gate" --model "$model" --no-stream
AWS_REGION=eu-central-1 accepted "another region" "$gate" --model "$model"

AWS_SECRET_ACCESS_KEY=wrong refused "a wrong secret is refused" "$gate" --model "$model"
AWS_ACCESS_KEY_ID=NOBODY refused "an unknown key is refused" "$gate" --model "$model"
AWS_ACCESS_KEY_ID=TEMPORARYKEY AWS_SECRET_ACCESS_KEY=temporarysecret AWS_SESSION_TOKEN=another \
  refused "a wrong session token is refused" "$gate" --model "$model"

# Somebody on the way changes what was signed.
stop_gate
exec 4< <(exec "$python" "$here/signature_gate.py" --upstream "${endpoint_url#http://}" --tamper \
  --key GATEKEY=gatesecret 2>"$scratch/gate.log")
gate_pid=$!
IFS= read -r line <&4
refused "a body changed on its way is refused" "${line#listening on }" --model "$model"
exit "$status"
