# shellcheck shell=bash
# Shared by the scripts of this folder and of tests/: sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# What the program needs to be built. Boost, 1.81 or newer, and nghttp2 are the local endpoint's HTTP, RE2 its guardrails';
# Debian 12's libboost-dev is older than that. "a|b" is the first of them that is installed or that apt knows.
program_packages=(g++ cmake ninja-build pkg-config ca-certificates libcurl4-openssl-dev libssl-dev
  libsimdjson-dev libpugixml-dev libdeflate-dev libcli11-dev libedit-dev libnghttp2-dev libre2-dev
  "libboost1.81-dev|libboost-dev")
# What the Jupyter kernel of the tutorial needs beside that.
kernel_packages=(xeus-dev)

say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
notice() { printf '\n*** NOTICE: %s\n' "$*" >&2; }

# Shows a command as it would be typed, then runs it.
run() {
  printf '$ %s\n' "$*"
  "$@"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

is_installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }
apt_knows() { [[ $(LC_ALL=C apt-cache policy "$1" 2>/dev/null) == *"Candidate: "[0-9]* ]]; }

# choose_package "a|b": prints the one of them to use.
choose_package() {
  local name
  for name in ${1//|/ }; do
    if is_installed "$name" || apt_knows "$name"; then
      echo "$name"
      return
    fi
  done
  echo "${1%%|*}"
}

# Installs the Debian packages that are not there yet; asks apt only if one is missing.
install_packages() {
  local package missing=() chosen=()
  for package in "$@"; do
    is_installed "$(choose_package "$package")" || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    notice "this is no Debian; please install what corresponds to: ${missing[*]}"
    return 1
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 update
  for package in "${missing[@]}"; do chosen+=("$(choose_package "$package")"); done
  say "Installing: ${chosen[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install --no-install-recommends \
    "${chosen[@]}" >/dev/null
}

# build_program FOLDER: the program and nothing else, as it ships but for two things: it is hardly optimised, and several
# files are compiled as one, so that it is built quickly. Sets program.
build_program() {
  if [ ! -f "$1/build.ninja" ]; then
    run cmake -S . -B "$1" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE=-O1 \
      -DANTHROPIC_PRECOMPILE_HEADERS=ON -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=32
  fi
  run cmake --build "$1" --target claude-bedrock
  program=$1/cli/claude-bedrock
}

# start_endpoint PROGRAM LOG [OPTIONS…]: starts `claude-bedrock local` on a free port and waits for the first
# line that it prints, so there is no race. Sets endpoint_pid and endpoint_url; the rest goes to LOG.
start_endpoint() {
  local program=$1 log=$2 line=
  shift 2
  exec 3< <(exec "$program" local --port 0 "$@" 2>"$log")
  endpoint_pid=$!
  IFS= read -r line <&3 || true
  case $line in
    "listening on http://"*) endpoint_url=${line#listening on } ;;
    *) notice "the local endpoint did not start: $line $(cat "$log")"; return 1 ;;
  esac
  cat <&3 >>"$log" &
  exec 3<&-
}

stop_endpoint() {
  [ -n "${endpoint_pid:-}" ] || return 0
  kill "$endpoint_pid" 2>/dev/null || true
  wait "$endpoint_pid" 2>/dev/null || true
  endpoint_pid=
}
