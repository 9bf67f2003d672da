#!/usr/bin/env bash
# Our S3 client against two S3s that are not ours: moto behind botocore's check of signatures, and Swift.
# s3.sh BUILD PYTHON: BUILD holds tests/outsiders/s3_outsiders; PYTHON has moto and botocore, or is empty.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$1
python=$2
scratch=$(mktemp -d)
pids=()
status=0
stop_servers() {
  local pid
  for pid in "${pids[@]}"; do kill "$pid" && wait "$pid"; done 2>/dev/null
  pids=()
}
trap 'stop_servers; rm -rf "$scratch"' EXIT

unset "${!AWS_@}" http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
export AWS_REGION=us-east-1

fail() {
  echo "FAIL S3 on $1: $2"
  tail -n 30 "$scratch"/*.log >&2
  status=1
}

# serve NAME DESCRIPTOR COMMAND…: starts a server that prints where it listens; sets url.
serve() {
  local name=$1 descriptor=$2 line
  shift 2
  eval "exec $descriptor< <(exec \"\$@\" 2>\"\$scratch/\$name.log\")"
  pids=("$!" "${pids[@]}")
  IFS= read -r -u "$descriptor" line || return 1
  url=${line#listening on }
}

# judge NAME URL KEY SECRET
judge() {
  local name=$1 result=0
  S3_OUTSIDER=$name AWS_ENDPOINT_URL=$2 AWS_ACCESS_KEY_ID=$3 AWS_SECRET_ACCESS_KEY=$4 \
    "$build/tests/outsiders/s3_outsiders" >"$scratch/tests.log" 2>&1 || result=1
  sed -nE "s/^\[ +OK \] S3Outsider\.([A-Za-z0-9]+).*/ok S3 on $name: \1/p
           s/^\[ +FAILED +\] S3Outsider\.([A-Za-z0-9]+) \(.*/FAIL S3 on $name: \1/p" "$scratch/tests.log"
  grep -q '^\[ *OK \]' "$scratch/tests.log" || fail "$name" "no test passed"
  [ "$result" = 0 ] || { cat "$scratch/tests.log" >&2; status=1; }
}

if [ -z "$python" ]; then
  echo "MISSING S3 on moto"
elif serve moto 6 "$python" "$here/moto_server.py" &&
  serve gate 7 "$python" "$here/signature_gate.py" --upstream "${url#http://}" --key S3KEY=s3secret --service s3; then
  judge moto "$url" S3KEY s3secret
else
  fail moto "it did not start"
fi
stop_servers

# Debian's Swift stands with Debian's Python.
if ! /usr/bin/python3 -c 'import swift.common.ring' 2>/dev/null || ! command -v swift-proxy-server >/dev/null; then
  echo "MISSING S3 on swift"
elif serve swift 8 /usr/bin/python3 "$here/swift_s3.py" --secret swiftsecret; then
  judge swift "$url" test:tester swiftsecret
else
  fail swift "it did not start"
fi
exit "$status"
