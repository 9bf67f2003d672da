#!/usr/bin/env bash
# Our service clients against moto, an emulator of AWS that is not ours, behind botocore's check of signatures:
# services_moto.sh BUILD PYTHON. BUILD holds tests/outsiders/services_moto and the examples of docs/services.md.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$1
python=$2
scratch=$(mktemp -d)
moto_pid=
gate_pid=
finish() {
  local pid
  for pid in $gate_pid $moto_pid; do kill "$pid" && wait "$pid"; done 2>/dev/null
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
for service in sts kms logs monitoring ce budgets secretsmanager ec2 iam; do services+=(--service "$service"); done
exec 7< <(exec "$python" "$here/signature_gate.py" --upstream "${moto#http://}" --key MOTOKEY=motosecret \
  "${services[@]}" --unsigned AssumeRoleWithWebIdentity 2>"$scratch/gate.log")
gate_pid=$!
IFS= read -r line <&7 || fail "the gate did not start"

export AWS_ENDPOINT_URL=${line#listening on } AWS_REGION=us-east-1
export AWS_ACCESS_KEY_ID=MOTOKEY AWS_SECRET_ACCESS_KEY=motosecret
status=0
"$build/tests/outsiders/services_moto" >"$scratch/tests.log" 2>&1 || status=1
sed -nE 's/^\[ +OK \] (Moto\.[A-Za-z0-9]+).*/ok services: \1/p; s/^\[ +FAILED +\] (Moto\.[A-Za-z0-9]+) \(.*/FAIL services: \1/p' \
  "$scratch/tests.log"
grep -q '^\[ *OK \]' "$scratch/tests.log" || fail "no test passed"
[ "$status" = 0 ] || cat "$scratch/tests.log" >&2

examples=0
for example in "$build"/tests/docs/docs_services_*; do
  [ -x "$example" ] && [ -f "$example" ] || continue
  examples=$((examples + 1))
  name="docs/services.md, example ${example##*_}"
  if timeout 60 "$example" >"$scratch/example.log" 2>&1; then
    echo "ok services: $name"
  else
    echo "FAIL services: $name"
    cat "$scratch/example.log" >&2
    status=1
  fi
done
[ "$examples" -gt 0 ] || fail "docs/services.md has no example"
exit "$status"
