#!/usr/bin/env bash
# Our service clients against moto, an emulator of AWS that is not ours, behind botocore's check of signatures:
# services_moto.sh BUILD PYTHON. BUILD holds tests/outsiders/services_moto, the examples of docs/services.md and those of
# examples/aws; what they need of Bedrock they get from `claude-bedrock local`.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../script/lib.sh"
build=$1
python=$2
scratch=$(mktemp -d)
moto_pid=
gate_pid=
finish() {
  local pid
  for pid in $gate_pid $moto_pid; do kill "$pid" && wait "$pid"; done 2>/dev/null
  stop_endpoint
  rm -rf "$scratch"
}
trap finish EXIT
fail() {
  echo "FAIL services on moto: $1"
  tail -n 30 "$scratch"/*.log >&2
  exit 1
}

unset "${!AWS_@}" http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true

exec 6< <(exec "$python" "$here/moto_server.py" 2>"$scratch/moto.log")
moto_pid=$!
IFS= read -r line <&6 || fail "moto did not start"
moto=${line#listening on }
"$python" "$here/services_moto_seed.py" "$moto" >"$scratch/seed.log" 2>&1 || fail "moto was not seeded"

services=()
for service in sts kms logs monitoring ce budgets secretsmanager ec2 iam s3 servicequotas; do services+=(--service "$service"); done
exec 7< <(exec "$python" "$here/signature_gate.py" --upstream "${moto#http://}" --key MOTOKEY=motosecret \
  "${services[@]}" --unsigned AssumeRoleWithWebIdentity 2>"$scratch/gate.log")
gate_pid=$!
IFS= read -r line <&7 || fail "the gate did not start"

# Bedrock, which moto cannot play. Whose key signed does not matter to it.
start_endpoint "$build/cli/claude-bedrock" "$scratch/bedrock.log" --auth off || fail "there is no local endpoint"
export ANTHROPIC_BEDROCK_BASE_URL=$endpoint_url AWS_ENDPOINT_URL_BEDROCK=$endpoint_url
export AWS_ENDPOINT_URL=${line#listening on } AWS_REGION=us-east-1
export AWS_ACCESS_KEY_ID=MOTOKEY AWS_SECRET_ACCESS_KEY=motosecret
status=0
"$build/tests/outsiders/services_moto" >"$scratch/tests.log" 2>&1 || status=1
sed -nE 's/^\[ +OK \] (Moto\.[A-Za-z0-9]+).*/ok services: \1/p; s/^\[ +FAILED +\] (Moto\.[A-Za-z0-9]+) \(.*/FAIL services: \1/p' \
  "$scratch/tests.log"
grep -q '^\[ *OK \]' "$scratch/tests.log" || fail "no test passed"
[ "$status" = 0 ] || cat "$scratch/tests.log" >&2

# run_example NAME EXPECTED COMMAND…: succeeds, and prints what the file says, if one is given.
run_example() {
  local name=$1 expected=$2
  shift 2
  if timeout 60 "$@" >"$scratch/example.out" 2>"$scratch/example.log" &&
    { [ -z "$expected" ] || diff -u "$expected" "$scratch/example.out" >>"$scratch/example.log"; }; then
    echo "ok services: $name"
  else
    echo "FAIL services: $name"
    cat "$scratch/example.out" "$scratch/example.log" >&2
    status=1
  fi
}

examples=0
for example in "$build"/tests/docs/docs_services_*; do
  [ -x "$example" ] && [ -f "$example" ] || continue
  examples=$((examples + 1))
  run_example "docs/services.md, example ${example##*_}" "" "$example"
done
[ "$examples" -gt 0 ] || fail "docs/services.md has no example"

own() { run_example "examples/aws/$1" "$here/../../examples/expected/aws_$1.txt" "$build/examples/aws/$@"; }
own configuration_check
own identity Demo
own temporary_credentials Demo
own objects example-objects
own logs_and_metrics
own spending 123456789012 2026-11-01 2026-12-01
own secrets alias/app
own monitor
own quotas vpc L-45FE3B85
exit "$status"
