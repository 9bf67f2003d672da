#!/usr/bin/env bash
# `doctor` in a company's network: squid asks for a password on the way out, and the endpoint's certificate is signed by
# an authority of the company's own: doctor_networks.sh PROGRAM. All of it is on this machine.
# Prints "ok NAME" or "FAIL NAME" for each check, "MISSING NAME" for what is not installed.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../script/lib.sh"
program=$1
scratch=$(mktemp -d)
chmod 755 "$scratch" # squid reads its files as a user of its own
status=0
squid_pid=
tls_pid=
finish() {
  local pid
  for pid in $squid_pid $tls_pid; do kill "$pid" && wait "$pid"; done 2>/dev/null
  stop_endpoint
  rm -rf "$scratch"
}
trap finish EXIT

squid=$(command -v squid || echo /usr/sbin/squid)
authenticator=/usr/lib/squid/basic_ncsa_auth
for needed in "$squid" "$authenticator"; do
  [ -x "$needed" ] || { echo "MISSING doctor behind squid"; exit 0; }
done
command -v nghttpx >/dev/null || { echo "MISSING doctor behind squid"; exit 0; }

unset "${!AWS_@}" "${!ANTHROPIC_@}" http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY no_proxy
export HOME=$scratch AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=NETWORKKEY AWS_SECRET_ACCESS_KEY=networksecret
export AWS_EC2_METADATA_DISABLED=true AWS_MAX_ATTEMPTS=1
start_endpoint "$program" "$scratch/endpoint.log" --access-key "$AWS_ACCESS_KEY_ID" \
  --secret-key "$AWS_SECRET_ACCESS_KEY" || { echo "FAIL doctor behind squid: no endpoint"; exit 1; }

# A private authority, and a certificate for a name that only squid can resolve.
name=bedrock.corp.test
make_certificates() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj "/CN=A company's own" \
    -keyout "$scratch/ca.key" -out "$scratch/ca.pem" &&
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$name" \
      -keyout "$scratch/server.key" -out "$scratch/server.csr" &&
    openssl x509 -req -in "$scratch/server.csr" -CA "$scratch/ca.pem" -CAkey "$scratch/ca.key" -CAcreateserial -days 1 \
      -extfile <(echo "subjectAltName=DNS:$name") -out "$scratch/server.pem"
}
make_certificates 2>"$scratch/openssl.log" || { echo "FAIL doctor behind squid: openssl"; cat "$scratch/openssl.log" >&2; exit 1; }

# start_on_a_port PID_VARIABLE READY COMMAND…: @PORT@ in the command is a port that is tried; it listens once it has
# written READY.
start_on_a_port() {
  local variable=$1 ready=$2 line attempt
  shift 2
  for attempt in 1 2 3 4 5 6 7 8; do
    port=$((20000 + RANDOM % 20000))
    sed "s/@PORT@/$port/" "$scratch/squid.conf.in" >"$scratch/squid.conf"
    exec 5< <(exec "${@//@PORT@/$port}" 2>&1)
    printf -v "$variable" %s "$!"
    while IFS= read -r line <&5; do
      case $line in
        *"$ready"*)
          cat <&5 >>"$scratch/servers.log" &
          exec 5<&-
          return 0
          ;;
        *FATAL*) break ;;
      esac
    done
    exec 5<&-
    kill "${!variable}" 2>/dev/null
    wait "${!variable}" 2>/dev/null
  done
  return 1
}

printf 'ada:%s\n' "$(openssl passwd -apr1 'open sesame')" >"$scratch/passwords"
echo "127.0.0.1 $name" >"$scratch/hosts"
cat >"$scratch/squid.conf.in" <<END
http_port 127.0.0.1:@PORT@
auth_param basic program $authenticator $scratch/passwords
auth_param basic realm doctor
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
hosts_file $scratch/hosts
cache deny all
access_log none
cache_store_log none
pid_filename none
shutdown_lifetime 0 seconds
END
start_on_a_port tls_pid "Listening on" nghttpx --conf=/dev/null --frontend="127.0.0.1,@PORT@" \
  --backend="127.0.0.1,${endpoint_url##*:};;proto=http/1.1" --no-via "$scratch/server.key" "$scratch/server.pem" ||
  { echo "FAIL doctor behind squid: nghttpx did not start"; exit 1; }
export AWS_ENDPOINT_URL=https://$name:$port
start_on_a_port squid_pid "Accepting HTTP Socket connections" "$squid" -N -d 1 -f "$scratch/squid.conf" ||
  { echo "FAIL doctor behind squid: squid did not start"; exit 1; }
proxy=127.0.0.1:$port

# check NAME EXIT_CODE FIRST_LINE: the report of a doctor, by its beginning.
check() {
  local code=0 first
  "$program" doctor >"$scratch/report" 2>&1 || code=$?
  first=$(head -n 1 "$scratch/report")
  if [[ $first == $3* ]] && [ "$code" = "$2" ] && ! grep -qE 'sesame|networksecret' "$scratch/report"; then
    echo "ok doctor: $1"
  else
    echo "FAIL doctor: $1"
    { echo "exit code $code"; cat "$scratch/report"; } >&2
    status=1
  fi
}

export HTTPS_PROXY=http://$proxy
check "a proxy wants a password" 19 "failed: tunnel: APIConnectionError: the proxy $proxy (from HTTPS_PROXY) refused the way to $name"
export HTTPS_PROXY=http://ada:wrong@$proxy
check "a proxy does not take the password" 19 "failed: tunnel: APIConnectionError: the proxy $proxy (from HTTPS_PROXY) refused"
grep -q "does not take the user and password" "$scratch/report" || { echo "FAIL doctor: the fix of a wrong password"; status=1; }
export HTTPS_PROXY=http://ada:open%20sesame@$proxy
check "a private authority is not trusted" 19 "failed: tls: APIConnectionError: TLS: the certificate of $name is not trusted"
export AWS_CA_BUNDLE=$scratch/ca.pem
check "a proxy with a password and a private authority" 0 "all is well"
NO_PROXY=.corp.test check "NO_PROXY takes the name from the proxy" 19 "failed: name: "
grep -q "NO_PROXY (.corp.test) exempts" "$scratch/report" || { echo "FAIL doctor: the entry of NO_PROXY is named"; status=1; }
exit "$status"
